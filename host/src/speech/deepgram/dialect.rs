//! What the two protocols have in common, seen from one side's stint.

use super::Model;
use super::flux::Flux;
use super::nova::Nova;
use super::timeline::Timeline;
use super::trouble::Trouble;
use crate::turn::TurnEvent;

/// Ends a stream in either protocol; what was sent before is understood first.
pub(super) const CLOSE_STREAM: &str = r#"{"type":"CloseStream"}"#;
/// Keeps a Nova stream open while no sound is sent. Flux has no such message; pings do it there.
const KEEP_ALIVE: &str = r#"{"type":"KeepAlive"}"#;

/// What a message says.
#[derive(Debug, Default)]
pub(super) struct Reading {
    /// What became of the turns.
    pub turns: Vec<TurnEvent>,
    /// Place up to which the text is final.
    pub settled: u64,
    /// Place up to which the sound has been listened to, where the message tells it.
    pub heard: u64,
    /// It answers sound.
    pub is_answer: bool,
    /// It greets: the session is open.
    pub is_greeting: bool,
    /// It is the last one after [`CLOSE_STREAM`].
    pub is_last: bool,
    /// It tells an error.
    pub trouble: Option<Trouble>,
}

/// A side's turns in either protocol.
#[derive(Debug)]
pub(super) enum Dialect {
    Nova(Box<Nova>),
    Flux(Box<Flux>),
}

impl Dialect {
    pub(super) fn of(model: Model) -> Self {
        match model {
            Model::Nova3 => Self::Nova(Box::default()),
            Model::Flux => Self::Flux(Box::default()),
        }
    }

    /// Reads a message. What is not understood says nothing.
    pub(super) fn read(&mut self, text: &str, timeline: &Timeline) -> Reading {
        match self {
            Self::Nova(nova) => nova.read(text, timeline),
            Self::Flux(flux) => flux.read(text, timeline),
        }
    }

    /// What to send while there is no sound to send.
    pub(super) fn keep_alive(&self) -> Option<&'static str> {
        matches!(self, Self::Nova(_)).then_some(KEEP_ALIVE)
    }

    /// A new connection hears the sound that is not settled once more.
    pub(super) fn reconnected(&mut self) {
        match self {
            Self::Nova(nova) => nova.reconnected(),
            Self::Flux(flux) => flux.reconnected(),
        }
    }

    /// Nothing more will come: ends the open turn with what is known.
    pub(super) fn close(&mut self) -> Vec<TurnEvent> {
        match self {
            Self::Nova(nova) => nova.close(),
            Self::Flux(flux) => flux.close(),
        }
    }

    /// Somebody else hears what is not settled: ends the open turn with what is final.
    pub(super) fn give_back(&mut self) -> Vec<TurnEvent> {
        match self {
            Self::Nova(nova) => nova.give_back(),
            Self::Flux(flux) => flux.give_back(),
        }
    }
}
