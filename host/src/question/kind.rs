//! What sort of answer a question asks for.
//!
//! First what its own words say without doubt, then whether it leans on the answer before, then what its words make
//! likely, and last what the dialogue has been about.

use super::lexicon::{Words, is_auxiliary};
use super::reading::Evidence;
use super::sentence::sentences;
use super::topics::{
    AVAILABILITY, BACKGROUND, BEHAVIORAL, CLOSING, CODING, DESIGN, MOTIVATION, OF_INTERVIEWS, OF_OTHER_CALLS, PERSONAL,
    SALARY, SITUATIONAL, TECHNICAL, TOPICS,
};
use convoally_shared::question::QuestionKind;

/// A question and the place in which it was asked.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// Its words, scene included.
    pub text: &'a str,
    /// Why it was taken for a question.
    pub why: Evidence,
    /// It is no question without the words before it.
    pub leans: bool,
    /// The user has spoken between the question before and this one.
    pub after_answer: bool,
    /// A scene was set for it.
    pub scene: bool,
    /// The kind of the question before.
    pub before: Option<QuestionKind>,
    /// The dialogue so far has asked what interviews ask.
    pub interview: bool,
}

impl<'a> Asked<'a> {
    /// A question without any dialogue around it.
    pub fn alone(text: &'a str) -> Self {
        let why = Evidence::Order;
        Self { text, why, leans: false, after_answer: false, scene: false, before: None, interview: true }
    }
}

/// How much an utterance sounds like an interview (above zero) or like another call (below).
pub fn sounds_like_interview(words: &[&str]) -> i32 {
    let count = |set: &Words| words.iter().filter(|word| set.contains(*word)).count() as i32;
    count(&OF_INTERVIEWS) - count(&OF_OTHER_CALLS)
}

/// Finds the kind.
pub fn classify(asked: &Asked<'_>) -> QuestionKind {
    let sentences = sentences(asked.text);
    let words: Vec<&str> = sentences.iter().flat_map(|sentence| sentence.list()).collect();
    let last = sentences.last().map(|sentence| sentence.list()).unwrap_or_default();
    let alone = sentences.len() == 1 && !asked.scene;
    plain(asked, &words)
        .or_else(|| {
            (asked.leans || alone && asked.after_answer && short_reason(&words)).then_some(QuestionKind::FollowUp)
        })
        .or_else(|| practical(asked, &words))
        .or_else(|| {
            let leans = asked.interview && alone && asked.after_answer && leans_on_answer(&last);
            leans.then_some(QuestionKind::FollowUp)
        })
        .unwrap_or_else(|| likely(asked, &words, &last))
}

/// What its words say without doubt.
fn plain(asked: &Asked<'_>, words: &[&str]) -> Option<QuestionKind> {
    use QuestionKind::{Availability, Closing, Motivation, Salary};
    let personal = words.first() == Some(&"why")
        && words.iter().skip(1).take(1).any(|word| matches!(*word, "us" | "this" | "our" | "here" | "now"));
    match () {
        () if asked.why == Evidence::Invitation || CLOSING.within(words) => Some(Closing),
        () if asked.interview && SALARY.within(words) => Some(Salary),
        () if !asked.scene && AVAILABILITY.within(words) => Some(Availability),
        () if personal => Some(Motivation),
        () => None,
    }
}

/// Something to be made.
fn practical(asked: &Asked<'_>, words: &[&str]) -> Option<QuestionKind> {
    use QuestionKind::{Coding, Design};
    let code = asked.before == Some(Coding);
    let again = asked.before == Some(Design) && (asked.scene || words.starts_with(&["how", "would", "you"]));
    match () {
        () if CODING.within(words) || asked.why == Evidence::Task && code => Some(Coding),
        () if code && words.iter().any(|word| matches!(*word, "here" | "test" | "faster" | "input")) => Some(Coding),
        () if DESIGN.within(words) || again => Some(Design),
        () => None,
    }
}

