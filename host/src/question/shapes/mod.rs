//! What questions of each kind look like: shapes of grammar, each with its weight.
//!
//! `work.rs` has those of the work itself: stories, cases, matters, things to be made. `person.rs` has those of whoever
//! does it: terms, reasons, a life. What carries no grammar is in `families.rs`; `kind.rs` weighs both.

mod person;
mod work;

use super::phrase::Phrases;
use convoally_shared::question::QuestionKind;
use std::sync::LazyLock;

/// Shapes that speak for a kind.
pub struct Shape {
    /// The kind.
    pub kind: QuestionKind,
    /// How much they say for it.
    pub weight: i32,
    /// What they look like.
    pub phrases: Phrases,
}

fn shape(kind: QuestionKind, weight: i32, phrases: Phrases) -> Shape {
    Shape { kind, weight, phrases }
}

/// All of them.
pub static SHAPES: LazyLock<Vec<Shape>> =
    LazyLock::new(|| work::shapes().into_iter().chain(person::shapes()).collect());
