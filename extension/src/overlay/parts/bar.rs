//! The one line that is always there: what state, for how long, stop, show or hide.

use crate::link::Side;
use crate::overlay::act::Act;
use crate::overlay::model::{Asked, Model, Phase};
use crate::overlay::tree::{Element, button, element, holder};
use crate::overlay::words;
use convoally_shared::session::Mode;
use convoally_shared::utterance::Speaker;

/// The bar, `now_ms` after the session began.
pub fn bar(model: &Model, now_ms: u64) -> Element {
    let listening = model.phase() == Phase::Listening;
    let stop = button("stop", "Stop", Act::Stop).flag("disabled", model.waits_for(Asked::Stop));
    let (arrow, name) = match model.side {
        Side::Left => ("→", "Move to the right edge"),
        Side::Right => ("←", "Move to the left edge"),
    };
    let hide = button("hide quiet", if model.collapsed { "Show" } else { "Hide" }, Act::Collapse);
    let buttons = listening
        .then(|| stop.into())
        .into_iter()
        .chain([button("side quiet", arrow, Act::MoveOver).named(name).into(), hide.expanded(!model.collapsed).into()]);
    element("header", "part bar")
        .child(state(model))
        .maybe(listening.then(|| element("time", "clock").words(&words::clock(now_ms)).into()))
        .maybe((listening && model.collapsed).then(|| element("span", "count").words(&count(model)).into()))
        .child(holder("buttons", buttons.collect()))
}

fn state(model: &Model) -> Element {
    let deaf = deaf_to(model, Speaker::Me) || deaf_to(model, Speaker::Them);
    element("p", "state")
        .with("role", "status")
        .with("data-ears", if deaf { "deaf" } else { "open" })
        .child(element("span", "dot").with("aria-hidden", "true"))
        .child(element("b", "").words(said(model)))
}

fn said(model: &Model) -> &'static str {
    match model.phase() {
        Phase::Listening => match (deaf_to(model, Speaker::Me), deaf_to(model, Speaker::Them)) {
            (false, false) => "Listening",
            (true, false) => "Lost: Me",
            (false, true) => "Lost: Them",
            (true, true) => "Lost: both",
        },
        Phase::Connecting => "Connecting",
        Phase::NoHost => "Not connected",
        Phase::OtherVersion => "Needs an update",
        Phase::Idle | Phase::Consent | Phase::Ended => "Not listening",
    }
}

/// Whether a side is not heard. The sign must say so even when the panel is folded.
fn deaf_to(model: &Model, speaker: Speaker) -> bool {
    model.view.sources.iter().any(|side| side.speaker == speaker && words::is_deaf(&side.state))
}

/// How many cards there are, or that none will come, for who looks at the bar alone.
fn count(model: &Model) -> String {
    match (model.view.mode, model.view.cards.len()) {
        (Mode::Off, _) => "Cards off".to_owned(),
        (_, 0) => String::new(),
        (_, 1) => "1 card".to_owned(),
        (_, many) => format!("{many} cards"),
    }
}
