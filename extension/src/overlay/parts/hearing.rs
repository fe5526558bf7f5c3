//! What is heard: both sides with their devices and levels, and below them the last utterances and when cards open.
//! Only while a session listens.

use super::bar::since_start;
use super::shape::{live, row};
use super::{occasion, transcript, trouble};
use crate::overlay::model::{Model, Phase};
use crate::overlay::words;
use convoally_shared::event::SourceState;
use convoally_shared::fault::Fault;
use convoally_shared::view::SourceView;
use leptos::prelude::*;

/// The part of the panel between bar and cards.
pub fn hearing(model: RwSignal<Model>, phase: Memo<Phase>) -> impl IntoView {
    view! {
        <section class="part hearing">
            {live(move || row((phase.get() == Phase::Listening).then(|| view! {
                {sources(model)}
                {transcript::transcript(model)}
                {occasion::occasion(model)}
            })))}
        </section>
    }
}

fn sources(model: RwSignal<Model>) -> impl IntoView {
    view! {
        <ul class="sources" aria-label="What is heard">
            {live(move || sides(&model.read()))}
        </ul>
    }
}

/// Both sides, and which other engine listens to which: once, where it listens to both.
fn sides(model: &Model) -> AnyView {
    let sources = &model.view.sources;
    let alike = sources.windows(2).all(|pair| pair[0].stand_in == pair[1].stand_in);
    let rows = sources.iter().enumerate().map(|(place, side)| {
        let told_later = alike && place + 1 < sources.len();
        let stand_in = side.stand_in.as_ref().filter(|_| !told_later).map(stand_in);
        row([source(side, since_start(model)).into_any(), row(stand_in)])
    });
    row(rows)
}

fn source(side: &SourceView, now_ms: u64) -> impl IntoView + use<> {
    let fault = match &side.state {
        SourceState::Lost { fault } | SourceState::Silent { fault } => Some(trouble::fault(fault)),
        _ => None,
    };
    let level = format!("{}%", words::level_percent(side.dbfs));
    let device = words::device(side);
    view! {
        <li class="source" data-speaker=words::key(side.speaker) data-state=words::sign(&side.state)>
            <b>{side.speaker.label()}</b>
            <span class="level" aria-hidden="true"><i style:inline-size=level></i></span>
            <span class="heard">{words::hearing(side, now_ms)}</span>
            <span class="device" title=device.clone()>{device.clone()}</span>
            {row(fault)}
        </li>
    }
}

/// Another engine than the chosen one transcribes this side: which, and why.
fn stand_in((engine, fault): &(String, Fault)) -> impl IntoView + use<> {
    view! {
        <li class="stand-in" data-code=fault.code.clone() title=fault.action.clone()>
            <b>{fault.sentence.clone()}</b>
            " Meanwhile: "
            {engine.clone()}
        </li>
    }
}
