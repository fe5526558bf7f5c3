//! Which engine is picked, and that a wrong setting is said instead of swallowed.

use super::stand_in::{Script, StandIn, nobody};
use super::{KEY, drafted, sample};
use crate::answer::choose::{Environment, Keys, Wanted, choose};
use crate::answer::{Answerer, models};
use crate::secret::Secret;
use std::sync::Arc;
use std::time::Duration;

fn keys(names: &[&str]) -> Keys {
    names.iter().map(|name| ((*name).to_owned(), Secret::new(KEY.into()))).collect()
}

/// An environment that looks for no server on the computer that runs the tests.
fn off() -> Environment {
    Environment {
        openai_base: None,
        anthropic_base: None,
        model: None,
        local: Some("off".into()),
        patience_here: Duration::from_secs(20),
    }
}

/// `name` or `name=model`.
fn wanted(text: &str, url: Option<&str>) -> Wanted {
    let (name, model) = text.split_once('=').map_or((text, None), |(name, model)| (name, Some(model)));
    Wanted { name: name.into(), model: model.map(str::to_owned), url: url.map(str::to_owned) }
}

fn list(models: &[&str]) -> Script {
    let data: Vec<String> = models.iter().map(|id| format!(r#"{{"id":"{id}","object":"model"}}"#)).collect();
    Script::json(200, &format!(r#"{{"object":"list","data":[{}]}}"#, data.join(",")))
}

/// The engines in their order.
async fn labels(order: &[Wanted], keys: Keys, environment: Environment) -> Vec<String> {
    let order = choose(order, &keys, Arc::default(), &environment).await;
    order.map(|order| order.names().into_iter().map(|(_, label)| label).collect()).unwrap_or_default()
}

/// What the engine in the only place says when it is asked.
async fn code(order: &[Wanted], keys: Keys, environment: Environment) -> String {
    let order = choose(order, &keys, Arc::default(), &environment).await.unwrap();
    assert_eq!((order.names().len(), order.disclosure(&sample())), (1, None));
    drafted(&order, &sample()).await.0.unwrap_err().fault.code
}

#[tokio::test]
async fn every_key_makes_a_place_in_the_order() {
    let (claude, gpt) = ("claude-haiku-4-5 at api.anthropic.com", "gpt-6-luna at api.openai.com");
    assert_eq!(labels(&[], keys(&["openai", "anthropic"]), off()).await, [claude, gpt]);
    assert_eq!(labels(&[], keys(&["openai"]), off()).await, [gpt]);
    assert!(labels(&[], keys(&[]), off()).await.is_empty());
}

#[tokio::test]
async fn the_order_in_the_settings_goes_before_the_usual_one() {
    let server = StandIn::start(vec![list(&["listed"])]).await;
    let url = format!("{}/v1", server.address);
    let order = [
        wanted("work=qwen3", Some(&url)),
        wanted("openai=gpt-x", None),
        wanted("groq=llama-3.3-70b", None),
        wanted("mine", Some(&url)),
        wanted("anthropic", None),
    ];
    let environment = Environment { model: Some("named".into()), ..off() };
    let found = labels(&order, keys(&["openai", "groq", "anthropic"]), environment).await;
    let [qwen, gpt, llama] =
        ["qwen3 on this computer", "gpt-x at api.openai.com", "llama-3.3-70b at api.groq.com"].map(str::to_owned);
    // The model in the environment is for the first that has none.
    let [mine, claude] = ["named on this computer", "claude-haiku-4-5 at api.anthropic.com"].map(str::to_owned);
    assert_eq!(found, [qwen, gpt, llama, mine, claude]);
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn a_named_model_is_taken_instead_of_the_default() {
    let named = || Environment { model: Some("other".into()), ..off() };
    assert_eq!(labels(&[], keys(&["anthropic"]), named()).await, ["other at api.anthropic.com"]);
    assert_eq!(labels(&[], keys(&["openai"]), named()).await, ["other at api.openai.com"]);
}

#[tokio::test]
async fn a_compatible_server_needs_no_key_and_names_its_model() {
    let server =
        StandIn::start(vec![list(&["nomic-embed-text", "all-minilm:latest", "bge-m3", "llama3.2", "qwen3"])]).await;
    let environment = || Environment { openai_base: Some(format!("{}/v1", server.address)), ..off() };
    assert_eq!(labels(&[], keys(&[]), environment()).await, ["llama3.2 on this computer"]);
    assert_eq!(server.seen()[0].header("authorization"), None);
    assert_eq!(labels(&[], keys(&["openai"]), environment()).await, ["llama3.2 on this computer"]);
    assert_eq!(server.seen()[1].header("authorization"), Some(format!("Bearer {KEY}").as_str()));
    assert!(server.seen()[0].head.starts_with("GET /v1/models "));
}

#[tokio::test]
async fn a_server_on_this_computer_is_found_and_its_first_model_taken() {
    let server = StandIn::start(vec![list(&["llama3.2"])]).await;
    let local = |model: Option<&str>| Environment {
        local: Some(server.address.clone()),
        model: model.map(str::to_owned),
        ..off()
    };
    assert_eq!(labels(&[], keys(&[]), local(None)).await, ["llama3.2 on this computer"]);
    assert_eq!(labels(&[wanted("local", None)], keys(&[]), local(Some("mine"))).await, ["mine on this computer"]);
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
    let bad = Environment { openai_base: Some("models.example.com".into()), ..off() };
    assert_eq!(code(&[], keys(&["openai"]), bad).await, "answer.bad_address");
    let plain = Environment { anthropic_base: Some("http://models.example.com".into()), ..off() };
    assert_eq!(code(&[], keys(&["anthropic"]), plain).await, "answer.bad_address");
    let pasted = Keys::from([("anthropic".to_owned(), Secret::new("export KEY=x".into()))]);
    assert_eq!(code(&[], pasted, off()).await, "answer.wrong_key");
    let gone = nobody().await;
    let unreachable = Environment { local: Some(gone), ..off() };
    assert_eq!(code(&[], keys(&[]), unreachable).await, "answer.unreachable");
    for (order, expected) in [
        (wanted("anthropic", None), "answer.wrong_key"),
        (wanted("openai", None), "answer.wrong_key"),
        (wanted("groq=llama", None), "answer.wrong_key"),
        (wanted("work=qwen3", None), "answer.bad_address"),
        (wanted("work=qwen3", Some("ftp://models.example.com")), "answer.bad_address"),
    ] {
        assert_eq!(code(std::slice::from_ref(&order), keys(&[]), off()).await, expected, "{order:?}");
    }
    assert_eq!(code(&[wanted("openrouter", None)], keys(&["openrouter"]), off()).await, "answer.no_model");
}
