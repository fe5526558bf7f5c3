//! What there may be to do after a call: sentences in which somebody promised something, asked for something or said
//! what comes next, word for word, and the questions that the user pinned.
//!
//! Found by their words, in English. It rather misses one than calls something a promise that is none: a wrong one
//! costs the trust in all others.

use crate::export::moment::clock;
use convoally_shared::view::SessionView;
use regex::Regex;
use std::sync::OnceLock;

/// What stands above them.
pub(in crate::export) const WHAT_THEY_ARE: &str = "Word for word from the transcript, found by words of promising and asking, and what you pinned. \
     There may be others.";
/// What stands there when there are none.
pub(in crate::export) const NONE_FOUND: &str = "No promise or request was found in what was said.";

/// One of them.
pub(in crate::export) struct FollowUp<'a> {
    /// When.
    pub clock: String,
    /// Who said it, or `Pinned`.
    pub who: &'a str,
    /// The sentence, or the question.
    pub text: &'a str,
}

/// All of a session, oldest first.
pub(super) fn of(view: &SessionView) -> Vec<FollowUp<'_>> {
    let said = view.utterances.iter().flat_map(|utterance| {
        let found = sentences(&utterance.text).filter(|sentence| is_one(sentence));
        found.map(move |text| {
            (utterance.start_ms, FollowUp { clock: clock(utterance.start_ms), who: view.who(utterance), text })
        })
    });
    let pinned = view.cards.iter().filter(|card| card.marks.pinned).map(|card| {
        (card.asked_ms, FollowUp { clock: clock(card.asked_ms), who: "Pinned", text: card.question.text.as_str() })
    });
    let mut all: Vec<_> = said.chain(pinned).collect();
    all.sort_by_key(|(at_ms, _)| *at_ms);
    all.into_iter().map(|(_, follow_up)| follow_up).collect()
}

/// A stop ends a sentence when white space follows.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    let pieces = text.split_inclusive(['.', '?', '!']);
    let mut from = 0;
    let mut cuts = Vec::new();
    let mut at = 0;
    for piece in pieces {
        at += piece.len();
        if text.get(at..).is_none_or(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace)) {
            cuts.push((from, at));
            from = at;
        }
    }
    cuts.into_iter().filter_map(move |(from, to)| text.get(from..to)).map(str::trim)
}

fn is_one(sentence: &str) -> bool {
    static WORDS: OnceLock<Option<Regex>> = OnceLock::new();
    let words = WORDS.get_or_init(|| {
        // Apostrophes may be typographic. `can` and `could` promise nothing.
        let will = r"(?:['’]ll| will| shall|['’](?:m|re) going to| (?:am|are|is) going to)";
        let who = r"(?:i|we|you|they|she|he|someone|somebody|our \w+|my \w+)";
        let also = r"(?: (?:also|then|definitely|certainly|just|make sure to|try to|happily))?";
        let day = r"(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|tomorrow|the end of|then)";
        // In a talk about machines something is sent all the time: to a person, or at a time, it is a promise.
        let whom = format!(r"(?:you|your|me|us|over|along|tonight|today|tomorrow|afterwards|later|next week|this week|by {day})");
        let hand = format!(r"(?:send|e-?mail|mail|forward|share)(?: [\w'’-]+){{0,6}}? {whom}");
        let meet = r"(?:schedule|set up|arrange|book) (?:a|an|another|the|your|some) (?:call|chat|meeting|interview|time|round|session|conversation)";
        let reply = r"(?:(?:get|come) back to|write(?: to)?|call|introduce|let) (?:you|me|us)|follow up|(?:be|get) in touch|reach out|look into (?:it|that)|check with|hear(?: back)? from";
        let promise = format!(r"\b{who}{will}{also} (?:{hand}|{meet}|{reply})\b");
        let ask = format!(r"(?:^|[,;] |\b(?:and|so|then|but|please) )(?:(?:can|could|would|will) you )?(?:please )?(?:{hand}|let (?:me|us) know|get back to (?:me|us)|introduce (?:me|us))\b");
        let next = r"\bnext (?:steps?|round|stage|interview) (?:is|are|will|would)\b|\bnext steps?[:,]";
        Regex::new(&format!("(?i){promise}|{ask}|{next}")).ok()
    });
    words.as_ref().is_some_and(|words| words.is_match(sentence)) && !looks_back(sentence)
}

/// "In my last job I would send…", "if they could share it": told, not promised.
fn looks_back(sentence: &str) -> bool {
    let lower = sentence.to_lowercase();
    ["used to ", "would always", "last job", "if you could", "if they could", "what is the next", "usually"]
        .iter()
        .any(|sign| lower.contains(sign))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn promises_requests_and_next_steps_are_found_by_their_words() {
        for sentence in [
            "I'll send you the slides tonight.",
            "I’ll email it to you.",
            "We will get back to you by Friday.",
            "You'll hear from us next week.",
            "Our recruiter will be in touch.",
            "Could you send us two references?",
            "And can you please share the repository with us?",
            "I'm going to set up a call with the team.",
            "Please let us know when you could start.",
            "The next step is a technical interview.",
            "I will definitely follow up with Maria.",
            "I'm going to check with the team.",
        ] {
            assert!(is_one(sentence), "{sentence}");
        }
    }

    #[test]
    fn a_story_of_the_past_is_none() {
        for sentence in [
            "I sent the report every week.",
            "We used to have someone who will send it.",
            "Usually I will share the plan first.",
            "How would you send a message between threads?",
            "I can call the function twice.",
            "Then we'll send the event to the queue.",
            "The scheduler will set up a container.",
            "What is the next step in your algorithm?",
            "What would you do next?",
            "You can share memory between threads.",
            "",
        ] {
            assert!(!is_one(sentence), "{sentence}");
        }
    }

    #[test]
    fn a_sentence_ends_at_a_stop_before_white_space() {
        let found: Vec<_> = sentences("Version 3.5 is out. Mail me at a@b.example! Will you? Yes").collect();
        assert_eq!(found, ["Version 3.5 is out.", "Mail me at a@b.example!", "Will you?", "Yes"]);
    }
}
