//! What leaves the computer, and what each protocol has of its own.

use super::dialect::Dialect;
use super::stand_in::{Script, StandIn};
use super::{KEY, PATIENT, sample};
use crate::answer::drafting::Patience;
use crate::answer::{Answerer, Anthropic, DraftRequest, OpenAi, anthropic, openai};
use crate::secret::Secret;
use convoally_shared::fault::Fault;
use serde_json::{Value, json};
use tokio::sync::mpsc;

async fn draft(engine: &dyn Answerer, request: &DraftRequest) -> Result<String, Fault> {
    engine.draft(request, mpsc::channel(1_000).0).await
}

fn whole(dialect: Dialect) -> Script {
    Script::events(dialect.opening() + &dialect.text("Yes.") + &dialect.ending("whole"))
}

#[tokio::test]
async fn the_key_travels_in_its_header_alone() {
    for (dialect, path, header, value) in [
        (Dialect::OpenAi, "POST /v1/chat/completions ", "authorization", format!("Bearer {KEY}")),
        (Dialect::Anthropic, "POST /v1/messages ", "x-api-key", KEY.to_owned()),
    ] {
        let stand_in = StandIn::start(vec![whole(dialect)]).await;
        draft(&*dialect.engine(&stand_in.address, PATIENT).0, &sample()).await.unwrap();
        let seen = stand_in.seen().remove(0);
        assert!(seen.head.starts_with(path), "{}", seen.head);
        assert_eq!(seen.header(header), Some(value.as_str()));
        assert_eq!(seen.head.matches(KEY).count(), 1);
        assert!(!String::from_utf8_lossy(&seen.body).contains(KEY));
    }
}

#[tokio::test]
async fn a_messages_request_has_the_published_form() {
    let stand_in = StandIn::start(vec![whole(Dialect::Anthropic)]).await;
    draft(&*Dialect::Anthropic.engine(&stand_in.address, PATIENT).0, &sample()).await.unwrap();
    let seen = stand_in.seen().remove(0);
    assert_eq!(seen.header("anthropic-version"), Some("2023-06-01"));
    assert_eq!(seen.header("content-type"), Some("application/json"));
    let mut body: Value = serde_json::from_slice(&seen.body).unwrap();
    assert!(body["system"][0]["text"].take().as_str().unwrap().starts_with("You help one person"));
    assert!(body["messages"][0]["content"].take().as_str().unwrap().starts_with("<brief>"));
    let form = json!({
        "model": "small",
        "max_tokens": 2048,
        "stream": true,
        "system": [{"type": "text", "text": null, "cache_control": {"type": "ephemeral"}}],
        "messages": [{"role": "user", "content": null}],
    });
    assert_eq!(body, form);
}

#[tokio::test]
async fn a_compatible_server_gets_only_what_all_of_them_understand() {
    let stand_in = StandIn::start(vec![whole(Dialect::OpenAi)]).await;
    let engine = OpenAi::new(&format!("{}/v1/", stand_in.address), None, "llama3.2").unwrap();
    draft(&engine, &sample()).await.unwrap();
    let seen = stand_in.seen().remove(0);
    assert_eq!(seen.header("authorization"), Some("Bearer none"));
    let body: Value = serde_json::from_slice(&seen.body).unwrap();
    let mut fields: Vec<&String> = body.as_object().unwrap().keys().collect();
    fields.sort();
    assert_eq!(fields, ["max_tokens", "messages", "model", "stream"]);
    assert_eq!((&body["messages"][0]["role"], &body["messages"][1]["role"]), (&json!("system"), &json!("user")));
}

