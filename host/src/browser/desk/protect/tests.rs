use crate::browser::desk::sample::{Client, WORDS};
use crate::secret::Secret;
use crate::vault::{self, KeySource, Vault};
use convoally_shared::request::{ListSessions, LockAfter, LockVault, ProtectVault, UnlockVault};
use convoally_shared::vault::{Access, Passphrase, Protection};

const NEW: &str = "battery staple";

fn protect(now: Option<&str>, with: Option<&str>) -> ProtectVault {
    let words = |words: &str| Passphrase::new(words.to_owned());
    ProtectVault { now: now.map(words), with: with.map(words) }
}

fn unlock(words: &str) -> UnlockVault {
    UnlockVault { passphrase: Some(Passphrase::new(words.to_owned())) }
}

fn opens(client: &Client, words: &str) -> bool {
    let key = KeySource::Passphrase(Secret::new(words.to_owned()));
    Vault::open(&client.folder.path().join("vault"), &key).is_ok()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_computer_without_a_vault_begins_with_a_passphrase() {
    let mut client = Client::new();
    assert_eq!(client.refused(protect(None, Some("short"))).await, "vault.short_passphrase");
    assert_eq!(vault::standing(&client.folder.path().join("vault")).unwrap().protection, None);
    let state = client.ask(protect(None, Some(NEW))).await.unwrap();
    assert_eq!((state.access, state.protection), (Access::Open, Some(Protection::Passphrase)));
    assert!(opens(&client, NEW));
    client.ask(ListSessions::default()).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_passphrase_is_changed_by_who_knows_it_and_the_vault_stays_open() {
    let mut client = Client::with_history().await;
    assert_eq!(client.refused(protect(Some("wrong horse"), Some(NEW))).await, "vault.wrong_key");
    assert_eq!(client.refused(protect(Some(WORDS), Some("short"))).await, "vault.short_passphrase");
    assert!(opens(&client, WORDS));
    let state = client.ask(protect(Some(WORDS), Some(NEW))).await.unwrap();
    assert_eq!(state.access, Access::Open);
    assert!(opens(&client, NEW) && !opens(&client, WORDS));
    assert_eq!(client.ask(ListSessions::default()).await.unwrap().sessions.len(), 1);
    client.ask(LockVault {}).await.unwrap();
    assert_eq!(client.refused(protect(Some(NEW), Some(WORDS))).await, "vault.locked");
    assert_eq!(client.refused(unlock(WORDS)).await, "vault.wrong_key");
    client.ask(unlock(NEW)).await.unwrap();
    assert_eq!(client.ask(ListSessions::default()).await.unwrap().sessions.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn when_the_vault_locks_itself_is_said_in_minutes_or_never() {
    let mut client = Client::with_history().await;
    assert_eq!(client.ask(LockAfter { minutes: Some(5) }).await.unwrap().locks_after_min, Some(5));
    assert_eq!(client.refused(LockAfter { minutes: Some(0) }).await, "vault.no_minutes");
    assert_eq!(client.ask(LockAfter { minutes: None }).await.unwrap().locks_after_min, None);
    std::fs::write(client.folder.path().join("vault/settings.json"), "{").unwrap();
    assert_eq!(client.refused(LockAfter { minutes: Some(5) }).await, "settings.damaged");
}
