//! What the detector remembers of the dialogue.

use super::Verdict;
use super::aside::Refusal;
use super::direct::{self, Clause, Strength};
use super::kind::{self, Asked};
use super::lexicon::{is_back_channel, is_subject_pronoun};
use super::people::People;
use super::reading::{Before, Reading};
use super::second::{Said, SecondReader};
use super::sentence::{Sentence, sentences, stitched};
use super::unfinished;
use convoally_shared::question::QuestionKind;
use convoally_shared::utterance::Speaker;
use std::collections::VecDeque;
use std::sync::Arc;

/// A scene may be told in so many utterances before its question comes.
const LONGEST_SCENE: usize = 4;

/// A user who says more than this has taken the floor: what was left hanging is given up.
const SHORT_REMARK: usize = 6;

/// What they left hanging.
#[derive(Clone, Debug, Default)]
pub(super) enum Hanging {
    #[default]
    Nothing,
    Half(String),
    Scene(Vec<String>),
}

/// The detector for one session.
#[derive(Clone, Default)]
pub struct Detector {
    pub(super) reader: Option<Arc<dyn SecondReader>>,
    /// What goes along with an utterance to the reader.
    pub(super) said_before: VecDeque<Said>,
    pub(super) before: Before,
    /// The user has asked; what they say is the answer until they ask.
    pub(super) answering: bool,
    pub(super) hanging: Hanging,
    pub(super) last_question: Option<(String, QuestionKind)>,
    /// What they have just said, if it asked nothing and the user has not spoken since.
    pub(super) said: Option<String>,
    /// Words of what the user said last.
    pub(super) user_said: Vec<String>,
    pub(super) people: People,
    /// They are greeting: what they ask now is a courtesy.
    pub(super) opening: bool,
    /// Above zero, what they say sounds like an interview; below, like another call.
    pub(super) interview: i32,
}

impl Detector {
    /// Hears a finished utterance. Only what the other side says can be a question.
    pub fn heard(&mut self, speaker: Speaker, text: &str) -> Verdict {
        let verdict = self.judge(speaker, text);
        self.remember(speaker, text);
        verdict
    }

    fn judge(&mut self, speaker: Speaker, text: &str) -> Verdict {
        let sentences = sentences(text);
        if sentences.iter().all(only_listens) {
            if speaker == Speaker::Me && self.before.asked && sentences.iter().any(says_yes_or_no) {
                self.before.asked = false;
                self.before.answered = true;
            }
            return passed("it only shows that somebody listens");
        }
        match speaker {
            Speaker::Me => self.heard_user(&sentences),
            Speaker::Them => self.heard_them(text, &sentences),
        }
    }

    /// What [`Detector::heard`] would say if the turn ended with this text; nothing is remembered. Costs one judgement
    /// more, so that it may be asked at every pause.
    pub fn peek(&self, speaker: Speaker, text: &str) -> Verdict {
        self.clone().heard(speaker, text)
    }

    /// Takes an utterance for a question because the user says so.
    pub fn insist(&mut self, text: &str) -> (String, QuestionKind) {
        let own = Self { before: self.before, ..Self::default() };
        let read = self.read_again(text);
        let sentences = sentences(text);
        let found = own.found(&sentences, &own.read(&sentences));
        let (text, kind) = match found {
            Some(Verdict::Question { text, kind, .. }) => (text, kind),
            _ => (text.trim().to_owned(), kind::classify(&Asked::alone(text))),
        };
        let kind = read.map_or(kind, |read| read.kind(Some(kind)));
        self.took(&text, kind);
        (text, kind)
    }

    fn heard_user(&mut self, sentences: &[Sentence]) -> Verdict {
        for sentence in sentences {
            self.people.learn(Speaker::Me, sentence);
        }
        let said: Vec<String> =
            sentences.iter().flat_map(|sentence| &sentence.words).map(|word| word.text.clone()).collect();
        let asks = sentences.last().is_some_and(asks_back);
        let long = said.len() > SHORT_REMARK;
        if long || matches!(self.hanging, Hanging::Half(_)) && said.len() > 2 {
            self.hanging = Hanging::Nothing;
        }
        self.answering = asks;
        self.before.asked = false;
        self.before.answered = !asks;
        self.before.commented = false;
        self.said = None;
        self.user_said = said;
        passed("you said it")
    }

