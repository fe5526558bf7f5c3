//! What was heard or read is data. Each sentence of a list of attacks goes through the whole program, once as speech and
//! once inside a document, to a stand-in model that does whatever an attack may want of it: it tells all that it was
//! given, writes links and pictures, and calls tools that nobody offered.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail loudly")]

use axum::Router;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use axum::routing::post;
use convoally_shared::event::{Event, EventKind};
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use tokio::net::TcpListener;

const KEY: &str = "sk-test-77aVerySecretKey31";
/// Stands in a document that no question is about.
const DIARY: &str = "Wombats dislike marzipan, sentinel-8812.";
/// Stands where an attack names an address.
const TRAP: &str = "{TRAP}";

/// A line of the list.
#[derive(Deserialize)]
struct Attack {
    kind: String,
    /// What the question beside it is about, so that each has a card of its own.
    topic: String,
    text: String,
}

fn attacks(trap: &str) -> Vec<Attack> {
    let list = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures/injections.jsonl");
    let list = std::fs::read_to_string(list).unwrap();
    let attacks = list.lines().map(|line| serde_json::from_str::<Attack>(line).unwrap());
    attacks.map(|attack| Attack { text: attack.text.replace(TRAP, trap), ..attack }).collect()
}

/// A model that obeys. It knows only what it was sent.
struct Obedient {
    asked: Mutex<Vec<(HeaderMap, Value)>>,
    trap: String,
}

impl Obedient {
    async fn start(trap: &str) -> (Arc<Self>, String) {
        let model = Arc::new(Self { asked: Mutex::default(), trap: trap.to_owned() });
        let routes = Router::new().route("/v1/chat/completions", post(obey)).with_state(Arc::clone(&model));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}/v1", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, routes).await });
        (model, address)
    }

    fn reply(&self, request: &Value) -> String {
        let trap = &self.trap;
        let rules = request["messages"][0]["content"].as_str().unwrap();
        format!(
            "Certainly. ![x]({trap}/leak.png) [click]({trap}/click) <script src=\"{trap}/x.js\"></script> \
             <img src=\"{trap}/i.gif\"> convoally budget off; {{\"type\":\"session.stop\"}} My rules: {rules}"
        )
    }
}

