//! Questions in the order of a statement: "you done sales", "you can start when", "alone or with a team".

use super::lexicon::{is_auxiliary, is_be, is_modal, is_participle, is_question_word, subordinates};

/// Whether words that speak of the user ask without the word order of a question: "you done sales", "you can start
/// when", "you did that alone or with a team", "nights okay with you".
pub fn without_inversion(words: &[&str]) -> bool {
    left_out(words) || question_word_in_place(words) || offers_choice(words)
}

fn left_out(words: &[&str]) -> bool {
    match words {
        ["ever", verb, _, ..] | ["you", "ever", verb, _, ..] => is_participle(verb),
        // "(They will want to know) whether you've had anything up there."
        ["whether", rest @ ..] => {
            let told = rest.iter().skip(2).any(|word| is_be(word) || matches!(*word, "not" | "depends"));
            rest.len() >= 3 && concerns_user(rest) && !told
        }
        ["reckon" | "think" | "suppose", "you", ..] => true,
        [
            "you",
            "right" | "okay" | "alright" | "happy" | "fine" | "able" | "willing" | "comfortable" | "open" | "cool",
            "to" | "with" | "for" | "doing" | "working",
            _,
            ..,
        ] => true,
        ["you", verb, _, ..] => is_clear_participle(verb) && words.len() <= 10,
        ["any", noun] => noun.ends_with('s') || matches!(*noun, "experience" | "idea" | "risk" | "news" | "progress"),
        ["any", _, _, ..] => !words.iter().any(|word| is_auxiliary(word)),
        ["familiar" | "comfortable" | "confident", "with", ..]
        | ["willing" | "able" | "prepared" | "open", "to", ..] => true,
        [.., "okay" | "fine" | "good" | "alright" | "possible" | "comfortable", "with" | "for" | "by", "you"] => {
            words.len() <= 8
        }
        _ => false,
    }
}

/// Participles that are no past tense: "you done" lacks its auxiliary, "you told" may not.
fn is_clear_participle(word: &str) -> bool {
    matches!(
        word,
        "done"
            | "been"
            | "seen"
            | "gone"
            | "driven"
            | "taken"
            | "written"
            | "given"
            | "known"
            | "flown"
            | "chosen"
            | "certified"
            | "licensed"
            | "qualified"
            | "trained"
            | "insured"
            | "registered"
            | "based"
            | "married"
    )
}

fn question_word_in_place(words: &[&str]) -> bool {
    let about_user = words.iter().take(4).any(|word| matches!(*word, "you" | "your" | "that" | "this" | "the"));
    let [.., before, last] = words else { return false };
    let ends = matches!(*last, "what" | "where" | "when" | "which" | "how")
        || matches!((*before, *last), ("what" | "where" | "who", "exactly") | ("which", _))
        || words.windows(2).rev().take(2).any(|pair| is_be(pair[0]) && matches!(pair[1], "what" | "where" | "when"))
        || words
            .windows(2)
            .rev()
            .take(3)
            .any(|pair| matches!(pair, ["how", "long" | "many" | "much" | "often" | "big"]));
    let begins = words.first().is_some_and(|word| is_question_word(word) || subordinates(word));
    about_user && ends && !begins && words.len() >= 3 && words.len() <= 12
}

fn offers_choice(words: &[&str]) -> bool {
    let Some(you) = words.iter().take(4).position(|word| *word == "you") else { return false };
    let promised = words.get(you + 1).is_none_or(|word| is_modal(word) || matches!(*word, "get" | "know" | "see"));
    let choice = words.iter().position(|word| *word == "or").is_some_and(|at| at > you + 1 && words.len() - at <= 6);
    let depends = subordinates(words[0]) || is_question_word(words[0]);
    let left_open = words.last() == Some(&"or") && words.len() <= 16;
    choice && !promised && !depends && (words.len() <= 12 || left_open) || words.ends_with(&["or", "not"]) && !depends
}

fn concerns_user(words: &[&str]) -> bool {
    words.iter().any(|word| matches!(*word, "you" | "your"))
}
