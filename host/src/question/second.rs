//! A second reading: what somebody makes of an utterance who knows more of the language than rules.
//!
//! The rules are always there and say why. A reader that was trained on dialogues hears hints and bare statements that
//! rules do not, but is sure of things that are not so; so they vote, and each has the weight that it has earned.

use super::Verdict;
use super::detector::{Detector, Hanging};
use super::sentence::{sentences, stitched};
use convoally_shared::question::QuestionKind;
use convoally_shared::utterance::Speaker;
use std::sync::Arc;

/// What was said before goes along with an utterance: so many utterances.
pub const REMEMBERED: usize = 2;

/// The kinds in the order of [`Impression::kinds`].
pub const KINDS: [QuestionKind; 12] = super::kind::KINDS;

/// An utterance before the one that is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// Who said it.
    pub speaker: Speaker,
    /// What.
    pub text: String,
}

/// What a reader makes of an utterance: shares that sum up to 1, of which the rest is that it asks nothing.
#[derive(Clone, Debug, PartialEq)]
pub struct Impression {
    /// It asks the user something.
    pub asks: f32,
    /// It is half a sentence, or a scene, after which a question may come.
    pub goes_on: f32,
    /// If it asks: how likely each of the [`KINDS`] is.
    pub kinds: [f32; KINDS.len()],
}

/// Somebody who reads utterances of the other side.
pub trait SecondReader: Send + Sync {
    /// Reads an utterance after those before it, oldest first. None when it cannot, or not yet.
    fn read(&self, before: &[Said], text: &str) -> Option<Impression>;
}

/// What the words of the reader and of the rules count, on the scale of log odds: fitted to dialogues that neither had
/// seen (`held_out` and `fresh` of `tests/fixtures/questions`).
const READER: f32 = 0.6;
const RULES_ASK: f32 = 0.4;
const RULES_WAIT: f32 = -1.8;
const RULES_PASS: f32 = -1.2;
/// The same for the kind.
const RULES_KIND: f32 = 1.0;

impl Impression {
    /// Whether it asks something, after the rules have spoken too.
    fn confirms(&self, rules: &Verdict) -> bool {
        let rules = match rules {
            Verdict::Question { .. } => RULES_ASK,
            Verdict::Waits { .. } => RULES_WAIT,
            Verdict::Passed { .. } => RULES_PASS,
        };
        let asks = self.asks.clamp(1e-4, 1.0 - 1e-4);
        READER * (asks / (1.0 - asks)).ln() + rules > 0.0
    }

    /// The likeliest kind, given the one that the rules found.
    pub(super) fn kind(&self, rules: Option<QuestionKind>) -> QuestionKind {
        let weight = |(kind, share): (&QuestionKind, &f32)| {
            share.max(1e-6).ln() + if rules == Some(*kind) { RULES_KIND } else { 0.0 }
        };
        let weights = KINDS.iter().zip(&self.kinds).map(weight);
        let likeliest = weights.zip(KINDS).max_by(|(one, _), (other, _)| one.total_cmp(other));
        likeliest.map_or(QuestionKind::Other, |(_, kind)| kind)
    }
}

impl Detector {
    /// A detector that asks for a second reading.
    pub fn with_reader(reader: Arc<dyn SecondReader>) -> Self {
        Self { reader: Some(reader), ..Self::default() }
    }

    /// Remembers what goes along with the next utterance.
    pub(super) fn remember(&mut self, speaker: Speaker, text: &str) {
        if self.said_before.len() == REMEMBERED {
            self.said_before.pop_front();
        }
        self.said_before.push_back(Said { speaker, text: text.to_owned() });
    }

    /// What the reader makes of an utterance now, where there is one.
    pub(super) fn read_again(&mut self, text: &str) -> Option<Impression> {
        self.reader.as_ref()?.read(self.said_before.make_contiguous(), text)
    }

    /// The verdict of the rules, confirmed or overruled.
    pub(super) fn weigh(&mut self, rules: Verdict, hanging: Hanging, text: &str) -> Verdict {
        let Some(read) = self.read_again(text) else { return rules };
        let confirmed = read.confirms(&rules);
        match (rules, confirmed) {
            (Verdict::Question { text, kind, reason, extends }, true) => {
                Verdict::Question { text, kind: read.kind(Some(kind)), reason, extends }
            }
            (Verdict::Question { .. }, false) if read.goes_on > read.asks => {
                self.hanging = Hanging::Half(text.trim().to_owned());
                Verdict::Waits { reason: "it sounds as if more of it is coming".to_owned() }
            }
            (Verdict::Question { .. }, false) => Verdict::Passed {
                reason: "it is worded like a question, but does not sound like one to you".to_owned(),
            },
            (_, true) => {
                let text = match hanging {
                    Hanging::Nothing => asking_part(text).to_owned(),
                    Hanging::Half(half) => stitched(&half, text),
                    Hanging::Scene(scene) => format!("{} {}", scene.join(" "), text.trim()),
                };
                let reason = "it sounds like something that you are expected to answer".to_owned();
                Verdict::Question { text, kind: read.kind(None), reason, extends: false }
            }
            (rules, false) => rules,
        }
    }
}

