//! Asks for texts and takes them in.

use super::Listener;
use super::turns::LEAD;
use crate::speech::decoder::{Decoded, GiveUp, Request, Urgency};
use crate::speech::{SAMPLE_RATE, to_ms};
use crate::turn::TurnId;
use crate::turn::phrase::phrase;
use convoally_shared::fault::Fault;

/// How much sound makes new text worth its decode. What is asked for every second appears at least every 1.2 s,
/// also when each decode of the growing turn takes longer than the one before.
pub const INTERIM_EVERY: u64 = SAMPLE_RATE as u64;

/// What a text was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To show it: the turn up to this place.
    Interim(u64),
    /// Speech stopped at this place, perhaps for good.
    End(u64),
}

/// A request by its turn and number, and what came of it.
pub type Answer = (TurnId, u32, Purpose, Decoded);

/// How far the text of the end is.
#[derive(Debug, Default)]
pub enum EndText {
    #[default]
    None,
    /// Asked for by the request of this number.
    Awaited(u32, GiveUp),
    Known(String),
}

impl Listener {
    /// Asks for the whole turn's text, up to what has been heard by now.
    pub(super) fn ask_for_end(&mut self, end: u64) {
        if let Some((number, give_up)) = self.ask(Purpose::End(end), self.kept.end(), Urgency::End)
            && let Some(open) = &mut self.open
        {
            open.end_text = EndText::Awaited(number, give_up);
            if let Some((_, interim)) = open.interim.take() {
                interim.now();
            }
        }
    }

    /// Asks for interim text when it is time and the decoder has nothing better to do.
    pub(super) fn refresh(&mut self, now: u64) {
        let Some(open) = &self.open else { return };
        let due = now.saturating_sub(open.text_to) >= INTERIM_EVERY && open.interim.is_none();
        let speaking = matches!(open.end_text, EndText::None);
        if !due || !speaking || self.decoder.is_metered() || !self.decoder.is_idle() {
            return;
        }
        let asked = self.ask(Purpose::Interim(now), now, Urgency::Interim);
        if let Some(open) = &mut self.open {
            open.interim = asked;
        }
    }

    fn ask(&mut self, purpose: Purpose, to: u64, urgency: Urgency) -> Option<(u32, GiveUp)> {
        let open = self.open.as_mut()?;
        open.asked += 1;
        let (turn, number) = (open.turn, open.asked);
        let samples = self.kept.stretch(open.start.saturating_sub(LEAD), to);
        let pending = self.decoder.request(Request { speaker: self.speaker, turn, samples, urgency });
        let give_up = pending.give_up();
        self.decodes.push(Box::pin(async move { (turn, number, purpose, pending.text().await) }));
        Some((number, give_up))
    }

    pub(super) async fn answered(&mut self, (turn, number, purpose, decoded): Answer) -> Result<(), Fault> {
        let text = decoded?;
        match purpose {
            Purpose::Interim(to) => self.interim_decoded(turn, number, to, text).await,
            Purpose::End(end) => {
                if let Some(text) = text {
                    self.end_decoded(turn, number, end, text).await;
                }
            }
        }
        Ok(())
    }

    /// Interim text that something more urgent interrupted is due again at once.
    async fn interim_decoded(&mut self, turn: TurnId, number: u32, to: u64, text: Option<String>) {
        let Some(open) = self.open.as_mut().filter(|open| open.turn == turn) else { return };
        if open.interim.as_ref().is_none_or(|(asked, _)| *asked != number) {
            return;
        }
        open.interim = None;
        let Some(text) = text else { return };
        open.text_to = to;
        let events = self.teller.updated(turn, to_ms(to), text);
        self.tell(events).await;
    }

    async fn end_decoded(&mut self, turn: TurnId, number: u32, end: u64, text: String) {
        if let Some(at) = self.finishing.iter().position(|late| late.turn == turn && late.number == number) {
            return self.finished(at, text).await;
        }
        let Some(open) = self.open.as_mut().filter(|open| open.turn == turn) else { return };
        if !matches!(open.end_text, EndText::Awaited(awaited, _) if awaited == number) {
            return;
        }
        self.endpointer.understood(phrase(&text));
        open.text_to = end;
        open.end_text = EndText::Known(text.clone());
        let events = self.teller.eagerly_ended(turn, to_ms(end), text);
        self.tell(events).await;
    }
}
