//! Requests: "tell us about…", "could you walk me through…", "I'd love to hear…", "I don't see…".

use super::aside::checks_detail;
use super::commands::{CHORES, COMMANDS, TASKS};
use super::phrase::Phrases;
use super::wishes::wishes;
use std::sync::LazyLock;

/// The user is told what to do, politely.
static POLITE: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new(&[
        "i|we would .. like|love|want|need|have|ask|invite|get you to",
        "i|we want|need|like|asked|ask|expect you .. to",
        "can|could|would|will you .. please|kindly|just|maybe|perhaps|briefly|quickly|also|possibly|then|first|now",
        "are you able to",
        "would you be able|willing|prepared|happy|open|so to|kind",
        "would you mind|care|like|be|fancy to?",
        "why do|did not you",
        "perhaps|maybe you could|can|might|would|will|start|begin|tell",
        "you could|might|can|may .. start|begin|tell|give|talk|walk|explain|describe|say|summarise|summarize|outline|open|kick|introduce",
        "how about|if you|we .. start|begin|tell|talk|give|telling|you|with|take",
        "if you|we could|can|would|might|may .. just|maybe|please|perhaps|then|briefly|start|tell|give|talk|walk|explain|describe|begin|take|introduce|share|outline|summarise|summarize|say|elaborate",
        "feel free to",
        "you mind|want|fancy|care|able telling|walking|explaining|to",
        "mind telling|explaining|walking|giving|sharing|describing",
        "your|the task|job|exercise|challenge|problem|mission|assignment here? is|would|will to|be",
        "what i|we .. like|want|need you to do",
        "fancy|care to",
        "do|does you|anyone want|care|mind to?",
        "see if|whether you can",
        "be|am|is good|great|lovely|helpful|useful|nice|handy if you could|can|would",
        "can|could|would|will you",
    ])
});

/// What a request at the beginning of `words` asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Request {
    /// Talk.
    Tell,
    /// Something to be done on the spot.
    Task,
    /// A wish to know, or a doubt.
    Wish,
    /// Nothing that could be answered: "give me one second".
    Chore,
}

/// Reads a command or a wish that stands at the beginning.
pub fn read(words: &[&str]) -> Option<Request> {
    if idiom(words) {
        return None;
    }
    if matches!(words, ["can" | "could" | "would" | "will", "you", rest @ ..] if is_chore(rest)) {
        return Some(Request::Chore);
    }
    if let Some(taken) = POLITE.begins(words) {
        // "Could you" with "hear me" or with a verb that is no command is left to the rules of direct questions.
        let rest = &words[taken..];
        let skip =
            rest.iter().take_while(|word| matches!(**word, "to" | "please" | "just" | "kindly" | "then")).count();
        let rest = &rest[skip..];
        return command(rest).or_else(|| starts(rest).then_some(Request::Tell));
    }
    match command(words) {
        None if wishes(words) => Some(Request::Wish),
        found => found,
    }
}

/// Whether what a polite form asks for is a chore of the call.
pub fn is_chore(words: &[&str]) -> bool {
    CHORES.begins(words).is_some()
}

fn command(words: &[&str]) -> Option<Request> {
    if is_chore(words) {
        Some(Request::Chore)
    } else if TASKS.begins(words).is_some() {
        Some(Request::Task)
    } else if COMMANDS.begins(words).is_some() {
        Some(Request::Tell)
    } else {
        None
    }
}

fn starts(words: &[&str]) -> bool {
    matches!(words.first(), Some(&("start" | "begin" | "kick" | "open" | "summarise" | "summarize" | "put")))
}

/// "Tell me about it" and "tell you what" ask nothing.
fn idiom(words: &[&str]) -> bool {
    if words.get(1) == Some(&"i") && checks_detail(words) {
        return true;
    }
    match words {
        ["tell", "me", "about", "it", rest @ ..] => rest.len() < 2,
        ["tell", "you", "what", ..]
        | ["tell", "me", "what", "i", ..]
        | ["name", "of", ..]
        | ["write", "that" | "it" | "this", "down", ..] => true,
        _ => false,
    }
}
