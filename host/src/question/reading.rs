//! Reads one sentence: does it ask, where in it does the asking begin, and why do we think so?

use super::aside::{self, Refusal};
use super::direct::Strength;
use super::ellipsis;
use super::lexicon::is_participle;
use super::scene::SCENES;
use super::sentence::Sentence;
use super::straight;
use super::unfinished;
use super::view::View;
use super::wishes;

/// What stands before a sentence in the dialogue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Before {
    /// The user has just said something that was no question.
    pub answered: bool,
    /// They have said something since, that was no question.
    pub commented: bool,
    /// They have just asked, and the user has not spoken since.
    pub asked: bool,
    /// They have asked at some time.
    pub ever_asked: bool,
    /// The last thing that they asked for was code.
    pub coding: bool,
}

/// Why a sentence is taken for a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// A question word.
    Word,
    /// An auxiliary before "you" or another subject.
    Order,
    /// "Tell us about…"
    Request,
    /// "Write a function…"
    Task,
    /// "I'd love to know…", "I don't see…"
    Wish,
    /// "Any questions for me"
    Invitation,
    /// A statement about the user, said to be confirmed or told more of.
    About,
    /// Words that lean on the user's answer.
    FollowsAnswer,
    /// Words that add to the question just asked.
    Adds,
}

impl Evidence {
    /// Nothing but a word order or a tone: a courtesy may have it as well.
    pub fn is_light(self) -> bool {
        matches!(self, Evidence::Word | Evidence::Order | Evidence::About | Evidence::FollowsAnswer | Evidence::Adds)
    }

    /// In words that a user understands.
    pub fn reason(self) -> &'static str {
        match self {
            Evidence::Word => "it asks with a question word",
            Evidence::Order => "it has the word order of a question",
            Evidence::Request => "it asks you to tell something",
            Evidence::Task => "it sets you a task",
            Evidence::Wish => "it says what they would like to know",
            Evidence::Invitation => "it invites you to ask or to add something",
            Evidence::About => "it puts something to you and waits for your word on it",
            Evidence::FollowsAnswer => "it follows up on your answer",
            Evidence::Adds => "it adds to their last question",
        }
    }
}

/// What one sentence is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// It asks, from this word on.
    Asks { from: usize, why: Evidence, strength: Strength },
    /// It sets the scene for a question: "Imagine that…".
    SetsUp { from: usize },
    /// The speaker has not come to its end.
    Unfinished { from: usize },
    /// It looks like a question but is none for the user.
    Refused(Refusal),
    /// It says something.
    States,
}

impl Reading {
    /// Whether it asks.
    pub fn asks(&self) -> bool {
        matches!(self, Reading::Asks { .. })
    }
}

/// How many words come before what a sentence is about.
pub fn lead_in(sentence: &Sentence) -> usize {
    View { words: &sentence.list(), before: Before::default(), sentence, marked: false }.lead_in()
}

/// Reads a sentence.
pub fn read(sentence: &Sentence, before: Before) -> Reading {
    let words = sentence.list();
    let tag = aside::tag(&words);
    let body = if tag < words.len() { &words[..words.len() - tag] } else { &words[..] };
    let tagged = body.len() < words.len() && (sentence.words[body.len() - 1].comma || sentence.marked && tag == 1);
    let marked = sentence.marked && !tagged;
    let view = View { words: if tagged { body } else { &words }, before, sentence, marked };
    let mut refused = None;
    if let Some(found) = view.asking(&mut refused) {
        let Reading::Asks { from, why, .. } = found else { return found };
        let invited = why == Evidence::Invitation;
        return if !sentence.marked && (sentence.trails || !invited && unfinished::cut_off(&words[from..])) {
            Reading::Unfinished { from }
        } else {
            found
        };
    }
    let from = view.lead_in();
    let rest = &view.words[from..];
    if let Some(why) = refused.filter(|why| matches!(why, Refusal::Call | Refusal::SmallTalk | Refusal::Figure)) {
        return Reading::Refused(why);
    }
    if straight::without_inversion(rest) && refused.is_none() {
        return Reading::Asks { from, why: Evidence::About, strength: Strength::Fair };
    }
    let broken = (sentence.trails || unfinished::read(rest)) && !sentence.marked;
    if unfinished::broken_question(rest) && !sentence.marked {
        return Reading::Unfinished { from };
    }
    if !sentence.marked && unfinished::cut_off(rest) && rest.len() > 1 {
        return Reading::Unfinished { from };
    }
    if before.answered && !broken && ellipsis::names_a_matter(rest) {
        return Reading::Asks { from, why: Evidence::About, strength: Strength::Weak };
    }
    if let Some(evidence) = ellipsis::read(view.words, marked, sentence.stopped, before) {
        return Reading::Asks { from: ellipsis::lead_in(view.words), why: evidence, strength: Strength::Fair };
    }
    if wishes::doubts(rest) && before.ever_asked {
        return Reading::Asks { from, why: Evidence::Wish, strength: Strength::Fair };
    }
    let told = matches!(rest, ["you", "have", verb, ..] if is_participle(verb));
    if !sentence.marked
        && !told
        && ((0..=from).any(|at| SCENES.begins(&view.words[at..]).is_some()) || view.scene_inside())
    {
        return Reading::SetsUp { from };
    }
    if broken {
        return Reading::Unfinished { from };
    }
    if view.next_item(before) {
        return Reading::Asks { from: 0, why: Evidence::Task, strength: Strength::Fair };
    }
    if sentence.marked {
        return view.declared(before, tagged, from);
    }
    refused.map_or(Reading::States, Reading::Refused)
}
