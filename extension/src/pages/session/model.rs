//! One session as the page knows it: folded from the parts that the host sends, and from what is changed here.

use super::wire::{Amended, Part};
use crate::link::event::Packed;
use crate::pages::history::words;
use convoally_shared::amendment::{Amendment, Change};
use convoally_shared::event::{Event, EventKind};
use convoally_shared::question::QuestionId;
use convoally_shared::session::SessionSummary;
use convoally_shared::utterance::{Speaker, UtteranceId};
use convoally_shared::view::SessionView;
use std::collections::BTreeMap;
use std::ops::Range;

/// A session that was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Opened {
    /// What the list shows of it, as it was when it was read.
    pub summary: SessionSummary,
    /// Everything else.
    pub view: SessionView,
    /// When each card opened, milliseconds since the session began.
    pub opened_ms: BTreeMap<QuestionId, u64>,
}

/// The parts so far.
#[derive(Debug, Default)]
pub struct Parts {
    summary: Option<SessionSummary>,
    view: SessionView,
    opened_ms: BTreeMap<QuestionId, u64>,
    amendments: Vec<Amendment>,
}

impl Parts {
    /// Takes a part in.
    pub fn take(&mut self, part: Part) {
        match part {
            Part::Summary(summary) => self.summary = Some(summary),
            Part::Events(events) => events.iter().for_each(|Packed(event)| self.event(event)),
            Part::Amendments(amendments) => amendments.into_iter().for_each(|Amended(one)| self.amendment(one)),
        }
    }

    /// The whole; none when not even the first part came.
    pub fn whole(mut self) -> Option<Opened> {
        for amendment in &self.amendments {
            self.view.amend(&amendment.change);
        }
        Some(Opened { summary: self.summary?, view: self.view, opened_ms: self.opened_ms })
    }

    /// Keeps them in order. They mostly come in it, and a sort is a long piece of code.
    fn amendment(&mut self, one: Amendment) {
        let at = self.amendments.partition_point(|known| known.place() <= one.place());
        self.amendments.insert(at, one);
    }

    fn event(&mut self, event: &Event) {
        if let EventKind::CardOpened { card } = &event.kind {
            // A card that opens once more, with other passages, was on the screen before.
            self.opened_ms.entry(card.question).or_insert(event.at_ms);
        }
        self.view.apply(event);
    }
}

/// A line of the transcript.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Which utterance.
    pub utterance: UtteranceId,
    /// Whose side.
    pub speaker: Speaker,
    /// Who.
    pub who: String,
    /// When it began, milliseconds since the session began.
    pub start_ms: u64,
    /// Its words.
    pub text: String,
    /// What was heard, where the words were corrected.
    pub heard: Option<String>,
    /// It asked something that has a card.
    pub asks: bool,
}

impl Opened {
    /// Takes in a change that the host has taken in.
    pub fn amend(&mut self, change: &Change) {
        self.view.amend(change);
    }

    /// The heading.
    pub fn heading(&self) -> String {
        words::heading(&SessionSummary { title: self.view.amended.title.clone(), ..self.summary.clone() })
    }

    /// What a side is called.
    pub fn side(&self, speaker: Speaker) -> String {
        let named = self.view.amended.names.iter().find(|(side, _)| *side == speaker);
        named.map_or_else(|| words::side(speaker), |(_, name)| name.clone())
    }

    /// Who said an utterance of a side.
    pub fn who(&self, utterance: UtteranceId, speaker: Speaker) -> String {
        self.view.amended.voices.get(&utterance).cloned().unwrap_or_else(|| self.side(speaker))
    }

    /// The people that a transcript tells apart, by name, and how much each said.
    pub fn people(&self) -> Vec<(String, usize)> {
        let mut people = BTreeMap::<&str, usize>::new();
        for name in self.view.amended.voices.values() {
            *people.entry(name).or_default() += 1;
        }
        people.into_iter().map(|(name, count)| (name.to_owned(), count)).collect()
    }

    /// Some lines of the transcript.
    pub fn lines(&self, range: Range<usize>) -> Vec<Line> {
        let asks = |id| self.view.cards.iter().any(|card| card.question.utterance == Some(id));
        let utterances = self.view.utterances.get(range).unwrap_or_default().iter();
        let line = utterances.map(|one| Line {
            utterance: one.id,
            speaker: one.speaker,
            who: self.who(one.id, one.speaker),
            start_ms: one.start_ms,
            text: one.text.clone(),
            heard: self.view.heard_as(one.id).map(str::to_owned),
            asks: asks(one.id),
        });
        line.collect()
    }

    /// The line in which an utterance stands, from 0.
    pub fn line_of(&self, utterance: UtteranceId) -> Option<usize> {
        self.view.utterances.iter().position(|one| one.id == utterance)
    }

