//! From what happened and when, how long a person waited.

use crate::fixtures::Clip;
use crate::meeting::Spoken;
use crate::overlay::ShownCard;
use convoally_shared::event::{Event, EventKind};
use convoally_shared::utterance::{Speaker, UtteranceId};
use serde::Serialize;

/// The two waits of one question, milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Waits {
    /// From the end of the last word to the event that made the utterance final.
    pub final_ms: f64,
    /// From that event to the card on the screen.
    pub card_ms: f64,
}

/// What a list of figures looks like: the middle and the bad end.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Spread {
    /// How many figures.
    pub count: usize,
    /// Half of them are at most this.
    pub p50: f64,
    /// 95 of 100 are at most this.
    pub p95: f64,
}

/// A question that was spoken and the waits that it led to.
///
/// The last utterance of the other side that became final between this clip's beginning and the next one's is the
/// clip's own. None when nothing was heard, no question was found in it, or its card was never painted.
pub fn waits(spoken: &[Spoken], clips: &[Clip], events: &[Event], cards: &[ShownCard]) -> Vec<Option<Waits>> {
    let Some(began) = began_unix_ms(events) else { return vec![None; spoken.len()] };
    let one = |(position, clip): (usize, &Spoken)| {
        let next = spoken.get(position + 1).map_or(f64::INFINITY, |next| next.started_ms);
        let heard = |event: &&Event| (clip.started_ms..next).contains(&(began + event.at_ms as f64));
        let (utterance, at_ms) = events.iter().filter(heard).filter_map(final_of_them).next_back()?;
        let question = question_of(events, utterance)?;
        let painted_ms = cards.iter().find(|card| card.question == question)?.painted_ms?;
        let said_ms = clip.started_ms + clips.get(clip.clip)?.speech_end_ms;
        Some(Waits { final_ms: began + at_ms - said_ms, card_ms: painted_ms - began - at_ms })
    };
    spoken.iter().enumerate().map(one).collect()
}

/// Nearest-rank percentiles. None of an empty list.
pub fn spread(figures: impl IntoIterator<Item = f64>) -> Option<Spread> {
    let mut figures: Vec<f64> = figures.into_iter().collect();
    figures.sort_by(f64::total_cmp);
    Some(Spread { count: figures.len(), p50: rank(&figures, 0.5)?, p95: rank(&figures, 0.95)? })
}

/// The figure that this share of all does not exceed. None of an empty list.
pub fn share(figures: impl IntoIterator<Item = f64>, share: f64) -> Option<f64> {
    let mut figures: Vec<f64> = figures.into_iter().collect();
    figures.sort_by(f64::total_cmp);
    rank(&figures, share)
}

fn rank(sorted: &[f64], share: f64) -> Option<f64> {
    sorted.get(((sorted.len() as f64 * share).ceil() as usize).saturating_sub(1)).copied()
}

fn began_unix_ms(events: &[Event]) -> Option<f64> {
    events.iter().find_map(|event| match &event.kind {
        // The session's clock starts at this event's own `at_ms`, which is 0 or close to it.
        EventKind::SessionStarted { started_unix_ms, .. } => Some(*started_unix_ms as f64),
        _ => None,
    })
}

fn final_of_them(event: &Event) -> Option<(UtteranceId, f64)> {
    match &event.kind {
        EventKind::UtteranceFinal { utterance } if utterance.speaker == Speaker::Them => {
            Some((utterance.id, event.at_ms as f64))
        }
        _ => None,
    }
}

fn question_of(events: &[Event], utterance: UtteranceId) -> Option<u32> {
    events.iter().find_map(|event| match &event.kind {
        EventKind::QuestionFound { question } if question.utterance == Some(utterance) => Some(question.id.0),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use convoally_shared::question::{Question, QuestionId, QuestionKind};
    use convoally_shared::session::{Brief, Mode, SessionId};
    use convoally_shared::utterance::Utterance;

    fn event(at_ms: u64, kind: EventKind) -> Event {
        Event { session: SessionId("s".into()), seq: at_ms + 1, at_ms, kind }
    }

    fn started() -> EventKind {
        EventKind::SessionStarted {
            started_unix_ms: 1_000_000,
            brief: Brief::default(),
            site: None,
            documents: vec![],
            transcriber: String::new(),
            answerer: None,
            mode: Mode::default(),
        }
    }

    fn finished(id: u32, speaker: Speaker) -> EventKind {
        let text = "Why us?".into();
        EventKind::UtteranceFinal {
            utterance: Utterance { id: UtteranceId(id), speaker, start_ms: 0, end_ms: 1, text },
        }
    }

    fn found(id: u32, utterance: u32) -> EventKind {
        EventKind::QuestionFound {
            question: Question {
                id: QuestionId(id),
                utterance: Some(UtteranceId(utterance)),
                text: "Why us?".into(),
                kind: QuestionKind::Motivation,
                reason: String::new(),
            },
        }
    }

    #[test]
    fn waits_are_counted_from_the_last_word_and_to_the_painted_card() {
        let clips = [Clip { wav: "q.wav".into(), text: String::new(), duration_ms: 2200.0, speech_end_ms: 2000.0 }];
        let spoken = [1_001_000.0, 1_009_000.0].map(|started_ms| Spoken { clip: 0, started_ms });
        let events = [
            event(0, started()),
            event(3_500, finished(1, Speaker::Me)),
            event(3_600, finished(2, Speaker::Them)),
            event(3_601, found(1, 2)),
        ];
        let cards = [ShownCard { question: 1, painted_ms: Some(1_003_625.0), text: String::new() }];
        let waits = waits(&spoken, &clips, &events, &cards);
        assert_eq!(waits, [Some(Waits { final_ms: 600.0, card_ms: 25.0 }), None]);
    }

    #[test]
    fn percentiles_are_figures_that_occurred() {
        let spread = spread((1..=20).map(f64::from)).unwrap();
        assert_eq!((spread.count, spread.p50, spread.p95), (20, 10.0, 19.0));
        assert_eq!(super::spread([]), None);
    }
}
