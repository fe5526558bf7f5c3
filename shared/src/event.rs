//! What happens in a session, in order. Nothing reaches the screen, the vault or an export by another way.
//!
//! The list is append-only: a kind is never renamed or given another meaning, because yesterday's vault and
//! a newer extension both hold it. New fields get a default.

use crate::card::{Card, Disclosure, Mark, Span, Wish};
use crate::fault::Fault;
use crate::money::Spent;
use crate::question::{Question, QuestionId};
use crate::session::{Brief, Mode, SessionId};
use crate::utterance::{Speaker, Utterance, UtteranceId};
use serde::{Deserialize, Serialize};

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// The session that it belongs to.
    pub session: SessionId,
    /// Counts the session's events from 1 without a gap, passing ones included.
    pub seq: u64,
    /// Milliseconds since the session began.
    pub at_ms: u64,
    /// What happened.
    #[serde(flatten)]
    pub kind: EventKind,
}

/// How one side's sound is doing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum SourceState {
    /// Opened, nothing heard yet.
    Opening,
    /// Sound arrives.
    Hearing,
    /// Samples arrive, but for a while there was nothing to hear in them.
    Quiet {
        /// When something was last heard, milliseconds since the session began.
        since_ms: u64,
    },
    /// Every sample is zero, as without a permission or with the device muted.
    Silent {
        /// What that means here, and where to change it.
        fault: Fault,
    },
    /// The device is not there, or went away; capture tries again by itself.
    Lost {
        /// Why, and what to do.
        fault: Fault,
    },
    /// It is back after it was lost.
    Recovered {
        /// How much of the call was not heard meanwhile, milliseconds.
        missing_ms: u64,
    },
    /// A file came to its end.
    Ended,
}

/// What can happen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum EventKind {
    /// The user started the session.
    SessionStarted {
        /// Wall clock of the beginning, milliseconds since the Unix epoch.
        started_unix_ms: u64,
        /// What it is about.
        brief: Brief,
        /// The meeting site that it was started on, when it was started in a browser.
        #[serde(default)]
        site: Option<String>,
        /// The titles of the documents that answers may quote.
        documents: Vec<String>,
        /// What turns speech into text, for people: `whisper base-q8_0, on this computer`.
        transcriber: String,
        /// What writes drafts, for people; none when only passages are shown.
        #[serde(default)]
        answerer: Option<String>,
        /// When cards open.
        #[serde(default)]
        mode: Mode,
    },
    /// One side's sound changed its state.
    SourceChanged {
        /// Which side.
        speaker: Speaker,
        /// The device or file, for people.
        device: String,
        /// How it is doing now.
        #[serde(flatten)]
        state: SourceState,
    },
    /// How loud one side is. Passing.
    Level {
        /// Which side.
        speaker: Speaker,
        /// Peak since the last level, decibels relative to full scale (0 = loudest, −90 = nothing).
        dbfs: f32,
    },
    /// Another engine transcribes one side from now on.
    EngineChanged {
        /// Which side.
        speaker: Speaker,
        /// What transcribes it now, for people: `whisper base-q8_0, on this computer`.
        engine: String,
        /// Why; none when the engine that the user chose is back.
        #[serde(default)]
        fault: Option<Fault>,
    },
    /// Sound of one side goes to a provider. Told before the first of it leaves, and then now and again.
    SoundSent {
        /// Which side.
        speaker: Speaker,
        /// The host name that it goes to: `api.deepgram.com`.
        recipient: String,
        /// How many requests or connections since the session began; 0 in logs from before they were counted.
        #[serde(default)]
        requests: u64,
        /// Bytes since the session began: the sound, and the names and terms that go along.
        bytes: u64,
        /// Length of that sound, milliseconds.
        audio_ms: u64,
        /// What that costs by the user's price table, millionths of a US dollar; none where it names no price.
        #[serde(default)]
        micro_usd: Option<u64>,
    },
    /// Text of an utterance that is still being said, or whose end is not yet certain. Passing.
    UtteranceUpdated {
        /// The utterance so far.
        utterance: Utterance,
    },
    /// What was taken for speech held no words. Passing: takes the interim text off the screen.
    UtteranceDropped {
        /// Which utterance.
        utterance: UtteranceId,
    },
    /// An utterance is finished; its text will not change.
    UtteranceFinal {
        /// The whole utterance.
        utterance: Utterance,
    },
    /// An utterance asks the user something.
    QuestionFound {
        /// The question.
        question: Question,
    },
    /// What they said further belongs to a question that has its card: the question reads like this now.
    QuestionRevised {
        /// The question under its old number.
        question: Question,
    },
    /// An utterance of the other side was not taken for a question.
    QuestionPassed {
        /// Which utterance.
        utterance: UtteranceId,
        /// Why not, in words that a user understands.
        reason: String,
    },
    /// The passages for a question are ready, or others fit better now that it was revised.
    CardOpened {
        /// The card.
        card: Card,
    },
    /// The user marked a card, or took a mark back.
    CardMarked {
        /// Whose card.
        question: QuestionId,
        /// Which mark.
        mark: Mark,
        /// It was set, not taken back.
        on: bool,
    },
    /// Cards open at other occasions from now on.
    ModeChanged {
        /// When they open.
        mode: Mode,
    },
    /// A side is muted in the call, or not any more: while it is, what it says is not written down.
    MuteChanged {
        /// Which side.
        speaker: Speaker,
        /// It is muted from now on.
        muted: bool,
    },
    /// The user has the session hear nothing for a while, or hear again: meanwhile nothing of either side is written
    /// down or sent.
    PauseChanged {
        /// It is paused from now on.
        paused: bool,
    },
    /// A provider is asked for a draft; what is sent is listed here before it leaves. A draft may be begun before its
    /// question is certain: then no question of that number was found yet.
    DraftStarted {
        /// Which question.
        question: QuestionId,
        /// Which of the question's drafts, from 1. A later one takes the place of those before.
        #[serde(default = "first")]
        draft: u32,
        /// What the user wants of it.
        #[serde(default)]
        wish: Wish,
        /// What writes it, for people.
        #[serde(default)]
        engine: String,
        /// What left the computer; none for a model on this computer.
        #[serde(default)]
        disclosure: Option<Disclosure>,
    },
    /// What was asked for a draft gave up; something else is asked in its place. What had arrived is taken back.
    DraftMoved {
        /// Which question.
        question: QuestionId,
        /// Which of its drafts.
        draft: u32,
        /// What writes it now, for people.
        engine: String,
        /// Why the one before gave up.
        fault: Fault,
        /// What left the computer for the new one; none for a model on this computer.
        #[serde(default)]
        disclosure: Option<Disclosure>,
    },
    /// More of a draft. Passing.
    DraftDelta {
        /// Which question.
        question: QuestionId,
        /// Which of its drafts.
        #[serde(default = "first")]
        draft: u32,
        /// To be appended.
        text: String,
    },
    /// A draft is complete.
    DraftFinished {
        /// Which question.
        question: QuestionId,
        /// Which of its drafts.
        #[serde(default = "first")]
        draft: u32,
        /// The whole draft.
        text: String,
        /// Numbers, names and dates in it that stand in no passage and were not said.
        #[serde(default)]
        unsupported: Vec<Span>,
        /// What it took.
        #[serde(default)]
        spent: Option<Spent>,
    },
    /// A draft was given up. What had arrived stays on the screen; the vault does not keep it.
    DraftFailed {
        /// Which question.
        question: QuestionId,
        /// Which of its drafts.
        #[serde(default = "first")]
        draft: u32,
        /// Why, and what to do.
        fault: Fault,
        /// What it took all the same.
        #[serde(default)]
        spent: Option<Spent>,
    },
    /// A draft was given up because it was not wanted any more: the other side went on, or the user asked for another.
    DraftDropped {
        /// Which question; after an early draft the number may be given to another one.
        question: QuestionId,
        /// Which of its drafts.
        draft: u32,
        /// What it took all the same.
        spent: Spent,
    },
    /// Something went wrong that does not end the session.
    Faulted {
        /// What, and what to do.
        fault: Fault,
    },
    /// The session is over. Nothing follows.
    SessionEnded,
}

