//! Two computers that back up to the same place.

use crate::computer::Computer;
use crate::stores::Stand;
use convoally_shared::amendment::Change;
use convoally_shared::session::SessionId;

#[tokio::test(flavor = "multi_thread")]
async fn two_computers_end_with_the_union_of_their_sessions_on_every_store() {
    for stand in Stand::all().await {
        let (mut one, mut other) = (Computer::new(), Computer::new());
        one.fill("a");
        other.fill("b");
        one.begin(&stand).await;
        other.join(&stand).await;
        one.run().await;
        let ran = other.run().await;
        assert_eq!((ran.received, ran.sent), (9, 9), "what the other sent is not sent twice");
        assert_eq!(one.run().await.received, 9);
        assert!(one.content() == other.content());
        assert_eq!(one.sessions().len(), 6);
        assert_eq!((one.run().await, other.run().await), Default::default());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn changes_of_both_sides_meet() {
    let stand = Stand::s3().await;
    let (mut one, mut other) = (Computer::new(), Computer::new());
    one.fill("a");
    one.begin(&stand).await;
    one.run().await;
    other.join(&stand).await;
    other.run().await;
    one.amend("a-0", "title", Change::Titled { title: "First round".into() });
    one.document("a-resume", "cv of one", None);
    other.amend("a-0", "tag", Change::Tagged { tag: "remote".into(), on: true });
    std::thread::sleep(std::time::Duration::from_millis(2));
    other.document("a-resume", "cv of other", None);
    other.talk("b", 3);
    for _ in 0..2 {
        one.run().await;
        other.run().await;
    }
    assert!(one.content() == other.content());
    for computer in [&one, &other] {
        let view = computer.vault.view(&SessionId("a-0".into())).unwrap();
        assert_eq!(view.amended.title.as_deref(), Some("First round"));
        assert_eq!(view.amended.tags, ["remote"]);
        assert_eq!(computer.vault.document("a-resume").unwrap().title, "cv of other", "the later change counts");
    }
    assert_eq!(one.broken().await.unwrap(), [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_computers_that_run_at_the_same_moment_lose_nothing() {
    let stand = Stand::web_dav().await;
    let (mut one, mut other) = (Computer::new(), Computer::new());
    one.begin(&stand).await;
    other.join(&stand).await;
    for round in 0..4 {
        one.talk(&format!("a-{round}"), 3);
        other.talk(&format!("b-{round}"), 3);
        if round == 2 {
            one.erase("a-0");
            other.erase("b-0");
        }
        let (first, second) = tokio::join!(one.try_run(Default::default()), other.try_run(Default::default()));
        first.unwrap();
        second.unwrap();
    }
    one.run().await;
    other.run().await;
    one.run().await;
    assert!(one.content() == other.content());
    assert_eq!(one.sessions(), ["a-1", "a-2", "a-3", "b-1", "b-2", "b-3"]);
    let mut new = Computer::new();
    new.join(&stand).await;
    new.restore().await.unwrap();
    assert!(new.content() == one.content());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_of_a_vault_becomes_a_computer_of_its_own() {
    let stand = Stand::folder().await;
    let mut one = Computer::new();
    one.talk("a", 3);
    one.begin(&stand).await;
    one.run().await;
    let mut copy = copied(one);
    copy.1.talk("b", 3);
    copy.0.talk("c", 3);
    for _ in 0..2 {
        copy.0.run().await;
        copy.1.run().await;
    }
    assert_eq!(copy.0.sessions(), ["a", "b", "c"]);
    assert!(copy.0.content() == copy.1.content());
    assert_eq!(stand.files("m").len(), 2);
}

/// The same vault in two places.
fn copied(one: Computer) -> (Computer, Computer) {
    let Computer { home, vault } = one;
    drop(vault);
    let copy = tempfile::tempdir().unwrap();
    std::fs::create_dir(copy.path().join("vault")).unwrap();
    std::fs::copy(home.path().join("passphrase"), copy.path().join("passphrase")).unwrap();
    for name in ["vault.db", "vault.key.json"] {
        std::fs::copy(home.path().join("vault").join(name), copy.path().join("vault").join(name)).unwrap();
    }
    let open = |home: tempfile::TempDir| {
        let source = convoally::vault::KeySource::PassphraseFile(home.path().join("passphrase"));
        let vault = convoally::vault::Vault::open(&home.path().join("vault"), &source).unwrap();
        Computer { home, vault }
    };
    (open(home), open(copy))
}
