//! From a question to its passages: how often they are the right ones, and how long it takes, beside words alone.

use convoally_shared::event::EventKind;
use convoally_tests::error::{Error, Result};
use convoally_tests::host::Host;
use convoally_tests::listening::Listening;
use convoally_tests::recall::{self, Person, Score};
use convoally_tests::report::{Figure, Report};
use convoally_tests::temporary::Temporary;
use serde_json::json;
use std::path::{Path, PathBuf};

/// Documents of somebody who keeps everything.
const MANY: usize = 200;
/// Between two questions of a replay, milliseconds.
const PAUSE_MS: usize = 20_000;

/// Measures it; takes two minutes.
pub async fn report(name: &'static str, host: &Path) -> Result<Report> {
    let mut report = Report::new(name);
    let meaning = recall::meaning().await?;
    let mut everybody = Vec::new();
    for part in recall::PARTS {
        let people = recall::people(part)?;
        let (score, floor) = (recall::score(&people, Some(&meaning))?, recall::score(&people, None)?);
        report.figures.extend(figures(part, &score, &floor));
        everybody.extend(people);
    }
    let host = Host::new(host, false)?;
    for documents in [5, MANY] {
        let waits = waits(&host, &everybody, documents)?;
        let figure = Figure::of(format!("question → card, {documents} documents"), "ms", waits)?;
        report.figures.push(figure.p95_at_most(if documents == MANY { 50.0 } else { 30.0 }));
    }
    report.notes.push(
        "labelled questions of tests/fixtures/recall: thresholds were chosen with dev; beside them, words alone".into(),
    );
    Ok(report)
}

fn figures(part: &str, score: &Score, floor: &Score) -> [Figure; 3] {
    let figure = |what: &str, count, share: f64, floor: f64, goal| {
        let figure = Figure::single(format!("{part}: {what}"), "%", count, 100.0 * (1.0 - share));
        figure.at_most(goal).beside_one("words alone", 100.0 * (1.0 - floor))
    };
    [
        figure("right passage not first", score.answerable, score.first(), floor.first(), 20.0),
        figure("right passage not shown", score.answerable, score.shown(), floor.shown(), 5.0),
        figure("shown without an answer", score.unanswerable, score.quiet(), floor.quiet(), 20.0),
    ]
}

/// Everybody's questions to a host that has so many documents, and how long each card took it.
fn waits(host: &Host, people: &[Person], documents: usize) -> Result<Vec<f64>> {
    let folder = Temporary::new("recall")?;
    let questions = folder.path().join("questions.jsonl");
    let asked = people.iter().flat_map(|person| &person.questions).enumerate().map(|(number, labelled)| {
        let start = number * PAUSE_MS;
        let said = json!({"speaker": "them", "start_ms": start, "end_ms": start + 3000, "text": labelled.question});
        said.to_string() + "\n"
    });
    std::fs::write(&questions, asked.collect::<String>()).map_err(Error::file(&questions))?;
    let mut replay = host.command();
    replay.arg("replay").arg(&questions).arg("--json");
    for file in copies(people, documents, folder.path())? {
        replay.arg("--document").arg(file);
    }
    let events = Listening::start(&mut replay)?.finish()?;
    let pairs = events.windows(2).filter_map(|pair| match (&pair[0].kind, &pair[1].kind) {
        (EventKind::QuestionFound { .. }, EventKind::CardOpened { .. }) => Some((pair[1].at_ms - pair[0].at_ms) as f64),
        _ => None,
    });
    Ok(pairs.collect())
}

/// So many files out of everybody's, each with words of its own so that no two have the same passages.
fn copies(people: &[Person], count: usize, folder: &Path) -> Result<Vec<PathBuf>> {
    let files = people.iter().flat_map(|person| &person.files).cycle().take(count).enumerate();
    let copy = |(number, file): (usize, &PathBuf)| {
        let text = std::fs::read_to_string(file).map_err(Error::file(file))?;
        let ending = file.extension().unwrap_or_default().to_string_lossy();
        let copy = folder.join(format!("document-{number}.{ending}"));
        std::fs::write(&copy, text.replace(". ", &format!(" ({number}). "))).map_err(Error::file(&copy))?;
        Ok(copy)
    };
    files.map(copy).collect()
}
