//! What does not work: code, sentence, and what to do.

use super::shape::{live, row};
use crate::link::HostStatus;
use crate::overlay::model::Model;
use convoally_shared::event::SourceState;
use convoally_shared::fault::Fault;
use leptos::prelude::*;

/// One fault.
pub fn fault(fault: &Fault) -> impl IntoView + use<> {
    view! {
        <div class="fault" role="alert" data-code=fault.code.clone()>
            <p>{fault.sentence.clone()}</p>
            <p class="todo">{commands(&fault.action)}</p>
            <code>{fault.code.clone()}</code>
        </div>
    }
}

/// The faults of the moment: the host's, the last action's, the session's newest.
pub fn trouble(model: RwSignal<Model>) -> AnyView {
    live(move || row(faults(&model.read()).map(fault)))
}

fn faults(model: &Model) -> impl Iterator<Item = &Fault> {
    let status = match &model.status {
        HostStatus::Unreachable { fault } | HostStatus::OtherVersion { fault } => Some(fault),
        HostStatus::Connecting | HostStatus::Ready { .. } => None,
    };
    // What a side says of itself already is not said twice.
    let newest =
        model.view.faults.last().filter(|fault| !model.view.sources.iter().any(|side| says(&side.state, fault)));
    status.into_iter().chain(&model.notice).chain(newest)
}

fn says(state: &SourceState, fault: &Fault) -> bool {
    matches!(state, SourceState::Lost { fault: said } | SourceState::Silent { fault: said } if said.code == fault.code)
}

/// What stands between backquotes is a command to type.
pub fn commands(text: &str) -> AnyView {
    let piece = |(index, piece): (usize, &str)| match index % 2 {
        0 => piece.to_owned().into_any(),
        _ => view! { <kbd>{piece.to_owned()}</kbd> }.into_any(),
    };
    row(text.split('`').enumerate().map(piece))
}
