//! What sounds like a question and is none for the user: the call itself, small talk, figures of speech, nods.

use super::call;
use super::courtesy::{FIGURES, SMALL_TALK};
use super::phrase::Phrases;
use std::sync::LazyLock;

/// A main clause that makes a statement of the question word before it: "how they manage is beyond me".
static SHRUGS: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new(&[
        "is|was|remains|stays beyond|anyone|anybody|anyone's|anybody's|another|unclear|nobody's",
        "is|was|remains|stays a different|mystery|secret|puzzle|good|long|whole|separate",
        "i|we|you|nobody|lord|god|heaven|goodness|who .. never|not|hardly .. know|knows|tell|say|understand|imagine|remember|fathom|understood|told|worked|figured|get",
        "i|we have no|not idea|clue|a",
        "no idea",
        "god|lord|heaven|goodness|nobody|only knows|god",
        "beats|escapes|baffles|amazes|puzzles me|us",
        "i do not know|care|get|understand|mind",
        "is|was no|not .. secret|mystery|mine|ours",
        "could not tell|say",
        "depends|depend on|whether|who|how",
        "you would|will not believe",
        "is|are .. up to",
        "varies|vary|matters",
        "never know|understand|get",
    ])
});

/// Tags at the end of what is a statement.
static TAGS: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new(&[
        "right",
        "okay",
        "yeah",
        "yes",
        "no",
        "correct",
        "eh",
        "huh",
        "innit",
        "alright",
        "true",
        "really",
        "see",
        "hey",
        "ya",
        "ja",
        "nah",
        "or what",
        "you know",
        "you see",
        "know what i mean",
        "is it",
        "is it not",
        "is not it",
        "get it",
        "remember",
        "have|has|did|do|are|is|can|could|will|would|should we|i|they|he|she|it",
        "is that right|correct|so|okay|it|fair",
        "am i right",
        "if that makes sense",
        "you with me",
        "<aux> not? i|you|we|they|he|she|it|that|there|this",
        "<aux> i|you|we|they|he|she|it|that|there not",
        "lah",
        "lor",
        "not so",
        "is it okay",
        "do you know what i mean",
        "you get me",
        "sound good",
        "fair enough",
        "makes sense",
        "does that make sense",
        "if you like",
        "if i may",
        "sure",
    ])
});

/// Facts that are put for a check: "your date of birth is…".
static CHECKS: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new(&[
        "your .. name|surname|birth|number|postcode|address|email|birthday|mobile",
        "name|surname|birth|birthday|postcode|zip|spelled|spelt|spelling|pronounced",
        "you|that|this|it|and .. is|are|was|were|said|spell|mean with|a two|three|double|one|spelled|spelt .. e|l|t|s|double",
        "with an|a|one|two|double e|s|l|k|c|h|z|y",
        "this is|was for|about|the|mr|mrs|ms|dr|doctor",
        "you are mr|mrs|ms|dr|miss|doctor",
    ])
});

/// Why words at the beginning of a clause ask the user nothing.
pub fn refusal(words: &[&str]) -> Option<Refusal> {
    if FIGURES.begins(words).is_some() {
        Some(Refusal::Figure)
    } else if SMALL_TALK.begins(words).is_some() {
        Some(Refusal::SmallTalk)
    } else if call::is_about_the_call(words) {
        Some(Refusal::Call)
    } else {
        None
    }
}

/// What looks like a question and is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Sound, screen, dates, water.
    Call,
    /// Courtesies.
    SmallTalk,
    /// "Who knows."
    Figure,
    /// "What we do is…"
    Tells,
    /// "They asked me why…"
    Reported,
    /// "…, right?"
    Nod,
    /// A name, a number, a birth date.
    Check,
    /// The speaker asks for themselves or speaks of themselves.
    Own,
    /// They answer it themselves.
    Itself,
    /// It speaks to somebody on their side.
    Theirs,
    /// It answers what the user has asked.
    Answer,
    /// It says again what the user has said.
    Echo,
}

impl Refusal {
    /// In words that a user understands.
    pub fn reason(self) -> &'static str {
        match self {
            Refusal::Call => "it is about the call, not about you",
            Refusal::SmallTalk => "it is small talk",
            Refusal::Figure => "it is a figure of speech, not a question",
            Refusal::Tells => "it begins like a question but tells something",
            Refusal::Reported => "it reports what somebody asked",
            Refusal::Nod => "it only asks for a nod",
            Refusal::Check => "it only checks a detail",
            Refusal::Own => "they speak of themselves",
            Refusal::Itself => "they answer it themselves",
            Refusal::Theirs => "it is meant for somebody on their side",
            Refusal::Answer => "it answers your question",
            Refusal::Echo => "it repeats what you said",
        }
    }
}

/// Whether a clause that began like a question ends as a statement.
pub fn shrugs(words: &[&str]) -> bool {
    SHRUGS.within(words)
}

/// What takes a question back: "no, scratch that".
static TAKEN_BACK: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new(&[
        "scratch|strike|skip|cancel that",
        "never mind",
        "forget it|that|i",
        "ignore me|that",
        "no wait|scratch|actually",
        "ah|actually no",
        "do not answer that",
        "i am joking|kidding|only",
        "just kidding|joking|teasing|messing",
    ])
});

/// Whether the speaker takes back what was asked.
pub fn takes_back(words: &[&str]) -> bool {
    TAKEN_BACK.within(words)
}

/// How many words at the end are a tag.
pub fn tag(words: &[&str]) -> usize {
    let longest = words.len().min(6);
    (1..=longest).rev().find(|&count| TAGS.begins(&words[words.len() - count..]) == Some(count)).unwrap_or(0)
}

/// Whether only a name, a number or an address is put for confirmation.
pub fn checks_detail(words: &[&str]) -> bool {
    words.len() <= 14 && CHECKS.within(words)
}
