//! The rules: what a sentence asks, if anything.

use super::sentence::Sentence;

/// What one sentence is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reading {
    /// It asks, from word `offset` on, because of `evidence`.
    Asks { offset: usize, evidence: &'static str, leans: bool },
    /// It sets the scene for a question that follows: "Imagine that…".
    SetsUp { offset: usize },
    /// It looks like a question but is none for the user.
    Refused(&'static str),
    /// It says something.
    States,
}

impl Reading {
    pub fn asks(&self) -> bool {
        matches!(self, Reading::Asks { .. })
    }

    pub fn leans(&self) -> bool {
        matches!(self, Reading::Asks { leans: true, .. })
    }

    pub fn sets_up(&self) -> bool {
        matches!(self, Reading::SetsUp { .. })
    }

    pub fn offset(&self) -> usize {
        match self {
            Reading::Asks { offset, .. } | Reading::SetsUp { offset } => *offset,
            Reading::Refused(_) | Reading::States => 0,
        }
    }

    pub fn refusal(&self) -> Option<&'static str> {
        match self {
            Reading::Refused(why) => Some(why),
            _ => None,
        }
    }

    pub fn reason(&self) -> String {
        match self {
            Reading::Asks { evidence, .. } => (*evidence).to_owned(),
            _ => String::new(),
        }
    }
}

/// Words that come before what a sentence is about.
const LEAD_INS: &[&str] = &[
    "okay", "ok", "so", "and", "um", "uh", "well", "great", "alright", "right", "now", "then", "yeah", "yes", "cool",
    "perfect", "but", "also", "next", "first", "finally", "lastly", "good", "nice", "sure", "hmm", "ah", "oh", "like",
    "thanks", "please", "just", "maybe", "again", "hi", "hello", "hey",
];

/// About the call, not about the user. May stand behind a few words, such as a name: "Alex, can you hear me?"
const LOGISTICS: &[&str] = &[
    "can you hear",
    "could you hear",
    "do you hear",
    "can you see",
    "are you there",
    "am i audible",
    "shall we",
    "should we start",
    "should we get",
    "should we begin",
    "can we start",
    "ready to",
    "are you ready",
    "how are you",
    "how's it going",
    "how is it going",
    "how was your weekend",
    "how's your day",
    "how has your day",
    "how do you do",
    "is that okay",
    "is this okay",
    "is that clear",
    "does that make sense",
    "does that sound",
    "do you mind if",
    "would you like some",
    "can i get you",
    "can i share",
    "can you hold",
    "could you hold",
    "can you give me a second",
    "can you give me a minute",
    "can you share your screen",
    "could you share your screen",
    "did you find the",
    "is now a good time",
    "is this a good time",
    "can you mute",
    "could you mute",
    "can you unmute",
    "are you on mute",
    "how do you pronounce",
    "what time is it",
    "can everyone",
    "is everyone",
    "can we move on",
    "shall i",
    "sounds good",
    "you know what",
    "who knows",
    "guess what",
    "how cool is that",
    "what's up",
];

/// So many words may stand before them.
const WORDS_BEFORE_LOGISTICS: usize = 4;

/// Requests in the form of commands.
const COMMANDS: &[&str] = &[
    "tell me",
    "tell us",
    "talk about",
    "talk to me about",
    "talk me through",
    "talk us through",
    "walk me through",
    "walk us through",
    "take me through",
    "take us through",
    "run me through",
    "describe",
    "explain",
    "give me an",
    "give me a",
    "give us an",
    "give us a",
    "share an example",
    "share a",
    "introduce yourself",
    "design a",
    "design an",
    "write a",
    "write me a",
    "implement",
    "sell me",
    "convince me",
    "compare",
    "define",
    "name a",
    "name one",
    "name three",
    "help me understand",
    "help us understand",
    "elaborate",
    "say more about",
];

/// Requests in the form of statements.
const WISHES: &[&str] = &[
    "i'd like to hear",
    "i'd like to know",
    "i'd love to hear",
    "i'd love to know",
    "i would like to hear",
    "i would like to know",
    "i would love to hear",
    "i would love to know",
    "we'd like to hear",
    "we'd like to know",
    "we'd love to hear",
    "we would like to",
    "i'm curious",
    "i am curious",
    "i was wondering",
    "i'm wondering",
    "i wonder",
    "i want to hear",
    "i want to know",
    "i'm interested in",
    "it would help to know",
    "it'd help to know",
    "it would be great to hear",
    "it would be helpful to",
    "my question is",
    "my next question is",
    "the question is",
    "let's talk about",
    "let's hear about",
];

/// Scenes that a question leans on.
const SETUPS: &[&str] = &[
    "imagine",
    "suppose",
    "let's say",
    "say you",
    "say that",
    "picture",
    "assume",
    "consider",
    "pretend",
    "let's imagine",
    "let's assume",
    "think of a",
];

/// Beginnings that stand in the middle of text without punctuation: only ones that statements hardly contain.
const INNER: &[&str] = &[
    "tell me about",
    "tell us about",
    "walk me through",
    "walk us through",
    "talk me through",
    "describe a time",
    "describe a situation",
    "give me an example",
    "what is your",
    "what are your",
    "what's your",
    "what do you",
    "what did you",
    "what would you",
    "what have you",
    "what was your",
    "what made you",
    "why do you",
    "why did you",
    "why would you",
    "why are you",
    "where do you",
    "where did you",
    "where would you",
    "how do you",
    "how did you",
    "how would you",
    "how have you",
    "how many years",
    "when did you",
    "when would you",
    "when can you",
    "which of your",
    "have you ever",
    "have you worked",
    "have you used",
    "do you have any",
    "are you comfortable",
    "are you familiar",
    "can you tell",
    "can you describe",
    "can you explain",
    "can you walk",
    "can you give",
    "could you tell",
    "could you describe",
    "could you explain",
    "could you walk",
    "could you give",
    "would you say",
];

