//! When cards open: by themselves, on command, not at all; and the command.

use crate::locale::{say, say_with};
use crate::overlay::act::Act;
use crate::overlay::deck::Fold;
use crate::overlay::model::{Asked, Model};
use crate::overlay::tree::{Node, button, controls, element, holder, line};
use crate::overlay::words;
use convoally_shared::session::Mode;

const MODES: [Mode; 3] = [Mode::Automatic, Mode::OnCommand, Mode::Off];

/// The command, what the mode is, and the choice of another.
pub fn occasion(model: &Model) -> Node {
    let (now, open) = (model.view.mode, model.deck.is_open(Fold::Modes));
    let command = match now {
        Mode::Off => line("small", &say("panel_notes_only")),
        Mode::Automatic | Mode::OnCommand => {
            let key = element("kbd", "").words(model.answer_keys());
            let waits = model.waits_for(Asked::Answer);
            button("answer-now", &say("panel_answer_now"), Act::AnswerNow).child(key).flag("disabled", waits).into()
        }
    };
    let shown = say_with("panel_cards", &[&words::mode(now)]);
    let mut things = vec![command, button("mode quiet", &shown, Act::Toggle(Fold::Modes)).expanded(open).into()];
    if open {
        let choice = |mode| button("choice", &words::mode(mode), Act::Mode(mode)).pressed(mode == now).into();
        things.push(controls("modes", &say("panel_when"), MODES.map(choice).into()));
    }
    holder("occasion", things)
}
