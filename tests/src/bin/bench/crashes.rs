//! What is lost when hosts are killed: two writers into one vault, `kill -9` at 200 moments that nobody chose.

use convoally_tests::crashes::{Tally, round};
use convoally_tests::error::{Error, Result};
use convoally_tests::report::{Figure, Report};
use convoally_tests::temporary::Temporary;

const ROUNDS: u32 = 200;
/// Every so many rounds begin without a vault, so that a kill meets its first start.
const NEW_AFTER: u32 = 10;

/// Measures it; takes five minutes.
pub fn report(name: &'static str) -> Result<Report> {
    let mut report = Report::new(name);
    println!("Killing two writers {ROUNDS} times …");
    let program = std::env::current_exe().map_err(Error::start("a writer"))?;
    let mut tally = Tally::default();
    for rounds in 0..ROUNDS / NEW_AFTER {
        let home = Temporary::new("crashes")?;
        for number in 0..NEW_AFTER {
            round(&program, &home.path().join("vault"), rounds * NEW_AFTER + number, &mut tally)?;
        }
    }
    let (rounds, acknowledged) = (ROUNDS as usize, usize::try_from(tally.acknowledged).unwrap_or_default());
    report.figures = vec![
        Figure::single("events lost", "of those kept", acknowledged, tally.lost as f64).at_most(0.0),
        Figure::single("damaged vaults", "rounds", rounds, tally.damaged as f64).at_most(0.0),
        Figure::of("opened after a kill, not optimised", "ms", tally.opened_ms)?,
    ];
    report.notes = vec![format!(
        "two processes write as fast as they can; {} of {} were killed before they had kept anything, while they opened or \
         made the vault",
        tally.early,
        2 * rounds
    )];
    Ok(report)
}
