//! What is heard: both sides with their devices and levels, the last utterances, and the button that asks for an
//! answer by hand. Only while a session listens.

use super::bar::since_start;
use super::{ask, trouble};
use crate::overlay::model::{Asked, Model, Phase};
use crate::overlay::words;
use convoally_shared::event::SourceState;
use convoally_shared::utterance::Speaker;
use convoally_shared::view::SourceView;
use leptos::prelude::*;

/// How many finished utterances stay in sight.
const LAST: usize = 3;

/// The part of the panel between bar and cards.
pub fn hearing(model: RwSignal<Model>, phase: Memo<Phase>) -> impl IntoView {
    view! {
        <section class="part hearing">
            {move || (phase.get() == Phase::Listening).then(|| view! {
                {sources(model)}
                {transcript(model)}
                {answer_now(model)}
            })}
        </section>
    }
}

fn sources(model: RwSignal<Model>) -> impl IntoView {
    let now = since_start(model);
    view! {
        <ul class="sources" aria-label="What is heard">
            {move || {
                let now = now.get();
                model.with(|model| model.view.sources.iter().map(|side| source(side, now)).collect_view())
            }}
        </ul>
    }
}

fn source(side: &SourceView, now_ms: u64) -> impl IntoView + use<> {
    let fault = match &side.state {
        SourceState::Lost { fault } => Some(fault.clone()),
        _ => None,
    };
    let warns = fault.is_some() || words::is_dead(side);
    let level = format!("{}%", words::level_percent(side.dbfs));
    view! {
        <li class="source" class:warns=warns data-speaker=key(side.speaker)>
            <b>{side.speaker.label()}</b>
            <span class="level" aria-hidden="true"><i style:inline-size=level></i></span>
            <span class="heard">{words::hearing(side, now_ms)}</span>
            <span class="device" title=side.device.clone()>{side.device.clone()}</span>
            {fault.map(|fault| trouble::fault(&fault))}
        </li>
    }
}

struct Line {
    speaker: Speaker,
    text: String,
    interim: bool,
}

fn transcript(model: RwSignal<Model>) -> impl IntoView {
    view! {
        <ol class="transcript" aria-label="What was said">
            {move || model.with(lines).into_iter().map(|line| view! {
                <li class="utterance" class:interim=line.interim data-speaker=key(line.speaker)>
                    <b>{line.speaker.label()}</b>
                    <span>{line.text}</span>
                </li>
            }).collect_view()}
        </ol>
    }
}

fn lines(model: &Model) -> Vec<Line> {
    let finished = &model.view.utterances;
    let last = finished[finished.len().saturating_sub(LAST)..].iter().map(|utterance| (utterance, false));
    let interim = model.view.interim.iter().map(|utterance| (utterance, true));
    last.chain(interim)
        .map(|(utterance, interim)| Line { speaker: utterance.speaker, text: utterance.text.clone(), interim })
        .collect()
}

fn answer_now(model: RwSignal<Model>) -> impl IntoView {
    let waiting = move || model.with(|model| model.waits_for(Asked::Answer));
    view! {
        <button id="answer-now" class="wide" disabled=waiting on:click=move |_| ask(model, Model::answer_now)>
            "Answer what was just asked"
            <kbd>"Alt+Shift+A"</kbd>
        </button>
    }
}

/// As `data-speaker` says it.
fn key(speaker: Speaker) -> &'static str {
    match speaker {
        Speaker::Me => "me",
        Speaker::Them => "them",
    }
}
