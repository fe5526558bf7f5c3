//! What is heard: both sides with their devices and levels, and below them the last utterances and when cards open.
//! Only while a session listens.

use super::{call, occasion, transcript, trouble};
use crate::locale::{self, say, say_with};
use crate::overlay::model::{Model, Phase};
use crate::overlay::tree::{Element, Node, STYLE, element};
use crate::overlay::words;
use convoally_shared::event::SourceState;
use convoally_shared::fault::Fault;
use convoally_shared::view::SourceView;

/// The part of the panel between bar and cards, `now_ms` after the session began.
pub fn hearing(model: &Model, now_ms: u64) -> Element {
    let part = element("section", "part hearing");
    if model.phase() != Phase::Listening {
        return part;
    }
    let sources = element("ul", "sources").with("aria-label", &say("panel_heard")).all(sides(model, now_ms));
    part.child(sources)
        .maybe(call::unseen_mute(model))
        .child(transcript::transcript(model))
        .child(occasion::occasion(model))
}

/// Both sides, and which other engine listens to which: once, where it listens to both.
fn sides(model: &Model, now_ms: u64) -> Vec<Node> {
    let sources = &model.view.sources;
    let alike = sources.windows(2).all(|pair| pair[0].stand_in == pair[1].stand_in);
    let mut sides = Vec::new();
    for (place, side) in sources.iter().enumerate() {
        let told_later = alike && place + 1 < sources.len();
        sides.push(source(side, model.view.is_paused(), now_ms));
        sides.extend(side.stand_in.as_ref().filter(|_| !told_later).map(stand_in));
    }
    sides
}

fn source(side: &SourceView, paused: bool, now_ms: u64) -> Node {
    let fault = match &side.state {
        SourceState::Lost { fault } | SourceState::Silent { fault } => Some(trouble::fault(fault)),
        _ => None,
    };
    let level = ["inline-size: ", &words::level_percent(side.dbfs).to_string(), "%"].concat();
    let heard = if paused { say("panel_paused_side") } else { words::hearing(side, now_ms) };
    let device = words::device(side);
    element("li", "source")
        .with("data-speaker", words::key(side.speaker))
        .with("data-state", words::sign(&side.state))
        .flag("data-muted", side.muted || paused)
        .child(element("b", "").words(&words::side(side.speaker)))
        .child(element("span", "level").with("aria-hidden", "true").child(element("i", "").with(STYLE, &level)))
        .child(element("span", "heard").words(&heard))
        .child(element("span", "device").with("title", &device).words(&device))
        .maybe(fault)
        .into()
}

/// Another engine than the chosen one transcribes this side: which, and why.
fn stand_in((engine, fault): &(String, Fault)) -> Node {
    element("li", "stand-in")
        .with("data-code", &fault.code)
        .with("title", &locale::fault::action(fault).words)
        .child(trouble::sentence("b", fault))
        .words(" ")
        .words(&say_with("panel_meanwhile", &[&words::engine(engine)]))
        .into()
}
