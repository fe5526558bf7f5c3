//! How well questions are found in labelled dialogues, and how long a look at an utterance takes.

use convoally_tests::error::{Error, Result};
use convoally_tests::questions::{self, Score};
use convoally_tests::report::{Figure, Report};
use std::path::Path;

/// What the rules were not written with.
const FILES: [&str; 4] = ["held_out", "fresh", "blind", "sealed"];
/// Goals: wrong cards and missed questions, percent; the longest look, milliseconds.
const WRONG: f64 = 5.0;
const LOOK_MS: f64 = 1.0;

/// Measures it; takes five minutes. What is measured runs in this program, which is not optimised: the host's is faster.
pub async fn report(name: &'static str) -> Result<Report> {
    let mut report = Report::new(name);
    let reader = questions::reader().await?;
    let (mut rules_ms, mut both_ms) = (Vec::new(), Vec::new());
    for file in FILES {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("fixtures/questions/{file}.jsonl"));
        let utterances = questions::read(&path).map_err(Error::file(&path))?;
        let (score, floor) = (questions::score(&utterances, Some(&reader)), questions::score(&utterances, None));
        report.figures.extend(figures(file, &score, &floor));
        both_ms.extend(score.took.iter().map(|took| took.as_secs_f64() * 1000.0));
        rules_ms.extend(floor.took.iter().map(|took| took.as_secs_f64() * 1000.0));
    }
    report.figures.push(Figure::of("a look at an utterance by rules", "ms", rules_ms)?.p95_at_most(LOOK_MS));
    report.figures.push(Figure::of("by rules and the second reader", "ms", both_ms)?);
    report.notes = vec![
        "weights of the second reader's word were chosen with held_out and fresh; sealed was opened at the end".into(),
        "beside: rules alone, as they are where there is no model".into(),
    ];
    Ok(report)
}

fn figures(file: &str, score: &Score, floor: &Score) -> [Figure; 3] {
    let figure = |what: &str, count, share: f64, floor: f64| {
        let figure = Figure::single(format!("{file}: {what}"), "%", count, 100.0 * (1.0 - share));
        figure.beside_one("rules alone", 100.0 * (1.0 - floor))
    };
    [
        figure("cards for what is no question", score.found + score.mistaken, score.precision(), floor.precision())
            .at_most(WRONG),
        figure("questions missed", score.found + score.missed, score.recall(), floor.recall()).at_most(WRONG),
        figure("of another kind", score.found, score.kind_accuracy(), floor.kind_accuracy()),
    ]
}
