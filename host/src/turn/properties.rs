//! What holds for any order of frames and of engine messages.

use super::endpoint::{Boundary, Endpointer, Timing};
use super::phrase::Phrase;
use super::teller::Teller;
use super::{TurnEvent, TurnId};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// One message of an engine, right or wrong; the number chooses a turn among the last few, or one that never was.
#[derive(Clone, Debug)]
enum Message {
    Began(u64),
    Updated(u32, u64, String),
    EagerlyEnded(u32, u64, String),
    HeardTo(u32, u64),
    Resumed(u32),
    Ended(u32, u64, String),
}

fn messages() -> impl Strategy<Value = Vec<Message>> {
    let text = || prop::sample::select(vec!["", "so", "so then"]).prop_map(str::to_owned);
    let (turn, time) = (|| 0..6_u32, || 0..20_000_u64);
    let message = prop_oneof![
        time().prop_map(Message::Began),
        (turn(), time(), text()).prop_map(|(turn, end, text)| Message::Updated(turn, end, text)),
        (turn(), time(), text()).prop_map(|(turn, end, text)| Message::EagerlyEnded(turn, end, text)),
        (turn(), time()).prop_map(|(turn, end)| Message::HeardTo(turn, end)),
        turn().prop_map(Message::Resumed),
        (turn(), time(), text()).prop_map(|(turn, end, text)| Message::Ended(turn, end, text)),
    ];
    prop::collection::vec(message, 0..60)
}

fn told(messages: Vec<Message>) -> Vec<TurnEvent> {
    let mut teller = Teller::default();
    let mut events = Vec::new();
    for message in messages {
        match message {
            Message::Began(start) => events.push(teller.began(start).1),
            Message::Updated(turn, end, text) => events.extend(teller.updated(TurnId(turn), end, text)),
            Message::EagerlyEnded(turn, end, text) => events.extend(teller.eagerly_ended(TurnId(turn), end, text)),
            Message::HeardTo(turn, end) => teller.heard_to(TurnId(turn), end),
            Message::Resumed(turn) => events.extend(teller.resumed(TurnId(turn))),
            Message::Ended(turn, end, text) => events.extend(teller.ended(TurnId(turn), end, text)),
        }
    }
    events.extend(teller.finish());
    events
}

/// Follows one side's events as a reader would, and fails on the first that breaks the promise.
#[derive(Default)]
struct Reader {
    /// Start and whether an eager end stands, for each open turn.
    open: BTreeMap<TurnId, (u64, bool)>,
    begun: Vec<TurnId>,
    ended: Vec<TurnId>,
    last_start: u64,
}

impl Reader {
    fn read(&mut self, event: &TurnEvent) -> Result<(), TestCaseError> {
        match event {
            TurnEvent::Started { turn, start_ms } => {
                prop_assert_eq!(turn.0 as usize, self.begun.len() + 1);
                prop_assert!(*start_ms >= self.last_start);
                self.last_start = *start_ms;
                self.begun.push(*turn);
                self.open.insert(*turn, (*start_ms, false));
            }
            TurnEvent::Updated { turn, end_ms, text } => {
                let (start, eager) = self.opened(*turn)?;
                prop_assert!(!*eager && !text.is_empty() && *end_ms >= *start);
            }
            TurnEvent::EagerEnd { turn, end_ms, .. } => {
                let (start, eager) = self.opened(*turn)?;
                prop_assert!(!*eager && *end_ms >= *start);
                *eager = true;
            }
            TurnEvent::Resumed { turn } => {
                let (_, eager) = self.opened(*turn)?;
                prop_assert!(*eager);
                *eager = false;
            }
            TurnEvent::Ended { turn, start_ms, end_ms, .. } => {
                let (start, _) = *self.opened(*turn)?;
                prop_assert!(*start_ms == start && *end_ms >= start);
                self.open.remove(turn);
                self.ended.push(*turn);
            }
        }
        Ok(())
    }

    fn opened(&mut self, turn: TurnId) -> Result<&mut (u64, bool), TestCaseError> {
        self.open.get_mut(&turn).ok_or_else(|| TestCaseError::fail(format!("{turn:?} is not open")))
    }
}

proptest! {
    #[test]
    fn for_any_order_of_messages_every_turn_begins_and_ends_once_and_in_order(messages in messages()) {
        let mut reader = Reader::default();
        for event in told(messages) {
            reader.read(&event)?;
        }
        prop_assert_eq!(reader.begun, reader.ended);
    }

    /// Runs of frames, each with a hole before it (most are none), voiced or not, and what is understood after it.
    #[test]
    fn for_any_frames_starts_and_ends_alternate_and_never_run_backwards(
        runs in prop::collection::vec(
            (prop_oneof![3 => Just(0_u64), 1 => 0..40_000_u64], 1..80_u64, any::<bool>(), 0..4_u8), 0..60)
    ) {
        const FRAME: u64 = 256;
        let mut endpointer = Endpointer::new(Timing::at(16_000));
        let (mut place, mut last, mut open) = (0, 0, None);
        let mut boundaries = Vec::new();
        for (hole, frames, voiced, understood) in runs {
            place += hole;
            for _ in 0..frames {
                boundaries.extend(endpointer.push(place, place + FRAME, voiced).map(|boundary| (boundary, place + FRAME)));
                place += FRAME;
            }
            match understood {
                1 => endpointer.understood(Phrase::Question),
                2 => endpointer.understood(Phrase::Sentence),
                3 => endpointer.understood(Phrase::Open),
                _ => {}
            }
        }
        boundaries.extend(endpointer.finish().map(|boundary| (boundary, place)));
        for (boundary, heard) in boundaries {
            match boundary {
                Boundary::Started(at) => {
                    prop_assert!(open.is_none() && at >= last && at < heard);
                    (open, last) = (Some(false), at);
                }
                Boundary::Paused(at) => {
                    prop_assert!(open == Some(false) && at >= last && at <= heard);
                    (open, last) = (Some(true), at);
                }
                Boundary::Resumed => {
                    prop_assert_eq!(open, Some(true));
                    open = Some(false);
                }
                Boundary::Ended(at) => {
                    prop_assert!(open.is_some() && at >= last && at <= heard);
                    (open, last) = (None, at);
                }
            }
        }
        prop_assert!(open.is_none());
        prop_assert_eq!(endpointer.finish(), None);
    }
}
