//! What the user changed about a session afterwards, folded over its events.

use super::SessionView;
use crate::amendment::{Amendment, Change, Outcome};
use crate::event::Event;
use crate::utterance::{Speaker, Utterance, UtteranceId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What amendments alone say of a session.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amended {
    /// A title of the user's own.
    pub title: Option<String>,
    /// In the order in which they were put on.
    pub tags: Vec<String>,
    /// How it went on.
    pub outcome: Option<Outcome>,
    /// The user's notes; empty for none.
    pub notes: String,
    /// Utterances that were corrected, and what was heard.
    pub heard: Vec<(UtteranceId, String)>,
    /// What the sides are called, where the user gave them names.
    pub names: Vec<(Speaker, String)>,
    /// Which person of a side said an utterance, where a transcript told them apart. It may name every utterance.
    pub voices: BTreeMap<UtteranceId, String>,
}

impl Amended {
    /// What a side is called.
    pub fn side(&self, speaker: Speaker) -> &str {
        of(&self.names, speaker).unwrap_or(speaker.label())
    }

    /// Who said an utterance of a side: the person, where they are told apart, or else the side.
    pub fn who(&self, utterance: UtteranceId, speaker: Speaker) -> &str {
        self.voices.get(&utterance).map_or_else(|| self.side(speaker), String::as_str)
    }
}

impl SessionView {
    /// Folds a whole session: its events in order, and its amendments in any.
    pub fn of_amended<'a>(
        events: impl IntoIterator<Item = &'a Event>,
        amendments: impl IntoIterator<Item = &'a Amendment>,
    ) -> Self {
        let mut view = Self::of(events);
        let mut amendments: Vec<&Amendment> = amendments.into_iter().collect();
        amendments.sort_by_key(|amendment| amendment.place());
        for amendment in amendments {
            view.amend(&amendment.change);
        }
        view
    }

    /// Takes in one change, the latest of those so far. One about something that is not there changes nothing.
    pub fn amend(&mut self, change: &Change) {
        match change {
            Change::Titled { title } => self.amended.title = Some(title.clone()).filter(|title| !title.is_empty()),
            Change::Tagged { tag, on } => {
                let same = |other: &String| other.to_lowercase() == tag.to_lowercase();
                match (self.amended.tags.iter().position(same), on) {
                    (None, true) => self.amended.tags.push(tag.clone()),
                    (Some(at), false) => drop(self.amended.tags.remove(at)),
                    _ => {}
                }
            }
            Change::Outcome { outcome } => self.amended.outcome = *outcome,
            Change::Noted { notes } => self.amended.notes.clone_from(notes),
            Change::Corrected { utterance, text } => self.correct(*utterance, text),
            Change::Attributed { utterance, speaker } => {
                if let Some(one) = self.utterance_mut(*utterance) {
                    one.speaker = *speaker;
                }
            }
            Change::Named { speaker, name } => put(&mut self.amended.names, *speaker, name),
            Change::Voiced { name, utterances } => {
                for utterance in utterances {
                    match name.as_str() {
                        "" => self.amended.voices.remove(utterance),
                        name => self.amended.voices.insert(*utterance, name.to_owned()),
                    };
                }
            }
            Change::Merged { name, into } => {
                for voice in self.amended.voices.values_mut().filter(|voice| *voice == name) {
                    voice.clone_from(into);
                }
            }
            Change::Marked { question, mark, on } => {
                if let Some(card) = self.card_mut(*question) {
                    card.marks.set(*mark, *on);
                }
            }
        }
    }

    /// One line for a heading: the user's title, or that of the brief.
    pub fn title(&self) -> String {
        self.amended.title.clone().unwrap_or_else(|| self.brief.title())
    }

    /// Who said an utterance.
    pub fn who(&self, utterance: &Utterance) -> &str {
        self.amended.who(utterance.id, utterance.speaker)
    }

    /// What was heard, of an utterance that was corrected.
    pub fn heard_as(&self, utterance: UtteranceId) -> Option<&str> {
        of(&self.amended.heard, utterance)
    }

    fn utterance_mut(&mut self, id: UtteranceId) -> Option<&mut Utterance> {
        self.utterances.iter_mut().find(|one| one.id == id)
    }

    fn correct(&mut self, id: UtteranceId, text: &str) {
        let before = self.amended.heard.iter().position(|(corrected, _)| *corrected == id);
        let heard = before.map(|at| self.amended.heard.remove(at).1);
        let Some(utterance) = self.utterance_mut(id) else { return };
        let heard = heard.unwrap_or_else(|| utterance.text.clone());
        if text.is_empty() || text == heard {
            utterance.text = heard;
        } else {
            text.clone_into(&mut utterance.text);
            self.amended.heard.push((id, heard));
        }
    }
}

/// An empty name takes the one before away.
fn put<K: PartialEq>(names: &mut Vec<(K, String)>, key: K, name: &str) {
    names.retain(|(other, _)| *other != key);
    if !name.is_empty() {
        names.push((key, name.to_owned()));
    }
}

