//! The native-messaging port in memory: what a browser, a newer extension or a broken one may send.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail loudly")]

mod vault;

use convoally::browser::desk::{Desk, Setup};
use convoally::browser::safe::{Door, Look};
use convoally::browser::{frame, port};
use convoally::secret::Secret;
use convoally::vault::{KeySource, Standing, Vault};
use convoally_shared::fault::Fault;
use convoally_shared::interview::{Interview, InterviewId};
use convoally_shared::privacy::{Gone, Report};
use convoally_shared::request::EraseEverything;
use convoally_shared::session::{Brief, Mode};
use convoally_shared::vault::Protection;
use convoally_shared::wire::{MAX_MESSAGE_BYTES, Message, PROTOCOL_VERSION};
use serde_json::{Value, json};
use std::path::PathBuf;
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncWriteExt, DuplexStream};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

/// The browser's end of a port whose host has no vault that opens.
struct Browser {
    stream: DuplexStream,
    host: JoinHandle<()>,
}

impl Browser {
    fn connect() -> Self {
        Self::connect_to(|| Err(locked()))
    }

    fn connect_to(open_vault: impl Fn() -> Result<Vault, Fault> + Send + Sync + 'static) -> Self {
        Self::through(Opens(open_vault))
    }

    fn through(door: impl Door + 'static) -> Self {
        Self::at(Desk::new(Arc::new(door), Arc::new(|| Ok(Setup::default())), Arc::new(|_| Ok(()))))
    }

    fn at(desk: Desk) -> Self {
        let (stream, host_side) = tokio::io::duplex(64 * 1024);
        let (reader, writer) = tokio::io::split(host_side);
        Self { stream, host: tokio::spawn(port::serve(reader, writer, desk)) }
    }

    async fn greeted() -> Self {
        Self::connect().greet().await
    }

    async fn greet(self) -> Self {
        let mut browser = self;
        let welcome = browser.ask(json!({"id": 0, "request": "hello", "params": hello(PROTOCOL_VERSION)})).await;
        assert!(matches!(welcome, Message::Reply { id: 0, .. }), "{welcome:?}");
        browser
    }

    async fn hear(&mut self) -> Message {
        let body = frame::read(&mut self.stream).await.unwrap().expect("the host closed the port");
        serde_json::from_slice(&body).unwrap()
    }

    async fn say(&mut self, body: &[u8]) {
        frame::write(&mut self.stream, body).await.unwrap();
    }

    async fn ask(&mut self, call: Value) -> Message {
        self.say(call.to_string().as_bytes()).await;
        self.hear().await
    }

    /// The fault that a body is answered with, and the number of the call.
    async fn refused(&mut self, body: &[u8]) -> (Option<u64>, String) {
        self.say(body).await;
        match self.hear().await {
            Message::Failed { id, fault } => (id, fault.code),
            other => panic!("not refused: {other:?}"),
        }
    }
}

/// A door that opens so, and that nobody locks.
struct Opens<F>(F);

impl<F: Fn() -> Result<Vault, Fault> + Send + Sync> Door for Opens<F> {
    fn open(&self) -> Result<Vault, Fault> {
        self.0()
    }
    fn unlock(&self, _: Option<Secret>) -> Result<Vault, Fault> {
        self.0()
    }
    fn lock(&self) -> Result<(), Fault> {
        Err(locked())
    }
    fn data(&self) -> Result<PathBuf, Fault> {
        Err(locked())
    }
    fn look(&self) -> Result<Look, Fault> {
        let standing = Standing { protection: Some(Protection::Keychain), recovery: false, locked: false };
        Ok(Look { standing, asks_passphrase: false, locks_after: None })
    }
    fn protect(&self, _: Option<Secret>, _: Option<Secret>) -> Result<(), Fault> {
        Err(locked())
    }
    fn lock_after(&self, _: Option<u32>) -> Result<(), Fault> {
        Err(locked())
    }
    fn report(&self, _: Result<Arc<Mutex<Vault>>, Fault>) -> Result<Report, Fault> {
        Err(locked())
    }
    fn erase_everything(&self, _: &EraseEverything, _: Option<Vault>) -> Result<Gone, Fault> {
        Err(locked())
    }
}

fn locked() -> Fault {
    Fault::new("vault.keychain_locked", "The keychain is locked.", "Unlock it.")
}

/// A keychain that asks the user, who answers when the returned sender is dropped; and a way to see that it asks.
fn asking() -> (impl Fn() -> Result<Vault, Fault> + Send + Sync, Sender<()>, mpsc::UnboundedReceiver<()>) {
    let (answer, answered) = channel::<()>();
    let answered = Mutex::new(answered);
    let (asks, asked) = mpsc::unbounded_channel();
    let open = move || {
        asks.send(()).unwrap();
        let _ = answered.lock().unwrap().recv();
        Err(locked())
    };
    (open, answer, asked)
}

