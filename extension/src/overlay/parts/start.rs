//! Before a session: what it is about, and whether the others know. After one: where it was saved.

use super::{field, trouble};
use crate::overlay::act::{Act, Field};
use crate::overlay::model::{Asked, Model, Phase};
use crate::overlay::tree::{Node, button, element, line};

/// The face of the panel for every phase in which it could listen but does not.
pub fn start(model: &Model) -> Vec<Node> {
    match model.phase() {
        Phase::Idle => vec![form(model)],
        Phase::Ended => vec![saved(model), form(model)],
        Phase::Consent => vec![consent(model)],
        Phase::Connecting | Phase::NoHost | Phase::OtherVersion | Phase::Listening => Vec::new(),
    }
}

fn form(model: &Model) -> Node {
    let starting = model.waits_for(Asked::Start);
    let begin = element("button", "wide primary").with("id", "start").flag("disabled", starting).words(if starting {
        "Starting"
    } else {
        "Start listening"
    });
    let choice = "This hears your microphone and everything this computer plays. To hear the call alone, click ConvoAlly \
                  in the browser’s toolbar instead.";
    // A keychain that asks, or a large model, may take longer than the user likes.
    let below = if starting { button("give-up wide", "Cancel", Act::Stop).into() } else { line("small", choice) };
    element("form", "brief")
        .on(Act::Start)
        .child(field(model, "company", "Company", "Northwind", Field::Company))
        .child(field(model, "role", "Role", "Backend engineer", Field::Role))
        .child(field(model, "kind", "Kind of call", "Phone screen", Field::Kind))
        .child(field(model, "language", "Answers in", "Their language", Field::Language))
        .child(field(model, "tone", "How you sound", "Calm, no jargon", Field::Tone))
        .child(begin)
        .child(below)
        .into()
}

fn consent(model: &Model) -> Node {
    let theirs = if model.tab { "this tab’s sound" } else { "everything this computer plays" };
    let hears = [
        "ConvoAlly will hear your microphone and ",
        theirs,
        ", and write down what both sides say. The notes are kept encrypted on this computer.",
    ];
    let leaves = "Sound or text leaves it only for a speech service or a model that you have set up yourself; each \
                  request is listed below the cards.";
    let confirm =
        button("confirm-consent wide primary", "Everyone in this call knows, or its rules allow it", Act::Confirm);
    element("section", "consent")
        .with("aria-labelledby", "consent-title")
        .child(element("h2", "").with("id", "consent-title").words("Do the others know?"))
        .child(line("", &hears.concat()))
        .child(line("", leaves))
        .child(confirm.flag("disabled", model.waits_for(Asked::Start)))
        .child(button("decline-consent wide", "Not now", Act::Decline))
        .child(line("small", &["Asked once for ", &model.site, "."].concat()))
        .into()
}

fn saved(model: &Model) -> Node {
    let id = model.view.session.as_ref().map(|session| session.0.as_str()).unwrap_or_default();
    let title = if model.cut_off() { "The session was cut off" } else { "The session is over" };
    let place = ["Saved as ", id, ". To read it: `convoally history export ", id, "`"].concat();
    element("section", "saved").child(element("h2", "").words(title)).child(trouble::commands("", &place)).into()
}
