//! The keys inside the overlay, as its own list of them and the page of shortcuts show them. The keys that work
//! everywhere are the manifest's commands, which the browser knows.

use crate::locale::Key;

/// Keys, and what they do while the overlay has the keyboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chord {
    /// Each way to press it, as on the keys: `Alt+Shift+A`.
    pub keys: &'static [&'static str],
    /// What it does.
    pub does: Key,
}

/// All of them, in the order in which people need them.
pub const IN_OVERLAY: [Chord; 3] = [
    Chord { keys: &["Alt+Shift+A"], does: Key("keys_answer_now") },
    Chord { keys: &["↓", "↑"], does: Key("keys_next_card") },
    Chord { keys: &["Esc"], does: Key("keys_fold") },
];
