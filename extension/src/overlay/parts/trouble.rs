//! What does not work: code, sentence, and what to do.

use crate::link::HostStatus;
use crate::locale;
use crate::overlay::model::Model;
use crate::overlay::tree::{Element, Node, element};
use convoally_shared::event::SourceState;
use convoally_shared::fault::Fault;

/// One fault.
pub fn fault(fault: &Fault) -> Node {
    let action = locale::fault::action(fault);
    element("div", "fault")
        .with("role", "alert")
        .with("data-code", &fault.code)
        .child(sentence("p", fault))
        .child(spoken(commands("todo", &action.words), action.lang))
        .child(element("code", "").words(&fault.code))
        .into()
}

/// What happened, in an element of its own.
pub fn sentence(tag: &'static str, fault: &Fault) -> Element {
    let told = locale::fault::sentence(fault);
    spoken(element(tag, "").words(&told.words), told.lang)
}

/// In a language of its own, where it has one.
fn spoken(element: Element, lang: Option<&str>) -> Element {
    match lang {
        Some(lang) => element.with("lang", lang),
        None => element,
    }
}

/// The faults of the moment: the host's, the last action's, the session's newest.
pub fn trouble(model: &Model) -> Vec<Node> {
    let status = match &model.status {
        HostStatus::Unreachable { fault } | HostStatus::OtherVersion { fault } => Some(fault),
        HostStatus::Connecting | HostStatus::Ready { .. } => None,
    };
    // What a side says of itself already is not said twice.
    let newest =
        model.view.faults.last().filter(|fault| !model.view.sources.iter().any(|side| says(&side.state, fault)));
    status.into_iter().chain(&model.notice).chain(newest).map(fault).collect()
}

fn says(state: &SourceState, fault: &Fault) -> bool {
    matches!(state, SourceState::Lost { fault: said } | SourceState::Silent { fault: said } if said.code == fault.code)
}

/// What stands between backquotes is a command to type.
pub fn commands(class: &str, text: &str) -> Element {
    let piece = |(index, piece): (usize, &str)| match index % 2 {
        0 => Node::Words(piece.to_owned()),
        _ => element("kbd", "").words(piece).into(),
    };
    element("p", class).all(text.split('`').enumerate().map(piece).collect())
}