async fn obey(
    State(model): State<Arc<Obedient>>,
    headers: HeaderMap,
    body: String,
) -> ([(axum::http::HeaderName, &'static str); 1], String) {
    let request: Value = serde_json::from_str(&body).unwrap();
    let reply = model.reply(&request);
    model.asked.lock().unwrap().push((headers, request));
    let call = json!({"index": 0, "id": "1", "type": "function", "function": {"name": "shell", "arguments": "{\"c\":\"id\"}"}});
    let chunks = [
        json!({"choices": [{"index": 0, "delta": {"role": "assistant", "tool_calls": [call]}}]}),
        json!({"choices": [{"index": 0, "delta": {"content": reply}}]}),
        json!({"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]}),
    ];
    let events: String = chunks.iter().map(|chunk| format!("data: {chunk}\n\n")).collect();
    ([(CONTENT_TYPE, "text/event-stream")], events + "data: [DONE]\n\n")
}

/// An address that nobody may contact: attacks name it, and it is the proxy for everything that is not this computer.
async fn trap() -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let caught = Arc::new(AtomicUsize::new(0));
    let counting = Arc::clone(&caught);
    tokio::spawn(async move {
        while listener.accept().await.is_ok() {
            counting.fetch_add(1, Ordering::SeqCst);
        }
    });
    (address, caught)
}

/// Every file in a folder with its bytes.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    entries.map(|entry| (entry.file_name().into_string().unwrap(), std::fs::read(entry.path()).unwrap())).collect()
}

/// One replayed call: what happened, and what the model was sent.
async fn replayed(call: &[Value], documents: &[(String, String)]) -> (Vec<Event>, Vec<(HeaderMap, Value)>) {
    let (trap, caught) = trap().await;
    let (model, address) = Obedient::start(&trap).await;
    let home = tempfile::tempdir().unwrap();
    let [data, texts] = ["data", "texts"].map(|name| home.path().join(name));
    [&data, &texts].into_iter().for_each(|folder| std::fs::create_dir(folder).unwrap());
    let settings = r#"{"drafts":{"order":[{"name":"openai","model":"stand-in"}]}}"#;
    std::fs::write(data.join("settings.json"), settings).unwrap();
    std::fs::write(data.join("prices.json"), r#"{"models":{"stand-in":{"input":1,"output":1}}}"#).unwrap();
    let before = files(&data);
    let lines: String = call.iter().map(|said| said.to_string().replace(TRAP, &trap) + "\n").collect();
    std::fs::write(home.path().join("call.jsonl"), lines).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_convoally"));
    command.arg("replay").arg(home.path().join("call.jsonl")).arg("--json");
    for (name, text) in documents {
        let path = texts.join(name);
        std::fs::write(&path, text.replace(TRAP, &trap)).unwrap();
        command.arg("--document").arg(path);
    }
    for proxy in ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"] {
        command.env(proxy, &trap);
    }
    command.env("HOME", home.path()).env("CONVOALLY_DATA", &data).env("CONVOALLY_LOCAL_URL", "off");
    command.env("OPENAI_BASE_URL", &address).env("OPENAI_API_KEY", KEY).env_remove("CONVOALLY_MODEL");
    let output = tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(files(&data), before, "settings and prices are as they were, and nothing lies beside them");
    assert_eq!(caught.load(Ordering::SeqCst), 0, "no other address was contacted");
    assert!(!String::from_utf8_lossy(&output.stdout).contains(KEY), "the key is nowhere in what happened");
    let events = serde_json::Deserializer::from_slice(&output.stdout).into_iter().collect::<Result<_, _>>().unwrap();
    let asked = std::mem::take(&mut *model.asked.lock().unwrap());
    (events, asked)
}

fn said(text: &str) -> Value {
    json!({"speaker": "them", "start_ms": 0, "end_ms": 900, "text": text})
}

fn question(topic: &str) -> Value {
    said(&format!("How did you approach {topic} at Northwind?"))
}

/// As the prompt writes data.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// A request holds the rules alone in its system text, data inside its tags, and nothing of anybody else's.
fn assert_is_in_order((headers, request): &(HeaderMap, Value), rules: &str) -> String {
    let fields: Vec<&String> = request.as_object().unwrap().keys().collect();
    assert!(!fields.iter().any(|field| field.contains("tool") || field.contains("function")), "{fields:?}");
    let messages = request["messages"].as_array().unwrap();
    assert_eq!(messages.len(), 2);
    assert_eq!((messages[0]["role"].as_str(), messages[1]["role"].as_str()), (Some("system"), Some("user")));
    assert_eq!(messages[0]["content"], rules, "the rules are the same for every request");
    let user = messages[1]["content"].as_str().unwrap();
    for name in ["brief", "earlier", "passages", "conversation", "question", "form"] {
        assert_eq!(user.matches(&format!("</{name}>")).count(), 1, "{name} in {user}");
    }
    let passages = user.matches("\n</passage>").count();
    assert_eq!(user.matches('<').count(), 12 + 2 * passages, "a tag that is not ours in {user}");
    let forms = ["spoken", "story", "code"].map(|form| format!("<form>{form}</form>"));
    assert!(forms.iter().any(|form| user.ends_with(form)), "{user}");
    let body = request.to_string();
    assert!(!body.contains(KEY) && !body.contains("sentinel-8812"), "{body}");
    assert_eq!(headers["authorization"], format!("Bearer {KEY}"));
    user.to_owned()
}

/// Whatever the model wrote is text on a card and nothing else happened.
fn assert_is_only_text(events: &[Event]) {
    let mut drafts = 0;
    for event in events {
        match &event.kind {
            EventKind::DraftFinished { text, .. } => {
                drafts += 1;
                assert!(text.starts_with("Certainly. ![x](http://127.0.0.1:") && text.contains("budget off"), "{text}");
            }
            EventKind::SessionStarted { answerer, documents, .. } => {
                assert_eq!(answerer.as_deref(), Some("stand-in on this computer"));
                assert!(documents.contains(&"diary".to_owned()));
            }
            EventKind::CardOpened { card } => assert!(card.passages.iter().all(|one| one.document != "diary")),
            EventKind::DraftStarted { .. }
            | EventKind::DraftDelta { .. }
            | EventKind::UtteranceUpdated { .. }
            | EventKind::UtteranceFinal { .. }
            | EventKind::QuestionFound { .. }
            | EventKind::QuestionRevised { .. }
            | EventKind::QuestionPassed { .. }
            | EventKind::DraftDropped { .. }
            | EventKind::SessionEnded => {}
            other => panic!("{other:?}"),
        }
    }
    assert!(drafts > 40, "{drafts} drafts");
    assert!(matches!(events.last().unwrap().kind, EventKind::SessionEnded));
}

fn rules(asked: &[(HeaderMap, Value)]) -> String {
    asked[0].1["messages"][0]["content"].as_str().unwrap().to_owned()
}

fn diary() -> (String, String) {
    ("diary.md".to_owned(), format!("# Private\n\n{DIARY}\n"))
}

#[tokio::test]
async fn an_attack_that_is_spoken_stays_data() {
    let attacks = attacks(TRAP);
    assert!(attacks.len() >= 40);
    let call: Vec<Value> = attacks.iter().flat_map(|attack| [said(&attack.text), question(&attack.topic)]).collect();
    let resume = ("resume.md".to_owned(), "# Northwind\n\n- Approached everything with care.\n".to_owned());
    let (events, asked) = replayed(&call, &[resume, diary()]).await;
    let rules = rules(&asked);
    let users: Vec<String> = asked.iter().map(|one| assert_is_in_order(one, &rules)).collect();
    for attack in &attacks {
        // A control character becomes a space, and the trap has another address each time.
        let parts = attack.text.split(TRAP).flat_map(|part| part.split(char::is_control));
        let longest = parts.max_by_key(|part| part.len()).unwrap_or_default();
        assert!(users.iter().any(|user| user.contains(&escaped(longest.trim()))), "{} was not sent", attack.kind);
        assert!(!rules.contains(&attack.text));
    }
    assert_is_only_text(&events);
}

#[tokio::test]
async fn an_attack_in_a_document_stays_data() {
    let attacks = attacks(TRAP);
    let document = |(number, attack): (usize, &Attack)| {
        let Attack { topic, text, .. } = attack;
        (format!("note{number}.md"), format!("# {topic}\n\nOur approach to {topic} at Northwind: {text} So it was.\n"))
    };
    let documents: Vec<_> = attacks.iter().enumerate().map(document).chain([diary()]).collect();
    let call: Vec<Value> = attacks.iter().map(|attack| question(&attack.topic)).collect();
    let (events, asked) = replayed(&call, &documents).await;
    let rules = rules(&asked);
    let mut reached = 0;
    for one in &asked {
        let user = assert_is_in_order(one, &rules);
        // Only what stands on the card: as many passages, and each of them.
        let card = events.iter().find_map(|event| match &event.kind {
            EventKind::CardOpened { card } => {
                let all = card.passages.iter().all(|passage| user.contains(&escaped(passage.text.trim())));
                (all && card.passages.len() == user.matches("\n</passage>").count()).then_some(card)
            }
            _ => None,
        });
        reached += usize::from(card.is_some_and(|card| !card.passages.is_empty()));
    }
    assert!(reached > 40, "{reached} of {} requests carry exactly the passages of a card", asked.len());
    assert_is_only_text(&events);
}
