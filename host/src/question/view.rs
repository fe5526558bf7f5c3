//! One sentence, looked at word by word for the place where it asks.

use super::aside::{self, Refusal};
use super::direct::{self, Clause, Strength};
use super::lexicon::{
    is_auxiliary, is_be, is_finite_verb, is_preposition, is_question_word, is_subject_pronoun, joins_clauses, leads_in,
    subordinates, takes_question,
};
use super::reading::{Before, Evidence, Reading};
use super::request::{self, Request};
use super::scene::{INVITATIONS, SCENES};
use super::sentence::Sentence;

/// How a word stands to the clause that might begin with it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Inside,
    Clause,
    Start,
}

/// A sentence and what stands before it.
pub struct View<'a> {
    pub words: &'a [&'a str],
    pub before: Before,
    pub sentence: &'a Sentence,
    pub marked: bool,
}

impl View<'_> {
    /// Words before what the sentence is about. One word always stays.
    pub fn lead_in(&self) -> usize {
        let count = self.words.iter().take_while(|word| leads_in(word)).count();
        count.min(self.words.len().saturating_sub(1))
    }

    fn place(&self, at: usize, lead_in: usize) -> Place {
        if at == 0 || at == lead_in || at < lead_in && self.begins_here(at) {
            Place::Start
        } else if self.sentence.words[at - 1].comma
            || joins_clauses(self.words[at - 1])
            || self.topic_before(at, lead_in)
        {
            Place::Clause
        } else {
            Place::Inside
        }
    }

    /// "On the money side what…": words without a verb, and then a question word.
    fn topic_before(&self, at: usize, lead_in: usize) -> bool {
        let topic = &self.words[lead_in.min(at)..at];
        let verb = |word: &&str| is_auxiliary(word) || is_subject_pronoun(word) || is_finite_verb(word);
        is_question_word(self.words[at])
            && (2..=9).contains(&topic.len())
            && !matches!(self.words[at], "who" | "which" | "where" | "when")
            && !topic.iter().any(verb)
            && self.free_question(at)
    }

    /// The first place at which it asks.
    pub fn asking(&self, refused: &mut Option<Refusal>) -> Option<Reading> {
        let lead_in = self.lead_in();
        let mut blocked_until = 0;
        let mut told = false;
        for at in 0..self.words.len() {
            let rest = &self.words[at..];
            let place = self.place(at, lead_in);
            if INVITATIONS.begins(rest).is_some() && !self.reported(at) {
                let own = self.words[at.saturating_sub(5)..at].iter().any(|word| {
                    matches!(
                        *word,
                        "had" | "no" | "those" | "these" | "if" | "answer" | "answers" | "answered" | "my" | "good"
                    )
                });
                if !own {
                    let from = self.invitation_start(at, lead_in);
                    return Some(Reading::Asks { from, why: Evidence::Invitation, strength: Strength::Strong });
                }
            }
            if place >= Place::Clause
                && at >= lead_in
                && let Some(why) = self.set_aside(rest)
            {
                *refused = Some(why);
                blocked_until = self.next_clause(at + 2);
                continue;
            }
            if at < blocked_until || at < lead_in && !self.begins_here(at) {
                continue;
            }
            let Some((why, strength)) = self.asks_at(at, place, refused) else {
                told |= *refused == Some(Refusal::Tells);
                continue;
            };
            if strength == Strength::Weak && why == Evidence::Order && self.sentence.stopped && !self.marked {
                continue;
            }
            if told && (strength < Strength::Strong || why == Evidence::Order && is_be(self.words[at])) {
                continue;
            }
            if place == Place::Inside
                && let Some(why) = self.set_aside(rest)
            {
                *refused = Some(why);
                blocked_until = self.next_clause(at + 2);
                continue;
            }
            if self.reported(at) {
                *refused = Some(Refusal::Reported);
                continue;
            }
            if why == Evidence::Word && aside::shrugs(&rest[1..]) {
                *refused = Some(Refusal::Tells);
                return None;
            }
            return Some(Reading::Asks { from: self.scene_before(at, lead_in), why, strength });
        }
        None
    }

    /// "If a client came to you…, what would you do": the condition belongs to the question.
    fn scene_before(&self, at: usize, lead_in: usize) -> usize {
        if at < lead_in + 3 {
            return at;
        }
        let scene = subordinates(self.words[lead_in])
            || (0..=lead_in).any(|from| SCENES.begins(&self.words[from..at]).is_some());
        if scene { lead_in } else { at }
    }

    /// "Like" and "now" may lead in or mean something; a question word among them always begins.
    fn begins_here(&self, at: usize) -> bool {
        is_question_word(self.words[at]) || is_auxiliary(self.words[at])
    }

    fn invitation_start(&self, at: usize, lead_in: usize) -> usize {
        let opens = |from: usize| is_auxiliary(self.words[from]) || is_question_word(self.words[from]);
        let earliest = at.saturating_sub(6).max(lead_in.min(at));
        (earliest..at).find(|&from| opens(from)).unwrap_or(at)
    }

    fn set_aside(&self, rest: &[&str]) -> Option<Refusal> {
        if matches!(rest, [.., "or", "shall" | "should" | "will", "i" | "we"]) {
            return Some(Refusal::Theirs);
        }
        match request::read(rest) {
            // "Or no text at all?" is no order to text.
            Some(Request::Chore)
                if self.marked && !is_auxiliary(rest[0]) && !matches!(rest.get(1), Some(&("me" | "us" | "on"))) =>
            {
                None
            }
            Some(Request::Chore) => Some(Refusal::Call),
            Some(_) => None,
            None => aside::refusal(rest),
        }
    }

    fn next_clause(&self, from: usize) -> usize {
        (from..self.words.len()).find(|&at| self.place(at, 0) == Place::Clause).unwrap_or(self.words.len())
    }

    fn asks_at(&self, at: usize, place: Place, refused: &mut Option<Refusal>) -> Option<(Evidence, Strength)> {
        let rest = &self.words[at..];
        if place >= Place::Clause || self.free(at) && strong_request(rest) || self.wish_may_begin(at) {
            match request::read(rest) {
                Some(Request::Tell) if aside::checks_detail(rest) => *refused = Some(Refusal::Check),
                Some(Request::Tell) => return Some((Evidence::Request, Strength::Strong)),
                Some(Request::Task) => return Some((Evidence::Task, Strength::Strong)),
                Some(Request::Wish) => return Some((Evidence::Wish, Strength::Strong)),
                Some(Request::Chore) | None => {}
            }
        }
        let least = match place {
            Place::Start => Strength::Weak,
            Place::Clause if self.marked => Strength::Weak,
            Place::Clause => Strength::Fair,
            Place::Inside => Strength::Strong,
        };
        match direct::question_word(rest, self.marked) {
            Clause::Asks(strength) if strength >= least && (place >= Place::Clause || self.free_question(at)) => {
                return Some((Evidence::Word, strength));
            }
            Clause::Asks(strength) if self.asks_in_running_talk(at, place, strength) => {
                return Some((Evidence::Word, strength));
            }
            Clause::Bare if place == Place::Start && self.answers_owed() && !aside::shrugs(rest) => {
                return Some((Evidence::Word, Strength::Weak));
            }
            Clause::Tells | Clause::Bare if place == Place::Start => *refused = Some(Refusal::Tells),
            _ => {}
        }
        let least = if place == Place::Clause && is_be(rest[0]) && !self.marked { Strength::Strong } else { least };
        match direct::yes_or_no(rest, self.marked) {
            Clause::Asks(strength) if strength >= least && (place >= Place::Clause || self.free(at)) => {
                return Some((Evidence::Order, strength));
            }
            Clause::Asks(Strength::Fair) if self.free(at) && puts_to_user(rest) => {
                return Some((Evidence::Order, Strength::Fair));
            }
            _ => {}
        }
        None
    }

    /// "It goes also down what is then your first suspicion": what, how and why seldom hang on a noun, so that they ask in
    /// the middle of unpunctuated talk too, unless a verb before them takes them for its object.
    fn asks_in_running_talk(&self, at: usize, place: Place, strength: Strength) -> bool {
        let rest = &self.words[at..];
        if self.sentence.stopped_without_mark() {
            return false;
        }
        let ends_here = rest.len() <= 9;
        let next = rest.get(1).copied().unwrap_or_default();
        let helped = rest.iter().skip(1).take(4).any(|word| is_auxiliary(word) && !is_be(word));
        let asks = match rest[0] {
            "what" | "how" | "why" => {
                let inverted = helped || rest.iter().skip(1).take(2).any(|word| is_be(word));
                strength >= Strength::Fair && inverted || ends_here && (to_user(rest) || is_finite_verb(next))
            }
            "which" => strength >= Strength::Fair && helped && !is_auxiliary(next),
            "who" => ends_here && is_be(next) && to_user(rest),
            _ => false,
        };
        match place {
            // "It is amazing what people will say to you."
            Place::Inside => {
                asks && at > 0 && !takes_question(self.words[at - 1]) && !(at > 1 && is_be(self.words[at - 2]))
            }
            Place::Clause => ends_here && matches!(rest[0], "what" | "how" | "why"),
            Place::Start => false,
        }
    }

    /// The user has answered and they have not commented on it: what comes next may well ask.
    fn answers_owed(&self) -> bool {
        self.before.ever_asked && self.before.answered && !self.before.commented && !self.sentence.stopped
    }

    /// "Next one, top three orders for each customer."
    pub fn next_item(&self, before: Before) -> bool {
        let item = self.words.windows(2).take(4).position(|pair| {
            matches!(pair, ["next" | "last" | "second" | "third" | "another", "one" | "question" | "task" | "exercise"])
        });
        let rest = item.map_or(&self.words[..0], |at| &self.words[at + 2..]);
        let says = rest.iter().any(|word| is_be(word) || matches!(*word, "i" | "we" | "will"));
        before.ever_asked && rest.len() >= 3 && !says && (before.coding || self.words.len() <= 14)
    }

    pub fn scene_inside(&self) -> bool {
        (1..self.words.len())
            .any(|at| matches!(self.words[at], "imagine" | "suppose") && self.place(at, 0) >= Place::Clause)
    }

    /// A statement with a question mark.
    pub fn declared(&self, before: Before, tagged: bool, from: usize) -> Reading {
        let rest = &self.words[from..];
        let about_you = rest.iter().take(6).any(|word| matches!(*word, "you" | "your"));
        let own = rest.iter().take(2).any(|word| matches!(*word, "i" | "we"));
        let asks = Reading::Asks { from, why: Evidence::About, strength: Strength::Weak };
        let in_place = (1..rest.len()).any(|at| {
            matches!(rest[at], "how" | "what" | "which" | "whom")
                && (is_preposition(rest[at - 1]) || at + 2 >= rest.len())
        });
        if in_place && !own {
            return asks;
        }
        if aside::checks_detail(rest) {
            return Reading::Refused(Refusal::Check);
        }
        if tagged {
            let experience = match rest {
                ["you", "have", ..] => true,
                ["you", _, rest @ ..] => rest.iter().take(2).any(|word| {
                    matches!(
                        *word,
                        "okay" | "happy" | "comfortable" | "able" | "willing" | "open" | "prepared" | "familiar"
                    )
                }),
                _ => false,
            };
            return if experience { asks } else { Reading::Refused(Refusal::Nod) };
        }
        if own {
            return Reading::Refused(Refusal::Own);
        }
        let long_enough = rest.len() >= 3;
        if about_you && long_enough {
            return asks;
        }
        if before.answered && before.ever_asked && long_enough {
            return Reading::Asks { from, why: Evidence::FollowsAnswer, strength: Strength::Weak };
        }
        Reading::Refused(if long_enough { Refusal::Own } else { Refusal::Nod })
    }
}

fn to_user(words: &[&str]) -> bool {
    words.iter().any(|word| matches!(*word, "you" | "your" | "yours"))
}

/// "… is it possible for you", "… would that be a problem for you".
fn puts_to_user(words: &[&str]) -> bool {
    matches!(words.get(1), Some(&("it" | "that" | "this" | "there"))) && words.len() <= 10 && to_user(words)
}

/// Requests that can be told from statements inside running text.
fn strong_request(words: &[&str]) -> bool {
    match words {
        ["tell" | "talk" | "walk" | "take" | "run", "me" | "us", second, ..] => {
            matches!(*second, "about" | "through" | "how" | "what" | "why" | "who" | "where" | "which")
        }
        ["can" | "could" | "would", "you", ..] => true,
        ["i", "would", "like" | "love", "to" | "you", ..] => true,
        ["give", "me" | "us", "an" | "a" | "one", ..] => true,
        ["describe" | "explain", "it" | "that" | "this" | "a" | "the" | "how" | "your" | "to" | "what" | "an", ..] => {
            true
        }
        ["what", "would", ..] | ["may" | "might", "i", "ask" | "know", ..] => true,
        _ => false,
    }
}
