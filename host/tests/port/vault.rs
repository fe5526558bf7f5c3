//! The vault behind the port: opened when it is needed, unlocked with what was typed, locked when it is time.

use super::Browser;
use axum::Router;
use axum::routing::{get, post};
use convoally::audio::SourceSpec;
use convoally::browser::desk::{Desk, Setup};
use convoally::browser::safe::{Door, LOOK_EVERY, Look};
use convoally::door;
use convoally::engines::{Choice, Engine};
use convoally::secret::Secret;
use convoally::vault::{self, KeySource, Vault};
use convoally_shared::fault::Fault;
use convoally_shared::privacy::{Gone, Report};
use convoally_shared::request::{EraseEverything, Request, UnlockVault, VaultStatus};
use convoally_shared::session::Mode;
use convoally_shared::utterance::Speaker;
use convoally_shared::vault::{Access, Protection, VaultState};
use convoally_shared::wire::Message;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tempfile::TempDir;

const WORDS: &str = "correct horse battery staple";
/// Long enough for a busy computer to see the vault open before it closes.
const IDLE: Duration = Duration::from_secs(3);

/// A vault under a passphrase that nobody but the person at the browser knows.
struct Home {
    folder: TempDir,
}

impl Home {
    fn new() -> Self {
        let home = Self { folder: tempfile::tempdir().unwrap() };
        drop(Vault::open(&home.vault(), &KeySource::Passphrase(Secret::new(WORDS.into()))).unwrap());
        home
    }

    fn vault(&self) -> PathBuf {
        self.folder.path().join("vault")
    }

    async fn browser(&self, locks_after: Option<Duration>) -> Browser {
        Browser::through(Typed { folder: self.vault(), locks_after }).greet().await
    }
}

/// The way to it.
struct Typed {
    folder: PathBuf,
    locks_after: Option<Duration>,
}

impl Door for Typed {
    fn open(&self) -> Result<Vault, Fault> {
        // Without a passphrase, as the host's own door does where nobody can be asked.
        Ok(Vault::open(&self.folder, &KeySource::Keychain)?)
    }
    fn unlock(&self, typed: Option<Secret>) -> Result<Vault, Fault> {
        Ok(vault::unlock(&self.folder, &typed.map_or(KeySource::Keychain, KeySource::Passphrase))?)
    }
    fn lock(&self) -> Result<(), Fault> {
        Ok(vault::lock(&self.folder)?)
    }
    fn data(&self) -> Result<PathBuf, Fault> {
        Ok(self.folder.clone())
    }
    fn look(&self) -> Result<Look, Fault> {
        let standing = vault::standing(&self.folder)?;
        Ok(Look { standing, asks_passphrase: true, locks_after: self.locks_after })
    }
    fn protect(&self, now: Option<Secret>, with: Option<Secret>) -> Result<(), Fault> {
        door::protect(&self.folder, &now.map_or(KeySource::Keychain, KeySource::Passphrase), with)
    }
    fn lock_after(&self, minutes: Option<u32>) -> Result<(), Fault> {
        door::lock_after(&self.folder, minutes)
    }
    fn report(&self, _: Result<Arc<Mutex<Vault>>, Fault>) -> Result<Report, Fault> {
        Err(super::locked())
    }
    fn erase_everything(&self, _: &EraseEverything, _: Option<Vault>) -> Result<Gone, Fault> {
        Err(super::locked())
    }
}

impl Browser {
    async fn state(&mut self) -> VaultState {
        let answer = self.ask(json!({"id": 70, "request": VaultStatus::NAME})).await;
        let Message::Reply { reply, .. } = answer else { panic!("{answer:?}") };
        serde_json::from_value(reply).unwrap()
    }

    async fn access(&mut self) -> Access {
        self.state().await.access
    }

    async fn fault(&mut self, request: &str, params: Value) -> String {
        let answer = self.ask(json!({"id": 71, "request": request, "params": params})).await;
        let Message::Failed { fault, .. } = answer else { panic!("{answer:?}") };
        let told = format!("{fault:?}");
        assert!(!told.contains("horse"), "{told}");
        fault.code
    }

