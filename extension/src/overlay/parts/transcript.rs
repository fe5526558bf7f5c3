//! The last utterances. One of theirs that opened no card tells why, when asked.

use super::shape::{Button, live, row};
use crate::overlay::deck::Fold;
use crate::overlay::model::Model;
use crate::overlay::words;
use convoally_shared::utterance::Utterance;
use convoally_shared::view::SessionView;
use leptos::prelude::*;

/// How many finished utterances stay in sight.
const LAST: usize = 3;

/// The last of what was said.
pub fn transcript(model: RwSignal<Model>) -> impl IntoView {
    view! {
        <ol class="transcript" aria-label="What was said">
            {live(move || {
                let now = model.read();
                row(lines(&now.view).map(|(utterance, interim)| line(model, &now, utterance, interim)))
            })}
        </ol>
    }
}

/// The last utterances, and whether each is still being said.
fn lines(view: &SessionView) -> impl Iterator<Item = (&Utterance, bool)> {
    let earlier = view.utterances.len().saturating_sub(LAST);
    let finished = view.utterances[earlier..].iter().map(|utterance| (utterance, false));
    finished.chain(view.interim.iter().map(|utterance| (utterance, true)))
}

fn line(model: RwSignal<Model>, now: &Model, utterance: &Utterance, interim: bool) -> impl IntoView + use<> {
    let class = if interim { "utterance interim" } else { "utterance" };
    let reason = now.view.passed.iter().rev().find(|(id, _)| *id == utterance.id).map(|(_, reason)| reason.as_str());
    view! {
        <li class=class data-speaker=words::key(utterance.speaker)>
            <b>{utterance.speaker.label()}</b>
            <span>{utterance.text.clone()}</span>
            {row(reason.map(|reason| why(model, now, utterance, reason)))}
        </li>
    }
}

/// Why it opened no card, and the way to one all the same.
fn why(model: RwSignal<Model>, now: &Model, utterance: &Utterance, reason: &str) -> AnyView {
    let fold = Fold::Why(utterance.id);
    let open = now.deck.is_open(fold);
    let unfold = move |model: &mut Model| {
        model.deck.toggle(fold);
        None
    };
    let text = utterance.text.clone();
    let answer = move |model: &mut Model| {
        model.deck.fold();
        Some(model.ask_question(text.clone()))
    };
    let sign = Button::new("why quiet", "?", model, unfold).named("Why no card?").expanded(open).view();
    let told = open.then(|| {
        let answer = Button::new("answer-it more", "Answer it", model, answer).view();
        view! { <p class="reason">"No card: "{reason.to_owned()}" "{answer}</p> }.into_any()
    });
    row([sign, row(told)])
}