/// The number of a draft in a log from before drafts were counted.
fn first() -> u32 {
    1
}

impl EventKind {
    /// Passing events are shown and forgotten: readers get them live, the vault does not keep them.
    pub fn is_passing(&self) -> bool {
        matches!(
            self,
            EventKind::Level { .. }
                | EventKind::UtteranceUpdated { .. }
                | EventKind::UtteranceDropped { .. }
                | EventKind::DraftDelta { .. }
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::utterance::UtteranceId;

    /// The vault of last year and the extension of next year both read this line.
    #[test]
    fn the_stored_form_of_an_utterance_is_pinned() {
        let event = Event {
            session: SessionId("20261123-151537-3fa9".into()),
            seq: 7,
            at_ms: 4200,
            kind: EventKind::UtteranceFinal {
                utterance: Utterance {
                    id: UtteranceId(2),
                    speaker: Speaker::Them,
                    start_ms: 0,
                    end_ms: 2100,
                    text: "Why us?".into(),
                },
            },
        };
        let line = r#"{"session":"20261123-151537-3fa9","seq":7,"at_ms":4200,"type":"utterance_final","utterance":{"id":2,"speaker":"them","start_ms":0,"end_ms":2100,"text":"Why us?"}}"#;
        assert_eq!(serde_json::to_string(&event).unwrap(), line);
        assert_eq!(serde_json::from_str::<Event>(line).unwrap(), event);
    }

    #[test]
    fn the_stored_form_of_a_source_state_is_pinned() {
        let kind = EventKind::SourceChanged {
            speaker: Speaker::Me,
            device: "Built-in microphone".into(),
            state: SourceState::Quiet { since_ms: 4200 },
        };
        let line = r#"{"type":"source_changed","speaker":"me","device":"Built-in microphone","state":"quiet","since_ms":4200}"#;
        assert_eq!(serde_json::to_string(&kind).unwrap(), line);
        assert_eq!(serde_json::from_str::<EventKind>(line).unwrap(), kind);
    }
}