/// OpenAI's own body is larger by its own parameters, and the record of what left counts them.
#[tokio::test]
async fn openai_is_asked_to_store_nothing_and_not_to_think_first() {
    let length = |base: &str, model: &str| {
        OpenAi::new(base, Some(Secret::new(KEY.into())), model).unwrap().disclosure(&sample()).unwrap().bytes
    };
    let elsewhere = length("https://models.example.com/v1", openai::DEFAULT_MODEL);
    let there = length(openai::BASE_URL, openai::DEFAULT_MODEL);
    let more = r#","reasoning_effort":"none","store":false"#.len() + "completion_".len();
    assert_eq!(there - elsewhere, more as u64);
    let named = length(openai::BASE_URL, &"m".repeat(openai::DEFAULT_MODEL.len()));
    assert_eq!(there - named, r#","reasoning_effort":"none""#.len() as u64);
}

#[tokio::test]
async fn a_disclosure_counts_the_bytes_that_are_sent() {
    let key = || Secret::new(KEY.into());
    let away: [(Dialect, Box<dyn Answerer>); 2] = [
        (Dialect::OpenAi, Box::new(OpenAi::new("https://models.example.com/v1", Some(key()), "small").unwrap())),
        (Dialect::Anthropic, Box::new(Anthropic::new("https://models.example.com", key(), "small").unwrap())),
    ];
    for (dialect, away) in away {
        let stand_in = StandIn::start(vec![whole(dialect)]).await;
        let (here, _) = dialect.engine(&stand_in.address, PATIENT);
        assert_eq!(here.disclosure(&sample()), None, "nothing leaves this computer");
        assert_eq!(here.label(), "small on this computer");
        draft(&*here, &sample()).await.unwrap();
        let disclosure = away.disclosure(&sample()).unwrap();
        assert_eq!(disclosure.bytes, stand_in.seen()[0].body.len() as u64, "{dialect:?}");
        assert_eq!(disclosure.recipient, "models.example.com");
        assert_eq!(disclosure.content, "question, last utterances, passages and brief");
        assert_eq!(disclosure.sources, ["resume › Northwind", "notes"]);
        assert_eq!(away.label(), "small at models.example.com");
    }
}

#[tokio::test]
async fn a_provider_that_recovers_at_once_is_asked_again() {
    for status in [429, 503] {
        let busy = Script::json(status, r#"{"error":{"message":"busy","type":"requests"}}"#);
        let stand_in = StandIn::start(vec![busy, whole(Dialect::OpenAi)]).await;
        let patience = Patience { turned_away: PATIENT.first_text, ..PATIENT };
        let (engine, _) = Dialect::OpenAi.engine(&stand_in.address, patience);
        assert_eq!(draft(&*engine, &sample()).await.unwrap(), "Yes.", "{status}");
        assert_eq!(stand_in.seen().len(), 2);
    }
}

#[tokio::test]
async fn odd_chat_servers_are_understood() {
    let odd = [
        r#"data: {"choices":null,"error":null}"#,
        r#"data:{"choices":[{"delta":{"content":null,"reasoning_content":"hm"},"finish_reason":""}]}"#,
        r#"data: {"choices":[{"delta":{"content":[{"type":"thinking"}]}}]}"#,
        r#"data: {"choices":[{"delta":null}],"x":1}"#,
        r#"data: {"choices":[{"delta":{"content":"Yes"},"finish_reason":"eos"}]}"#,
    ];
    let stand_in = StandIn::start(vec![Script::events(odd.join("\n\n") + "\n\n")]).await;
    let (engine, _) = Dialect::OpenAi.engine(&stand_in.address, PATIENT);
    assert_eq!(draft(&*engine, &sample()).await.unwrap(), "Yes");
}

#[tokio::test]
async fn a_refusal_in_words_is_a_refusal() {
    let refusal = r#"data: {"choices":[{"delta":{"refusal":"I cannot"}}]}"#;
    let stand_in = StandIn::start(vec![Script::events(format!("{refusal}\n\n")).held()]).await;
    let (engine, _) = Dialect::OpenAi.engine(&stand_in.address, PATIENT);
    assert_eq!(draft(&*engine, &sample()).await.unwrap_err().code, "answer.refused");
}

#[tokio::test]
async fn a_wrong_key_is_called_one_by_name() {
    let script = Dialect::Anthropic.refusal(401, "authentication_error", None, "invalid x-api-key");
    let stand_in = StandIn::start(vec![script.clone(), script]).await;
    let fault = draft(&*Dialect::Anthropic.engine(&stand_in.address, PATIENT).0, &sample()).await.unwrap_err();
    let host = stand_in.address.trim_start_matches("http://");
    assert_eq!(fault.sentence, format!("The key for {host} was refused."));
    assert_eq!(fault.action, "Put the right key in with `convoally keys set anthropic`.");
    let engine = OpenAi::new(&format!("{}/v1", stand_in.address), None, "small").unwrap();
    let fault = draft(&engine, &sample()).await.unwrap_err();
    assert_eq!(fault.sentence, format!("{host} asks for a key and there is none."));
}

#[test]
fn the_default_addresses_are_the_published_ones() {
    let key = || Secret::new(KEY.into());
    let claude = Anthropic::new(anthropic::BASE_URL, key(), anthropic::DEFAULT_MODEL).unwrap();
    assert_eq!(claude.label(), "claude-haiku-4-5 at api.anthropic.com");
    let gpt = OpenAi::new(openai::BASE_URL, Some(key()), openai::DEFAULT_MODEL).unwrap();
    assert_eq!(gpt.label(), "gpt-6-luna at api.openai.com");
}
