//! What leaves the computer, and what each protocol has of its own.

use super::dialect::Dialect;
use super::stand_in::{Script, StandIn};
use super::{KEY, PATIENT, drafted, sample};
use crate::answer::order::Order;
use crate::answer::{Answered, Answerer, Told, anthropic, openai};
use convoally_shared::fault::Fault;
use convoally_shared::money::Spent;
use serde_json::{Value, json};
use std::sync::Arc;

async fn draft(engine: &dyn Answerer) -> Result<String, Fault> {
    drafted(engine, &sample()).await.0.map(|draft| draft.text).map_err(|failed| failed.fault)
}

/// An engine alone that is never asked.
fn at(dialect: Dialect, address: &str, model: &str) -> Order {
    Order::of(vec![dialect.seat(address, model)], Arc::default()).unwrap()
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
        draft(&dialect.engine(&stand_in.address, PATIENT)).await.unwrap();
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
    draft(&Dialect::Anthropic.engine(&stand_in.address, PATIENT)).await.unwrap();
    let seen = stand_in.seen().remove(0);
    assert_eq!(seen.header("anthropic-version"), Some("2023-06-01"));
    assert_eq!(seen.header("content-type"), Some("application/json"));
    let mut body: Value = serde_json::from_slice(&seen.body).unwrap();
    assert!(body["system"][0]["text"].take().as_str().unwrap().starts_with("You help one person"));
    let [stable, changing] = [0, 1].map(|at| body["messages"][0]["content"][at]["text"].take());
    assert!(stable.as_str().unwrap().starts_with("<brief>") && stable.as_str().unwrap().ends_with("<earlier>\n"));
    assert!(changing.as_str().unwrap().starts_with("</earlier>\n<passages>"));
    let form = json!({
        "model": "small",
        "max_tokens": 2048,
        "stream": true,
        "system": [{"type": "text", "text": null, "cache_control": {"type": "ephemeral"}}],
        "messages": [{"role": "user", "content": [
            {"type": "text", "text": null, "cache_control": {"type": "ephemeral"}},
            {"type": "text", "text": null},
        ]}],
    });
    assert_eq!(body, form);
}

/// Anthropic reads again what ends where a block ends that was sent before; a block that grew is another one.
#[tokio::test]
async fn the_next_question_begins_with_the_blocks_that_were_kept_for_the_last_one() {
    let stand_in = StandIn::start(vec![whole(Dialect::Anthropic), whole(Dialect::Anthropic)]).await;
    let engine = Dialect::Anthropic.engine(&stand_in.address, PATIENT);
    let mut request = sample();
    for number in 1..=2 {
        request.answered.push(Answered { question: format!("q{number}?"), answer: format!("a{number}.") });
        request.question.text = format!("What came after {number}?");
        drafted(&engine, &request).await.0.unwrap();
    }
    let blocks = stand_in.seen().into_iter().map(|seen| {
        let body: Value = serde_json::from_slice(&seen.body).unwrap();
        let blocks = body["messages"][0]["content"].as_array().unwrap().clone();
        let marked: Vec<usize> = (0..blocks.len()).filter(|at| blocks[*at].get("cache_control").is_some()).collect();
        let texts: Vec<String> = blocks.iter().map(|block| block["text"].as_str().unwrap().to_owned()).collect();
        (texts, marked)
    });
    let [(first, kept), (second, marked)] = <[_; 2]>::try_from(blocks.collect::<Vec<_>>()).unwrap();
    assert_eq!((kept.as_slice(), marked.as_slice()), (&[1][..], &[2][..]), "the last block that stays, and no other");
    assert_eq!(first[..=1], second[..=1]);
}

#[tokio::test]
async fn a_compatible_server_gets_only_what_all_of_them_understand() {
    let stand_in = StandIn::start(vec![whole(Dialect::OpenAi)]).await;
    let seat = Dialect::OpenAi.seat_with(&stand_in.address, None, "llama3.2");
    draft(&Order::of(vec![seat], Arc::default()).unwrap()).await.unwrap();
    let seen = stand_in.seen().remove(0);
    assert_eq!(seen.header("authorization"), None);
    let body: Value = serde_json::from_slice(&seen.body).unwrap();
    let mut fields: Vec<&String> = body.as_object().unwrap().keys().collect();
    fields.sort();
    assert_eq!(fields, ["max_tokens", "messages", "model", "stream", "stream_options"]);
    assert_eq!((&body["messages"][0]["role"], &body["messages"][1]["role"]), (&json!("system"), &json!("user")));
}

