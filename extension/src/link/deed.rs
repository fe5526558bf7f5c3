//! What a key does in the panel, wherever it was pressed.

use serde::{Deserialize, Serialize};

/// Something that a key does. What needs a card means the one in focus.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Deed {
    /// Answers what was just said.
    AnswerNow,
    /// Hears nothing for a while, or hears again.
    Pause,
    /// The card below.
    Next,
    /// The card above.
    Previous,
    /// Pins the card, or lets go of it.
    Pin,
    /// Takes the card's words along.
    Copy,
    /// Has the draft written shorter.
    Shorter,
    /// Has it written longer.
    Longer,
    /// With another example.
    OtherExample,
    /// In plainer words.
    Plainer,
    /// To the field for a question of the user's own.
    Question,
    /// To the card in focus: the panel has the keyboard from then on, and each key of its own works.
    Enter,
    /// One line, or all.
    Compact,
    /// Place, size and text.
    Menu,
    /// The list of these keys.
    Help,
}

/// The keys for an answer that the manifest suggests. Chromium gives them to no extension: `static/content.js` and the panel
/// hear them themselves, as long as the user has chosen no others.
pub const ANSWER_NOW_KEYS: &str = "Alt+Shift+A";

/// The manifest's commands that a panel obeys, and what each of them does there.
///
/// Copying is none: the browser lets a frame do that only while the user presses something in it.
const COMMANDS: [(&str, Deed); 10] = [
    ("focus-panel", Deed::Enter),
    ("focus-question", Deed::Question),
    ("list-keys", Deed::Help),
    ("longer", Deed::Longer),
    ("next-card", Deed::Next),
    ("other-example", Deed::OtherExample),
    ("pin-card", Deed::Pin),
    ("plainer", Deed::Plainer),
    ("previous-card", Deed::Previous),
    ("shorter", Deed::Shorter),
];

impl Deed {
    /// What the manifest's command of this name does in a panel.
    pub fn of_command(name: &str) -> Option<Self> {
        COMMANDS.iter().find(|(command, _)| *command == name).map(|(_, deed)| *deed)
    }

    /// The panel needs the keyboard for what follows.
    pub fn takes_keyboard(self) -> bool {
        matches!(self, Self::Question | Self::Enter | Self::Help)
    }

    /// The panel asks the host for it, so that one panel is enough.
    pub fn asks(self) -> bool {
        matches!(self, Self::Pin | Self::Shorter | Self::Longer | Self::OtherExample | Self::Plainer)
    }
}
