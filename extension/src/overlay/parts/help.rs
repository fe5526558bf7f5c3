//! The list of keys, in a dialog of its own.

use crate::overlay::act::Act;
use crate::overlay::keys::KEYS;
use crate::overlay::model::Model;
use crate::overlay::tree::{Node, button, element, holder, line};

/// The keys of the browser, by their names in its own list.
const EVERYWHERE: [(&str, &str); 4] = [
    ("Alt+Shift+A", "Answer now"),
    ("Alt+Shift+H", "Show or hide"),
    ("Alt+Shift+L", "Listen to this tab"),
    ("Alt+Shift+Q", "Type a question"),
];

/// The dialog; always there, and empty while it is closed.
pub fn help(model: &Model) -> Node {
    let dialog = element("dialog", "keys").with("aria-labelledby", "keys-title");
    if !model.help {
        return dialog.into();
    }
    let here = KEYS.iter().map(|(_, keys, _, what)| key(keys, what)).collect();
    let everywhere = EVERYWHERE.iter().map(|(keys, what)| key(keys, what)).collect();
    dialog
        .child(element("h2", "").with("id", "keys-title").words("Keys"))
        .child(line("small", "While the panel has the keyboard:"))
        .child(element("dl", "").all(here))
        .child(line(
            "small",
            "Anywhere in the tab. The browser’s page of extension shortcuts has more, and changes them:",
        ))
        .child(element("dl", "").all(everywhere))
        .child(button("close-keys wide", "Close", Act::Help(false)).flag("autofocus", true))
        .into()
}

/// `j ↓`: two keys that do the same.
fn key(keys: &str, what: &str) -> Node {
    let all = keys.split(' ').map(|key| element("kbd", "").words(key).into()).collect();
    holder("", vec![element("dt", "").all(all).into(), element("dd", "").words(what).into()])
}
