//! A question of the user's own; then who transcribes, who drafts, what that costs, and what left this computer.

use super::field;
use crate::locale::{say, say_count, say_count_with, say_with, write};
use crate::overlay::act::{Act, Field};
use crate::overlay::model::{Model, Phase};
use crate::overlay::tree::{Element, Node, button, element, line};
use crate::overlay::words;
use convoally_shared::departure::{Departure, Purpose};
use convoally_shared::money::Spending;
use convoally_shared::session::Mode;

/// A smaller share of what was spent for nothing is not worth a word.
const TOLD: f64 = 0.01;

/// The foot of the panel.
pub fn foot(model: &Model) -> Element {
    let asks = model.phase() == Phase::Listening && model.view.mode != Mode::Off;
    let lines = lines(model).iter().map(|words| line("", words)).collect();
    element("footer", "part foot").maybe(asks.then(|| question(model))).all(lines)
}

/// A question that nobody said.
fn question(model: &Model) -> Node {
    let words = field(model, "question", &say("panel_own_question"), &say("keys_question"), Field::Question);
    element("form", "ask")
        .on(Act::AskTyped)
        .child(words)
        .child(button("ask-it", &say("welcome_practice_send"), Act::AskTyped))
        .into()
}

fn lines(model: &Model) -> Vec<String> {
    let view = &model.view;
    if view.session.is_none() {
        return vec![say("panel_nothing_heard")];
    }
    let answerer = match &view.answerer {
        Some(answerer) => say_with("panel_drafts", &[&words::engine(answerer)]),
        None if words::is_here(&view.transcriber) => say("panel_passages_here"),
        None => say("panel_passages_only"),
    };
    let transcriber = say_with("panel_speech", &[&words::engine(&view.transcriber)]);
    let is_sound = |one: &&Departure| matches!(one.purpose, Purpose::Speech { .. });
    let (sound, requests) = view.departures.iter().partition(is_sound);
    let sound = left(sound, |_, bytes, to| say_with("panel_sound_sent", &[bytes, to]));
    let requests = left(requests, |count, bytes, to| say_count_with("panel_requests", count, &[bytes, to]));
    let lines = [Some(transcriber), Some(answerer), sound, requests, spent(&view.spending)];
    lines.into_iter().flatten().collect()
}

/// What left: how many requests, how much, and to whom.
fn left(departures: Vec<&Departure>, say: fn(u64, &str, &str) -> String) -> Option<String> {
    let bytes = departures.iter().map(|one| one.bytes).sum();
    let mut recipients: Vec<&str> = Vec::new();
    for one in &departures {
        if !recipients.contains(&one.recipient.as_str()) {
            recipients.push(&one.recipient);
        }
    }
    let count = departures.len() as u64;
    (count > 0).then(|| say(count, &write::size(bytes), &recipients.join(", ")))
}

/// `Spent: $0.07 · 5,400 tokens, 12% of them for nothing`; none while nothing was spent.
fn spent(spending: &Spending) -> Option<String> {
    let Spending { tokens, micro_usd, unpriced, .. } = *spending;
    let mut parts = Vec::new();
    if micro_usd > 0 {
        let money = write::money(micro_usd);
        parts.push(if unpriced { say_with("panel_spent_unpriced", &[&money]) } else { money });
    }
    if tokens > 0 {
        let (tokens, wasted) = (say_count("panel_tokens", tokens), spending.wasted_share());
        let told = wasted >= TOLD;
        parts.push(if told { say_with("panel_wasted", &[&tokens, &write::percent(wasted)]) } else { tokens });
    }
    (!parts.is_empty()).then(|| say_with("panel_spent", &[&parts.join(" · ")]))
}
