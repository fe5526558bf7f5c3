//! One side's turns, legal whatever is asked for: each is started once and ended once, and time does not run back.

use crate::speech::to_ms;
use crate::turn::{TurnEvent, TurnId};

/// The turn that is open.
#[derive(Debug)]
struct Open {
    turn: TurnId,
    start_ms: u64,
    end_ms: u64,
    text: String,
    /// An eager end was told and not taken back.
    eager: bool,
}

/// Tells turns. Places are samples on the session's audio clock.
#[derive(Debug, Default)]
pub(super) struct Turns {
    count: u32,
    open: Option<Open>,
    /// Where the last turn ended.
    last_end_ms: u64,
    told: Vec<TurnEvent>,
}

impl Turns {
    /// What has happened since this was last asked.
    pub(super) fn told(&mut self) -> Vec<TurnEvent> {
        std::mem::take(&mut self.told)
    }

    /// A turn is open.
    pub(super) fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Someone speaks: starts a turn if none is open.
    pub(super) fn start(&mut self, place: u64) {
        if self.open.is_some() {
            return;
        }
        self.count += 1;
        let (turn, start_ms) = (TurnId(self.count), to_ms(place).max(self.last_end_ms));
        self.open = Some(Open { turn, start_ms, end_ms: start_ms, text: String::new(), eager: false });
        self.told.push(TurnEvent::Started { turn, start_ms });
    }

    /// The open turn's text so far. Takes an eager end back.
    pub(super) fn update(&mut self, end: u64, text: &str) {
        let Some(open) = &mut self.open else { return };
        if open.text == text {
            return;
        }
        open.end_ms = open.end_ms.max(to_ms(end));
        text.clone_into(&mut open.text);
        let (turn, end_ms, text) = (open.turn, open.end_ms, open.text.clone());
        self.resume();
        self.told.push(TurnEvent::Updated { turn, end_ms, text });
    }

    /// The open turn has probably ended, with the text that it has.
    pub(super) fn eager_end(&mut self) {
        let Some(open) = self.open.as_mut().filter(|open| !open.eager && !open.text.is_empty()) else { return };
        open.eager = true;
        self.told.push(TurnEvent::EagerEnd { turn: open.turn, end_ms: open.end_ms, text: open.text.clone() });
    }

    /// It had not.
    pub(super) fn resume(&mut self) {
        let Some(open) = self.open.as_mut().filter(|open| open.eager) else { return };
        open.eager = false;
        self.told.push(TurnEvent::Resumed { turn: open.turn });
    }

    /// The open turn is over, with the text that it has.
    pub(super) fn end(&mut self) {
        let Some(Open { turn, start_ms, end_ms, text, .. }) = self.open.take() else { return };
        self.last_end_ms = end_ms;
        self.told.push(TurnEvent::Ended { turn, start_ms, end_ms, text });
    }

    /// The open turn is over, and only `text` of it stands, which ends at `place`.
    pub(super) fn end_with(&mut self, text: &str, place: u64) {
        if let Some(open) = &mut self.open {
            text.clone_into(&mut open.text);
            open.end_ms = to_ms(place).max(open.start_ms);
        }
        self.end();
    }

    /// Where the open turn's text ends, milliseconds.
    pub(super) fn end_ms(&self) -> u64 {
        self.open.as_ref().map_or(self.last_end_ms, |open| open.end_ms)
    }
}
