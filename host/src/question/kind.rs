//! What sort of answer a question asks for.
//!
//! Evidence is weighed, none of it decides alone: the shapes of its grammar (`shapes.rs`), the families that its words
//! belong to (`families.rs`), and its place in the dialogue.

use super::families::{CODE, DESIRES, MATTERS, OF_INTERVIEWS, OF_OTHER_CALLS, PAY, PEOPLE, SYSTEMS, TERMS};
use super::lexicon::{Words, is_auxiliary, is_content, is_question_word};
use super::reading::Evidence;
use super::sentence::sentences;
use super::shapes::SHAPES;
use convoally_shared::question::QuestionKind::{
    self, Availability, Background, Behavioral, Closing, Coding, Design, FollowUp, Motivation, Other, Salary,
    Situational, Technical,
};

/// From the most special to the most general: of two that weigh the same, the first is taken.
pub(super) const KINDS: [QuestionKind; 12] = [
    Closing,
    Salary,
    Availability,
    Coding,
    Design,
    Behavioral,
    FollowUp,
    Motivation,
    Situational,
    Technical,
    Background,
    Other,
];

/// Where a dialogue is taken for a call that is no interview.
const ANOTHER_CALL: i32 = -3;

/// From here on nobody doubts that it is one.
const KNOWN_INTERVIEW: i32 = 3;

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
    /// What the user said then.
    pub answer: &'a [String],
    /// A scene was set for it.
    pub scene: bool,
    /// The kind of the question before.
    pub before: Option<QuestionKind>,
    /// They have said something else in the same breath: what the question points at may be there.
    pub led_up_to: Option<&'a str>,
    /// They have said something between the answer and this.
    pub told_since: bool,
    /// How much the dialogue so far sounds like an interview (above zero) or like another call (below).
    pub interview: i32,
}

impl<'a> Asked<'a> {
    /// A question without any dialogue around it.
    pub fn alone(text: &'a str) -> Self {
        let why = Evidence::Order;
        Self {
            text,
            why,
            leans: false,
            after_answer: false,
            answer: &[],
            scene: false,
            before: None,
            led_up_to: None,
            told_since: false,
            interview: KNOWN_INTERVIEW,
        }
    }
}

/// How much an utterance sounds like an interview (above zero) or like another call (below).
pub fn sounds_like_interview(words: &[&str]) -> i32 {
    count(words, &OF_INTERVIEWS) - count(words, &OF_OTHER_CALLS)
}

fn count(words: &[&str], family: &Words) -> i32 {
    words.iter().filter(|word| family.contains(*word)).count() as i32
}

/// Finds the kind.
pub fn classify(asked: &Asked<'_>) -> QuestionKind {
    let said = sentences(asked.text);
    let words: Vec<&str> = said.iter().flat_map(|sentence| sentence.list()).collect();
    let alone = said.len() == 1 && !asked.scene && asked.led_up_to.is_none() && !asked.told_since;
    let mut scales = Scales::default();
    scales.shapes(&words, 1);
    if let Some(before) = asked.led_up_to {
        let before = sentences(before);
        let words: Vec<&str> = before.iter().flat_map(|sentence| sentence.list()).collect();
        scales.shapes(&words, 3);
        scales.add(Situational, 2 * count(&words, &PEOPLE).min(2));
        // "You spot a crack in somebody's seam. Do you report it?"
        if words.first() == Some(&"you") && words.get(1).is_some_and(|verb| !is_auxiliary(verb)) {
            scales.add(Situational, 4);
        }
    }
    scales.families(asked, &words);
    scales.place(asked, &words, alone);
    scales.add(Other, (KNOWN_INTERVIEW - asked.interview).clamp(0, 6));
    if asked.interview <= ANOTHER_CALL {
        scales.of_another_call();
    }
    scales.heaviest()
}

/// What speaks for each kind, in the order of [`KINDS`].
#[derive(Default)]
struct Scales([i32; KINDS.len()]);

impl Scales {
    fn add(&mut self, kind: QuestionKind, weight: i32) {
        if let Some(at) = KINDS.iter().position(|known| *known == kind) {
            self.0[at] += weight;
        }
    }

    /// The evidence of shapes; of words that only stand before the question a part of it.
    fn shapes(&mut self, words: &[&str], part: i32) {
        for shape in SHAPES.iter().filter(|shape| shape.kind != FollowUp && shape.phrases.within(words)) {
            self.add(shape.kind, shape.weight / part);
        }
    }

