//! What a client may ask of the host: one type a request, each with its reply.
//!
//! A new request is one type and one line in the list at the end; the host's dispatcher does not compile
//! until it handles it.

mod mute;

pub use mute::*;

use crate::card::{Mark, Wish};
use crate::interview::{InterviewId, InterviewSummary};
use crate::question::QuestionId;
use crate::session::{Brief, Mode, SessionId};
use crate::vault::{Passphrase, VaultState};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Ties a request to its name on the wire and to its reply.
pub trait Request: Serialize + DeserializeOwned {
    /// The name on the wire. Never reused for another meaning.
    const NAME: &'static str;
    /// What comes back.
    type Reply: Serialize + DeserializeOwned;
}

/// The first request on every port: who is there, and do both sides speak the same version?
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hello {
    /// [`crate::wire::PROTOCOL_VERSION`] of the client.
    pub protocol: u32,
    /// The client's release, for people.
    pub version: String,
}

/// The host's side of [`Hello`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Welcome {
    /// [`crate::wire::PROTOCOL_VERSION`] of the host.
    pub protocol: u32,
    /// The host's release, for people.
    pub version: String,
    /// The running session, when there is one.
    pub session: Option<SessionId>,
}

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

/// Asks which interviews the user prepares for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListInterviews {}

/// The interviews, in the order in which they were added.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Interviews {
    /// Each of them.
    pub interviews: Vec<InterviewSummary>,
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

/// Asks how the vault stands. Opens nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct VaultStatus {}

/// Locks the vault for every program until it is unlocked. Fails with `vault.in_session` while a session is running.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LockVault {}

/// Unlocks the vault. Fails with `vault.passphrase_needed` when it takes one and none is given, and with
/// `vault.wrong_key` when it is the wrong one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct UnlockVault {
    /// What the user typed; none where the key opens without.
    pub passphrase: Option<Passphrase>,
}

/// Nothing to tell beyond success.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {}

/// Why a call could not be turned into a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// No request has this name.
    UnknownName,
    /// The name is known, its content is not of the right shape. The text says where.
    BadParams(String),
}

macro_rules! requests {
    ($($name:literal $request:ident => $reply:ty;)*) => {
        $(impl Request for $request {
            const NAME: &'static str = $name;
            type Reply = $reply;
        })*

        /// Any request, read from the wire.
        #[derive(Clone, Debug, PartialEq)]
        pub enum AnyRequest {
            $(#[allow(missing_docs, reason = "each variant is the type of the same name")] $request($request),)*
        }

        impl AnyRequest {
            /// Every name, in the order of the list.
            pub const NAMES: &'static [&'static str] = &[$($name),*];

            /// Reads a call's content by its name. Absent content means the request's defaults.
            ///
            /// # Errors
            /// [`Unreadable`] says whether the name or the content was not understood.
            pub fn read(name: &str, params: Value) -> Result<Self, Unreadable> {
                let params = if params.is_null() { Value::Object(Default::default()) } else { params };
                match name {
                    $($name => serde_json::from_value(params)
                        .map(AnyRequest::$request)
                        .map_err(|error| Unreadable::BadParams(error.to_string())),)*
                    _ => Err(Unreadable::UnknownName),
                }
            }
        }
    };
}

requests! {
    "hello" Hello => Welcome;
    "session.start" StartSession => Started;
    "session.stop" StopSession => Done;
    "session.answer_now" AnswerNow => Done;
    "session.ask" AskQuestion => Done;
    "session.mode" SetMode => Done;
    "session.mute" MuteSpeaker => Done;
    "card.draft" DraftAgain => Done;
    "card.mark" MarkCard => Done;
    "session.watch" Watch => Watching;
    "vault.status" VaultStatus => VaultState;
    "vault.lock" LockVault => VaultState;
    "vault.unlock" UnlockVault => VaultState;
    "interviews.list" ListInterviews => Interviews;
    "tab.sound" TabSound => Done;
    "tab.ended" TabEnded => Done;
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn no_two_requests_share_a_name() {
        let mut names = AnyRequest::NAMES.to_vec();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), AnyRequest::NAMES.len());
    }

    #[test]
    fn an_unknown_name_and_a_wrong_shape_are_told_apart() {
        assert_eq!(AnyRequest::read("session.fly", Value::Null), Err(Unreadable::UnknownName));
        assert!(matches!(AnyRequest::read("hello", json!({"protocol": "one"})), Err(Unreadable::BadParams(_))));
    }

    /// The extension and the host are updated at different moments.
    #[test]
    fn the_forms_of_their_sound_are_pinned() {
        let start =
            |them| serde_json::to_value(StartSession { them, ..StartSession::default() }).unwrap()["them"].take();
        assert_eq!(start(TheirSound::System), json!("system"));
        assert_eq!(start(TheirSound::Tab { title: "t".into() }), json!({"tab": {"title": "t"}}));
        assert_eq!(serde_json::to_value(TabEnded { reason: TabEnd::Left }).unwrap(), json!({"reason": "left"}));
        let older: Started = serde_json::from_value(json!({"session": "s"})).unwrap();
        assert!(!older.wants_tab, "a host that knows no tab is sent none of its sound");
    }

    #[test]
    fn a_passphrase_is_in_no_debug_text() {
        let read = AnyRequest::read("vault.unlock", json!({"passphrase": "correct horse"})).unwrap();
        assert!(!format!("{read:?}").contains("horse"), "{read:?}");
    }

    /// A client from before interviews could be chosen begins a session without one.
    #[test]
    fn the_form_of_a_start_is_pinned_and_an_older_one_names_no_interview() {
        let older = json!({"site": "meet.google.com", "consent": true, "brief": {"role": "engineer"}, "them": "system",
            "mode": null});
        let read = |form| AnyRequest::read("session.start", form);
        let brief = Brief { role: "engineer".into(), ..Brief::default() };
        let site = Some("meet.google.com".to_owned());
        let start = StartSession { site, consent: true, brief, ..StartSession::default() };
        assert_eq!(read(older), Ok(AnyRequest::StartSession(start.clone())));
        let form = serde_json::to_value(StartSession { interview: Some(InterviewId("n".into())), ..start }).unwrap();
        assert_eq!(form["interview"], json!("n"));
    }

    /// A newer client may say more than this host knows.
    #[test]
    fn fields_from_the_future_are_ignored() {
        let read = AnyRequest::read("session.watch", json!({"after_seq": 4, "colour": "red"}));
        assert_eq!(read, Ok(AnyRequest::Watch(Watch { session: None, after_seq: 4 })));
    }
}
