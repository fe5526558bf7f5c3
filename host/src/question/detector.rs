//! What the detector remembers of the dialogue.

use super::Verdict;
use super::aside::Refusal;
use super::direct::{self, Clause, Strength};
use super::kind::{self, Asked};
use super::lexicon::{is_back_channel, is_question_word, is_subject_pronoun};
use super::people::People;
use super::reading::{self, Before, Evidence, Reading};
use super::sentence::{Sentence, sentences, stitched};
use super::unfinished;
use convoally_shared::question::QuestionKind;
use convoally_shared::utterance::Speaker;

/// A scene may be told in so many utterances before its question comes.
const LONGEST_SCENE: usize = 4;

/// A user who says more than this has taken the floor: what was left hanging is given up.
const SHORT_REMARK: usize = 6;

/// What they left hanging.
#[derive(Clone, Debug, Default)]
enum Hanging {
    #[default]
    Nothing,
    Half(String),
    Scene(Vec<String>),
}

/// The detector for one session.
#[derive(Clone, Debug, Default)]
pub struct Detector {
    before: Before,
    /// The user has asked; what they say is the answer until they ask.
    answering: bool,
    hanging: Hanging,
    last_question: Option<(String, QuestionKind)>,
    /// What they have just said, if it asked nothing and the user has not spoken since.
    said: Option<String>,
    /// Words of what the user said last.
    user_said: Vec<String>,
    people: People,
    /// Above zero, what they say sounds like an interview; below, like another call.
    interview: i32,
}

impl Detector {
    /// Hears a finished utterance. Only what the other side says can be a question.
    pub fn heard(&mut self, speaker: Speaker, text: &str) -> Verdict {
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
        let sentences = sentences(text);
        let found = own.found(&sentences, &own.read(&sentences));
        let (text, kind) = match found {
            Some(Verdict::Question { text, kind, .. }) => (text, kind),
            _ => (text.trim().to_owned(), kind::classify(&Asked::alone(text))),
        };
        self.took(&text, kind);
        (text, kind)
    }

