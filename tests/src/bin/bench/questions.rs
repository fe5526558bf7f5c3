//! How well questions are found in labelled dialogues, and how long a look at an utterance takes.

use convoally_tests::error::{Error, Result};
use convoally_tests::questions::{self, Score};
use convoally_tests::report::{Figure, Report};
use std::path::Path;

/// What the rules were written with, and what they were not.
const FILES: [&str; 4] = ["dev", "dev_rough", "held_out", "fresh"];
/// Goals: wrong cards and missed questions, percent; the longest look, milliseconds.
const WRONG: f64 = 5.0;
const LOOK_MS: f64 = 1.0;

/// Measures it; takes a second. The rules run in this program, which is not optimised: the host's are faster.
pub fn report(name: &'static str) -> Result<Report> {
    let mut report = Report::new(name);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/questions");
    let mut took = Vec::new();
    for file in FILES {
        let path = folder.join(format!("{file}.jsonl"));
        let score = questions::score(&questions::read(&path).map_err(Error::file(&path))?);
        report.figures.extend(figures(file, &score));
        took.extend(score.took.iter().map(|took| took.as_secs_f64() * 1000.0));
    }
    report.figures.push(Figure::of("a look at an utterance, not optimised", "ms", took)?.p95_at_most(LOOK_MS));
    report.notes =
        vec!["dev and dev_rough were looked at while the rules were written, held_out and fresh were not".into()];
    Ok(report)
}

fn figures(file: &str, score: &Score) -> [Figure; 3] {
    let figure =
        |what: &str, count, share: f64| Figure::single(format!("{file}: {what}"), "%", count, 100.0 * (1.0 - share));
    [
        figure("cards for what is no question", score.found + score.mistaken, score.precision()).at_most(WRONG),
        figure("questions missed", score.found + score.missed, score.recall()).at_most(WRONG),
        figure("of another kind", score.found, score.kind_accuracy()),
    ]
}
