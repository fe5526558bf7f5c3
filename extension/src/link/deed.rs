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
    /// One line, or all.
    Compact,
    /// Place, size and text.
    Menu,
    /// The list of these keys.
    Help,
}
