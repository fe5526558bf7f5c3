//! What every order of messages must keep, for the property tests of both protocols.

use crate::turn::{TurnEvent, TurnId};
use std::collections::BTreeMap;

/// Panics unless each turn is started once and ended once, in order, without overlap, and time does not run back.
pub(super) fn assert_legal(events: &[TurnEvent]) {
    let mut open: Option<(TurnId, u64, bool)> = None;
    let mut ended = BTreeMap::new();
    let mut last_end = 0;
    for event in events {
        match event {
            TurnEvent::Started { turn, start_ms } => {
                assert_eq!(open, None, "{events:?}");
                assert_eq!(turn.0 as usize, ended.len() + 1, "numbered in a row: {events:?}");
                assert!(*start_ms >= last_end, "{events:?}");
                open = Some((*turn, *start_ms, false));
            }
            TurnEvent::Updated { turn, end_ms, .. } | TurnEvent::EagerEnd { turn, end_ms, .. } => {
                let (current, start_ms, eager) = open.expect("a turn is open");
                assert_eq!((*turn, eager), (current, false), "an eager end is taken back before more: {events:?}");
                assert!(*end_ms >= start_ms, "{events:?}");
                open = Some((current, start_ms, matches!(event, TurnEvent::EagerEnd { .. })));
            }
            TurnEvent::Resumed { turn } => {
                let (current, start_ms, eager) = open.expect("a turn is open");
                assert_eq!((*turn, eager), (current, true), "{events:?}");
                open = Some((current, start_ms, false));
            }
            TurnEvent::Ended { turn, start_ms, end_ms, text } => {
                let (current, started, _) = open.take().expect("a turn is open");
                assert_eq!((*turn, *start_ms), (current, started), "{events:?}");
                assert!(end_ms >= start_ms, "{events:?}");
                assert_eq!(ended.insert(*turn, text.clone()), None, "ended twice: {events:?}");
                last_end = *end_ms;
            }
        }
    }
    assert_eq!(open, None, "left open: {events:?}");
}

/// The texts of the turns that have ended.
pub(super) fn texts(events: &[TurnEvent]) -> Vec<String> {
    let text = |event: &TurnEvent| match event {
        TurnEvent::Ended { text, .. } => Some(text.clone()),
        _ => None,
    };
    events.iter().filter_map(text).filter(|text| !text.is_empty()).collect()
}
