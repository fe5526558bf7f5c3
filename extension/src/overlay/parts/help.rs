//! The list of keys, in a dialog of its own.

use crate::keys::{Chord, IN_OVERLAY};
use crate::locale::say;
use crate::overlay::act::Act;
use crate::overlay::model::Model;
use crate::overlay::tree::{Node, button, element, holder, line};

/// The dialog; always there, and empty while it is closed.
pub fn help(model: &Model) -> Node {
    let dialog = element("dialog", "keys").with("aria-labelledby", "keys-title");
    if !model.help {
        return dialog.into();
    }
    dialog
        .child(element("h2", "").with("id", "keys-title").words(&say("keys_title")))
        .child(line("small", &say("keys_here")))
        .child(element("dl", "").all(IN_OVERLAY.iter().map(key).collect()))
        .child(line("small", &say("keys_everywhere")))
        .child(button("close-keys wide", &say("keys_close"), Act::Help(false)).flag("autofocus", true))
        .into()
}

/// Keys that do the same, and what.
fn key(chord: &Chord) -> Node {
    let all = chord.keys.iter().map(|key| element("kbd", "").words(key).into()).collect();
    holder("", vec![element("dt", "").all(all).into(), element("dd", "").words(&say(chord.does)).into()])
}