/// What is likely, by its words and by the dialogue.
fn likely(asked: &Asked<'_>, words: &[&str], last: &[&str]) -> QuestionKind {
    use QuestionKind::{Background, Behavioral, Motivation, Other, Situational, Technical};
    let about_user = words.iter().any(|word| matches!(*word, "you" | "your"));
    let scene = asked.scene || SITUATIONAL.within(words);
    match () {
        () if words.iter().any(|word| matches!(*word, "weakness" | "weaknesses" | "strength" | "strengths")) => {
            Background
        }
        () if !scene && BEHAVIORAL.within(words) => Behavioral,
        () if PERSONAL.within(words) => Background,
        () if technical_topic(words) => Technical,
        () if !asked.interview => {
            if TECHNICAL.within(last) && !about_user {
                Technical
            } else {
                Other
            }
        }
        () if scene => Situational,
        () if MOTIVATION.within(words) => Motivation,
        () if craft(words) => Technical,
        () if words.first() == Some(&"why") && !words.iter().any(|word| is_auxiliary(word)) => Motivation,
        () if BACKGROUND.within(words) => Background,
        () if TECHNICAL.within(words) || !about_user => Technical,
        () => Background,
    }
}

/// Words of many trades that name a matter and not a person.
fn technical_topic(words: &[&str]) -> bool {
    words.iter().any(|word| TOPICS.contains(word))
}

/// How the trade is practised: "how do you poach eggs for two hundred", "what would you check first".
fn craft(words: &[&str]) -> bool {
    let personal = |verb: &&str| {
        matches!(
            *verb,
            "feel"
                | "see"
                | "cope"
                | "prioritise"
                | "prioritize"
                | "unwind"
                | "spend"
                | "relax"
                | "describe"
                | "like"
                | "get"
                | "work"
                | "stay"
                | "keep"
                | "take"
                | "know"
                | "say"
                | "mean"
                | "think"
                | "want"
                | "need"
                | "have"
        )
    };
    words.windows(4).any(|four| match four {
        ["how" | "when" | "where" | "why", "do" | "would" | "can" | "could" | "should", "you", verb] => !personal(verb),
        ["how", "you", "would" | "do" | "will", verb] | ["how", "to", verb, _] => !personal(verb),
        [
            "what",
            "would" | "do" | "should",
            "you",
            "check" | "look" | "use" | "test" | "add" | "measure" | "change" | "need",
        ] => true,
        ["have", "you", "used" | "dealt" | "considered" | "read", _] => true,
        ["worked", "with" | "on", _, _] | ["come", "across", _, _] | ["what" | "which", _, "have" | "do", "you"] => {
            true
        }
        _ => false,
    })
}

/// "Why a stream?"
fn short_reason(words: &[&str]) -> bool {
    words.first() == Some(&"why") && words.len() <= 5 && !words.iter().any(|word| is_auxiliary(word) || *word == "you")
}

/// Short, and of something that only the answer names: "how did that land", "did he come round".
fn leans_on_answer(words: &[&str]) -> bool {
    let points = words.iter().any(|word| {
        matches!(
            *word,
            "it" | "that"
                | "they"
                | "he"
                | "she"
                | "them"
                | "him"
                | "her"
                | "those"
                | "there"
                | "then"
                | "afterwards"
                | "else"
                | "instead"
                | "ones"
        )
    });
    let told = words.windows(2).any(|pair| {
        matches!(pair, ["did" | "were" | "was", "you"] | ["what", "happened" | "saved" | "changed" | "did" | "does"])
    });
    let past = words.iter().any(|word| matches!(*word, "did" | "was" | "were" | "had"))
        && !words.contains(&"you")
        && words.len() <= 8;
    let own = words.iter().any(|word| matches!(*word, "your" | "yourself"));
    past && !own || (points && words.len() <= 8 || told && words.len() <= 7) && !own
}
