//! The text of a question: cut out of the talk around it, joined with the half or the scene that leads to it.

use super::Verdict;
use super::aside;
use super::detector::{Detector, Hanging};
use super::direct::Strength;
use super::kind::{self, Asked};
use super::reading::{self, Evidence, Reading};
use super::sentence::{Sentence, sentences, stitched};
use convoally_shared::question::QuestionKind;

impl Detector {
    /// The question in what was said, from the scene before it to the last sentence that asks.
    pub(super) fn found(&self, sentences: &[Sentence], readings: &[Reading]) -> Option<Verdict> {
        self.found_from(usize::MAX, sentences, readings)
    }

    /// The same, beginning no later than with sentence `latest`: the half that was joined.
    pub(super) fn found_from(&self, latest: usize, sentences: &[Sentence], readings: &[Reading]) -> Option<Verdict> {
        let first = readings.iter().position(Reading::asks)?;
        let last = readings.iter().rposition(Reading::asks)?;
        let Reading::Asks { from, why, .. } = readings[first] else { return None };
        let end = sentences[last].list();
        let asked_last =
            if let Reading::Asks { from, .. } = readings[last] { &end[from.min(end.len())..] } else { &end[..] };
        let taken_back =
            aside::takes_back(asked_last) || sentences[last + 1..].iter().any(|one| aside::takes_back(&one.list()));
        if taken_back {
            return None;
        }
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
        let led_up_to = sentences[..first].iter().rfind(|before| before.words.len() > 3 && scene.is_none());
        let led_up_to = led_up_to.map(|before| before.text_from(0).to_owned());
        let asked = Asked {
            text: &text,
            why,
            leans: leans && led_up_to.is_none(),
            led_up_to: led_up_to.as_deref(),
            told_since: self.said.as_deref().is_some_and(|said| said.split_whitespace().count() > 5),
            after_answer: self.before.answered && self.before.ever_asked,
            answer: &self.user_said,
            scene: scene.is_some() || matches!(self.hanging, Hanging::Scene(_)),
            before: self.last_question.as_ref().map(|(_, kind)| *kind),
            interview: self.interview,
        };
        let kind = kind::classify(&asked);
        Some(Verdict::Question { text: capitalised(text), kind, reason, extends: false })
    }

    /// A question that lies across what they have just said and this, though neither looked broken.
    pub(super) fn found_in_both(&self, text: &str) -> Option<Verdict> {
        let said = self.said.as_deref().filter(|_| matches!(self.hanging, Hanging::Nothing))?;
        let last = sentences(said).pop().filter(|last| !last.stopped)?;
        let joined = sentences(&stitched(last.text_from(0), text));
        let readings = self.read(&joined);
        let sure = readings.iter().any(|reading| {
            matches!(reading, Reading::Asks { strength, why, .. }
                if *strength == Strength::Strong && matches!(why, Evidence::Word | Evidence::Order | Evidence::Request))
        });
        if sure { self.found(&joined, &readings) } else { None }
    }

    /// The question together with the half, the scene or the broken-off words before it.
    pub(super) fn with_what_leads_to_it(
        &self,
        found: Verdict,
        said_now: &str,
        own: &[Sentence],
        readings: &[Reading],
    ) -> Verdict {
        let Verdict::Question { text, kind, reason, extends: false } = found else { return found };
        let whole = match (&self.hanging, &self.said) {
            (Hanging::Scene(scene), _) => format!("{} {text}", scene.join(" ")),
            (Hanging::Half(half), _) => stitched(half, &text),
            (Hanging::Nothing, Some(said)) if runs_on(said, own, readings) => stitched(said, said_now),
            (Hanging::Nothing, Some(said)) if kind == QuestionKind::Situational && tells_a_case(said) => {
                format!("{} {text}", said.trim())
            }
            _ => text,
        };
        Verdict::Question { text: capitalised(whole), kind, reason, extends: false }
    }
}

/// Whether what was said a moment ago goes on in this utterance: it came to no stop, and this one begins with something
/// else than its question.
fn runs_on(said: &str, own: &[Sentence], readings: &[Reading]) -> bool {
    let stopped = sentences(said).last().is_none_or(|last| last.stopped);
    let begins_with_it = match readings.first() {
        Some(Reading::Asks { from, .. }) => *from <= reading::lead_in(&own[0]),
        _ => false,
    };
    let punctuated = own.last().is_some_and(|last| last.stopped);
    !stopped && (punctuated || !begins_with_it)
}

/// A case of somebody else's, told before "what do you do".
fn tells_a_case(said: &str) -> bool {
    let sentences = sentences(said);
    let words: usize = sentences.iter().map(|sentence| sentence.words.len()).sum();
    let own = sentences.first().is_some_and(|first| matches!(first.words[0].text.as_str(), "i" | "we" | "that"));
    words >= 6 && !own
}

fn stitched_question(asked: &str, more: &str) -> String {
    let unpunctuated = !asked.ends_with(['.', '?', '!']);
    if unpunctuated { stitched(asked, more) } else { format!("{asked} {more}") }
}

fn capitalised(text: String) -> String {
    let mut characters = text.chars();
    match characters.next() {
        Some(first) => first.to_uppercase().chain(characters).collect(),
        None => text,
    }
}
