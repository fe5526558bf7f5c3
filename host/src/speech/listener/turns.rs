//! What each boundary of speech leads to.

use super::Listener;
use super::texts::EndText;
use crate::speech::decoder::GiveUp;
use crate::speech::{SAMPLE_RATE, to_ms};
use crate::turn::TurnId;
use crate::turn::endpoint::Boundary;
use crate::turn::phrase::phrase;

/// Sound taken along from before the detected start: soft beginnings ("h", "f") lie there.
pub const LEAD: u64 = 200 * SAMPLE_RATE as u64 / 1000;
/// Sound kept while nobody speaks. A start is noticed 64 ms late, and sound is forgotten in steps.
const BEFORE_SPEECH: u64 = SAMPLE_RATE as u64 + LEAD;

/// The turn that is open.
pub struct Open {
    pub turn: TurnId,
    pub start: u64,
    /// Place up to which there is text on the screen; at first, where the sound that is decoded begins.
    pub text_to: u64,
    /// Requests so far; each has its number.
    pub asked: u32,
    /// The interim text in the making.
    pub interim: Option<(u32, GiveUp)>,
    pub end_text: EndText,
}

/// A turn that is over and waits for its text.
pub struct Finishing {
    pub turn: TurnId,
    pub start: u64,
    pub end: u64,
    /// The request that brings the text.
    pub number: u32,
    /// Silence ended it, so that its words may still ask for more.
    pub by_silence: bool,
}

impl Open {
    fn new(turn: TurnId, start: u64) -> Self {
        Self { turn, start, text_to: start.saturating_sub(LEAD), asked: 0, interim: None, end_text: EndText::None }
    }
}

impl Listener {
    pub(super) async fn boundary(&mut self, boundary: Boundary) {
        match boundary {
            Boundary::Started(start) => self.started(start).await,
            Boundary::Paused(end) => self.paused(end),
            Boundary::Resumed => self.resumed().await,
            Boundary::Ended(end) => self.ended(end, true).await,
        }
    }

    /// Ends the open turn where it stands: no more of its sound will come.
    pub(super) async fn cut_open_turn(&mut self) {
        if let Some(Boundary::Ended(end)) = self.endpointer.finish() {
            self.ended(end, false).await;
        }
    }

    /// Sound before this place is not needed any more.
    pub(super) fn needed_from(&self) -> u64 {
        // A turn that is finishing may be opened again.
        let turn = self.open.as_ref().map(|open| open.start).or(self.finishing.last().map(|last| last.start));
        turn.map_or(self.kept.end().saturating_sub(BEFORE_SPEECH), |start| start.saturating_sub(LEAD))
    }

    async fn started(&mut self, start: u64) {
        let (turn, event) = self.teller.began(to_ms(start));
        self.open = Some(Open::new(turn, start));
        self.tell([event]).await;
    }

    fn paused(&mut self, end: u64) {
        if !self.decoder.is_metered() {
            self.ask_for_end(end);
        }
    }

    async fn resumed(&mut self) {
        let Some(open) = &mut self.open else { return };
        if let EndText::Awaited(_, give_up) = std::mem::take(&mut open.end_text) {
            give_up.now();
        }
        let event = self.teller.resumed(open.turn);
        self.tell(event).await;
    }

    async fn ended(&mut self, end: u64, by_silence: bool) {
        if matches!(self.open, Some(Open { end_text: EndText::None, .. })) {
            self.ask_for_end(end);
        }
        let Some(Open { turn, start, end_text, .. }) = self.open.take() else { return };
        match end_text {
            EndText::Known(text) => self.tell_ended(turn, end, text).await,
            EndText::Awaited(number, _) => {
                self.teller.heard_to(turn, to_ms(end));
                self.finishing.push(Finishing { turn, start, end, number, by_silence });
            }
            // Asked for above.
            EndText::None => {}
        }
    }

    /// The text of a turn that is over. Nothing final has been told yet: where the words ask for more, and nothing
    /// was said since, the turn is open again.
    pub(super) async fn finished(&mut self, at: usize, text: String) {
        let is_last = at + 1 == self.finishing.len();
        let Finishing { turn, start, end, number, by_silence } = self.finishing.remove(at);
        let goes_on = by_silence && is_last && self.open.is_none();
        if goes_on && self.endpointer.reopen(start, end, phrase(&text)) {
            let end_text = EndText::Known(text.clone());
            self.open = Some(Open { text_to: end, asked: number, end_text, ..Open::new(turn, start) });
            let events = self.teller.eagerly_ended(turn, to_ms(end), text);
            self.tell(events).await;
        } else {
            self.tell_ended(turn, end, text).await;
        }
    }

    async fn tell_ended(&mut self, turn: TurnId, end: u64, text: String) {
        let events = self.teller.ended(turn, to_ms(end), text);
        self.tell(events).await;
    }
}
