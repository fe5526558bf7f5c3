//! Sentences that a pause has broken: the speaker has not come to the end.

use super::aside;
use super::direct::{self, Clause};
use super::lexicon::{
    is_auxiliary, is_be, is_determiner, is_finite_verb, is_preposition, is_question_word, is_subject_pronoun,
    subordinates,
};

/// Whether the words, without lead-in, wait for more.
pub fn read(words: &[&str]) -> bool {
    let Some(last) = words.last() else { return false };
    hangs(last, words) || open_clause(words) || unfinished_tail(words) || topic(words)
}

/// Whether a question breaks off before it is one: "why did they", "and did you".
pub fn broken_question(words: &[&str]) -> bool {
    let from = words.len().saturating_sub(4);
    let you = |at: usize| words.last() == Some(&"you") && direct::yes_or_no(&words[at..], false) == Clause::Unfinished;
    (from..words.len()).any(|at| direct::question_word(&words[at..], false) == Clause::Unfinished || you(at))
}

/// Whether words that ask break off: "tell me about your", "how do you feel about", "have you ever had to". A question
/// may end in "or", and in a preposition when a question word has gone ahead of it.
pub fn cut_off(words: &[&str]) -> bool {
    let Some((last, rest)) = words.split_last() else { return false };
    let before = rest.last().copied().unwrap_or_default();
    let asked_word = words.iter().any(|word| is_question_word(word));
    match *last {
        "the" | "a" | "an" | "your" | "my" | "our" | "and" | "because" | "of" | "whether" | "if" | "than" | "very" => {
            true
        }
        "most" | "biggest" | "main" | "first" | "worst" | "best" => is_determiner(before),
        "about" => {
            matches!(before, "feel" | "me" | "us" | "what" | "how" | "know" | "think" | "more" | "bit" | "talk" | "go")
        }
        "is" | "are" | "was" | "were" | "i" | "we" | "they" => rest.len() > 3 && !asked_word,
        "to" => {
            !asked_word
                || !matches!(
                    before,
                    "report"
                        | "reported"
                        | "talk"
                        | "speak"
                        | "answer"
                        | "down"
                        | "up"
                        | "amount"
                        | "belong"
                        | "go"
                        | "move"
                        | "got"
                )
        }
        "on" | "in" if before.ends_with("ing") => false,
        "with" | "for" | "from" | "at" | "in" | "on" | "into" | "between" | "through" => !asked_word,
        "that" => matches!(before, "think" | "say" | "feel" | "mean" | "believe" | "know" | "find" | "was" | "is"),
        "ever" | "actually" => is_subject_pronoun(before) && words.len() <= 5,
        "say" | "see" => matches!(rest, [.., "you"]) && words.len() <= 5 && !matches!(words[0], "how"),
        "me" | "us" => !asked_word && matches!(before, "tell" | "give" | "show" | "walk" | "talk" | "take"),
        "describe" | "have" | "got" => before == "you" && words.len() <= 3,
        _ => false,
    }
}

/// The last word needs another.
fn hangs(last: &str, words: &[&str]) -> bool {
    let needs = is_determiner(last)
        && !matches!(
            last,
            "that"
                | "this"
                | "one"
                | "all"
                | "both"
                | "those"
                | "these"
                | "her"
                | "another"
                | "no"
                | "some"
                | "any"
                | "each"
                | "other"
        )
        || matches!(
            last,
            "and"
                | "but"
                | "because"
                | "or"
                | "if"
                | "when"
                | "of"
                | "the"
                | "than"
                | "whether"
                | "i"
                | "we"
                | "they"
                | "he"
                | "she"
                | "is"
                | "are"
                | "was"
                | "were"
                | "very"
                | "really"
                | "about"
        )
        || matches!(last, "to" | "for" | "from" | "with" | "at" | "into" | "between" | "your" | "my" | "by")
            && (3..=9).contains(&words.len());
    let embedded = is_be(last) && words.iter().any(|word| is_question_word(word));
    needs && !embedded && words.len() >= 2
}

/// A clause that depends on another, or a subject that waits for its verb.
fn open_clause(words: &[&str]) -> bool {
    if words.len() > 14 || aside::shrugs(words) {
        return false;
    }
    let first = words[0];
    if is_question_word(first) {
        let verbs = words.iter().skip(2).filter(|word| is_be(word)).count();
        return match direct::question_word(words, false) {
            Clause::Depends => !main_clause_follows(words),
            Clause::Tells | Clause::Bare => verbs == 0 && words.len() >= 3 && !matches!(first, "which"),
            Clause::Unfinished => true,
            _ => false,
        };
    }
    subordinates(first)
        && !matches!(first, "as" | "since" | "after" | "before")
        && words.len() >= 3
        && !main_clause_follows(words)
}

/// Whether a second subject with its verb comes after the first clause.
fn main_clause_follows(words: &[&str]) -> bool {
    let subjects = words.iter().skip(1).filter(|word| is_subject_pronoun(word)).count();
    let verbs = words.iter().skip(1).filter(|word| is_auxiliary(word) || is_finite_verb(word)).count();
    subjects >= 2 || verbs >= 2
}

/// "… do you mean", "… did you".
fn unfinished_tail(words: &[&str]) -> bool {
    let from = words.len().saturating_sub(4);
    (from..words.len()).any(|at| {
        direct::question_word(&words[at..], false) == Clause::Unfinished
            || direct::yes_or_no(&words[at..], false) == Clause::Unfinished
    })
}

/// "So for the steering committee", "the other piece the underwriter will ask about": a topic and no verb of its own.
fn topic(words: &[&str]) -> bool {
    let prepositional = is_preposition(words[0]) && words.len() >= 3 && !matches!(words[0], "of" | "like");
    let finite = words.iter().any(|word| is_auxiliary(word) || is_finite_verb(word));
    prepositional && !finite && words.len() <= 7 || matches!(words, ["they" | "he" | "she", .., "know" | "ask"])
}