    fn heard_them(&mut self, text: &str, sentences: &[Sentence]) -> Verdict {
        for sentence in sentences {
            self.people.learn(Speaker::Them, sentence);
            let sounds = kind::sounds_like_interview(&sentence.list()).clamp(-2, 2);
            self.interview = (self.interview + sounds).clamp(-20, 20);
        }
        self.opening = !self.before.ever_asked && sentences.first().is_some_and(greets);
        let hanging = self.hanging.clone();
        let rules = self.decide(text, sentences);
        let verdict = self.weigh(rules, hanging, text);
        self.said = matches!(verdict, Verdict::Passed { .. }).then(|| text.to_owned());
        match &verdict {
            Verdict::Question { text, kind, .. } => self.took(text, *kind),
            Verdict::Waits { .. } => self.before.asked = false,
            Verdict::Passed { .. } => {
                self.before.asked = false;
                self.before.commented = true;
            }
        }
        verdict
    }

    fn took(&mut self, text: &str, kind: QuestionKind) {
        use QuestionKind::{Background, Behavioral, Coding, Design, Motivation, Salary};
        let told = matches!(kind, Background | Behavioral | Coding | Design | Motivation | Salary);
        self.interview += 3 * i32::from(told);
        self.before =
            Before { asked: true, ever_asked: true, coding: kind == QuestionKind::Coding, ..Before::default() };
        self.answering = false;
        self.hanging = Hanging::Nothing;
        self.last_question = Some((text.to_owned(), kind));
    }

    fn decide(&mut self, text: &str, own: &[Sentence]) -> Verdict {
        let readings = self.read(own);
        let mut joined_tells = false;
        if let Hanging::Half(half) = &self.hanging
            && !interrupts(own)
        {
            let joined = sentences(&stitched(half, text));
            let joined_readings = self.read(&joined);
            joined_tells = joined_readings.contains(&Reading::Refused(Refusal::Tells));
            let still_broken =
                joined.last().is_some_and(|last| unfinished::broken_question(&last.list()) && !last.marked);
            if !still_broken && let Some(found) = self.found_from(0, &joined, &joined_readings) {
                return found;
            }
        }
        let sure = readings.iter().any(|reading| matches!(reading, Reading::Asks { strength: Strength::Strong, .. }));
        if (sure || !joined_tells)
            && let Some(found) = self.found(own, &readings)
        {
            return self.with_what_leads_to_it(found, text, own, &readings);
        }
        if let Some(found) = self.found_in_both(text) {
            return found;
        }
        self.left_hanging(text, own, &readings)
    }

    fn left_hanging(&mut self, text: &str, own: &[Sentence], readings: &[Reading]) -> Verdict {
        let scene = readings.iter().zip(own).find_map(|(reading, sentence)| match reading {
            Reading::SetsUp { from } if !self.answering => Some(sentence.text_from(*from)),
            _ => None,
        });
        let half = matches!(readings.last(), Some(Reading::Unfinished { .. }));
        let hanging = std::mem::take(&mut self.hanging);
        match (hanging, scene) {
            (Hanging::Half(first), None) if interrupts(own) => self.hanging = Hanging::Half(first),
            (Hanging::Scene(mut told), _) if told.len() < LONGEST_SCENE => {
                told.push(text.trim().to_owned());
                self.hanging = Hanging::Scene(told);
            }
            (_, Some(scene)) => {
                let from = text.find(scene).unwrap_or(0);
                self.hanging = Hanging::Scene(vec![text[from..].trim().to_owned()]);
            }
            (Hanging::Half(first), None) if half => self.hanging = Hanging::Half(stitched(&first, text)),
            (_, None) if half => self.hanging = Hanging::Half(text.trim().to_owned()),
            _ => {
                let refusal = readings.iter().rev().find_map(|reading| match reading {
                    Reading::Refused(why) => Some(why.reason()),
                    _ => None,
                });
                let reason = if self.answering { Refusal::Answer.reason() } else { "nothing in it asks for an answer" };
                return passed(refusal.unwrap_or(reason));
            }
        }
        let reason = match self.hanging {
            Hanging::Scene(_) => "it sets the scene for a question",
            _ => "the sentence is not finished",
        };
        Verdict::Waits { reason: reason.to_owned() }
    }
}

