//! Flux's turn messages become turns.
//!
//! Flux finds the turns itself and repeats a turn's whole text in every message; nothing of it is final before
//! `EndOfTurn`. So the sound of an open turn is settled only with its end, and after a lost line the turn is heard
//! once more from its beginning: the same turn here, another one in the new connection's count. When a stream is
//! closed Flux ends no turn; its documentation says to take the last update for the text.

use super::dialect::Reading;
use super::timeline::Timeline;
use super::trouble::Trouble;
use super::turns::Turns;
use crate::speech::{SAMPLE_RATE, to_ms};
use crate::turn::TurnEvent;
use deepgram::common::flux_response::{FluxResponse, FluxWord, TurnEvent as Event};

/// Sound kept from before the moment up to which Flux has found nobody speaking: a turn may begin there.
const LEAD: u64 = SAMPLE_RATE as u64;
/// A turn is announced with its first word, which began about so long before, where Flux does not tell.
const FIRST_WORD: u64 = SAMPLE_RATE as u64 * 2 / 5;
/// A turn from before a lost line that is not found again within so much sound after it is over, milliseconds.
const FOUND_WITHIN_MS: u64 = 1_000;

/// One side's turns, as Flux tells them.
#[derive(Debug, Default)]
pub(super) struct Flux {
    turns: Turns,
    /// The open turn's number on this connection; none when it is not open there.
    index: Option<u32>,
    /// Turns up to this number are over.
    over: Option<u32>,
    /// Text up to here is final.
    settled: u64,
}

/// What a message says about a turn.
struct Info {
    event: Event,
    index: u32,
    /// Place up to which Flux has listened.
    heard: u64,
    text: String,
    /// Places of the first and the last word, where Flux tells them.
    words: (Option<u64>, Option<u64>),
}

impl Flux {
    /// Reads a message.
    pub(super) fn read(&mut self, text: &str, timeline: &Timeline) -> Reading {
        let mut reading = Reading::default();
        match serde_json::from_str(text) {
            Ok(FluxResponse::TurnInfo { event, turn_index, audio_window_end, transcript, words, .. }) => {
                (reading.is_answer, reading.heard) = (true, timeline.place(audio_window_end));
                self.info(&Info {
                    event,
                    index: turn_index,
                    heard: reading.heard,
                    text: transcript.trim().to_owned(),
                    words: places(&words, timeline),
                });
            }
            Ok(FluxResponse::Connected { .. }) => reading.is_greeting = true,
            Ok(FluxResponse::FatalError { code, .. }) => reading.trouble = Some(Trouble::of_message(&code)),
            // Other kinds of messages, those to come and those that are no messages, say nothing about turns.
            Ok(_) | Err(_) => {}
        }
        reading.turns = self.turns.told();
        reading.settled = self.settled;
        reading
    }

    fn info(&mut self, info: &Info) {
        let is_late = self.over.is_some_and(|over| info.index <= over);
        if is_late || self.index.is_some_and(|index| info.index < index) {
            return;
        }
        // The end of the turn before was not told.
        if self.index.is_some_and(|index| info.index > index) {
            self.end(info.words.0.unwrap_or(self.settled));
        }
        if info.text.is_empty() && info.event != Event::EndOfTurn {
            self.nobody_speaks(info);
            return;
        }
        self.understood(info);
        match info.event {
            Event::EagerEndOfTurn => self.turns.eager_end(),
            Event::TurnResumed => self.turns.resume(),
            Event::EndOfTurn => {
                self.end(info.heard);
                self.over = Some(info.index);
            }
            Event::StartOfTurn | Event::Update | Event::Unknown | _ => {}
        }
    }

    fn understood(&mut self, info: &Info) {
        if info.text.is_empty() {
            return;
        }
        self.index = Some(info.index);
        let about = info.heard.saturating_sub(FIRST_WORD);
        self.turns.start(info.words.0.unwrap_or(about).max(self.settled));
        self.turns.update(info.words.1.unwrap_or(info.heard), &info.text);
    }

    fn nobody_speaks(&mut self, info: &Info) {
        if self.index.is_some() {
            return;
        }
        if self.turns.is_open() {
            // From before the line was lost: heard again, and not found.
            if to_ms(info.heard) > self.turns.end_ms() + FOUND_WITHIN_MS {
                self.end(info.heard.saturating_sub(LEAD));
            }
            return;
        }
        self.settled = self.settled.max(info.heard.saturating_sub(LEAD));
    }

    fn end(&mut self, settled: u64) {
        self.turns.end();
        self.index = None;
        self.settled = self.settled.max(settled);
    }

    /// A new connection hears the sound that is not settled once more, and counts its turns from the beginning.
    pub(super) fn reconnected(&mut self) {
        self.index = None;
        self.over = None;
    }

    /// Nothing more will come: what is known is the text.
    pub(super) fn close(&mut self) -> Vec<TurnEvent> {
        self.turns.end();
        self.index = None;
        self.turns.told()
    }

    /// Somebody else hears what is not settled: nothing of the open turn stands.
    pub(super) fn give_back(&mut self) -> Vec<TurnEvent> {
        self.turns.end_with("", self.settled);
        self.close()
    }
}

fn places(words: &[FluxWord], timeline: &Timeline) -> (Option<u64>, Option<u64>) {
    let start = words.first().and_then(|word| word.start).map(|seconds| timeline.place(seconds));
    let end = words.last().and_then(|word| word.end).map(|seconds| timeline.place(seconds));
    (start, end)
}

#[cfg(test)]
#[path = "flux_tests.rs"]
mod tests;
