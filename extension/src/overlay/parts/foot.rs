//! A question of the user's own; then who transcribes, who drafts, what that costs, and what left this computer.

use super::shape::{Button, field, form, line, live, row};
use crate::overlay::model::{Model, Phase};
use crate::overlay::words;
use convoally_shared::card::Disclosure;
use convoally_shared::money::Spending;
use convoally_shared::session::Mode;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

/// How the host names a transcriber that sends nothing away. With any other, the foot promises less.
const ON_THIS_COMPUTER: &str = "on this computer";
/// The field in which the user types a question.
const QUESTION: &str = "question";
/// How the content of a disclosure begins that is sound and no request.
const SOUND: &str = "sound of";

/// The foot of the panel.
pub fn foot(model: RwSignal<Model>, phase: Memo<Phase>) -> impl IntoView {
    let asks = Memo::new(move |_| phase.get() == Phase::Listening && model.read().view.mode != Mode::Off);
    view! {
        <footer class="part foot">
            {live(move || row(asks.get().then(|| question(model))))}
            {live(move || row(lines(&model.read()).into_iter().map(|words| line("", words))))}
        </footer>
    }
}

/// A question that nobody said.
fn question(model: RwSignal<Model>) -> AnyView {
    let ask = |model: &mut Model| {
        empty();
        model.ask_typed()
    };
    let words = field(model, QUESTION, "Your own question", "Type a question", |model| &mut model.typed);
    form(model, "ask", ask, row([words, Button::new("ask-it", "Ask", model, ask).view()]))
}

/// The field keeps what was typed, as fields do; once it is asked, it may go.
fn empty() {
    let field = document().get_element_by_id(QUESTION).and_then(|field| field.dyn_into::<HtmlInputElement>().ok());
    if let Some(field) = field {
        field.set_value("");
    }
}

fn lines(model: &Model) -> Vec<String> {
    let view = &model.view;
    if view.session.is_none() {
        return vec!["Nothing is heard until you start it.".to_owned()];
    }
    let answerer = match &view.answerer {
        Some(answerer) => format!("Drafts: {answerer}"),
        None if view.transcriber.ends_with(ON_THIS_COMPUTER) => {
            "Passages only: nothing leaves this computer".to_owned()
        }
        None => "Passages only: no model is asked".to_owned(),
    };
    let transcriber = format!("Speech: {}", view.transcriber);
    let (sound, requests) = view.disclosures.iter().partition(|disclosure| disclosure.content.starts_with(SOUND));
    let sound = left(sound, |_| "Sound sent".to_owned());
    let requests = left(requests, |count| if count == 1 { "1 request".into() } else { format!("{count} requests") });
    [transcriber, answerer].into_iter().chain(sound).chain(requests).chain(spent(&view.spending)).collect()
}

/// `Spent: $0.07 · 5400 tokens, 12 % of them for nothing`.
fn spent(spending: &Spending) -> Option<String> {
    let Spending { tokens, micro_usd, unpriced, .. } = *spending;
    let money = (micro_usd > 0).then(|| {
        let more = if unpriced { " and what has no price here" } else { "" };
        [&words::money(micro_usd), more].concat()
    });
    let wasted = (spending.wasted_share() * 100.0) as u32;
    let wasted = if wasted > 0 { format!(", {wasted} % of them for nothing") } else { String::new() };
    let tokens = (tokens > 0).then(|| format!("{tokens} tokens{wasted}"));
    let parts: Vec<String> = money.into_iter().chain(tokens).collect();
    (!parts.is_empty()).then(|| ["Spent: ", &parts.join(" · ")].concat())
}

/// `2 requests: 3.1 KB to api.anthropic.com`.
fn left(disclosures: Vec<&Disclosure>, what: fn(usize) -> String) -> Option<String> {
    let bytes = disclosures.iter().map(|disclosure| disclosure.bytes).sum();
    let mut recipients: Vec<&str> = Vec::new();
    for disclosure in &disclosures {
        if !recipients.contains(&disclosure.recipient.as_str()) {
            recipients.push(&disclosure.recipient);
        }
    }
    let what = what(disclosures.len());
    (!disclosures.is_empty()).then(|| format!("{what}: {} to {}", words::size(bytes), recipients.join(", ")))
}
