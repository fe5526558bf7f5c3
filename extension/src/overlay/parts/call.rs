//! The call in this tab: the offer to start when it begins, what is said when it is over, and what the page does not say.

use crate::link::call::CallEnd;
use crate::locale::say;
use crate::overlay::act::Act;
use crate::overlay::model::{Model, Phase};
use crate::overlay::tree::{Node, button, element, line};

/// Where nothing listens and there is a call: one press begins.
pub fn offer(model: &Model) -> Option<Node> {
    let offered = model.call.is_on() && matches!(model.phase(), Phase::Idle | Phase::Ended);
    let begin = button("accept-offer wide primary", &say("popup_start"), Act::Start);
    offered.then(|| {
        element("section", "offer")
            .with("aria-labelledby", "offer-title")
            .child(element("h2", "").with("id", "offer-title").words(&say("panel_offer")))
            .maybe(named(&model.call.seen.title))
            .child(begin.flag("disabled", model.is_starting()))
            .child(line("small", &say("panel_offer_text")))
            .into()
    })
}

fn named(title: &str) -> Option<Node> {
    (!title.is_empty()).then(|| line("call-title", title))
}

/// The call is over and the session about to be.
pub fn over(model: &Model) -> Option<Node> {
    let near = model.call.end == Some(CallEnd::Near) && model.phase() == Phase::Listening;
    near.then(|| {
        element("section", "call-over")
            .with("role", "alert")
            .child(element("h2", "").words(&say("panel_call_over")))
            .child(line("", &say("panel_call_over_text")))
            .child(button("go-on wide", &say("panel_go_on"), Act::GoOn))
            .into()
    })
}

/// Why the last session ended, where it did not end by the user's hand.
pub fn stopped(model: &Model) -> Option<Node> {
    (model.call.end == Some(CallEnd::Stopped)).then(|| line("stopped", &say("panel_stopped")))
}

/// The page of a session that is running does not say whether the user is muted.
pub fn unseen_mute(model: &Model) -> Option<Node> {
    let unseen = model.call.followed && model.call.hides_mute();
    unseen.then(|| line("small mute-unseen", &say("panel_mute_unseen")))
}

/// What being muted in the call means, before anything is heard.
pub fn about_mute(model: &Model) -> String {
    say(if model.call.hides_mute() { "panel_mute_unseen" } else { "panel_mute_kept" })
}
