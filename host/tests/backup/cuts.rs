//! Runs that end in the middle: the next one goes on, and nothing half is ever listed.

use crate::computer::{Computer, now};
use crate::cutter::Cutter;
use crate::stores::Stand;
use convoally::backup::{Backup, BackupError, Extent};
use std::time::Duration;

/// How often the wire is cut, at places that together reach over a whole run.
const CUTS: i64 = 12;

#[tokio::test(flavor = "multi_thread")]
async fn a_wire_that_is_cut_anywhere_loses_nothing_and_the_next_run_goes_on() {
    for stand in [Stand::s3().await, Stand::web_dav().await] {
        let wire = Cutter::before(stand.address().unwrap()).await;
        let mut one = Computer::new();
        one.begin_at(&stand, stand.place_at(wire.address)).await;
        let mut reader = Computer::new();
        reader.join(&stand).await;
        for id in ["first", "second"] {
            one.talk(id, 10);
            wire.mend();
            one.run().await;
        }
        // Other places each time; the offset is printed when the test fails.
        let (whole, offset) = (wire.passed(), i64::try_from(now() % 997).unwrap());
        println!("offset {offset}");
        for round in 0..CUTS {
            one.talk(&format!("a-{round}"), 10);
            if round % 3 == 2 {
                one.erase(&format!("a-{}", round - 1));
            }
            // A little further than a run goes, because each has more to read than the one before.
            wire.cut_after(whole * 5 / 4 * round / CUTS + offset);
            let cut = one.try_run(Extent::default()).await;
            assert!(cut.is_ok() || matches!(cut, Err(BackupError::Unreachable | BackupError::Store(_))), "{cut:?}");
            assert_eq!(reader.broken().await.unwrap(), [""; 0], "what is listed is whole, round {round}");
        }
        wire.mend();
        one.run().await;
        reader.restore().await.unwrap();
        assert!(reader.content() == one.content());
        let listed = Backup::of(&one.vault).unwrap().look(&one.vault).await.unwrap();
        assert_eq!(stand.files("s").len(), listed.segments, "and what was half or erased is gone");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_that_is_killed_at_any_moment_is_gone_on_with() {
    let stand = Stand::folder().await;
    let mut one = Computer::new();
    one.begin(&stand).await;
    let mut reader = Computer::new();
    reader.join(&stand).await;
    for round in 0..12_u64 {
        one.talk(&format!("a-{round}"), 1000);
        // A future that is dropped stops where it is, as a killed process does.
        let _ = tokio::time::timeout(Duration::from_millis(round * 7 % 60), one.try_run(Extent::default())).await;
        assert_eq!(reader.broken().await.unwrap(), [""; 0]);
    }
    one.run().await;
    reader.restore().await.unwrap();
    assert!(reader.content() == one.content());
    let listed = Backup::of(&one.vault).unwrap().look(&one.vault).await.unwrap();
    assert_eq!(stand.files("s").len(), listed.segments);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restore_that_is_cut_fetches_only_the_rest() {
    let stand = Stand::s3().await;
    let mut one = Computer::new();
    one.begin(&stand).await;
    for round in 0..4 {
        one.talk(&format!("a-{round}"), 3000);
        one.run().await;
    }
    let sizes: Vec<i64> =
        stand.files("s").iter().map(|file| i64::try_from(file.metadata().unwrap().len()).unwrap()).collect();
    let wire = Cutter::before(stand.address().unwrap()).await;
    let mut new = Computer::new();
    let place = stand.place_at(wire.address);
    Backup::join(&mut new.vault, place, stand.credentials(), &crate::computer::code()).await.unwrap();
    wire.cut_after(sizes.iter().sum::<i64>() * 3 / 4);
    assert!(new.restore().await.is_err());
    assert!(new.content().is_empty(), "nothing is taken in before everything is here");
    let kept = std::fs::read_dir(new.folder().join("backup.incoming")).unwrap().count();
    assert!(kept > 0);
    // Enough for the manifest and what was not fetched yet, not for all.
    wire.cut_after(sizes.iter().sum::<i64>() * 3 / 4);
    new.restore().await.unwrap();
    assert!(new.content() == one.content());
}
