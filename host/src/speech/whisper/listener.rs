//! Follows one side: finds its turns, asks for decodes at the right moments and tells what came of them.
//!
//! Interim text while someone speaks, an eager decode at the first pause, and at the end of the turn the eager
//! text again when nothing was said since: then the final text costs no time of its own.

use super::WhisperError;
use super::worker::{Decoded, GiveUp, Urgency, Worker};
use crate::speech::activity::{Frame, VoiceActivity};
use crate::speech::{FromEngine, Report, SAMPLE_RATE, Sound, to_ms};
use crate::turn::endpoint::{Boundary, Endpointer, Timing};
use crate::turn::{TurnEvent, TurnId};
use convoally_shared::fault::Fault;
use convoally_shared::utterance::Speaker;
use futures_util::future::BoxFuture;
use futures_util::stream::{FuturesUnordered, StreamExt};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc;

/// Sound kept from before the detected start: soft beginnings ("h", "f") lie there.
const LEAD: u64 = 200 * SAMPLE_RATE as u64 / 1000;
/// How often text is refreshed while someone speaks.
const INTERIM_EVERY: u64 = 1_200 * SAMPLE_RATE as u64 / 1000;
/// So many ends of speech may wait for their text before this side stops taking in sound; the sound then waits
/// in its channel, and behind it in the source's spill. Nothing is dropped.
const MOST_PENDING_ENDS: usize = 4;

/// A turn whose sound has stopped coming for so long is over: the device is gone, and what was said is wanted.
const STARVED: Duration = Duration::from_secs(1);

/// What a decode was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Purpose {
    Interim { end: u64 },
    End { end: u64, attempt: u32 },
}

type Reply = (TurnId, Purpose, Decoded);

/// How far the text of the end is.
#[derive(Debug, Default)]
enum EndText {
    #[default]
    None,
    /// Asked for; the number tells a later attempt from an earlier one.
    Awaited(u32, GiveUp),
    Known(String),
}

/// The turn that is open.
struct Open {
    turn: TurnId,
    start: u64,
    last_interim: u64,
    attempt: u32,
    end_text: EndText,
}

/// A turn that is over and waits for its text.
struct Finishing {
    turn: TurnId,
    start: u64,
    end: u64,
    attempt: u32,
}

/// One side's listener.
pub struct Listener {
    speaker: Speaker,
    worker: Arc<Worker>,
    reports: mpsc::Sender<FromEngine>,
    activity: VoiceActivity,
    endpointer: Endpointer,
    /// Recent sound: the open turn and a lead before it.
    sound: Vec<f32>,
    /// Place of the first sample of `sound`.
    place: u64,
    turn_count: u32,
    open: Option<Open>,
    finishing: Vec<Finishing>,
    decodes: FuturesUnordered<BoxFuture<'static, Reply>>,
}

impl Listener {
    /// A listener that has heard nothing yet.
    pub fn new(speaker: Speaker, worker: Arc<Worker>, reports: mpsc::Sender<FromEngine>) -> Self {
        Self {
            speaker,
            worker,
            reports,
            activity: VoiceActivity::default(),
            endpointer: Endpointer::new(Timing::at(SAMPLE_RATE)),
            sound: Vec::new(),
            place: 0,
            turn_count: 0,
            open: None,
            finishing: Vec::new(),
            decodes: FuturesUnordered::new(),
        }
    }

    /// Listens until the sound closes and every turn has its text.
    pub async fn run(mut self, sound: mpsc::Receiver<Sound>) -> Result<(), Fault> {
        let listened = self.listen(sound).await;
        // After a failure too, every turn that was started is ended.
        let open = self.open.take().map(|open| (open.turn, open.start));
        let left: Vec<_> = self.finishing.drain(..).map(|late| (late.turn, late.start)).chain(open).collect();
        for (turn, start) in left {
            self.tell_ended(turn, start, start, String::new()).await;
        }
        Ok(listened?)
    }

