//! The history of years: finding, listing, opening and keeping, beside plain SQLite with the same tables and the same
//! code above it.

use convoally_tests::child;
use convoally_tests::error::{Error, Result};
use convoally_tests::latency::{share, spread};
use convoally_tests::report::{Figure, Report};
use serde::Deserialize;
use std::path::Path;
use std::process::Command;

/// The program that measures. It lies beside the host, optimised like it.
const PROGRAM: &str = "convoally-vault-bench";
const SESSIONS: usize = 10_000;
const UTTERANCES: usize = 100;

#[derive(Deserialize)]
struct Measured {
    vault: One,
    plain: One,
    key_start: Vec<f64>,
}

/// Milliseconds, but for the first.
#[derive(Deserialize)]
struct One {
    bytes: u64,
    start: Vec<f64>,
    search: Vec<(String, f64)>,
    open: Vec<f64>,
    list: Vec<f64>,
    append: Vec<f64>,
    late: Vec<f64>,
}

impl One {
    fn search(&self, kind: &str) -> Vec<f64> {
        self.search.iter().filter(|(of, _)| of == kind).map(|(_, ms)| *ms).collect()
    }

    fn searches(&self) -> Vec<f64> {
        self.search.iter().map(|(_, ms)| *ms).collect()
    }
}

/// Measures it; takes ten minutes, nearly all of them to fill the two histories.
pub fn report(name: &'static str, host: &Path) -> Result<Report> {
    let mut report = Report::new(name);
    let mut program = Command::new(host.with_file_name(PROGRAM));
    program.args([SESSIONS, UTTERANCES].map(|number| number.to_string()));
    let json = child::output(&mut program)?;
    let Measured { vault, plain, key_start } =
        serde_json::from_slice(&json).map_err(|error| Error::Unexpected(error.to_string()))?;
    for kind in ["rare", "common", "two words"] {
        report.figures.push(beside(&format!("search: {kind}"), vault.search(kind), plain.search(kind), 40.0)?);
    }
    let ratio = p95(&vault.searches())? / p95(&plain.searches())?;
    report.figures.push(Figure::single("search: p95 beside plain", "×", vault.search.len(), ratio).at_most(2.0));
    report.figures.push(beside("open a session", vault.open, plain.open, 30.0)?);
    report.figures.push(beside("list of sessions", vault.list, plain.list, 20.0)?);
    report.figures.push(
        at_worst("keep an utterance, 99 of 100", &vault.append, 1.0)?.beside_one("plain SQLite", p99(&plain.append)?),
    );
    report.figures.push(
        at_worst("event loop late meanwhile, 99 of 100", &vault.late, 5.0)?
            .beside_one("plain SQLite", p99(&plain.late)?),
    );
    report.figures.push(beside("start with a passphrase", vault.start, plain.start, 200.0)?);
    report.figures.push(Figure::of("start with a key", "ms", key_start)?.p95_at_most(200.0));
    let size = Figure::single("size beside plain", "×", 1, vault.bytes as f64 / plain.bytes as f64).at_most(1.1);
    report.figures.push(size);
    report.notes.push(format!(
        "{SESSIONS} sessions of {UTTERANCES} utterances, {} MB; plain is SQLite with the same tables and the same code",
        vault.bytes / 1_000_000
    ));
    Ok(report)
}

fn beside(name: &str, vault: Vec<f64>, plain: Vec<f64>, most: f64) -> Result<Figure> {
    let plain = spread(plain).ok_or_else(|| unmeasured(name))?;
    Ok(Figure::of(name, "ms", vault)?.p95_at_most(most).beside("plain SQLite", plain))
}

fn at_worst(name: &str, values: &[f64], most: f64) -> Result<Figure> {
    Ok(Figure::single(name, "ms", values.len(), p99(values)?).at_most(most))
}

fn p95(values: &[f64]) -> Result<f64> {
    share(values.iter().copied(), 0.95).ok_or_else(|| unmeasured("p95"))
}

fn p99(values: &[f64]) -> Result<f64> {
    share(values.iter().copied(), 0.99).ok_or_else(|| unmeasured("p99"))
}

fn unmeasured(name: &str) -> Error {
    Error::Unexpected(format!("nothing was measured for: {name}"))
}