    async fn unlock(&mut self) {
        let answer = self.ask(json!({"id": 72, "request": UnlockVault::NAME, "params": {"passphrase": WORDS}})).await;
        assert!(matches!(answer, Message::Reply { .. }), "{answer:?}");
        assert_eq!(self.access().await, Access::Open);
    }

    /// Waits until the vault is not open any more.
    async fn closed(&mut self) {
        let give_up = Instant::now() + 20 * LOOK_EVERY;
        while self.access().await == Access::Open {
            assert!(Instant::now() < give_up, "the vault is open still");
            tokio::time::sleep(LOOK_EVERY / 10).await;
        }
    }
}

#[tokio::test]
async fn what_needs_the_vault_says_that_it_wants_a_passphrase_until_somebody_types_it() {
    let home = Home::new();
    let mut browser = home.browser(Some(Duration::from_secs(900))).await;
    let expected = VaultState {
        access: Access::Locked,
        protection: Some(Protection::Passphrase),
        asks_passphrase: true,
        recovery: false,
        locks_after_min: Some(15),
    };
    assert_eq!(browser.state().await, expected);
    assert_eq!(browser.fault("session.start", json!({})).await, "vault.passphrase_needed");
    assert_eq!(browser.fault("vault.unlock", json!({})).await, "vault.passphrase_needed");
    assert_eq!(browser.fault("vault.unlock", json!({"passphrase": "wrong horse"})).await, "vault.wrong_key");
    assert_eq!(browser.fault("vault.unlock", json!({"passphrase": ["correct horse"]})).await, "wire.bad_params");
    assert_eq!(browser.fault("vault.unlock", json!("correct horse")).await, "wire.bad_params");
    assert_eq!(browser.access().await, Access::Locked);
    browser.unlock().await;
    // Far enough to see that the vault is not what stops it: this meeting was never consented to.
    let code = browser.fault("session.start", json!({"site": "meet.google.com"})).await;
    assert_eq!(code, "session.consent_required");
}

#[tokio::test]
async fn a_vault_that_the_user_locks_stays_locked_for_this_host_and_for_others() {
    let home = Home::new();
    let mut browser = home.browser(None).await;
    browser.unlock().await;
    let answer = browser.ask(json!({"id": 1, "request": "vault.lock"})).await;
    let Message::Reply { reply, .. } = answer else { panic!("{answer:?}") };
    assert_eq!(serde_json::from_value::<VaultState>(reply).unwrap().access, Access::Locked);
    assert_eq!(browser.fault("session.start", json!({})).await, "vault.locked");
    let mut other = home.browser(None).await;
    assert_eq!(other.fault("session.start", json!({})).await, "vault.locked");
    browser.unlock().await;
    other.unlock().await;
}

#[tokio::test]
async fn a_passphrase_is_changed_only_by_who_knows_it_and_opens_the_vault_at_once() {
    let home = Home::new();
    let mut browser = home.browser(None).await;
    let with = "battery staple horse";
    assert_eq!(browser.fault("vault.protect", json!({"with": with})).await, "vault.passphrase_needed");
    assert_eq!(browser.fault("vault.protect", json!({"now": "wrong horse", "with": with})).await, "vault.wrong_key");
    assert_eq!(
        browser.fault("vault.protect", json!({"now": WORDS, "with": "a horse"})).await,
        "vault.short_passphrase"
    );
    assert_eq!(browser.access().await, Access::Locked);
    let params = json!({"now": WORDS, "with": with});
    let answer = browser.ask(json!({"id": 1, "request": "vault.protect", "params": params})).await;
    assert!(matches!(answer, Message::Reply { .. }), "{answer:?}");
    assert_eq!(browser.access().await, Access::Open);
    let mut other = home.browser(None).await;
    assert_eq!(other.fault("vault.unlock", json!({"passphrase": WORDS})).await, "vault.wrong_key");
}

