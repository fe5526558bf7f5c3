//! Engines through the desk. What looks for keys runs in a process of its own, which finds no keychain.

use super::super::sample::{Client, without_a_keychain};
use super::*;
use convoally_shared::engine::Wanted;
use convoally_shared::privacy::KeyState;
use convoally_shared::request::{ForgetKey, KeyKept, PutKey, ShowEngines};
use convoally_shared::spent::Price;
use convoally_shared::vault::Passphrase;

const KEY: &str = "sk-very-secret";

fn own(url: Option<&str>) -> Wanted {
    Wanted { url: url.map(str::to_owned), ..Wanted::named("work") }
}

fn put(provider: &str, key: &str) -> PutKey {
    PutKey { provider: provider.into(), key: Passphrase::new(key.into()) }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_chosen_is_shown() {
    if !without_a_keychain("browser::desk::engines::tests::what_is_chosen_is_shown") {
        return;
    }
    let mut client = Client::new();
    let choice = Choice { engine: Engine::Server, server: Some(" http://127.0.0.1:9/v1 ".into()), ..Choice::default() };
    client.ask(ChooseSpeech { choice: Choice { model: Some(" ".into()), ..choice } }).await.unwrap();
    let order = vec![own(Some("http://127.0.0.1:9/v1"))];
    client.ask(OrderEngines { order: order.clone() }).await.unwrap();
    client.ask(SetBudget { monthly_micro_usd: Some(5_000_000) }).await.unwrap();
    let shown = client.ask(ShowEngines {}).await.unwrap();
    assert_eq!((shown.speech.server.as_deref(), shown.speech.model), (Some("http://127.0.0.1:9/v1"), None));
    assert_eq!((shown.order, shown.monthly_micro_usd), (order, Some(5_000_000)));
    assert_eq!(shown.effective.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["work"]);
    assert_eq!(shown.used, Some(Used::default()));
    assert!(shown.keys.contains(&("work".to_owned(), KeyState::None)), "{:?}", shown.keys);
    assert!(shown.speech_engines.contains(&(Engine::Flux, Some("deepgram".to_owned()))));
    client.ask(OrderEngines { order: vec![] }).await.unwrap();
    assert_eq!(Settings::load(&client.desk.safe.data().unwrap()).unwrap().drafts.order, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_that_cannot_be_followed_changes_nothing() {
    let mut client = Client::new();
    for order in [
        vec![own(None)],
        vec![Wanted::named("openai"), Wanted::named("openai")],
        vec![Wanted::named("Open AI")],
        vec![Wanted { model: Some(" ".into()), ..Wanted::named("openai") }],
    ] {
        assert_eq!(client.refused(OrderEngines { order }).await, "engines.bad_order");
    }
    assert!(!Settings::path(&client.desk.safe.data().unwrap()).exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_price_is_set_and_taken_off_and_no_other_thing_is_a_price() {
    let mut client = Client::new();
    let set = |model: &str, price| SetPrice { model: model.into(), price };
    let price = Price { input: Some(0.5), output: Some(2.0), ..Price::default() };
    client.ask(set(" work-model ", Some(price.clone()))).await.unwrap();
    let data = client.desk.safe.data().unwrap();
    let known = Prices::load(&data).unwrap().models["work-model"].clone();
    assert_eq!((known.input, known.output), (Some(0.5), Some(2.0)));
    assert!(known.taken.is_some(), "the day of the price is noted");
    assert_eq!(client.refused(set(" ", Some(price.clone()))).await, "prices.no_model");
    let negative = Price { input: Some(-1.0), ..price };
    assert_eq!(client.refused(set("work-model", Some(negative))).await, "prices.no_price");
    client.ask(set("work-model", None)).await.unwrap();
    assert!(!Prices::load(&data).unwrap().models.contains_key("work-model"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_check_tells_what_is_wrong_with_each_engine_and_notes_what_left() {
    if !without_a_keychain(
        "browser::desk::engines::tests::a_check_tells_what_is_wrong_with_each_engine_and_notes_what_left",
    ) {
        return;
    }
    let mut client = Client::new();
    client.ask(ChooseSpeech { choice: Choice { engine: Engine::Server, ..Choice::default() } }).await.unwrap();
    client.ask(OrderEngines { order: vec![own(Some("https://models.invalid/v1"))] }).await.unwrap();
    let order = vec![Wanted { model: Some("m".into()), ..own(Some("https://models.invalid/v1")) }];
    client.ask(OrderEngines { order }).await.unwrap();
    client.ask(put("work", KEY)).await.unwrap();
    let (told, _) = client.ask_on(CheckEngines {}).await.unwrap();
    let names: Vec<&str> = told.iter().map(|checked| checked.name.as_str()).collect();
    assert_eq!(names, ["speech", "work"]);
    assert_eq!(told[0].result.as_ref().unwrap_err().code, "speech.server.no_address");
    assert!(told[1].result.is_err());
    assert!(!format!("{told:?}").contains("secret"));
    let left = client.keep(|vault| vault.departures().unwrap()).await;
    let recipients: Vec<&str> = left.iter().map(|left| left.departure.recipient.as_str()).collect();
    assert_eq!(recipients, ["models.invalid"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_goes_into_the_vault_where_there_is_no_keychain_and_never_comes_out() {
    if !without_a_keychain(
        "browser::desk::engines::tests::a_key_goes_into_the_vault_where_there_is_no_keychain_and_never_comes_out",
    ) {
        return;
    }
    let mut client = Client::new();
    assert_eq!(client.ask(put("groq", KEY)).await.unwrap(), KeyKept { state: KeyState::InVault });
    assert_eq!(client.keep(|vault| vault.secret("groq").unwrap().unwrap().reveal().to_owned()).await, KEY);
    let shown = client.ask(ShowEngines {}).await.unwrap();
    assert!(shown.keys.contains(&("groq".to_owned(), KeyState::InVault)), "{:?}", shown.keys);
    assert!(!format!("{shown:?}").contains("secret"));
    client.ask(ForgetKey { provider: "groq".into() }).await.unwrap();
    assert!(client.keep(|vault| vault.secret("groq").unwrap().is_none()).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_for_nobody_and_an_empty_one_are_not_kept() {
    let mut client = Client::new();
    let nobody = client.ask(put("grok", KEY)).await.unwrap_err();
    assert!(nobody.code == "keys.unknown_provider" && !format!("{nobody:?}").contains(KEY), "{nobody:?}");
    assert_eq!(client.refused(put("groq", " \n")).await, "keys.empty");
    assert_eq!(client.refused(ForgetKey { provider: "grok".into() }).await, "keys.unknown_provider");
    assert!(!format!("{:?}", put("groq", KEY)).contains(KEY));
}
