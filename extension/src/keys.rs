//! The keys inside the overlay, as it obeys them, and as its own list of them and the page of shortcuts show them. The
//! keys that work everywhere are the manifest's commands, which the browser knows.

use crate::link::deed::Deed;
use crate::locale::Key;

/// Keys, and what they do while the overlay has the keyboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chord {
    /// Each way to press it, as on the keys.
    pub keys: &'static [&'static str],
    /// What it does, for people.
    pub does: Key,
    /// What it does; none for what is no letter of its own.
    pub deed: Option<Deed>,
}

/// All of them, in the order in which people need them.
pub const IN_OVERLAY: [Chord; 15] = [
    chord(&["A"], Key("keys_answer_now"), Deed::AnswerNow),
    chord(&["B"], Key("keys_pause"), Deed::Pause),
    chord(&["J", "↓"], Key("keys_next_card"), Deed::Next),
    chord(&["K", "↑"], Key("keys_card_before"), Deed::Previous),
    chord(&["P"], Key("keys_pin"), Deed::Pin),
    chord(&["C"], Key("keys_copy"), Deed::Copy),
    chord(&["S"], Key("keys_shorter"), Deed::Shorter),
    chord(&["L"], Key("keys_longer"), Deed::Longer),
    chord(&["O"], Key("keys_other_example"), Deed::OtherExample),
    chord(&["E"], Key("keys_plainer"), Deed::Plainer),
    chord(&["Q", "/"], Key("keys_question"), Deed::Question),
    chord(&["H"], Key("keys_one_line"), Deed::Compact),
    chord(&["M"], Key("keys_menu"), Deed::Menu),
    chord(&["?"], Key("keys_list"), Deed::Help),
    Chord { keys: &["Esc"], does: Key("keys_fold"), deed: None },
];

const fn chord(keys: &'static [&'static str], does: Key, deed: Deed) -> Chord {
    Chord { keys, does, deed: Some(deed) }
}

/// What a key does that the browser calls `name`.
pub fn deed(name: &str) -> Option<Deed> {
    let name = match name {
        "ArrowDown" => "↓",
        "ArrowUp" => "↑",
        letter => &*letter.to_ascii_uppercase(),
    };
    IN_OVERLAY.iter().find(|chord| chord.keys.contains(&name))?.deed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_key_does_two_things_and_each_is_obeyed() {
        let mut keys: Vec<_> = IN_OVERLAY.iter().flat_map(|chord| chord.keys.iter()).collect();
        let count = keys.len();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), count);
        let named = ["j", "J", "ArrowUp", "/", "?", "x", "Escape"].map(deed);
        let (next, before) = (Some(Deed::Next), Some(Deed::Previous));
        assert_eq!(named, [next, next, before, Some(Deed::Question), Some(Deed::Help), None, None]);
    }
}