/// The part of an utterance that asks, for somebody who found that one does: from its last sentence with a question mark
/// on, or else all of it.
fn asking_part(text: &str) -> &str {
    let sentences = sentences(text);
    let asks = sentences.iter().rev().find(|sentence| sentence.marked);
    let from = asks.and_then(|sentence| text.find(sentence.text_from(0))).unwrap_or(0);
    text[from..].trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Says the same of every utterance.
    struct Sure {
        asks: f32,
        goes_on: f32,
        kind: QuestionKind,
    }

    impl SecondReader for Sure {
        fn read(&self, _: &[Said], _: &str) -> Option<Impression> {
            let kinds = KINDS.map(|kind| if kind == self.kind { 0.9 } else { 0.1 / 11.0 });
            Some(Impression { asks: self.asks, goes_on: self.goes_on, kinds })
        }
    }

    fn detector(asks: f32, goes_on: f32, kind: QuestionKind) -> Detector {
        Detector::with_reader(Arc::new(Sure { asks, goes_on, kind }))
    }

    #[test]
    fn a_statement_that_is_said_to_be_answered_opens_a_card() {
        let verdict = detector(0.99, 0.0, QuestionKind::Technical).heard(Speaker::Them, "Hm. The price is a float.");
        let Verdict::Question { text, kind, .. } = verdict else { panic!("{verdict:?}") };
        assert_eq!((text.as_str(), kind), ("Hm. The price is a float.", QuestionKind::Technical));
    }

    #[test]
    fn what_is_only_worded_like_a_question_opens_none() {
        let said = "Where was I? How do you compete with a tunnel?";
        let verdict = detector(0.01, 0.0, QuestionKind::Other).heard(Speaker::Them, said);
        assert!(matches!(verdict, Verdict::Passed { .. }), "{verdict:?}");
    }

    #[test]
    fn a_half_that_the_reader_heard_is_joined_to_what_follows() {
        let mut detector = detector(0.01, 0.98, QuestionKind::Other);
        let half = detector.heard(Speaker::Them, "What would you do if the region");
        assert!(matches!(half, Verdict::Waits { .. }), "{half:?}");
        detector.reader = Some(Arc::new(Sure { asks: 0.99, goes_on: 0.0, kind: QuestionKind::Situational }));
        let whole = detector.heard(Speaker::Them, "goes away on a Sunday.");
        let Verdict::Question { text, kind, .. } = whole else { panic!("{whole:?}") };
        assert!(text.ends_with("if the region goes away on a Sunday."), "{text}");
        assert_eq!(kind, QuestionKind::Situational);
    }

    #[test]
    fn one_who_is_not_sure_does_not_overrule() {
        let mut detector = detector(0.5, 0.1, QuestionKind::Other);
        let asked = detector.heard(Speaker::Them, "Why do you want to work here?");
        assert!(matches!(asked, Verdict::Question { .. }), "{asked:?}");
        let told = detector.heard(Speaker::Them, "We are forty people in two towns.");
        assert!(matches!(told, Verdict::Passed { .. }), "{told:?}");
    }

    #[test]
    fn the_last_two_utterances_of_both_sides_go_along() {
        struct Notes(std::sync::Mutex<Vec<Said>>);
        impl SecondReader for Notes {
            fn read(&self, before: &[Said], _: &str) -> Option<Impression> {
                *self.0.lock().unwrap() = before.to_vec();
                None
            }
        }
        let notes = Arc::new(Notes(std::sync::Mutex::default()));
        let mut detector = Detector::with_reader(notes.clone());
        detector.heard(Speaker::Them, "Tell me about the outage.");
        detector.heard(Speaker::Me, "It took three hours.");
        detector.heard(Speaker::Them, "And who noticed it first?");
        let kept: Vec<_> = notes.0.lock().unwrap().iter().map(|said| said.text.clone()).collect();
        assert_eq!(kept, ["Tell me about the outage.", "It took three hours."]);
    }
}
