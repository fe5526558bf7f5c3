//! What a client may ask of the host: one type a request, each with its reply, and with what comes before the reply
//! where it takes a while.
//!
//! A new request is one type and one line in the list at the end; the host's dispatcher does not compile
//! until it handles it. Each subject has a file of its own.

mod documents;
mod engines;
mod history;
mod interviews;
mod mute;
mod privacy;
mod session;
mod system;
mod vault;

pub use documents::*;
pub use engines::*;
pub use history::*;
pub use interviews::*;
pub use mute::*;
pub use privacy::*;
pub use session::*;
pub use system::*;
pub use vault::*;

use crate::amendment::Amendment;
use crate::interview::Interview;
use crate::kept::Erased;
use crate::model;
use crate::privacy::{Gone, Report};
use crate::search::{Found, Search};
use crate::session::SessionId;
use crate::vault::VaultState;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Ties a request to its name on the wire and to its reply.
pub trait Request: Serialize + DeserializeOwned {
    /// The name on the wire. Never reused for another meaning.
    const NAME: &'static str;
    /// What comes back.
    type Reply: Serialize + DeserializeOwned;
    /// What comes before the reply, piece by piece; `()` where nothing does.
    type Progress: Serialize + DeserializeOwned;
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

/// Nothing to tell beyond success.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {}

/// Gives up a call of the same client that has no reply yet. What it did so far stays done. No error when it has one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cancel {
    /// The number of the call.
    pub call: u64,
}

/// Why a call could not be turned into a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// No request has this name.
    UnknownName,
    /// The name is known, its content is not of the right shape. The text says where.
    BadParams(String),
}

macro_rules! requests {
    (@progress) => { () };
    (@progress $progress:ty) => { $progress };
    ($($name:literal $request:ident => $reply:ty $(, after $progress:ty)?;)*) => {
        $(impl Request for $request {
            const NAME: &'static str = $name;
            type Reply = $reply;
            type Progress = requests!(@progress $($progress)?);
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
    "call.cancel" Cancel => Done;
    "session.start" StartSession => Started;
    "session.recipients" ListRecipients => Recipients;
    "session.stop" StopSession => Done;
    "session.answer_now" AnswerNow => Done;
    "session.ask" AskQuestion => Done;
    "session.mode" SetMode => Done;
    "session.mute" MuteSpeaker => Done;
    "session.pause" PauseSession => Done;
    "card.draft" DraftAgain => Done;
    "card.mark" MarkCard => Done;
    "session.watch" Watch => Watching;
    "vault.status" VaultStatus => VaultState;
    "vault.lock" LockVault => VaultState;
    "vault.unlock" UnlockVault => VaultState;
    "vault.protect" ProtectVault => VaultState;
    "vault.lock_after" LockAfter => VaultState;
    "interviews.list" ListInterviews => Interviews;
    "interviews.read" ReadInterview => Interview;
    "interviews.put" PutInterview => Done;
    "interviews.erase" EraseInterview => Erased;
    "documents.list" ListDocuments => Documents;
    "documents.add" AddDocument => DocumentSummary, after ReadAhead;
    "documents.read" ReadDocument => Done, after DocumentPart;
    "documents.correct" CorrectDocument => DocumentSummary, after ReadAhead;
    "documents.describe" DescribeDocument => DocumentSummary;
    "documents.erase" EraseDocument => Erased;
    "file.piece" PutPiece => Done;
    "history.list" ListSessions => Sessions;
    "history.search" Search => Found;
    "history.read" ReadSession => Done, after SessionPart;
    "history.change" ChangeSession => Amendment;
    "history.export" ExportSessions => FileWritten, after FilePart;
    "history.import" ImportSessions => Imports;
    "history.erase" EraseSession => Erased;
    "engines.show" ShowEngines => EnginesShown;
    "engines.speech" ChooseSpeech => Done;
    "engines.order" OrderEngines => Done;
    "engines.check" CheckEngines => Done, after EngineChecked;
    "keys.put" PutKey => KeyKept;
    "keys.forget" ForgetKey => Done;
    "money.budget" SetBudget => Done;
    "money.price" SetPrice => Done;
    "privacy.report" ReportPrivacy => Report;
    "privacy.left" ListLeft => Done, after LeftPart;
    "privacy.retention" ShowRetention => Retention;
    "privacy.keep" KeepFor => Erased;
    "privacy.erase_everything" EraseEverything => Gone;
    "system.about" About => HostAbout;
    "system.check" CheckSystem => SystemChecked;
    "system.repair" RepairSystem => Done, after model::Progress;
    "devices.list" ListDevices => DevicesFound;
    "devices.choose" ChooseDevice => Done;
    "devices.hear" HearDevices => Done, after Levels;
    "models.list" ListModels => Models;
    "models.pull" PullModel => Done, after model::Progress;
    "models.remove" RemoveModel => Done;
    "tab.sound" TabSound => Done;
    "tab.ended" TabEnded => Done;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::interview::InterviewId;
    use crate::session::Brief;
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