    async fn listen(&mut self, mut sound: mpsc::Receiver<Sound>) -> Result<(), WhisperError> {
        loop {
            let takes_in = self.finishing.len() < MOST_PENDING_ENDS;
            tokio::select! {
                Some(reply) = self.decodes.next() => self.decoded(reply).await?,
                piece = sound.recv(), if takes_in => match piece {
                    Some(piece) => self.hear(&piece).await,
                    None => break,
                },
                () = tokio::time::sleep(STARVED), if takes_in && self.open.is_some() => self.end_open_turn().await,
            }
        }
        self.end_open_turn().await;
        while !self.finishing.is_empty() {
            match self.decodes.next().await {
                Some(reply) => self.decoded(reply).await?,
                None => break,
            }
        }
        Ok(())
    }

    async fn tell(&mut self, event: TurnEvent) {
        // A closed channel means that the session is over and nobody wants to know.
        let report = FromEngine { speaker: self.speaker, report: Report::Turn(event) };
        let _ = self.reports.send(report).await;
    }

    async fn hear(&mut self, piece: &Sound) {
        self.bridge(piece.start).await;
        self.take_in(piece).await;
    }

    /// Sound is missing before `start`. Within a turn a short hole is silence, and a long one is the turn's end.
    async fn bridge(&mut self, start: u64) {
        let heard = self.place + self.sound.len() as u64;
        let hole = start.saturating_sub(heard);
        if hole == 0 || self.open.is_none() {
            return;
        }
        if hole < Timing::at(SAMPLE_RATE).end {
            self.take_in(&Sound { start: heard, samples: vec![0.0; hole as usize] }).await;
        } else {
            self.end_open_turn().await;
        }
    }

    async fn end_open_turn(&mut self) {
        if let Some(boundary) = self.endpointer.finish() {
            self.boundary(boundary).await;
        }
    }

    async fn take_in(&mut self, piece: &Sound) {
        let frames = self.activity.push(piece);
        self.keep(piece);
        for Frame { start, end, voiced } in frames {
            if let Some(boundary) = self.endpointer.push(start, end, voiced) {
                self.boundary(boundary).await;
            }
            self.refresh(end);
        }
        self.forget();
    }

    /// Appends sound, or begins anew after a gap.
    fn keep(&mut self, piece: &Sound) {
        if piece.start != self.place + self.sound.len() as u64 {
            self.sound.clear();
            self.place = piece.start;
        }
        self.sound.extend_from_slice(&piece.samples);
    }

    /// While nobody speaks, only the lead is kept. Turns that are finishing have their own copy.
    fn forget(&mut self) {
        let keep_from = match &self.open {
            Some(open) => open.start.saturating_sub(LEAD),
            None => (self.place + self.sound.len() as u64).saturating_sub(LEAD + INTERIM_EVERY),
        };
        let surplus = keep_from.saturating_sub(self.place) as usize;
        // In steps, so that the rest is not moved for every piece.
        if surplus > SAMPLE_RATE as usize {
            self.sound.drain(..surplus);
            self.place = keep_from;
        }
    }

    /// A copy of the kept sound between two places.
    fn stretch(&self, from: u64, to: u64) -> Vec<f32> {
        let index = |place: u64| (place.saturating_sub(self.place) as usize).min(self.sound.len());
        self.sound[index(from)..index(to)].to_vec()
    }

    async fn boundary(&mut self, boundary: Boundary) {
        match boundary {
            Boundary::Started(start) => self.started(start).await,
            Boundary::Paused(end) => self.ask_for_end(end),
            Boundary::Resumed => self.resumed().await,
            Boundary::Ended(end) => self.ended(end).await,
        }
    }

    async fn started(&mut self, start: u64) {
        self.turn_count += 1;
        let turn = TurnId(self.turn_count);
        self.open = Some(Open { turn, start, last_interim: start, attempt: 0, end_text: EndText::None });
        self.tell(TurnEvent::Started { turn, start_ms: to_ms(start) }).await;
    }

