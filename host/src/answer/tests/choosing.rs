//! Which engine is picked, and that a wrong setting is said instead of swallowed.

use super::stand_in::{Script, StandIn, nobody};
use super::{KEY, sample};
use crate::answer::choose::{Keys, Settings, choose};
use crate::answer::{Answerer, models};
use crate::secret::Secret;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc;

fn keys(openai: bool, anthropic: bool) -> Keys {
    let key = |set: bool| set.then(|| Secret::new(KEY.into()));
    Keys { openai: key(openai), anthropic: key(anthropic) }
}

/// Settings that look for no server on the computer that runs the tests.
fn off() -> Settings {
    Settings {
        openai_base: None,
        anthropic_base: None,
        model: None,
        local: Some("off".into()),
        patience_here: Duration::from_secs(20),
    }
}

fn list(models: &[&str]) -> Script {
    let data: Vec<String> = models.iter().map(|id| format!(r#"{{"id":"{id}","object":"model"}}"#)).collect();
    Script::json(200, &format!(r#"{{"object":"list","data":[{}]}}"#, data.join(",")))
}

async fn label(keys: Keys, settings: Settings) -> Option<String> {
    choose(&keys, &settings).await.map(|engine| engine.label())
}

async fn code(engine: Arc<dyn Answerer>) -> String {
    assert_eq!(engine.disclosure(&sample()), None);
    engine.draft(&sample(), mpsc::channel(10).0).await.unwrap_err().code
}

#[tokio::test]
async fn keys_are_taken_in_their_order() {
    assert_eq!(label(keys(true, true), off()).await.unwrap(), "claude-haiku-4-5 at api.anthropic.com");
    assert_eq!(label(keys(true, false), off()).await.unwrap(), "gpt-6-luna at api.openai.com");
    assert_eq!(label(keys(false, false), off()).await, None);
}

#[tokio::test]
async fn a_named_model_is_taken_instead_of_the_default() {
    let named = || Settings { model: Some("other".into()), ..off() };
    assert_eq!(label(keys(false, true), named()).await.unwrap(), "other at api.anthropic.com");
    assert_eq!(label(keys(true, false), named()).await.unwrap(), "other at api.openai.com");
}

#[tokio::test]
async fn a_compatible_server_needs_no_key_and_names_its_model() {
    let server = StandIn::start(vec![list(&["nomic-embed-text", "llama3.2", "qwen3"])]).await;
    let at = |key| choose_at(&server, key);
    assert_eq!(at(false).await, "llama3.2 on this computer");
    assert_eq!(server.seen()[0].header("authorization"), None);
    assert_eq!(at(true).await, "llama3.2 on this computer");
    assert_eq!(server.seen()[1].header("authorization"), Some(format!("Bearer {KEY}").as_str()));
    assert!(server.seen()[0].head.starts_with("GET /v1/models "));
}

async fn choose_at(server: &StandIn, key: bool) -> String {
    let settings = Settings { openai_base: Some(format!("{}/v1", server.address)), ..off() };
    label(keys(key, false), settings).await.unwrap()
}

#[tokio::test]
async fn a_server_on_this_computer_is_found_and_its_first_model_taken() {
    let server = StandIn::start(vec![list(&["llama3.2"])]).await;
    let local = |model: Option<&str>| Settings {
        local: Some(server.address.clone()),
        model: model.map(str::to_owned),
        ..off()
    };
    assert_eq!(label(keys(false, false), local(None)).await.unwrap(), "llama3.2 on this computer");
    assert_eq!(label(keys(false, false), local(Some("mine"))).await.unwrap(), "mine on this computer");
}

#[tokio::test]
async fn the_first_port_in_order_that_lists_a_model_wins() {
    let silent = StandIn::start(vec![Script::never()]).await;
    let web = StandIn::start(vec![Script::new(200, "", "<h1>my project</h1>")]).await;
    let empty = StandIn::start(vec![list(&[])]).await;
    let away = StandIn::start(vec![list(&["elsewhere"])]).await;
    let redirect =
        StandIn::start(vec![Script::new(302, &format!("location: {}/v1/models\r\n", away.address), "")]).await;
    let [first, second] = [StandIn::start(vec![list(&["a"])]).await, StandIn::start(vec![list(&["b"])]).await];
    let servers = [&silent, &web, &empty, &redirect, &first, &second];
    let mut addresses: Vec<String> = servers.iter().map(|server| format!("{}/v1", server.address)).collect();
    addresses.insert(0, format!("{}/v1", nobody().await));
    let found = models::find(addresses, Duration::from_secs(3)).await;
    assert_eq!(found, Some((format!("{}/v1", first.address), "a".to_owned())));
    assert!(away.seen().is_empty());
}

#[tokio::test]
async fn a_wrong_setting_is_said_in_the_draft() {
    let bad = Settings { openai_base: Some("models.example.com".into()), ..off() };
    assert_eq!(code(choose(&keys(true, false), &bad).await.unwrap()).await, "answer.bad_address");
    let plain = Settings { anthropic_base: Some("http://models.example.com".into()), ..off() };
    assert_eq!(code(choose(&keys(false, true), &plain).await.unwrap()).await, "answer.bad_address");
    let pasted = Keys { anthropic: Some(Secret::new("export KEY=x".into())), openai: None };
    assert_eq!(code(choose(&pasted, &off()).await.unwrap()).await, "answer.wrong_key");
    let gone = Settings { local: Some(nobody().await), ..off() };
    assert_eq!(code(choose(&keys(false, false), &gone).await.unwrap()).await, "answer.unreachable");
}
