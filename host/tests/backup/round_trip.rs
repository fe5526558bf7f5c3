//! Out and in again, on every kind of store.

use crate::computer::{Computer, MARKER};
use crate::stores::{PASSWORD, Stand};
use convoally::backup::{Backup, Extent};
use convoally_shared::amendment::Change;

#[tokio::test(flavor = "multi_thread")]
async fn what_was_backed_up_comes_back_on_a_new_computer_from_every_store() {
    for stand in Stand::all().await {
        let mut old = Computer::new();
        old.fill("a");
        old.begin(&stand).await;
        let ran = old.run().await;
        assert_eq!((ran.sent, ran.received, ran.running), (9, 0, 0));
        assert_eq!(old.broken().await.unwrap(), [""; 0]);

        let mut new = Computer::new();
        new.join(&stand).await;
        assert_eq!(new.restore().await.unwrap(), 9);
        assert!(new.content() == old.content());
        assert_eq!(new.vault.sessions().unwrap(), old.vault.sessions().unwrap());
        assert!(!new.folder().join("backup.incoming").exists());
        assert_eq!(new.restore().await.unwrap(), 0, "a second time there is nothing to do");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_word_and_no_name_is_readable_in_any_store() {
    for stand in Stand::all().await {
        let mut one = Computer::new();
        one.fill("a");
        one.begin(&stand).await;
        one.run().await;
        let stored = String::from_utf8_lossy(&stand.everything()).into_owned();
        assert!(stored.contains("memory_kib"), "the header is there and in clear");
        for word in [MARKER, "a-0", "session", "utterance", "nobody guesses", PASSWORD] {
            assert!(!stored.contains(word), "{word}");
        }
        let sizes: Vec<u64> = stand.files("s").iter().map(|file| file.metadata().unwrap().len()).collect();
        assert!(sizes.iter().all(|size| size % 512 == 0), "{sizes:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_there_already_is_not_sent_again() {
    for stand in Stand::all().await {
        let mut one = Computer::new();
        one.fill("a");
        one.begin(&stand).await;
        one.run().await;
        let before = stand.files("s");
        let again = one.run().await;
        assert_eq!((again.sent, again.sent_bytes, again.deleted), (0, 0, 0));
        one.talk("new", 5);
        one.amend("a-1", "title", Change::Titled { title: "Second round".into() });
        assert_eq!(one.run().await.sent, 2);
        let after = stand.files("s");
        assert_eq!(after.len(), before.len() + 1);
        assert!(before.iter().all(|file| after.contains(file)));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_changed_takes_the_place_of_its_earlier_state() {
    let stand = Stand::folder().await;
    let mut one = Computer::new();
    one.fill("a");
    one.begin(&stand).await;
    one.run().await;
    let before = stand.files("s");
    one.document("a-resume", "cv", None);
    let ran = one.run().await;
    assert_eq!((ran.sent, ran.deleted), (9, 1), "the segment was written anew without the old state");
    assert!(stand.files("s").iter().all(|file| !before.contains(file)));
    let mut new = Computer::new();
    new.join(&stand).await;
    new.restore().await.unwrap();
    assert!(new.content() == one.content());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_is_sent_once_it_has_ended_or_when_that_is_asked_for() {
    let stand = Stand::folder().await;
    let mut one = Computer::new();
    one.begin(&stand).await;
    let events = crate::computer::session("a", 4);
    for event in &events[..3] {
        one.vault.append(event).unwrap();
    }
    let ran = one.run().await;
    assert_eq!((ran.sent, ran.running), (0, 1));
    let asked = Extent { running: true, ..Extent::default() };
    assert_eq!(one.try_run(asked).await.unwrap().sent, 1);
    assert_eq!(one.run().await.sent, 0);
    for event in &events[3..] {
        one.vault.append(event).unwrap();
    }
    let ran = one.run().await;
    assert_eq!((ran.sent, ran.deleted, ran.running), (1, 1, 0), "the whole took the place of the part");
    let mut new = Computer::new();
    new.join(&stand).await;
    new.restore().await.unwrap();
    assert!(new.content() == one.content());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_can_get_another_code_and_be_erased_with_all_that_it_holds() {
    for stand in Stand::all().await {
        let mut one = Computer::new();
        one.fill("a");
        one.begin(&stand).await;
        one.run().await;
        let other = convoally::backup::Code::make().unwrap();
        Backup::of(&one.vault).unwrap().change_code(&other).await.unwrap();
        let mut new = Computer::new();
        let (place, who) = (stand.place(), stand.credentials());
        let refused = Backup::join(&mut new.vault, place.clone(), who.clone(), &crate::computer::code()).await;
        assert!(matches!(refused, Err(convoally::backup::BackupError::WrongCode)));
        Backup::join(&mut new.vault, place, who, &other).await.unwrap();
        assert_eq!(new.restore().await.unwrap(), 9);
        assert_eq!(one.run().await.sent, 0, "who is in stays in");

        Backup::of(&one.vault).unwrap().forget(&mut one.vault, true).await.unwrap();
        assert!(stand.files("s").is_empty() && stand.files("m").is_empty());
        assert!(!stand.objects().join("header").exists());
        assert!(matches!(Backup::of(&one.vault), Err(convoally::backup::BackupError::NotSet)));
        assert!(matches!(new.restore().await, Err(convoally::backup::BackupError::Gone)));
        assert_eq!(new.sessions().len(), 3, "what was restored stays");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_killed_run_left_half_written_goes_after_a_day() {
    let stand = Stand::folder().await;
    let mut one = Computer::new();
    one.begin(&stand).await;
    let (old, young) = (stand.objects().join("unfinished/old"), stand.objects().join("unfinished/young"));
    for file in [&old, &young] {
        std::fs::write(file, "half").unwrap();
    }
    let yesterday = std::time::SystemTime::now() - std::time::Duration::from_secs(25 * 60 * 60);
    std::fs::File::options().write(true).open(&old).unwrap().set_modified(yesterday).unwrap();
    one.run().await;
    assert!(!old.exists() && young.exists(), "another computer may be writing the young one now");
}