    fn heard_user(&mut self, sentences: &[Sentence]) -> Verdict {
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
            self.people.learn(sentence);
            self.interview = (self.interview + kind::sounds_like_interview(&sentence.list())).clamp(-20, 20);
        }
        let verdict = self.decide(text, sentences);
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
        self.before =
            Before { asked: true, ever_asked: true, coding: kind == QuestionKind::Coding, ..Before::default() };
        self.answering = false;
        self.hanging = Hanging::Nothing;
        self.last_question = Some((text.to_owned(), kind));
    }

    fn decide(&mut self, text: &str, own: &[Sentence]) -> Verdict {
        let readings = self.read(own);
        let mut joined_tells = false;
        if let Hanging::Half(half) = &self.hanging {
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
            return self.with_scene(found);
        }
        if let Some(found) = self.found_in_both(text) {
            return found;
        }
        self.left_hanging(text, own, &readings)
    }

    fn read(&self, sentences: &[Sentence]) -> Vec<Reading> {
        let mut before = self.before;
        let mut told = false;
        let mut readings = Vec::with_capacity(sentences.len());
        for sentence in sentences {
            // "The yield goes up, and there is one sentence on it. Why?"
            let leans_on_statement = told && sentence.marked && !before.asked;
            let before_it =
                if leans_on_statement { Before { answered: true, ever_asked: true, ..before } } else { before };
            let reading = self.for_user(sentence, reading::read(sentence, before_it));
            if reading.asks() {
                before = Before { asked: true, answered: false, ever_asked: true, ..before };
            } else {
                told = matches!(reading, Reading::States | Reading::SetsUp { .. }) && sentence.words.len() > 4;
                before.commented |= told;
            }
            readings.push(reading);
        }
        readings
    }

    /// Takes back what asks somebody else, answers the user or says again what they said.
    fn for_user(&self, sentence: &Sentence, reading: Reading) -> Reading {
        let Reading::Asks { why, strength, .. } = reading else { return reading };
        if self.people.called(sentence) {
            return Reading::Refused(Refusal::Theirs);
        }
        let words = sentence.list();
        let content: Vec<&&str> = words.iter().filter(|word| word.len() > 3).collect();
        let repeated = content.iter().filter(|word| self.user_said.iter().any(|said| said == **word)).count();
        let asked = match reading {
            Reading::Asks { from, .. } => &words[from.min(words.len())..],
            _ => &words[..],
        };
        let said_first =
            asked.len() >= 2 && asked.iter().take(4).all(|word| self.user_said.iter().any(|said| said == word));
        let echoes = said_first || !content.is_empty() && repeated * 3 >= content.len() * 2;
        let leans = !sentence.marked && matches!(why, Evidence::FollowsAnswer | Evidence::About | Evidence::Adds);
        if self.answering && (strength < Strength::Fair || leans || echoes) {
            return Reading::Refused(Refusal::Answer);
        }
        let all = !content.is_empty()
            && words.iter().all(|word| is_back_channel(word) || self.user_said.iter().any(|said| said == word));
        let new_turn =
            matches!(words[0], "and" | "or" | "but" | "so") || words.iter().any(|word| is_question_word(word));
        if all && !new_turn && strength < Strength::Strong && self.before.answered {
            return Reading::Refused(Refusal::Echo);
        }
        reading
    }

    /// The question in what was said, from the scene before it to the last sentence that asks.
    fn found(&self, sentences: &[Sentence], readings: &[Reading]) -> Option<Verdict> {
        self.found_from(usize::MAX, sentences, readings)
    }

    /// The same, beginning no later than with sentence `latest`: the half that was joined.
    fn found_from(&self, latest: usize, sentences: &[Sentence], readings: &[Reading]) -> Option<Verdict> {
        let first = readings.iter().position(Reading::asks)?;
        let last = readings.iter().rposition(Reading::asks)?;
        let Reading::Asks { from, why, .. } = readings[first] else { return None };
        let scene = (0..first).find(|&at| matches!(readings[at], Reading::SetsUp { .. }));
        let (begin, from) = match scene.map(|at| (at, readings[at])) {
            Some((at, Reading::SetsUp { from })) => (at, from),
            _ if latest <= first => (latest, reading::lead_in(&sentences[latest]).min(from)),
            _ => (first, from),
        };
        let mut text = sentences[begin].text_from(from).to_owned();
        for sentence in &sentences[begin + 1..=last.max(begin)] {
            text.push(' ');
            text.push_str(sentence.text_from(0));
        }
        let leans = readings
            .iter()
            .filter(|reading| reading.asks())
            .all(|reading| matches!(reading, Reading::Asks { why: Evidence::FollowsAnswer | Evidence::Adds, .. }));
        let reason = why.reason().to_owned();
        if why == Evidence::Adds
            && let Some((asked, kind)) = &self.last_question
        {
            let text = capitalised(stitched_question(asked, &text));
            return Some(Verdict::Question { text, kind: *kind, reason, extends: true });
        }
        let asked = Asked {
            text: &text,
            why,
            leans,
            after_answer: self.before.answered && self.before.ever_asked,
            scene: scene.is_some() || matches!(self.hanging, Hanging::Scene(_)),
            before: self.last_question.as_ref().map(|(_, kind)| *kind),
            interview: self.interview >= 0,
        };
        let kind = kind::classify(&asked);
        Some(Verdict::Question { text: capitalised(text), kind, reason, extends: false })
    }

    /// A question that lies across what they have just said and this, though neither looked broken.
    fn found_in_both(&self, text: &str) -> Option<Verdict> {
        let said = self.said.as_deref().filter(|_| matches!(self.hanging, Hanging::Nothing))?;
        let last = sentences(said).pop()?;
        let joined = sentences(&stitched(last.text_from(0), text));
        let readings = self.read(&joined);
        let sure = readings.iter().any(|reading| {
            matches!(reading, Reading::Asks { strength, why, .. }
                if *strength == Strength::Strong && !matches!(why, Evidence::FollowsAnswer | Evidence::Adds))
        });
        if sure { self.found(&joined, &readings) } else { None }
    }

    fn with_scene(&self, found: Verdict) -> Verdict {
        match (found, &self.hanging) {
            (Verdict::Question { text, kind, reason, extends: false }, Hanging::Scene(scene)) => {
                let text = capitalised(format!("{} {text}", scene.join(" ")));
                Verdict::Question { text, kind, reason, extends: false }
            }
            (Verdict::Question { text, kind, reason, extends: false }, Hanging::Half(half)) => {
                let text = capitalised(stitched(half, &text));
                Verdict::Question { text, kind, reason, extends: false }
            }
            (found, _) => found,
        }
    }

    fn left_hanging(&mut self, text: &str, own: &[Sentence], readings: &[Reading]) -> Verdict {
        let scene = readings.iter().zip(own).find_map(|(reading, sentence)| match reading {
            Reading::SetsUp { from } if !self.answering => Some(sentence.text_from(*from)),
            _ => None,
        });
        let half = matches!(readings.last(), Some(Reading::Unfinished { .. }));
        let hanging = std::mem::take(&mut self.hanging);
        match (hanging, scene) {
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

fn only_listens(sentence: &Sentence) -> bool {
    let words = sentence.list();
    let asks = words.len() >= 3 && words.windows(3).take(2).any(|three| matches!(three, ["is", "it" | "that", _]));
    !asks && words.iter().all(|word| is_back_channel(word))
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

fn stitched_question(asked: &str, more: &str) -> String {
    let unpunctuated = !asked.ends_with(['.', '?', '!']);
    if unpunctuated { stitched(asked, more) } else { format!("{asked} {more}") }
}

fn passed(reason: &str) -> Verdict {
    Verdict::Passed { reason: reason.to_owned() }
}

fn capitalised(text: String) -> String {
    let mut characters = text.chars();
    match characters.next() {
        Some(first) => first.to_uppercase().chain(characters).collect(),
        None => text,
    }
}
