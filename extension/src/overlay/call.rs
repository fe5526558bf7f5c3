//! The call in the panel's tab, as the page tells it, and what becomes of the session when it is over.

use crate::link::call::{CallEnd, CallSeen};

/// What the panel knows of the call.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Call {
    /// What the page says.
    pub seen: CallSeen,
    /// The running session follows it.
    pub followed: bool,
    /// The call that the session follows, in whatever tab, is over.
    pub end: Option<CallEnd>,
}

impl Call {
    /// Takes in what the page says. Returns whether a call has just begun.
    pub fn see(&mut self, seen: CallSeen, followed: bool) -> bool {
        let was_in = self.seen.in_call == Some(true);
        (self.seen, self.followed) = (seen, followed);
        self.seen.in_call == Some(true) && !was_in
    }

    /// Takes in that the call is over, or is not after all.
    pub fn ends(&mut self, end: CallEnd) {
        self.end = Some(end).filter(|end| *end != CallEnd::Averted);
    }

    /// A session has begun.
    pub fn begins(&mut self) {
        self.end = None;
    }

    /// As `<html data-call>` says it.
    pub fn name(&self) -> &'static str {
        match self.seen.in_call {
            Some(true) => "on",
            Some(false) => "off",
            None => "unknown",
        }
    }

    /// The user is in a call.
    pub fn is_on(&self) -> bool {
        self.seen.in_call == Some(true)
    }

    /// The page does not say whether the user is muted, though there is a call or may be one.
    pub fn hides_mute(&self) -> bool {
        self.seen.muted.is_none() && self.seen.in_call != Some(false)
    }
}
