//! The one line that is always there: what state, for how long, pause, stop, show or hide. Where it is all that is shown, it
//! has the first words of the answer, too.

use crate::link::stance::Frame;
use crate::locale::say;
use crate::overlay::act::Act;
use crate::overlay::deck::Fold;
use crate::overlay::face::Face;
use crate::overlay::model::{Asked, Model, Phase};
use crate::overlay::tree::{Element, Node, button, element, holder};
use crate::overlay::words;
use convoally_shared::session::Mode;
use convoally_shared::utterance::Speaker;

/// More characters than one line shows.
const ONE_LINE: usize = 160;

/// The bar, `now_ms` after the session began.
pub fn bar(model: &Model, now_ms: u64) -> Element {
    let listening = model.phase() == Phase::Listening;
    let stop = button("stop", &say("popup_stop"), Act::Stop).flag("disabled", model.waits_for(Asked::Stop));
    let compact = model.compact();
    let menu = button("menu-button quiet", "⋯", Act::Toggle(Fold::Menu)).named(&say("panel_menu"));
    let menu = menu.expanded(model.deck.is_open(Fold::Menu)).into();
    // Signs and few words: the bar has to stay one line.
    let hide = button("hide quiet", "", Act::Compact).named(&say(if compact { "panel_show" } else { "panel_hide" }));
    let hide = hide.expanded(!compact).into();
    let buttons = [
        listening.then(|| pause(model)),
        listening.then(|| stop.into()),
        Some(menu),
        (model.frame == Frame::Tab).then_some(hide),
    ];
    element("header", "part bar")
        .child(element("h1", "unseen").words("ConvoAlly"))
        .child(state(model))
        .maybe(listening.then(|| element("time", "clock").words(&words::clock(now_ms)).into()))
        .maybe((listening && compact).then(|| headline(model)))
        .child(holder("buttons", buttons.into_iter().flatten().collect()))
}

fn pause(model: &Model) -> Node {
    let paused = model.view.is_paused();
    let pause = button("pause quiet", "", Act::Pause).named(&say(if paused { "panel_resume" } else { "panel_pause" }));
    pause.flag("data-paused", paused).flag("disabled", model.waits_for(Asked::Pause)).into()
}

fn state(model: &Model) -> Element {
    let deaf = model.view.is_paused() || deaf_to(model, Speaker::Me) || deaf_to(model, Speaker::Them);
    element("p", "state")
        .with("role", "status")
        .with("data-ears", if deaf { "deaf" } else { "open" })
        .child(element("span", "dot").with("aria-hidden", "true"))
        .child(element("b", "").words(&said(model)))
}

fn said(model: &Model) -> String {
    say(match model.phase() {
        Phase::Listening if model.view.is_paused() => "panel_paused",
        Phase::Listening => match (deaf_to(model, Speaker::Me), deaf_to(model, Speaker::Them)) {
            (false, false) => "popup_listening",
            (true, false) => "panel_lost_me",
            (false, true) => "panel_lost_them",
            (true, true) => "panel_lost_both",
        },
        Phase::Connecting => "shell_connecting",
        Phase::NoHost => "shell_unreachable",
        Phase::OtherVersion => "shell_other_version",
        Phase::Idle | Phase::Consent | Phase::Ended => "popup_not_listening",
    })
}

/// Whether a side is not heard. The sign must say so even when the panel is folded.
fn deaf_to(model: &Model, speaker: Speaker) -> bool {
    model.view.sources.iter().any(|side| side.speaker == speaker && words::is_deaf(&side.state))
}

/// The first words of the answer in focus, and the question where there is room; or that no card will come.
fn headline(model: &Model) -> Node {
    let face = model.deck.focus(&model.view).and_then(|id| Face::of(model, id));
    let line = match (face, model.view.mode) {
        (None, Mode::Off) => return element("span", "count").words(&say("panel_cards_off")).into(),
        (None, _) => return element("span", "count").into(),
        (Some(face), _) => {
            element("span", "count answer").with("title", &face.card.question.text).words(&first_words(face))
        }
    };
    line.into()
}

/// As many words as one line can have; the question's until there is an answer.
fn first_words(face: Face<'_>) -> String {
    let answer = face.words();
    let words = if answer.is_empty() { &face.card.question.text } else { &answer };
    words.chars().take(ONE_LINE).map(|letter| if letter == '\n' { ' ' } else { letter }).collect()
}
