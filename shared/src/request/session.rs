//! Requests about the session that runs: begin, stop, ask, mark, watch, and the sound of a tab.

use crate::card::{Mark, Wish};
use crate::interview::InterviewId;
use crate::question::QuestionId;
use crate::session::{Brief, Mode, SessionId};
use serde::{Deserialize, Serialize};

/// Begins listening. Fails with `session.consent_required` the first time on a site, until the user has
/// confirmed there that the others know or that the rules of the meeting allow it, and with `interviews.unknown`
/// for an interview that is not there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct StartSession {
    /// The meeting's host name, `meet.google.com`.
    pub site: Option<String>,
    /// The user has just confirmed; remembered for the site.
    pub consent: bool,
    /// What it is about. Where it says nothing, the interview's brief does.
    pub brief: Brief,
    /// The interview that it belongs to: its documents may be quoted beside the general ones. None: those alone.
    pub interview: Option<InterviewId>,
    /// Where the other side is heard.
    pub them: TheirSound,
    /// When cards open; none means as the user's settings say.
    pub mode: Option<Mode>,
}

/// Where the other side is heard. Written by variant name, for ports that know no self-describing form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TheirSound {
    /// In everything that this computer plays.
    #[default]
    System,
    /// In one tab, whose sound this client sends as [`TabSound`] once it is [`Started`].
    Tab {
        /// Which tab, for people: `meet.google.com`.
        title: String,
    },
}

/// How the device of a side that is heard in a tab is named; the tab's title follows.
pub const TAB_SOUND: &str = "tab sound";

/// Which session runs now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Started {
    /// The session.
    pub session: SessionId,
    /// It waits for this client's [`TabSound`]. A session that ran already, or an older host, does not.
    #[serde(default)]
    pub wants_tab: bool,
}

/// Asks who would get what of a session that began now: whoever is asked for consent wants to know. Loads no model and
/// asks no speech service.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListRecipients {}

/// Who would get what of a session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recipients {
    /// Who gets the sound.
    pub sound: SoundRecipient,
    /// Who gets questions and passages to write drafts, in the order in which they are asked; none where passages are all
    /// that is shown.
    pub drafts: Vec<DraftRecipient>,
}

/// A model that writes drafts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftRecipient {
    /// The model's name.
    pub model: String,
    /// The provider's host name, `api.openai.com`; none on this computer.
    pub host: Option<String>,
}

/// Who gets the sound, and makes text of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SoundRecipient {
    /// A model on this computer: nobody.
    Device {
        /// The model's name.
        model: String,
    },
    /// Deepgram.
    Deepgram {
        /// The name of its model.
        model: String,
    },
    /// A transcription server of the user's own choice.
    Server {
        /// Its address; empty where none is set.
        address: String,
    },
}

/// A piece of the tab's own sound, in the order in which it was heard. Nothing comes of it, and no fault either,
/// when no session waits for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TabSound {
    /// Counts the pieces of one session from 0. A number that was seen before is passed over; one that is missing
    /// is a hole.
    pub seq: u64,
    /// 16-bit signed little-endian samples, mono, 16 kHz, in base64: 60 to 100 ms by custom, one second at most.
    pub pcm: String,
}

/// No more of the tab's sound will come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TabEnded {
    /// Why.
    pub reason: TabEnd,
}

/// Why a tab is not heard, or not any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TabEnd {
    /// The browser did not let the extension hear it.
    Refused,
    /// It was closed, or shows another page.
    Left,
    /// The browser ended the capture.
    Stopped,
    /// Ten seconds of its sound waited for the host, so the extension gave up.
    Behind,
}

/// Ends the running session. No error when none runs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StopSession {}

/// Answers the last thing that the other side said, whatever the detector made of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerNow {}

/// Opens a card for a question that the user typed. Fails with `session.none` when none runs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskQuestion {
    /// What they want to know.
    pub text: String,
}

/// Writes another draft for a card that is there. Fails with `session.no_such_card`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftAgain {
    /// Whose card.
    pub question: QuestionId,
    /// What is wanted of it.
    pub wish: Wish,
}

/// Marks a card, of the session that ran last too. Fails with `session.no_such_card`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MarkCard {
    /// Whose card.
    pub question: QuestionId,
    /// Which mark.
    pub mark: Mark,
    /// Sets it; otherwise takes it back.
    pub on: bool,
}

/// Says when cards open from now on, in this session and in those to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetMode {
    /// When.
    pub mode: Mode,
}

/// Sends the running session's events from `after_seq` on, then each as it happens, and those of later sessions
/// from their beginning. A client that reconnects says the last number that it saw and the session it was of.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Watch {
    /// The session that the client saw last.
    pub session: Option<SessionId>,
    /// The last number that it saw of that session; 0 for all.
    pub after_seq: u64,
}

/// What [`Watch`] will send.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Watching {
    /// The running session, or the last one of this host; none before the first.
    pub session: Option<SessionId>,
}
