//! Drafts: how long a piece takes from the provider's socket to the screen, and whether an hour of questions leaves
//! every answer on its own card and the memory where it was.

mod hour;
mod pieces;

use convoally_tests::error::Result;
use convoally_tests::parts::Parts;
use convoally_tests::report::Report;

/// Measures both; takes about five minutes.
pub async fn report(name: &'static str, parts: &Parts) -> Result<Report> {
    let mut report = Report::new(name);
    let (figures, note) = pieces::measured(parts).await?;
    report.figures.extend(figures);
    report.notes.push(note);
    let (figures, note) = hour::measured(&parts.host).await?;
    report.figures.extend(figures);
    report.notes.push(note);
    Ok(report)
}
