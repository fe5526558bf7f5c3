//! What travels between the hub and the script that watches the meeting page, JSON: what the page says of its call, and
//! what became of the session that the call was listened to for.

use convoally_shared::session::SessionId;
use serde::{Deserialize, Serialize};

/// The name of the watching script's port.
pub const CALL_PORT: &str = "call";

/// What the meeting page says of its call. The page is a stranger: its title is text and nothing else.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallSeen {
    /// The user is in a call; none where the page says nothing that is understood.
    pub in_call: Option<bool>,
    /// The user's microphone is muted there; none where the page does not say, or there is no call.
    pub muted: Option<bool>,
    /// What the call is called; empty where the page does not say.
    #[serde(default)]
    pub title: String,
    /// By its address, no call is held in this page: the site's front page, its settings.
    #[serde(default)]
    pub elsewhere: bool,
}

/// What the watching script tells the hub.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FromCall {
    /// The first thing that it sees, and each change.
    Seen(CallSeen),
    /// A session was running for this page when the worker before this one ended.
    Listened(SessionId),
}

/// What the hub tells the watching script.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ToCall {
    /// This session follows the page's call; none any more. To be said again to the next worker.
    Follows(Option<SessionId>),
}

/// What becomes of the session whose call is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CallEnd {
    /// It is stopped in a moment.
    Near,
    /// It goes on: the user wanted that, or the call is back.
    Averted,
    /// It was stopped.
    Stopped,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `static/calls/follow.js` writes and reads them by hand.
    #[test]
    fn the_forms_that_the_script_knows_are_pinned() {
        let seen = CallSeen { in_call: Some(true), muted: None, title: "Backend interview".into(), elsewhere: false };
        let form = r#"{"seen":{"in_call":true,"muted":null,"title":"Backend interview","elsewhere":false}}"#;
        assert_eq!(serde_json::to_string(&FromCall::Seen(seen)).unwrap(), form);
        let session = SessionId("20261126-101500-3fa9".into());
        let listened = r#"{"listened":"20261126-101500-3fa9"}"#;
        assert_eq!(serde_json::to_string(&FromCall::Listened(session.clone())).unwrap(), listened);
        let follows = r#"{"follows":"20261126-101500-3fa9"}"#;
        assert_eq!(serde_json::to_string(&ToCall::Follows(Some(session))).unwrap(), follows);
        assert_eq!(serde_json::to_string(&ToCall::Follows(None)).unwrap(), r#"{"follows":null}"#);
    }
}