#[tokio::test]
async fn a_lock_from_elsewhere_closes_the_vault_though_requests_go_on() {
    let home = Home::new();
    let mut browser = home.browser(None).await;
    browser.unlock().await;
    vault::lock(&home.vault()).unwrap();
    assert_eq!(browser.access().await, Access::Locked);
    assert_eq!(browser.fault("session.start", json!({})).await, "vault.locked");
    // Also without a request that needs it: the last connection takes SQLite's shared memory with it.
    let mut idle = home.browser(None).await;
    idle.unlock().await;
    let shared_memory = home.vault().join("vault.db-shm");
    assert!(shared_memory.exists());
    vault::lock(&home.vault()).unwrap();
    let give_up = Instant::now() + 20 * LOOK_EVERY;
    while shared_memory.exists() {
        assert!(Instant::now() < give_up, "the vault is open still");
        idle.access().await;
        tokio::time::sleep(LOOK_EVERY / 10).await;
    }
}

#[tokio::test]
async fn a_vault_that_nobody_needs_locks_itself() {
    let home = Home::new();
    let mut patient = home.browser(Some(Duration::from_secs(900))).await;
    patient.unlock().await;
    let mut browser = home.browser(Some(IDLE)).await;
    browser.unlock().await;
    browser.closed().await;
    assert_eq!(browser.access().await, Access::Locked);
    assert_eq!(browser.fault("session.start", json!({})).await, "vault.passphrase_needed");
    browser.unlock().await;
    assert_eq!(patient.access().await, Access::Open, "idle time is each host's own");
}

/// A transcription server that hears the same in everything.
async fn server() -> String {
    let routes = Router::new()
        .route("/v1/models", get(async || r#"{"data": [{"id": "whisper-1"}]}"#))
        .route("/v1/audio/transcriptions", post(async || r#"{"text": "We keep bees."}"#));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, routes).await });
    format!("http://{address}/v1")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_vault_is_locked_in_the_middle_of_a_session() {
    let home = Home::new();
    let choice = Choice { engine: Engine::Server, server: Some(server().await), ..Choice::default() };
    let call = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures/speech/dialogue.wav");
    let set_up = move || {
        let sources = vec![(Speaker::Them, SourceSpec::File(call.clone().into()))];
        Ok(Setup { sources, choice: choice.clone(), mode: Mode::OnCommand })
    };
    let door = Typed { folder: home.vault(), locks_after: Some(IDLE) };
    let desk = Desk::new(Arc::new(door), Arc::new(set_up), Arc::new(|_| Ok(())));
    let mut browser = Browser::at(desk).greet().await;
    browser.unlock().await;
    let started = browser.ask(json!({"id": 1, "request": "session.start"})).await;
    assert!(matches!(started, Message::Reply { .. }), "{started:?}");
    assert_eq!(browser.fault("vault.lock", json!({})).await, "vault.in_session");
    let busy_until = Instant::now() + 2 * IDLE;
    while Instant::now() < busy_until {
        tokio::time::sleep(LOOK_EVERY / 4).await;
        assert_eq!(browser.access().await, Access::Open);
    }
    // Nor by another program: it waits for the end.
    vault::lock(&home.vault()).unwrap();
    tokio::time::sleep(2 * LOOK_EVERY).await;
    assert!(home.vault().join("vault.db-shm").exists(), "the vault was closed under the session");
    browser.ask(json!({"id": 2, "request": "session.stop"})).await;
    let give_up = Instant::now() + 40 * LOOK_EVERY;
    while home.vault().join("vault.db-shm").exists() {
        assert!(Instant::now() < give_up, "the vault is open still");
        tokio::time::sleep(LOOK_EVERY / 10).await;
    }
    let kept = vault::unlock(&home.vault(), &KeySource::Passphrase(Secret::new(WORDS.into()))).unwrap();
    let session = &kept.sessions().unwrap()[0];
    assert!(session.ended && session.utterances > 0, "{session:?}");
}

#[tokio::test]
async fn who_is_asked_for_consent_is_told_who_gets_the_words() {
    let home = Home::new();
    let mut browser = home.browser(None).await;
    browser.unlock().await;
    assert_eq!(browser.fault("session.start", json!({"site": "meet.google.com"})).await, "session.consent_required");
    let answer = browser.ask(json!({"id": 1, "request": "session.recipients"})).await;
    let Message::Reply { reply, .. } = answer else { panic!("{answer:?}") };
    assert!(reply["sound"]["device"]["model"].is_string() && reply["drafts"] == json!([]), "{reply}");
}