    /// Lines that contain these words, from 0.
    pub fn lines_with(&self, words: &str) -> Vec<usize> {
        let wanted = words.trim().to_lowercase();
        let lines = self.view.utterances.iter().enumerate();
        let found = lines.filter(|(_, one)| !wanted.is_empty() && one.text.to_lowercase().contains(&wanted));
        found.map(|(at, _)| at).collect()
    }
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use convoally_shared::amendment::AmendmentId;
    use convoally_shared::card::Card;
    use convoally_shared::question::{Question, QuestionKind};
    use convoally_shared::session::{Brief, SessionId};
    use convoally_shared::utterance::Utterance;

    fn said(id: u32, speaker: Speaker, start_ms: u64, end_ms: u64, text: &str) -> EventKind {
        let utterance = Utterance { id: UtteranceId(id), speaker, start_ms, end_ms, text: text.into() };
        EventKind::UtteranceFinal { utterance }
    }

    fn summary() -> SessionSummary {
        SessionSummary {
            id: SessionId("s".into()),
            started_unix_ms: 1_795_688_520_000,
            duration_ms: 60_000,
            ended: true,
            brief: Brief { company: "Northwind".into(), ..Brief::default() },
            title: None,
            tags: Vec::new(),
            outcome: None,
            utterances: 3,
            questions: 1,
        }
    }

    /// A short call: a question, its card a second and a half after its end, and an answer.
    pub fn opened(changes: Vec<Change>) -> Opened {
        let (id, kind) = (QuestionId(1), QuestionKind::Motivation);
        let text = "Why us?".to_owned();
        let question = Question { id, utterance: Some(UtteranceId(1)), text, kind, reason: String::new() };
        let kinds = [
            (2_000, said(1, Speaker::Them, 0, 1_500, "Why us?")),
            (2_900, EventKind::QuestionFound { question }),
            (3_000, EventKind::CardOpened { card: Card { question: id, passages: Vec::new() } }),
            (9_000, EventKind::CardOpened { card: Card { question: id, passages: Vec::new() } }),
            (9_500, said(2, Speaker::Me, 4_000, 9_000, "The TEAM, and the work.")),
            (9_900, said(3, Speaker::Them, 9_500, 9_900, "Thanks.")),
            (60_000, EventKind::SessionEnded),
        ];
        let session = SessionId("s".into());
        let event = |(seq, (at_ms, kind))| Packed(Event { session: session.clone(), seq, at_ms, kind });
        let mut events: Vec<Packed> = (1..).zip(kinds).map(event).collect();
        let mut parts = Parts::default();
        parts.take(Part::Summary(summary()));
        let later = events.split_off(3);
        parts.take(Part::Events(events));
        parts.take(Part::Events(later));
        let amendment = |(at_unix_ms, change)| {
            Amended(Amendment {
                id: AmendmentId(format!("{at_unix_ms:032x}")),
                session: session.clone(),
                at_unix_ms,
                change,
            })
        };
        let amendments: Vec<Amended> = (1..).zip(changes).map(amendment).collect();
        // The host need not send them in order.
        parts.take(Part::Amendments(amendments.into_iter().rev().collect()));
        parts.whole().unwrap()
    }

    #[test]
    fn a_session_is_folded_from_its_parts_with_its_changes_in_order() {
        let titled = |title: &str| Change::Titled { title: title.into() };
        let opened = opened(vec![titled("First"), titled("Last")]);
        assert_eq!((opened.heading().as_str(), opened.view.utterances.len()), ("Last", 3));
        assert_eq!(opened.opened_ms[&QuestionId(1)], 3_000, "the first time counts");
        assert_eq!(Parts::default().whole(), None);
    }

    #[test]
    fn a_title_that_is_taken_back_leaves_the_company() {
        let mut opened = opened(vec![Change::Titled { title: "First".into() }]);
        opened.amend(&Change::Titled { title: String::new() });
        assert_eq!(opened.heading(), "Northwind");
    }

    #[test]
    fn lines_say_who_spoke_and_what_was_heard() {
        let (one, two) = (UtteranceId(1), UtteranceId(2));
        let opened = opened(vec![
            Change::Corrected { utterance: one, text: "Why Northwind?".into() },
            Change::Voiced { name: "Ann".into(), utterances: vec![one] },
            Change::Named { speaker: Speaker::Me, name: "Jo".into() },
        ]);
        let lines = opened.lines(0..3);
        let told: Vec<_> = lines.iter().map(|line| (line.who.as_str(), line.text.as_str(), line.asks)).collect();
        let all =
            [("Ann", "Why Northwind?", true), ("Jo", "The TEAM, and the work.", false), ("Them", "Thanks.", false)];
        assert_eq!(told, all);
        assert_eq!((lines[0].heard.as_deref(), opened.line_of(two)), (Some("Why us?"), Some(1)));
        assert_eq!(opened.people(), [("Ann".to_owned(), 1)]);
        assert_eq!(opened.lines(2..90), [], "a range that does not fit has no lines");
    }

    #[test]
    fn words_are_found_whatever_their_case() {
        let opened = opened(Vec::new());
        assert_eq!((opened.lines_with(" team "), opened.lines_with("")), (vec![1], vec![]));
    }
}
