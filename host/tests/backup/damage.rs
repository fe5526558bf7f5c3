//! What a store that fails or cheats is told apart by. Nothing of the vault is touched.

use crate::computer::Computer;
use crate::stores::Stand;
use convoally::backup::{Backup, BackupError, Extent};
use std::path::Path;

/// A store with two computers' segments, and a third computer that has joined.
async fn prepared() -> (Stand, Computer, Computer) {
    let stand = Stand::folder().await;
    let mut one = Computer::new();
    one.fill("a");
    one.begin(&stand).await;
    one.run().await;
    let mut new = Computer::new();
    new.talk("mine", 2);
    new.join(&stand).await;
    (stand, one, new)
}

fn flip(file: &Path, place: usize) {
    let mut bytes = std::fs::read(file).unwrap();
    let place = place % bytes.len();
    bytes[place] ^= 1;
    std::fs::write(file, bytes).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flipped_bit_anywhere_is_told_and_nothing_is_taken_in() {
    let (stand, _one, mut new) = prepared().await;
    let before = new.content();
    let segment = stand.files("s").remove(0);
    for place in [0, 11, 12, 300, 5000, usize::MAX] {
        flip(&segment, place);
        assert!(matches!(new.restore().await, Err(BackupError::Damaged(_))), "byte {place}");
        let name = segment.file_name().unwrap().to_str().unwrap();
        assert_eq!(new.broken().await.unwrap(), [name]);
        assert!(new.content() == before);
        flip(&segment, place);
    }
    let manifest = stand.files("m").remove(0);
    flip(&manifest, 77);
    assert!(matches!(new.restore().await, Err(BackupError::Damaged(_))));
    assert!(matches!(new.broken().await, Err(BackupError::Damaged(_))));
    flip(&manifest, 77);
    assert!(new.restore().await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_segment_that_is_missing_cut_or_another_one_is_told_and_sent_again_on_request() {
    let (stand, mut one, mut new) = prepared().await;
    one.talk("b", 3);
    one.run().await;
    let [first, second] = <[_; 2]>::try_from(stand.files("s")).unwrap();
    let whole = std::fs::read(&first).unwrap();
    let missing = || std::fs::remove_file(&first);
    let cut = || std::fs::write(&first, &whole[..whole.len() / 2]);
    let exchanged = || std::fs::copy(&second, &first).map(drop);
    for harm in [&missing as &dyn Fn() -> std::io::Result<()>, &cut, &exchanged] {
        harm().unwrap();
        let refused = new.restore().await;
        assert!(matches!(refused, Err(BackupError::Damaged(_) | BackupError::Missing(_))));
        assert_eq!(new.sessions(), ["mine"]);
        assert_eq!(one.broken().await.unwrap().len(), 1);
    }
    let repaired = one.try_run(Extent { repair: true, ..Extent::default() }).await.unwrap();
    assert!(repaired.sent > 0);
    assert_eq!(one.broken().await.unwrap(), [""; 0]);
    new.run().await;
    one.run().await;
    assert!(new.content() == one.content());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_older_manifest_is_told_to_whoever_saw_a_later_one_and_to_whom_another_tells_it() {
    let (stand, mut one, mut new) = prepared().await;
    let manifest = stand.files("m").remove(0);
    let old = std::fs::read(&manifest).unwrap();
    one.talk("b", 3);
    one.run().await;
    let young = std::fs::read(&manifest).unwrap();

    std::fs::write(&manifest, &old).unwrap();
    assert!(matches!(one.try_run(Extent::default()).await, Err(BackupError::RolledBack(_))));
    assert!(new.restore().await.is_ok(), "who never saw the later state cannot know");

    std::fs::write(&manifest, &young).unwrap();
    new.run().await;
    std::fs::write(&manifest, &old).unwrap();
    assert!(matches!(new.restore().await, Err(BackupError::RolledBack(_))));
    let mut third = Computer::new();
    third.join(&stand).await;
    let told = third.restore().await;
    assert!(matches!(told, Err(BackupError::RolledBack(_))), "the second computer's manifest tells it");
    assert!(third.sessions().is_empty());

    std::fs::remove_file(&manifest).unwrap();
    assert!(matches!(new.restore().await, Err(BackupError::RolledBack(_))), "a missing one is older than any");
    one.try_run(Extent { repair: true, ..Extent::default() }).await.unwrap();
    new.run().await;
    third.restore().await.unwrap();
    one.run().await;
    assert!(new.content() == one.content() && third.content() == one.content());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_manifest_of_another_backup_or_under_another_name_is_foreign() {
    let (stand, mut one, _new) = prepared().await;
    let elsewhere = Stand::folder().await;
    let mut stranger = Computer::new();
    stranger.talk("x", 2);
    stranger.begin(&elsewhere).await;
    stranger.run().await;
    let foreign = elsewhere.files("m").remove(0);
    let planted = stand.objects().join("m").join(foreign.file_name().unwrap());
    std::fs::copy(&foreign, &planted).unwrap();
    assert!(matches!(one.restore().await, Err(BackupError::Damaged(_))));
    std::fs::remove_file(&planted).unwrap();
    let renamed = stand.objects().join("m").join("0".repeat(64));
    std::fs::copy(stand.files("m").remove(0), &renamed).unwrap();
    assert!(matches!(one.restore().await, Err(BackupError::Damaged(_))));
    std::fs::remove_file(&renamed).unwrap();

    std::fs::copy(elsewhere.objects().join("header"), stand.objects().join("header")).unwrap();
    assert!(matches!(one.try_run(Extent::default()).await, Err(BackupError::Foreign)));
    std::fs::remove_file(stand.objects().join("header")).unwrap();
    assert!(matches!(one.try_run(Extent::default()).await, Err(BackupError::Gone)));
    let again = Backup::begin(&mut one.vault, stand.place(), None, &crate::computer::code()).await;
    assert!(matches!(again, Err(BackupError::Gone)), "nothing new begins over what was there");
    assert_eq!(one.sessions(), ["a-0", "a-1", "a-2"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_lost_computer_sent_is_saved_although_its_manifest_is_damaged() {
    let (stand, one, mut new) = prepared().await;
    let content = one.content();
    drop(one);
    let manifest = stand.files("m").remove(0);
    flip(&manifest, 100);
    assert!(matches!(new.try_run(Extent::default()).await, Err(BackupError::Damaged(_))));
    let strays = stand.files("s");
    new.try_run(Extent { repair: true, ..Extent::default() }).await.unwrap();
    assert!(content.iter().all(|item| new.content().contains(item)));
    assert!(!manifest.exists() && strays.iter().all(|file| !file.exists()));
    assert_eq!(new.run().await, Default::default());
    let mut third = Computer::new();
    third.join(&stand).await;
    third.restore().await.unwrap();
    assert!(third.content() == new.content());
}
