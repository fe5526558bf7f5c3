//! When cards open: by themselves, on command, not at all; and the command.

use super::shape::{Button, controls, holder, line, live, row};
use crate::overlay::deck::Fold;
use crate::overlay::model::{Asked, Model};
use crate::overlay::words;
use convoally_shared::session::Mode;
use leptos::prelude::*;

const MODES: [Mode; 3] = [Mode::Automatic, Mode::OnCommand, Mode::Off];

/// The command, what the mode is, and the choice of another.
pub fn occasion(model: RwSignal<Model>) -> AnyView {
    let state = Memo::new(move |_| {
        let model = model.read();
        (model.view.mode, model.waits_for(Asked::Answer), model.deck.is_open(Fold::Modes))
    });
    live(move || {
        let (mode, waits, open) = state.get();
        let command = match mode {
            Mode::Off => line("small off", "What is said is written down, nothing else."),
            Mode::Automatic | Mode::OnCommand => answer_now(model, waits),
        };
        let choice = open.then(|| controls("modes", "When cards open", row(MODES.map(|other| button(model, other, mode)))));
        holder("occasion", row([command, shown(model, mode, open), row(choice)]))
    })
}

fn answer_now(model: RwSignal<Model>, waits: bool) -> AnyView {
    let button = Button::new("answer-now", "Answer now", model, |model| Some(model.answer_now()));
    button.key("Alt+Shift+A").disabled(waits).view()
}

fn shown(model: RwSignal<Model>, mode: Mode, open: bool) -> AnyView {
    let unfold = |model: &mut Model| {
        model.deck.toggle(Fold::Modes);
        None
    };
    Button::new("mode quiet", ["Cards: ", words::mode(mode)].concat(), model, unfold).expanded(open).view()
}

fn button(model: RwSignal<Model>, mode: Mode, now: Mode) -> AnyView {
    Button::new("choice", words::mode(mode), model, move |model| Some(model.set_mode(mode))).pressed(mode == now).view()
}
