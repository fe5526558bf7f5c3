//! What the words before a place allow: whether an auxiliary, a command or a question word there stands free.

use super::lexicon::{is_auxiliary, is_be, is_determiner, is_question_word, is_subject_pronoun};
use super::view::View;

impl View<'_> {
    /// A wish begins with its subject, wherever it stands.
    pub(super) fn wish_may_begin(&self, at: usize) -> bool {
        matches!(self.words[at], "i" | "they" | "it")
            && at > 0
            && !matches!(
                self.words[at - 1],
                "that"
                    | "what"
                    | "when"
                    | "if"
                    | "as"
                    | "which"
                    | "who"
                    | "how"
                    | "where"
                    | "than"
                    | "do"
                    | "did"
                    | "can"
            )
    }

    /// Whether the auxiliary or command here cannot belong to the words before it.
    pub(super) fn free(&self, at: usize) -> bool {
        let Some(previous) = at.checked_sub(1).map(|before| self.words[before]) else { return true };
        // "… I don't sugar-coat it would you take nights": nothing but a question turns "you" around.
        if self.words.get(at + 1) == Some(&"you") && !is_be(self.words[at]) && self.words.len() > at + 3 {
            return !(is_question_word(previous)
                || matches!(previous, "not" | "so" | "neither" | "nor" | "than" | "as" | "to")
                || is_auxiliary(previous));
        }
        let bound = is_subject_pronoun(previous)
            || is_auxiliary(previous) && !is_be(previous)
            || is_be(previous) && matches!(self.words[at], "have" | "had")
            || matches!(
                previous,
                "to" | "not"
                    | "that"
                    | "who"
                    | "which"
                    | "there"
                    | "than"
                    | "as"
                    | "never"
                    | "always"
                    | "also"
                    | "just"
            )
            || matches!(previous, "me" | "us" | "him" | "her" | "them") && self.lets(at)
            || previous == "let"
            || is_determiner(previous)
            || is_question_word(previous);
        !bound
    }

    /// "Let us tell…", "it helped them describe…"; not "thanks for joining us tell us who you are".
    fn lets(&self, at: usize) -> bool {
        let verb = at.checked_sub(2).map_or("", |before| self.words[before]);
        matches!(
            verb,
            "let" | "help" | "helps" | "helped" | "make" | "makes" | "made" | "have" | "had" | "see" | "hear" | "watch"
        )
    }

    /// Whether a question word here does not hang on the words before it.
    pub(super) fn free_question(&self, at: usize) -> bool {
        let Some(previous) = at.checked_sub(1).map(|before| self.words[before]) else { return true };
        !matches!(
            previous,
            "know" | "see" | "asked" | "ask" | "say" | "says" | "said" | "told" | "tell" | "matter" | "of" | "no"
        ) || previous == "know" && self.words[at..].contains(&"you")
    }

    /// "They asked me why…", "I told them what…".
    pub(super) fn reported(&self, at: usize) -> bool {
        let before = &self.words[..at];
        let near = &before[before.len().saturating_sub(5)..];
        let asked = near.iter().any(|word| matches!(*word, "asked" | "asks" | "asking" | "told" | "telling" | "said"));
        let ask = near
            .windows(2)
            .any(|pair| matches!(pair, ["they" | "people" | "always" | "candidates" | "students", "ask" | "say"]));
        let said_to = near.windows(2).any(|pair| matches!(pair, ["says" | "said" | "goes" | "say", "to"]));
        let quoted = said_to
            || near.iter().rev().take(2).any(|word| matches!(*word, "goes" | "says" | "went"))
            || before.len() >= 2 && is_be(before[before.len() - 2]) && before[before.len() - 1] == "like"
            || before.last() == Some(&"was") && self.words.get(at) == Some(&"like");
        asked || ask || quoted
    }
}
