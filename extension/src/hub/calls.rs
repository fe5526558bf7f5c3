//! Whose call is whose: several frames number their calls alike, the host sees one numbering.

use super::outside::PortId;
use convoally_shared::request::Request;
use convoally_shared::wire::Call;
use std::collections::BTreeMap;

/// Who waits for the outcome of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Owner {
    /// The hub: is the host there, and which version does it speak?
    Hello,
    /// The hub: the session's events.
    Watch,
    /// The hub, for a keyboard command.
    Command,
    /// The hub: a piece of the tab's sound, or its end.
    Piece,
    /// An overlay frame that starts a session.
    Start {
        /// Its port.
        port: PortId,
        /// The number that it gave the call.
        id: u64,
    },
    /// An overlay frame that wants to know the interviews.
    Interviews {
        /// Its port.
        port: PortId,
        /// The number that it gave the call.
        id: u64,
    },
    /// An overlay frame.
    Overlay {
        /// Its port.
        port: PortId,
        /// The number that it gave the call.
        id: u64,
    },
}

/// Calls that the host has not answered yet.
#[derive(Debug, Default)]
pub struct Calls {
    last: u64,
    open: BTreeMap<u64, Owner>,
}

impl Calls {
    /// Numbers a request and remembers who made it.
    pub fn open<R: Request>(&mut self, owner: Owner, request: &R) -> Call {
        self.last += 1;
        self.open.insert(self.last, owner);
        let params = serde_json::to_value(request).unwrap_or_default();
        Call { id: self.last, request: R::NAME.to_owned(), params }
    }

    /// Closes a call and says whose it was; none for a number that is not open.
    pub fn close(&mut self, id: u64) -> Option<Owner> {
        self.open.remove(&id)
    }

    /// Closes all: the host is gone and will answer none.
    pub fn close_all(&mut self) -> Vec<Owner> {
        std::mem::take(&mut self.open).into_values().collect()
    }
}
