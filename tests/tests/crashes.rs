//! `kill -9` under two writers, a few times; `make bench PART=crashes` does it 200 times.

use convoally_tests::crashes::{Tally, round};
use convoally_tests::error::Result;
use convoally_tests::temporary::Temporary;
use std::path::Path;

const ROUNDS: u32 = 8;

#[test]
fn nothing_that_was_kept_is_lost_and_no_page_is_damaged_when_both_writers_are_killed() -> Result<()> {
    let (home, mut tally) = (Temporary::new("crashes")?, Tally::default());
    for number in 0..ROUNDS {
        round(Path::new(env!("CARGO_BIN_EXE_bench")), &home.path().join("vault"), number, &mut tally)?;
    }
    assert!(tally.acknowledged > 100, "{tally:?}");
    assert_eq!((tally.lost, tally.damaged), (0, 0), "{tally:?}");
    Ok(())
}