fn hello(protocol: u32) -> Value {
    json!({"protocol": protocol, "version": "0.0.0"})
}

#[tokio::test]
async fn bad_messages_are_answered_and_the_port_goes_on() {
    let mut browser = Browser::greeted().await;
    let table: [(&[u8], Option<u64>, &str); 7] = [
        (b"", None, "wire.not_json"),
        (b"not json", None, "wire.not_json"),
        (b"{\"id\":1,\"request\":\"hello\"", None, "wire.not_json"),
        (b"\xff\xfe{}", None, "wire.not_json"),
        (b"[1,2,3]", None, "wire.not_json"),
        (b"{\"id\":5,\"request\":\"session.fly\"}", Some(5), "wire.unknown_request"),
        (b"{\"id\":6,\"request\":\"session.watch\",\"params\":{\"after_seq\":\"x\"}}", Some(6), "wire.bad_params"),
    ];
    for (body, id, code) in table {
        assert_eq!(browser.refused(body).await, (id, code.to_owned()), "{:?}", String::from_utf8_lossy(body));
    }
    let watching = browser.ask(json!({"id": 9, "request": "session.watch"})).await;
    assert_eq!(watching, Message::Reply { id: 9, reply: json!({"session": null}) });
}

#[tokio::test]
async fn a_version_from_the_future_is_told_what_to_update() {
    let mut browser = Browser::connect();
    let answer = browser.ask(json!({"id": 1, "request": "hello", "params": hello(99)})).await;
    let Message::Failed { id: Some(1), fault } = answer else { panic!("{answer:?}") };
    assert_eq!((fault.code.as_str(), fault.action.as_str()), ("wire.other_protocol", "Update the host."));
    let (_, code) = browser.refused(b"{\"id\":2,\"request\":\"session.start\"}").await;
    assert_eq!(code, "wire.hello_first");
}

#[tokio::test]
async fn a_frame_over_the_limit_is_refused_before_its_body_and_ends_the_port() {
    let mut browser = Browser::greeted().await;
    browser.stream.write_all(&(MAX_MESSAGE_BYTES as u32 + 1).to_ne_bytes()).await.unwrap();
    let Message::Failed { id: None, fault } = browser.hear().await else { panic!("not refused") };
    assert_eq!(fault.code, "wire.too_large");
    assert!(frame::read(&mut browser.stream).await.unwrap().is_none(), "the port is closed");
    browser.host.await.unwrap();
}

#[tokio::test]
async fn the_end_of_the_stream_at_any_byte_ends_the_host_without_a_panic() {
    let call = json!({"id": 1, "request": "hello", "params": hello(PROTOCOL_VERSION)}).to_string();
    let whole = [&(call.len() as u32).to_ne_bytes()[..], call.as_bytes()].concat();
    for length in [0, 1, 3, 4, 5, whole.len() - 1, whole.len()] {
        let mut browser = Browser::connect();
        browser.stream.write_all(&whole[..length]).await.unwrap();
        browser.stream.shutdown().await.unwrap();
        browser.host.await.unwrap();
    }
}

#[tokio::test]
async fn a_vault_that_does_not_open_is_told_and_starts_nothing() {
    let mut browser = Browser::greeted().await;
    let answer = browser.ask(json!({"id": 3, "request": "session.start", "params": {"site": "meet.google.com"}})).await;
    let Message::Failed { fault, .. } = answer else { panic!("{answer:?}") };
    assert_eq!(fault.code, "vault.keychain_locked");
    let orders = [
        json!({"id": 4, "request": "session.answer_now"}),
        json!({"id": 4, "request": "session.ask", "params": {"text": "Why us?"}}),
        json!({"id": 4, "request": "card.draft", "params": {"question": 1, "wish": "shorter"}}),
        json!({"id": 4, "request": "card.mark", "params": {"question": 1, "mark": "pinned", "on": true}}),
    ];
    for order in orders {
        let answer = browser.ask(order).await;
        let Message::Failed { fault, .. } = answer else { panic!("{answer:?}") };
        assert_eq!(fault.code, "session.none");
    }
    let stopped = browser.ask(json!({"id": 5, "request": "session.stop"})).await;
    assert_eq!(stopped, Message::Reply { id: 5, reply: json!({}) });
}