fn of<K: PartialEq>(names: &[(K, String)], key: K) -> Option<&str> {
    names.iter().find(|(other, _)| *other == key).map(|(_, name)| name.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::amendment::AmendmentId;
    use crate::card::Mark;
    use crate::event::EventKind;
    use crate::question::{Question, QuestionId, QuestionKind};
    use crate::session::{Brief, SessionId};

    fn said(id: u32, speaker: Speaker, text: &str) -> EventKind {
        let utterance = Utterance { id: UtteranceId(id), speaker, start_ms: 0, end_ms: 5, text: text.into() };
        EventKind::UtteranceFinal { utterance }
    }

    fn view_of(changes: Vec<(u64, Change)>) -> SessionView {
        let question = Question {
            id: QuestionId(1),
            utterance: Some(UtteranceId(1)),
            text: "Why us?".into(),
            kind: QuestionKind::Motivation,
            reason: String::new(),
        };
        let session = SessionId("s".into());
        let kinds = [
            said(1, Speaker::Them, "Why bus?"),
            said(2, Speaker::Me, "Because."),
            EventKind::QuestionFound { question },
            EventKind::SessionEnded,
        ];
        let events: Vec<Event> =
            (1..).zip(kinds).map(|(seq, kind)| Event { session: session.clone(), seq, at_ms: seq, kind }).collect();
        let amendments: Vec<Amendment> = (0..)
            .zip(changes)
            .map(|(id, (at_unix_ms, change)): (u32, _)| Amendment {
                id: AmendmentId(format!("{id:032x}")),
                session: session.clone(),
                at_unix_ms,
                change,
            })
            .collect();
        SessionView::of_amended(&events, &amendments)
    }

    fn corrected(text: &str) -> Change {
        Change::Corrected { utterance: UtteranceId(1), text: text.into() }
    }

    #[test]
    fn of_two_changes_the_later_one_counts_in_whatever_order_they_come() {
        let titled = |title: &str| Change::Titled { title: title.into() };
        let view = view_of(vec![(9, titled("Last")), (5, titled("First"))]);
        assert_eq!(view.title(), "Last");
        assert_eq!(view_of(vec![(5, titled("B")), (5, titled("C"))]).title(), "C", "the greater id is the later one");
        assert_eq!(view_of(vec![(5, titled("B")), (6, titled(""))]).title(), Brief::default().title());
    }

    #[test]
    fn what_was_heard_stays_behind_a_correction() {
        let view = view_of(vec![(1, corrected("Why thus?")), (2, corrected("Why us?"))]);
        assert_eq!(view.utterances[0].text, "Why us?");
        assert_eq!(view.heard_as(UtteranceId(1)), Some("Why bus?"));
        for back in ["", "Why bus?"] {
            let view = view_of(vec![(1, corrected("Why us?")), (2, corrected(back))]);
            assert_eq!((view.utterances[0].text.as_str(), view.heard_as(UtteranceId(1))), ("Why bus?", None));
        }
    }

    #[test]
    fn a_tag_is_one_tag_however_it_is_written() {
        let tagged = |tag: &str, on| Change::Tagged { tag: tag.into(), on };
        let view = view_of(vec![(1, tagged("Remote", true)), (2, tagged("remote", true)), (3, tagged("Rust", true))]);
        assert_eq!(view.amended.tags, ["Remote", "Rust"]);
        let view = view_of(vec![(1, tagged("Remote", true)), (2, tagged("REMOTE", false))]);
        assert!(view.amended.tags.is_empty());
    }

    #[test]
    fn an_utterance_is_said_by_its_person_or_else_by_its_side() {
        let (one, two) = (UtteranceId(1), UtteranceId(2));
        let voiced = |name: &str, utterances| Change::Voiced { name: name.into(), utterances };
        let view = view_of(vec![
            (1, Change::Named { speaker: Speaker::Them, name: "Northwind".into() }),
            (2, Change::Attributed { utterance: two, speaker: Speaker::Them }),
            (3, voiced("Speaker 1", vec![one])),
            (4, Change::Merged { name: "Speaker 1".into(), into: "Ms Lindqvist".into() }),
        ]);
        let who: Vec<_> = view.utterances.iter().map(|one| view.who(one)).collect();
        assert_eq!(who, ["Ms Lindqvist", "Northwind"]);
        assert_eq!(view.amended.side(Speaker::Me), "Me");
        let view = view_of(vec![(1, voiced("Ann", vec![one])), (2, voiced("", vec![one]))]);
        assert_eq!(view.who(&view.utterances[0]), "Them");
    }

    #[test]
    fn a_card_is_marked_after_the_end_and_what_is_not_there_is_passed_over() {
        let marked = |question| Change::Marked { question: QuestionId(question), mark: Mark::Good, on: true };
        let view = view_of(vec![
            (1, marked(1)),
            (2, marked(7)),
            (3, Change::Corrected { utterance: UtteranceId(9), text: "Nothing.".into() }),
            (4, Change::Outcome { outcome: Some(Outcome::Offer) }),
            (5, Change::Noted { notes: "They call on Friday.".into() }),
        ]);
        assert_eq!(view.cards[0].marks.rating, Some(true));
        assert_eq!((view.amended.outcome, view.amended.notes.as_str()), (Some(Outcome::Offer), "They call on Friday."));
        assert!(view.amended.heard.is_empty());
    }
}
