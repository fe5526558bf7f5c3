//! What travels between the hub and the extension's own pages: JSON, because a page may ask the host anything that there
//! is a request for.

use super::HostStatus;
use super::event::{EventMirror, Packed};
use convoally_shared::event::Event;
use convoally_shared::fault::Fault;
use convoally_shared::request::StartSession;
use convoally_shared::session::SessionId;
use convoally_shared::wire::Call;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What a page tells the hub.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FromDesk {
    /// A request for the host. The number is the page's own; the hub gives it another on the way.
    Call(Call),
    /// Gives up a call that goes on.
    Cancel {
        /// The page's own number of it.
        id: u64,
    },
    /// A session that hears the sound of one tab alone, where [`StartSession::them`] says so.
    Listen {
        /// The page's own number.
        id: u64,
        /// Which tab.
        tab: i32,
        /// The session.
        start: StartSession,
    },
    /// Which meeting a tab shows.
    Look {
        /// Which tab.
        tab: i32,
    },
}

/// What the hub tells a page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ToDesk {
    /// How the host is doing. First of all, and at each change.
    Status(HostStatus),
    /// The session so far, in order, without passing events.
    Replay {
        /// From the session's first event on.
        events: Vec<Packed>,
    },
    /// Something happened in the session.
    Happened {
        /// What.
        #[serde(with = "EventMirror")]
        event: Event,
    },
    /// The host was lost while this session ran, and its successor does not know it.
    CutOff {
        /// Which session.
        session: SessionId,
    },
    /// A piece of what comes before a reply.
    Progress {
        /// The page's own number.
        id: u64,
        /// [`convoally_shared::request::Request::Progress`].
        progress: Value,
    },
    /// A call was carried out.
    Replied {
        /// The page's own number.
        id: u64,
        /// [`convoally_shared::request::Request::Reply`].
        reply: Value,
    },
    /// A call was not carried out.
    Failed {
        /// The page's own number; none for what nobody here asked for.
        id: Option<u64>,
        /// Why, and what to do.
        fault: Fault,
    },
    /// What [`FromDesk::Look`] asked.
    Tab {
        /// Which tab.
        tab: i32,
        /// The meeting's host name; none where the tab has no overlay.
        site: Option<String>,
    },
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_page_speaks_json_with_the_names_of_the_host_s_own_wire() {
        let call = FromDesk::Call(Call { id: 1, request: "models.list".into(), params: json!({}) });
        let form = json!({"call": {"id": 1, "request": "models.list", "params": {}}});
        assert_eq!(serde_json::to_value(&call).unwrap(), form);
        assert_eq!(serde_json::from_value::<FromDesk>(form).unwrap(), call);
    }
}
