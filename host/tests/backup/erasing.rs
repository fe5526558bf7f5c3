//! What was erased goes from the backups at the next run.

use crate::computer::Computer;
use crate::stores::Stand;
use convoally_shared::interview::InterviewId;

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_was_erased_is_in_no_segment_after_the_next_run_on_every_store() {
    for stand in Stand::all().await {
        let mut one = Computer::new();
        one.fill("a");
        one.begin(&stand).await;
        one.run().await;
        let before = stand.files("s");
        one.erase("a-1");
        one.run().await;
        let after = stand.files("s");
        assert!(before.iter().all(|file| !after.contains(file)), "the segment that held it is gone");
        let mut new = Computer::new();
        new.join(&stand).await;
        new.restore().await.unwrap();
        assert_eq!(new.sessions(), ["a-0", "a-2"]);
        assert!(new.content() == one.content());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_one_computer_erases_goes_from_the_segments_and_the_vault_of_the_other() {
    let stand = Stand::s3().await;
    let (mut one, mut other) = (Computer::new(), Computer::new());
    one.fill("a");
    one.begin(&stand).await;
    one.run().await;
    other.join(&stand).await;
    other.run().await;
    let ones = stand.files("s");
    other.erase("a-1");
    other.vault.remove_document("a-job").unwrap();
    other.vault.remove_interview(&InterviewId("a".into())).unwrap();
    other.run().await;
    assert!(ones.iter().all(|file| !file.exists()), "although it was the first computer's segment");
    assert_eq!(other.broken().await.unwrap(), [""; 0], "and nobody misses it");
    one.run().await;
    assert_eq!(one.sessions(), ["a-0", "a-2"]);
    assert!(one.content() == other.content());
    assert!(one.vault.interviews().unwrap().is_empty());
    // The first computer is never seen again: a third gets everything that was not erased.
    let mut third = Computer::new();
    third.join(&stand).await;
    third.restore().await.unwrap();
    assert!(third.content() == other.content());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_vault_in_which_a_session_was_erased_does_not_get_it_back_from_an_older_backup() {
    let stand = Stand::folder().await;
    let (mut one, mut other) = (Computer::new(), Computer::new());
    one.talk("a", 3);
    one.begin(&stand).await;
    one.run().await;
    other.join(&stand).await;
    other.restore().await.unwrap();
    other.erase("a");
    assert_eq!(other.restore().await.unwrap(), 0);
    assert!(other.sessions().is_empty());
}