    /// Asks for the whole turn's text, up to what has been heard by now.
    fn ask_for_end(&mut self, end: u64) {
        let heard = self.place + self.sound.len() as u64;
        let Some(open) = &mut self.open else { return };
        open.attempt += 1;
        let (turn, from, attempt) = (open.turn, open.start.saturating_sub(LEAD), open.attempt);
        let samples = self.stretch(from, heard);
        let give_up = self.ask(turn, Purpose::End { end, attempt }, samples, Urgency::End);
        if let Some(open) = &mut self.open {
            open.end_text = EndText::Awaited(attempt, give_up);
        }
    }

    fn ask(&mut self, turn: TurnId, purpose: Purpose, samples: Vec<f32>, urgency: Urgency) -> GiveUp {
        let pending = self.worker.request(samples, urgency);
        let give_up = pending.give_up();
        self.decodes.push(Box::pin(async move { (turn, purpose, pending.text().await) }));
        give_up
    }

    async fn resumed(&mut self) {
        let Some(open) = &mut self.open else { return };
        let turn = open.turn;
        match std::mem::take(&mut open.end_text) {
            EndText::None => {}
            EndText::Awaited(_, give_up) => give_up.now(),
            EndText::Known(_) => self.tell(TurnEvent::Resumed { turn }).await,
        }
    }

    async fn ended(&mut self, end: u64) {
        if matches!(self.open, Some(Open { end_text: EndText::None, .. })) {
            self.ask_for_end(end);
        }
        let Some(Open { turn, start, attempt, end_text, .. }) = self.open.take() else { return };
        match end_text {
            EndText::Known(text) => self.tell_ended(turn, start, end, text).await,
            EndText::Awaited(..) | EndText::None => self.finishing.push(Finishing { turn, start, end, attempt }),
        }
    }

    async fn tell_ended(&mut self, turn: TurnId, start: u64, end: u64, text: String) {
        self.tell(TurnEvent::Ended { turn, start_ms: to_ms(start), end_ms: to_ms(end), text }).await;
    }

    /// Asks for interim text when it is time and the worker has nothing better to do.
    fn refresh(&mut self, now: u64) {
        let Some(open) = &mut self.open else { return };
        let due = now.saturating_sub(open.last_interim) >= INTERIM_EVERY;
        if !due || !matches!(open.end_text, EndText::None) || !self.worker.is_idle() {
            return;
        }
        open.last_interim = now;
        let (turn, from) = (open.turn, open.start.saturating_sub(LEAD));
        let samples = self.stretch(from, now);
        self.ask(turn, Purpose::Interim { end: now }, samples, Urgency::Interim);
    }

    async fn decoded(&mut self, (turn, purpose, decoded): Reply) -> Result<(), WhisperError> {
        let Some(text) = decoded? else { return Ok(()) };
        match purpose {
            Purpose::Interim { end } => {
                let wanted =
                    self.open.as_ref().is_some_and(|open| open.turn == turn && matches!(open.end_text, EndText::None));
                if wanted && !text.is_empty() {
                    self.tell(TurnEvent::Updated { turn, end_ms: to_ms(end), text }).await;
                }
            }
            Purpose::End { end, attempt } => self.end_decoded(turn, end, attempt, text).await,
        }
        Ok(())
    }

    async fn end_decoded(&mut self, turn: TurnId, end: u64, attempt: u32, text: String) {
        if let Some(at) = self.finishing.iter().position(|f| f.turn == turn && f.attempt == attempt) {
            let Finishing { turn, start, end, .. } = self.finishing.remove(at);
            return self.tell_ended(turn, start, end, text).await;
        }
        let Some(open) = &mut self.open else { return };
        let awaited = matches!(open.end_text, EndText::Awaited(number, _) if number == attempt);
        if open.turn == turn && awaited {
            open.end_text = EndText::Known(text.clone());
            self.tell(TurnEvent::EagerEnd { turn, end_ms: to_ms(end), text }).await;
        }
    }
}