    fn families(&mut self, asked: &Asked<'_>, words: &[&str]) {
        let task = asked.why == Evidence::Task;
        let about_user = words.iter().any(|word| matches!(*word, "you" | "your" | "yours"));
        self.add(Technical, (2 * count(words, &MATTERS)).min(4));
        if task {
            self.add(Coding, (3 * count(words, &CODE)).min(6));
            self.add(Design, (3 * count(words, &SYSTEMS)).min(3));
        }
        if count(words, &PAY) > 0 {
            self.add(Salary, 3);
        }
        if count(words, &PEOPLE) > 0 && words.iter().any(|word| matches!(*word, "would" | "will" | "if")) {
            self.add(Situational, 2);
        }
        if asks_for_telling(asked.why) {
            self.telling(words);
        }
        let open = words.iter().any(|word| is_question_word(word));
        match (about_user, open) {
            (true, false) => {
                self.add(Background, 3);
                self.add(Availability, (4 * count(words, &TERMS)).min(6));
            }
            (true, true) => {
                self.add(Background, 1);
                self.add(Technical, 2);
            }
            (false, _) => self.add(Technical, 1),
        }
        let supposes = words.iter().any(|word| matches!(*word, "if" | "when" | "suppose" | "say" | "imagine"));
        if about_user && (supposes || asked.scene) {
            self.add(Situational, 3);
        }
        if about_user && open {
            self.add(Motivation, (2 * count(words, &DESIRES)).min(4));
            self.add(Availability, (2 * count(words, &TERMS)).min(4));
        }
        if words.contains(&"why") && about_user {
            self.add(Motivation, 2);
        }
        if words.first() == Some(&"why") && !words.iter().any(|word| is_auxiliary(word)) {
            self.add(Motivation, 3);
        }
    }

    /// Somebody is asked to tell: of something that happened once, or of themselves.
    fn telling(&mut self, words: &[&str]) {
        let about = words
            .iter()
            .position(|word| matches!(*word, "about" | "of" | "through" | "describe" | "share" | "hear" | "recall"));
        let next =
            about.and_then(|at| words[at + 1..].iter().find(|word| !matches!(**word, "about" | "of" | "me" | "us")));
        match next.copied() {
            Some("a" | "an" | "one" | "some" | "something" | "somebody" | "someone" | "another") => {
                self.add(Behavioral, 5)
            }
            Some("your" | "yourself") => self.add(Background, 6),
            _ => {}
        }
    }

    fn place(&mut self, asked: &Asked<'_>, words: &[&str], alone: bool) {
        match asked.why {
            Evidence::Invitation => self.add(Closing, 12),
            Evidence::Task if asked.before == Some(Design) => self.add(Design, 3),
            Evidence::Task => self.add(Coding, 4),
            _ => {}
        }
        if asked.scene {
            self.add(Situational, 3);
        }
        match asked.before {
            Some(Coding) => self.add(Coding, 2),
            Some(Design) if asked.scene || words.contains(&"would") => self.add(Design, 4),
            _ => {}
        }
        if asked.leans {
            self.add(FollowUp, 7);
        } else if asked.after_answer && alone {
            self.add(FollowUp, leaning(asked, words));
        }
    }

    /// In a call that is no interview, money is a price and a date a delivery.
    fn of_another_call(&mut self) {
        self.add(Salary, -9);
        self.add(Technical, -3);
        for kind in [Availability, Behavioral, Background, Motivation, Situational] {
            if let Some(at) = KINDS.iter().position(|known| *known == kind) {
                self.0[at] /= 3;
            }
        }
    }

    fn heaviest(&self) -> QuestionKind {
        let most = self.0.iter().copied().max().unwrap_or_default();
        self.0.iter().position(|weight| *weight == most).map_or(Other, |at| KINDS[at])
    }
}

fn asks_for_telling(why: Evidence) -> bool {
    matches!(why, Evidence::Request | Evidence::Wish)
}

/// How much a whole sentence leans on the answer before: it names nothing of its own, or what the answer named, or asks
/// on in the past tense of a story.
fn leaning(asked: &Asked<'_>, words: &[&str]) -> i32 {
    let content: Vec<&&str> = words.iter().filter(|word| is_content(word)).collect();
    let taken_up = content.iter().any(|word| word.len() > 2 && asked.answer.iter().any(|said| said == **word));
    let points = words.iter().any(|word| {
        matches!(
            *word,
            "it" | "that" | "they" | "he" | "she" | "them" | "him" | "her" | "those" | "there" | "ones" | "this"
        )
    });
    let past = words.iter().any(|word| matches!(*word, "did" | "was" | "were" | "had"));
    let story = past && matches!(asked.before, Some(Behavioral | FollowUp | Background)) && words.len() <= 10;
    let shaped = SHAPES.iter().any(|shape| shape.kind == FollowUp && shape.phrases.within(words));
    // "Who are you with" names nothing and leans on nothing either: it is of the user.
    let of_user = words.iter().any(|word| matches!(*word, "you" | "your")) && !past && !points;
    let mut weight = match content.len() {
        0 if of_user => 1,
        0 => 5,
        1 if words.len() <= 6 && (points || past || taken_up) => 2,
        _ => 0,
    };
    weight += 2 * i32::from(taken_up && words.len() <= 9) + 2 * i32::from(points && content.len() <= 1);
    weight += 4 * i32::from(story && content.len() <= 2) + i32::from(shaped && words.len() <= 10);
    weight + 2 * i32::from(words.len() <= 3)
}
