//! Follows one side for an engine that decodes utterance by utterance: finds its turns, asks the
//! [`Decoder`](super::decoder::Decoder) at the right moments and tells what came of it.
//!
//! Interim text while someone speaks, an eager decode at the first pause, and at the end of the turn the eager
//! text again when nothing was said since: then the final text costs no time of its own. Where each request costs
//! money, the turn is decoded once, when it is over. Nothing here knows which engine it is, or where the sound comes
//! from. Start reading at [`Listener::run`]; `turns` acts on boundaries, `texts` asks for text and takes it in,
//! `kept` holds the sound.

mod kept;
#[cfg(test)]
mod scripted;
#[cfg(test)]
mod tests;
mod texts;
mod turns;

use super::activity::{Frame, VoiceActivity};
use super::decoder::Decoder;
use super::{FromEngine, Report, SAMPLE_RATE, Sound};
use crate::turn::TurnEvent;
use crate::turn::endpoint::{Endpointer, Timing};
use crate::turn::teller::Teller;
use convoally_shared::fault::Fault;
use convoally_shared::utterance::Speaker;
use futures_util::future::BoxFuture;
use futures_util::stream::{FuturesUnordered, StreamExt};
use kept::Kept;
use std::sync::Arc;
use tokio::sync::mpsc;
use turns::{Finishing, Open};

/// So many ends of speech may wait for their text before this side stops taking in sound; the sound then waits
/// in its channel, and behind it in the source's spill. Nothing is dropped.
const MOST_PENDING_ENDS: usize = 4;

/// One side's listener.
pub struct Listener {
    speaker: Speaker,
    decoder: Arc<dyn Decoder>,
    reports: mpsc::Sender<FromEngine>,
    activity: VoiceActivity,
    endpointer: Endpointer,
    teller: Teller,
    kept: Kept,
    open: Option<Open>,
    finishing: Vec<Finishing>,
    decodes: FuturesUnordered<BoxFuture<'static, texts::Answer>>,
}

impl Listener {
    /// A listener that has heard nothing yet.
    pub fn new(speaker: Speaker, decoder: Arc<dyn Decoder>, reports: mpsc::Sender<FromEngine>) -> Self {
        Self {
            speaker,
            decoder,
            reports,
            activity: VoiceActivity::default(),
            endpointer: Endpointer::new(Timing::at(SAMPLE_RATE)),
            teller: Teller::default(),
            kept: Kept::default(),
            open: None,
            finishing: Vec::new(),
            decodes: FuturesUnordered::new(),
        }
    }

    /// With another judge of what is voice.
    #[cfg(test)]
    fn judging_by(mut self, activity: VoiceActivity) -> Self {
        self.activity = activity;
        self
    }

    /// Listens until the sound closes and every turn has its text.
    ///
    /// # Errors
    /// The decoder's fault. Every turn that was started is ended all the same, with what was understood of it.
    pub async fn run(mut self, sound: mpsc::Receiver<Sound>) -> Result<(), Fault> {
        let listened = self.listen(sound).await;
        let left = self.teller.finish();
        self.tell(left).await;
        listened
    }

    async fn listen(&mut self, mut sound: mpsc::Receiver<Sound>) -> Result<(), Fault> {
        loop {
            let takes_in = self.finishing.len() < MOST_PENDING_ENDS;
            tokio::select! {
                Some(answer) = self.decodes.next() => self.answered(answer).await?,
                piece = sound.recv(), if takes_in => match piece {
                    Some(piece) => self.hear(&piece).await,
                    None => break,
                },
            }
        }
        self.cut_open_turn().await;
        while !self.finishing.is_empty() {
            match self.decodes.next().await {
                Some(answer) => self.answered(answer).await?,
                None => break,
            }
        }
        Ok(())
    }

    async fn tell(&mut self, events: impl IntoIterator<Item = TurnEvent>) {
        for event in events {
            // A closed channel means that the session is over and nobody wants to know.
            let report = FromEngine { speaker: self.speaker, report: Report::Turn(event) };
            let _ = self.reports.send(report).await;
        }
    }

    async fn hear(&mut self, piece: &Sound) {
        if piece.samples.is_empty() {
            return self.cut_open_turn().await;
        }
        self.bridge(piece.start).await;
        self.take_in(piece).await;
    }

    /// Sound is missing before `start`. Within a turn a short hole is silence, and a long one is the turn's end.
    async fn bridge(&mut self, start: u64) {
        let heard = self.kept.end();
        let hole = start.saturating_sub(heard);
        if hole == 0 || self.open.is_none() {
            return;
        }
        if hole < Timing::at(SAMPLE_RATE).end {
            self.take_in(&Sound { start: heard, samples: vec![0.0; hole as usize] }).await;
        } else {
            self.cut_open_turn().await;
        }
    }

    async fn take_in(&mut self, piece: &Sound) {
        let frames = self.activity.push(piece);
        self.kept.push(piece);
        for Frame { start, end, voiced } in frames {
            if let Some(boundary) = self.endpointer.push(start, end, voiced) {
                self.boundary(boundary).await;
            }
            self.refresh(end);
        }
        self.kept.forget_before(self.needed_from());
    }
}