#[tokio::test]
async fn the_end_of_the_stream_gives_a_start_up_that_waits_for_the_keychain() {
    let (open, _answer, mut asked) = asking();
    let mut browser = Browser::connect_to(open).greet().await;
    browser.say(br#"{"id":1,"request":"session.start"}"#).await;
    browser.say(br#"{"id":2,"request":"session.answer_now"}"#).await;
    asked.recv().await.unwrap();
    browser.stream.shutdown().await.unwrap();
    let left = tokio::time::timeout(Duration::from_secs(60), browser.host).await;
    left.expect("the host leaves although the keychain has not answered").unwrap();
}

#[tokio::test]
async fn stop_gives_a_start_up_that_waits_and_calls_in_between_keep_their_order() {
    let (open, answer, mut asked) = asking();
    let mut browser = Browser::connect_to(open).greet().await;
    browser.say(br#"{"id":1,"request":"session.start"}"#).await;
    asked.recv().await.unwrap();
    browser.say(br#"{"id":2,"request":"session.watch"}"#).await;
    let (id, code) = browser.refused(br#"{"id":3,"request":"session.stop"}"#).await;
    assert_eq!((id, code.as_str()), (Some(1), "session.given_up"));
    assert_eq!(browser.hear().await, Message::Reply { id: 2, reply: json!({"session": null}) });
    assert_eq!(browser.hear().await, Message::Reply { id: 3, reply: json!({}) });
    // The next start is a start of its own, and this time the keychain answers.
    drop(answer);
    let (id, code) = browser.refused(br#"{"id":4,"request":"session.start"}"#).await;
    assert_eq!((id, code.as_str()), (Some(4), "vault.keychain_locked"));
}

#[tokio::test]
async fn a_stop_behind_a_start_gives_that_up_although_something_else_waited_before_both() {
    let (open, _answer, mut asked) = asking();
    let mut browser = Browser::connect_to(open).greet().await;
    browser.say(br#"{"id":1,"request":"interviews.list"}"#).await;
    asked.recv().await.unwrap();
    browser.say(br#"{"id":2,"request":"session.start"}"#).await;
    browser.say(br#"{"id":3,"request":"session.stop"}"#).await;
    for given_up in [1, 2] {
        let Message::Failed { id, fault } = browser.hear().await else { panic!("{given_up} is not given up") };
        assert_eq!((id, fault.code.as_str()), (Some(given_up), "session.given_up"));
    }
    assert_eq!(browser.hear().await, Message::Reply { id: 3, reply: json!({}) });
}

#[tokio::test]
async fn the_interviews_of_the_vault_can_be_chosen_and_no_others() {
    let folder = tempfile::tempdir().unwrap();
    let passphrase = folder.path().join("passphrase");
    std::fs::write(&passphrase, "correct horse battery staple").unwrap();
    let data = folder.path().join("data");
    let open = move || Ok(Vault::open(&data, &KeySource::PassphraseFile(passphrase.clone()))?);
    let brief = Brief { company: "Northwind".into(), role: "Engineer".into(), ..Brief::default() };
    let interview = Interview { id: InterviewId("northwind".into()), brief };
    open().unwrap().put_interview(&interview).unwrap();
    let mut browser = Browser::connect_to(open).greet().await;
    let answer = browser.ask(json!({"id": 1, "request": "interviews.list"})).await;
    let summary = json!({"id": "northwind", "company": "Northwind", "role": "Engineer", "documents": 0});
    assert_eq!(answer, Message::Reply { id: 1, reply: json!({"interviews": [summary]}) });
    let (id, code) = browser.refused(br#"{"id":2,"request":"session.start","params":{"interview":"wingtip"}}"#).await;
    assert_eq!((id, code.as_str()), (Some(2), "interviews.unknown"));
}

#[tokio::test]
async fn when_cards_open_is_kept_for_later_though_no_session_runs() {
    let kept = Arc::new(Mutex::new(Vec::new()));
    let keep_mode = {
        let kept = Arc::clone(&kept);
        Arc::new(move |mode| {
            kept.lock().unwrap().push(mode);
            Ok(())
        })
    };
    let mut browser =
        Browser::at(Desk::new(Arc::new(Opens(|| Err(locked()))), Arc::new(|| Ok(Setup::default())), keep_mode))
            .greet()
            .await;
    let answer = browser.ask(json!({"id": 1, "request": "session.mode", "params": {"mode": "on_command"}})).await;
    assert_eq!(answer, Message::Reply { id: 1, reply: json!({}) });
    assert_eq!(*kept.lock().unwrap(), [Mode::OnCommand]);
}

#[tokio::test]
async fn sound_of_a_tab_that_no_session_waits_for_is_passed_over() {
    let mut browser = Browser::greeted().await;
    for (id, params) in [(1, json!({"seq": 0, "pcm": "AAAA"})), (2, json!({"seq": 1, "pcm": "no base64"}))] {
        let answer = browser.ask(json!({"id": id, "request": "tab.sound", "params": params})).await;
        assert_eq!(answer, Message::Reply { id, reply: json!({}) });
    }
    let ended = browser.ask(json!({"id": 3, "request": "tab.ended", "params": {"reason": "left"}})).await;
    assert_eq!(ended, Message::Reply { id: 3, reply: json!({}) });
    let (id, code) = browser.refused(br#"{"id":4,"request":"tab.sound","params":{"seq":-1}}"#).await;
    assert_eq!((id, code.as_str()), (Some(4), "wire.bad_params"));
}
