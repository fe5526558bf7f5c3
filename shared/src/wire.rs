//! How the extension and the host talk: one JSON object a message.
//!
//! The extension sends [`Call`]s; the host sends [`Message`]s: a reply or a fault for each call, and events as
//! they happen. Framing (a 4-byte length before each object) belongs to the browser and to the host's port.

use crate::event::Event;
use crate::fault::Fault;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The version of everything in this module and in [`crate::request`]. A change that an older side would
/// misread raises it.
pub const PROTOCOL_VERSION: u32 = 1;

/// The name under which the host is registered with browsers.
pub const HOST_NAME: &str = "ai.convoally.host";

/// The extension's id in Chromium and its relatives: of every build but those for stores, by the public key in its manifest.
pub const CHROMIUM_EXTENSION_ID: &str = "ccecfeljkdkoioafhfcmhhokidnkdmkm";

/// All ids of the extension there. A store takes no key and assigns an id of its own at the first upload: it is added here,
/// and the host that has it is released before the store shows the extension.
const CHROMIUM_EXTENSION_IDS: [&str; 1] = [CHROMIUM_EXTENSION_ID];

/// The extension's id in Firefox and its relatives, as its manifest says it.
pub const FIREFOX_EXTENSION_ID: &str = "extension@convoally.ai";

/// The origins of the extension in Chromium and its relatives, as registrations name them and browsers say them.
pub fn chromium_origins() -> impl Iterator<Item = String> {
    CHROMIUM_EXTENSION_IDS.into_iter().map(|id| format!("chrome-extension://{id}/"))
}

/// The longest message in either direction, bytes of JSON. Chromium closes the port on one byte more from
/// the host; the host refuses more from the browser before it reads the body.
pub const MAX_MESSAGE_BYTES: usize = 1_048_576;

/// A request with its number. The answer carries the same number.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Call {
    /// Chosen by the client, unique among its open calls.
    pub id: u64,
    /// [`crate::request::Request::NAME`].
    pub request: String,
    /// The request itself.
    #[serde(default)]
    pub params: Value,
}

/// What the host sends.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Message {
    /// A call was carried out.
    Reply {
        /// The call's number.
        id: u64,
        /// [`crate::request::Request::Reply`].
        reply: Value,
    },
    /// A call was not carried out, or a message could not be read at all (then there is no number).
    Failed {
        /// The call's number, where it could be read.
        id: Option<u64>,
        /// Why, and what to do.
        fault: Fault,
    },
    /// A call goes on: a piece of what comes before its reply.
    Progress {
        /// The call's number.
        id: u64,
        /// [`crate::request::Request::Progress`].
        progress: Value,
    },
    /// Something happened in the session that this client watches.
    Happened {
        /// What.
        event: Event,
    },
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// Host and extension are updated at different moments: these forms may not drift.
    #[test]
    fn the_wire_forms_are_pinned() {
        let forms = [
            (Message::Reply { id: 1, reply: json!({}) }, json!({"id":1,"reply":{}})),
            (Message::Progress { id: 1, progress: json!([]) }, json!({"id":1,"progress":[]})),
            (
                Message::Failed { id: None, fault: Fault::new("wire.not_json", "S.", "A.") },
                json!({"id":null,"fault":{"code":"wire.not_json","sentence":"S.","action":"A."}}),
            ),
        ];
        for (message, form) in forms {
            assert_eq!(serde_json::to_value(&message).unwrap(), form);
            assert_eq!(serde_json::from_value::<Message>(form).unwrap(), message);
        }
    }

    #[test]
    fn a_call_without_params_is_a_call() {
        let call: Call = serde_json::from_str(r#"{"id":3,"request":"session.stop"}"#).unwrap();
        assert_eq!(call, Call { id: 3, request: "session.stop".into(), params: Value::Null });
    }
}
