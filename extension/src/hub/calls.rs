//! Whose call is whose: several frames number their calls alike, the host sees one numbering.

use super::outside::{PortId, TabId};
use convoally_shared::request::Request;
use convoally_shared::wire::Call;
use serde_json::Value;
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
    /// The hub, for the call that the session follows.
    Follow,
    /// The hub: a call of a page that is given up.
    Cancel,
    /// The hub: a piece of the tab's sound, or its end.
    Piece,
    /// A page of ours.
    Desk {
        /// Its port.
        port: PortId,
        /// The number that it gave the call.
        id: u64,
    },
    /// A page of ours that starts a session for a tab.
    DeskStart {
        /// Its port.
        port: PortId,
        /// The number that it gave the call.
        id: u64,
        /// The tab that may be heard.
        tab: TabId,
    },
    /// An overlay frame.
    Overlay {
        /// Its port.
        port: PortId,
        /// The number that it gave the call.
        id: u64,
        /// What is in the reply.
        awaits: Awaits,
    },
}

/// What an overlay frame wants of a reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Awaits {
    /// That it came: what it says, the events say too.
    Done,
    /// The beginning of a session.
    Start,
    /// The interviews.
    Interviews,
    /// Who would get what.
    Recipients,
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
        self.pass(owner, R::NAME.to_owned(), serde_json::to_value(request).unwrap_or_default())
    }

    /// Numbers a request that is written already.
    pub fn pass(&mut self, owner: Owner, request: String, params: Value) -> Call {
        self.last += 1;
        self.open.insert(self.last, owner);
        Call { id: self.last, request, params }
    }

    /// Whose call it is, while it is open.
    pub fn owner(&self, id: u64) -> Option<&Owner> {
        self.open.get(&id)
    }

    /// The number of an open call by its owner.
    pub fn number_of(&self, owner: &Owner) -> Option<u64> {
        self.open.iter().find(|(_, of)| *of == owner).map(|(id, _)| *id)
    }

    /// The open calls of one of our pages, but for a start: the session that it begins outlives the page.
    pub fn of_desk(&self, desk: PortId) -> Vec<u64> {
        let of_desk = |owner: &Owner| matches!(owner, Owner::Desk { port, .. } if *port == desk);
        self.open.iter().filter(|(_, owner)| of_desk(owner)).map(|(id, _)| *id).collect()
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