/// OpenAI's own body is larger by its own parameters, and the record of what left counts them.
#[tokio::test]
async fn openai_is_asked_to_store_nothing_and_not_to_think_first() {
    let length = |host: &str, model: &str| {
        at(Dialect::OpenAi, &format!("https://{host}"), model).disclosure(&sample()).unwrap().bytes
    };
    let elsewhere = length("models.example.com", openai::DEFAULT_MODEL);
    let there = length(openai::HOST, openai::DEFAULT_MODEL);
    let more = r#","reasoning_effort":"none","store":false,"prompt_cache_key":"0123456789abcdef""#.len();
    assert_eq!(there - elsewhere, (more + "completion_".len()) as u64);
    let named = length(openai::HOST, &"m".repeat(openai::DEFAULT_MODEL.len()));
    assert_eq!(there - named, r#","reasoning_effort":"none""#.len() as u64);
}

#[tokio::test]
async fn a_disclosure_counts_the_bytes_that_are_sent() {
    for dialect in Dialect::ALL {
        let away = at(dialect, "https://models.example.com", "small");
        let stand_in = StandIn::start(vec![whole(dialect)]).await;
        let here = dialect.engine(&stand_in.address, PATIENT);
        assert_eq!(here.disclosure(&sample()), None, "nothing leaves this computer");
        assert_eq!(here.label(), "small on this computer");
        draft(&here).await.unwrap();
        let disclosure = away.disclosure(&sample()).unwrap();
        assert_eq!(disclosure.bytes, stand_in.seen()[0].body.len() as u64, "{dialect:?}");
        assert_eq!(disclosure.recipient, "models.example.com");
        assert_eq!(disclosure.content, "question, last utterances, passages and brief");
        assert_eq!(disclosure.sources, ["resume › Northwind", "notes"]);
        assert_eq!(away.label(), "small at models.example.com");
    }
}

#[tokio::test]
async fn a_provider_that_is_busy_is_asked_once() {
    for status in [429, 503] {
        let busy = Script::new(status, "retry-after: 0\r\n", r#"{"error":{"message":"busy","type":"requests"}}"#);
        let stand_in = StandIn::start(vec![busy, whole(Dialect::OpenAi)]).await;
        let engine = Dialect::OpenAi.engine(&stand_in.address, PATIENT);
        draft(&engine).await.unwrap_err();
        assert_eq!(stand_in.seen().len(), 1, "{status}");
    }
}

#[tokio::test]
async fn what_a_draft_took_is_what_the_provider_says() {
    for dialect in Dialect::ALL {
        let events = dialect.opening() + &dialect.counted("Yes.");
        let stand_in = StandIn::start(vec![Script::events(events).in_pieces_of(1)]).await;
        let engine = dialect.engine(&stand_in.address, PATIENT);
        let spent = drafted(&engine, &sample()).await.0.unwrap().spent.unwrap();
        let (estimated, micro_usd) = (false, Some(0));
        let counted = Spent { input_tokens: 900, cached_tokens: 640, output_tokens: 40, estimated, micro_usd };
        assert_eq!(spent, counted, "{dialect:?}");
    }
}

#[tokio::test]
async fn what_a_draft_took_is_estimated_where_the_provider_does_not_say() {
    for dialect in Dialect::ALL {
        let stand_in = StandIn::start(vec![whole(dialect)]).await;
        let engine = dialect.engine(&stand_in.address, PATIENT);
        let spent = drafted(&engine, &sample()).await.0.unwrap().spent.unwrap();
        assert!(spent.estimated && spent.output_tokens == 1 && spent.input_tokens > 500, "{dialect:?}: {spent:?}");
        assert_eq!(spent, engine.estimate(&sample(), "Yes."));
    }
}

/// Told, because the request leaves a second time.
#[tokio::test]
async fn a_server_that_refuses_to_count_is_asked_without() {
    let refused = Script::json(422, r#"{"error":{"message":"Extra inputs are not permitted: stream_options"}}"#);
    let stand_in = StandIn::start(vec![refused, whole(Dialect::OpenAi)]).await;
    let engine = Dialect::OpenAi.engine(&stand_in.address, PATIENT);
    let (result, told) = drafted(&engine, &sample()).await;
    assert_eq!(result.unwrap().text, "Yes.");
    assert!(matches!(&told[0], Told::Moved { fault, .. } if fault.code == "answer.no_counting"), "{told:?}");
    draft(&engine).await.unwrap();
    let asked = |seen: &super::stand_in::Seen| String::from_utf8_lossy(&seen.body).contains("stream_options");
    assert_eq!(stand_in.seen().iter().map(asked).collect::<Vec<_>>(), [true, false, false]);
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
    let engine = Dialect::OpenAi.engine(&stand_in.address, PATIENT);
    assert_eq!(draft(&engine).await.unwrap(), "Yes");
}

#[tokio::test]
async fn a_refusal_in_words_is_a_refusal() {
    let refusal = r#"data: {"choices":[{"delta":{"refusal":"I cannot"}}]}"#;
    let stand_in = StandIn::start(vec![Script::events(format!("{refusal}\n\n")).held()]).await;
    let engine = Dialect::OpenAi.engine(&stand_in.address, PATIENT);
    assert_eq!(draft(&engine).await.unwrap_err().code, "answer.refused");
}

#[tokio::test]
async fn a_wrong_key_is_called_one_by_name() {
    let script = Dialect::Anthropic.refusal(401, "authentication_error", None, "invalid x-api-key");
    let stand_in = StandIn::start(vec![script.clone(), script]).await;
    let fault = draft(&Dialect::Anthropic.engine(&stand_in.address, PATIENT)).await.unwrap_err();
    let host = stand_in.address.trim_start_matches("http://");
    assert_eq!(fault.sentence, format!("The key for {host} was refused."));
    assert!(fault.action.starts_with("Put the right key in with `convoally keys set anthropic`."), "{fault}");
    let seat = Dialect::OpenAi.seat_with(&stand_in.address, None, "small");
    let fault = draft(&Order::of(vec![seat], Arc::default()).unwrap()).await.unwrap_err();
    assert_eq!(fault.sentence, format!("{host} asks for a key and there is none."));
}

#[test]
fn the_default_addresses_are_the_published_ones() {
    assert_eq!(anthropic::BASE_URL, "https://api.anthropic.com");
    assert_eq!(openai::BASE_URL, format!("https://{}/v1", openai::HOST));
}