const QUESTION_WORDS: &[&str] =
    &["what", "why", "how", "where", "when", "which", "who", "whom", "whose", "what's", "how's", "where's", "who's"];

const AUXILIARIES: &[&str] = &[
    "do", "does", "did", "can", "could", "would", "will", "have", "has", "had", "are", "is", "were", "was", "should",
    "don't", "didn't", "haven't", "aren't", "isn't", "couldn't", "wouldn't", "may", "might", "am",
];

/// After these a question word begins a clause, not a question: "When I joined, we were five people."
const OWN_SUBJECTS: &[&str] =
    &["i", "we", "i'm", "we're", "i've", "we've", "i'd", "we'd", "they", "he", "she", "it's", "they're", "our", "my"];

/// What a question of two or three words may begin with.
const ELLIPSES: &[&str] = &[
    "why",
    "how",
    "why not",
    "how so",
    "such as",
    "for example",
    "and then",
    "and after",
    "what else",
    "anything else",
    "in what way",
    "meaning",
    "by whom",
    "since when",
    "how long",
    "how many",
    "how often",
    "with whom",
    "like what",
];

/// Reads one sentence. `asked_before` allows questions of two or three words.
pub fn read(sentence: &Sentence, asked_before: bool) -> Reading {
    let offset = lead_in(&sentence.words);
    let words = sentence.words_from(offset);
    if (0..words.len().min(WORDS_BEFORE_LOGISTICS)).any(|at| begins_with_any(&words[at..], LOGISTICS)) {
        return Reading::Refused("it is about the call, not about you");
    }
    if let Some(evidence) = asks(&words, sentence.marked) {
        return Reading::Asks { offset, evidence, leans: false };
    }
    if asked_before && is_elliptic(sentence, offset) {
        return Reading::Asks { offset, evidence: "it follows up on the last question", leans: true };
    }
    if let Some(inner) = inner(sentence) {
        return Reading::Asks { offset: inner, evidence: "it turns into a question", leans: false };
    }
    if begins_with_any(&words, SETUPS) {
        return Reading::SetsUp { offset };
    }
    if sentence.marked && words.len() >= 3 {
        return Reading::Asks { offset, evidence: "it ends in a question mark", leans: false };
    }
    if words.first().is_some_and(|word| QUESTION_WORDS.contains(word)) {
        return Reading::Refused("it begins like a question but tells something");
    }
    Reading::States
}

/// How many words of lead-in there are; one word always stays.
fn lead_in(words: &[String]) -> usize {
    let count = words.iter().take_while(|word| LEAD_INS.contains(&word.as_str())).count();
    count.min(words.len().saturating_sub(1))
}

fn begins_with(words: &[&str], phrase: &str) -> bool {
    let mut place = words.iter();
    phrase.split(' ').all(|expected| place.next().is_some_and(|word| *word == expected))
}

fn begins_with_any(words: &[&str], phrases: &[&str]) -> bool {
    phrases.iter().any(|phrase| begins_with(words, phrase))
}

/// The evidence that words which stand at the beginning ask something.
fn asks(words: &[&str], marked: bool) -> Option<&'static str> {
    if begins_with_any(words, COMMANDS) && words.len() >= 2 {
        return Some("it asks you to tell something");
    }
    if begins_with_any(words, WISHES) {
        return Some("it says what they would like to know");
    }
    let (first, second) = (*words.first()?, words.get(1).copied().unwrap_or_default());
    if QUESTION_WORDS.contains(&first) && words.len() >= 3 {
        let tells = OWN_SUBJECTS.contains(&second) || second == "you" || second == "a" || second == "an";
        if marked || (!tells && is_inverted(words)) {
            return Some("it begins with a question word");
        }
    }
    let to_you = second == "you" || second == "your" || second == "there";
    if AUXILIARIES.contains(&first) && words.len() >= 3 && (to_you || marked) {
        return Some("it begins like a question to you");
    }
    None
}

/// A verb stands before its subject within the first words: "what kind of systems have you built".
fn is_inverted(words: &[&str]) -> bool {
    words.iter().skip(1).take(5).any(|word| AUXILIARIES.contains(word)) || words[0].ends_with("'s")
}

fn is_elliptic(sentence: &Sentence, offset: usize) -> bool {
    let whole = sentence.words_from(0);
    let rest = sentence.words_from(offset);
    let short = rest.len() <= 3;
    short
        && (sentence.marked || begins_with_any(&whole, ELLIPSES) || begins_with_any(&rest, ELLIPSES))
        && !begins_with_any(&rest, &["right", "okay", "ok", "yeah", "really"])
}

/// The word at which text that does not begin as a question turns into one.
fn inner(sentence: &Sentence) -> Option<usize> {
    (1..sentence.words.len()).find(|&at| {
        let told = OWN_SUBJECTS.contains(&sentence.words[at - 1].as_str());
        let rest = sentence.words_from(at);
        !told && rest.len() >= 4 && begins_with_any(&rest, INNER) && !reported(&sentence.words[..at])
    })
}

/// "They asked me why do you…", "I know what you…": the question is somebody else's.
fn reported(before: &[String]) -> bool {
    before.iter().rev().take(3).any(|word| matches!(word.as_str(), "asked" | "know" | "said" | "told" | "about"))
}
