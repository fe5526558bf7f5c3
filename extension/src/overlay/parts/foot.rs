//! A question of the user's own; then who transcribes, who drafts, what that costs, and what left this computer.

use super::field;
use crate::overlay::act::{Act, Field};
use crate::overlay::model::{Model, Phase};
use crate::overlay::tree::{Element, Node, button, element, line};
use crate::overlay::words;
use convoally_shared::departure::{Departure, Purpose};
use convoally_shared::money::Spending;
use convoally_shared::session::Mode;

/// How the host names a transcriber that sends nothing away. With any other, the foot promises less.
const ON_THIS_COMPUTER: &str = "on this computer";

/// The foot of the panel.
pub fn foot(model: &Model) -> Element {
    let asks = model.phase() == Phase::Listening && model.view.mode != Mode::Off;
    let lines = lines(model).iter().map(|words| line("", words)).collect();
    element("footer", "part foot").maybe(asks.then(|| question(model))).all(lines)
}

/// A question that nobody said.
fn question(model: &Model) -> Node {
    let words = field(model, "question", "Your own question", "Type a question", Field::Question);
    element("form", "ask").on(Act::AskTyped).child(words).child(button("ask-it", "Ask", Act::AskTyped)).into()
}

fn lines(model: &Model) -> Vec<String> {
    let view = &model.view;
    if view.session.is_none() {
        return vec!["Nothing is heard until you start it.".to_owned()];
    }
    let answerer = match &view.answerer {
        Some(answerer) => ["Drafts: ", answerer].concat(),
        None if view.transcriber.ends_with(ON_THIS_COMPUTER) => {
            "Passages only: nothing leaves this computer".to_owned()
        }
        None => "Passages only: no model is asked".to_owned(),
    };
    let transcriber = ["Speech: ", &view.transcriber].concat();
    let is_sound = |one: &&Departure| matches!(one.purpose, Purpose::Speech { .. });
    let (sound, requests) = view.departures.iter().partition(is_sound);
    let sound = left(sound, |_| "Sound sent".to_owned());
    let requests = left(requests, |count| if count == 1 { "1 request".into() } else { format!("{count} requests") });
    let lines = [Some(transcriber), Some(answerer), sound, requests, spent(&view.spending)];
    lines.into_iter().flatten().collect()
}

/// `2 requests: 3.1 KB to api.anthropic.com`.
fn left(departures: Vec<&Departure>, what: fn(usize) -> String) -> Option<String> {
    let bytes = departures.iter().map(|one| one.bytes).sum();
    let mut recipients: Vec<&str> = Vec::new();
    for one in &departures {
        if !recipients.contains(&one.recipient.as_str()) {
            recipients.push(&one.recipient);
        }
    }
    let what = what(departures.len());
    (!departures.is_empty()).then(|| [&what, ": ", &words::size(bytes), " to ", &recipients.join(", ")].concat())
}

/// `Spent: $0.07 · 5400 tokens, 12 % of them for nothing`; none while nothing was spent.
fn spent(spending: &Spending) -> Option<String> {
    let Spending { tokens, micro_usd, unpriced, .. } = *spending;
    let mut parts = Vec::new();
    if micro_usd > 0 {
        let more = if unpriced { " and what has no price here" } else { "" };
        parts.push([&words::money(micro_usd), more].concat());
    }
    if tokens > 0 {
        let wasted = (spending.wasted_share() * 100.0) as u32;
        let wasted = if wasted > 0 { format!(", {wasted} % of them for nothing") } else { String::new() };
        parts.push(format!("{tokens} tokens{wasted}"));
    }
    (!parts.is_empty()).then(|| ["Spent: ", &parts.join(" · ")].concat())
}