fn says_yes_or_no(sentence: &Sentence) -> bool {
    let says = |word: &&str| {
        matches!(*word, "yes" | "no" | "yeah" | "yep" | "yup" | "sure" | "course" | "definitely" | "absolutely" | "ja")
    };
    sentence.list().iter().any(says)
}

fn greets(sentence: &Sentence) -> bool {
    let words = sentence.list();
    words
        .iter()
        .take(2)
        .any(|word| matches!(*word, "hi" | "hello" | "hey" | "welcome" | "morning" | "afternoon" | "evening"))
}

fn only_listens(sentence: &Sentence) -> bool {
    let words = sentence.list();
    let asks = words.len() >= 3 && words.windows(3).take(2).any(|three| matches!(three, ["is", "it" | "that", _]));
    !asks && words.iter().all(|word| is_back_channel(word))
}

/// "Mm-hm", "take your time": whoever says it listens, or lets the other one speak.
pub fn leaves_the_floor(text: &str) -> bool {
    sentences(text).iter().all(|sentence| only_listens(sentence) || leaves_time(sentence))
}

fn leaves_time(sentence: &Sentence) -> bool {
    let words = sentence.list();
    let (mut left, mut leaves) = (&words[..], false);
    loop {
        left = match left {
            [] => return leaves,
            ["take", "your", "time", rest @ ..]
            | ["no", "rush" | "hurry" | "pressure", rest @ ..]
            | ["go", "ahead" | "on", rest @ ..] => {
                leaves = true;
                rest
            }
            [word, rest @ ..] if is_back_channel(word) => rest,
            // "Take your time and tell me about the outage" wants an answer.
            _ => return false,
        };
    }
}

/// Whether the user asks something back.
fn asks_back(sentence: &Sentence) -> bool {
    let words = sentence.list();
    let leads = words.iter().take_while(|word| super::lexicon::joins_clauses(word) || **word == "hey").count();
    let rest = &words[leads.min(words.len() - 1)..];
    let asks = |clause: Clause| matches!(clause, Clause::Asks(Strength::Fair | Strength::Strong));
    let subject = |at: usize| {
        rest.get(at).is_some_and(|word| is_subject_pronoun(word) || matches!(*word, "there" | "that" | "this" | "the"))
    };
    if sentence.stopped && !sentence.marked {
        return false;
    }
    sentence.marked
        || asks(direct::question_word(rest, false))
        || subject(1) && asks(direct::yes_or_no(rest, false))
        || matches!(rest, ["can" | "could" | "may" | "should" | "do" | "am" | "would" | "shall", "i", ..])
}

fn passed(reason: &str) -> Verdict {
    Verdict::Passed { reason: reason.to_owned() }
}

/// "Hang on, that's my other phone": the speaker is called away and will come back to the sentence.
fn interrupts(own: &[Sentence]) -> bool {
    own.iter().any(|sentence| {
        let words = sentence.list();
        let words = if words[0] == "sorry" { &words[1..] } else { &words[..] };
        matches!(
            words,
            [] | ["hang" | "hold", "on", ..]
                | ["wait"]
                | ["one" | "just" | "a", "second" | "moment" | "sec" | "minute", ..]
                | ["just", "a", ..]
                | ["there" | "somebody" | "someone" | "that", "is", ..]
        )
    })
}

#[cfg(test)]
mod tests {
    use super::leaves_the_floor;

    #[test]
    fn words_that_leave_time_are_told_from_those_that_go_on_to_ask() {
        for text in ["Mm-hm.", "Take your time.", "okay take your time no rush", "Yeah, go ahead."] {
            assert!(leaves_the_floor(text), "{text}");
        }
        for text in ["take your time and tell me about your worst outage", "Go on to the next job, please.", "Why?"] {
            assert!(!leaves_the_floor(text), "{text}");
        }
    }
}
