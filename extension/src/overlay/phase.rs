//! Which of the panel's faces is shown.

/// Which of the panel's faces is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// The host has not answered yet.
    Connecting,
    /// The host cannot be reached.
    NoHost,
    /// The host speaks another version.
    OtherVersion,
    /// Nothing listens: ask what the call is about.
    Idle,
    /// Nothing listens: ask whether the others know.
    Consent,
    /// A session listens.
    Listening,
    /// The last session is over.
    Ended,
}

impl Phase {
    /// As `<html data-phase>` says it.
    pub fn name(self) -> &'static str {
        match self {
            Phase::Connecting => "connecting",
            Phase::NoHost => "no-host",
            Phase::OtherVersion => "other-version",
            Phase::Idle => "idle",
            Phase::Consent => "consent",
            Phase::Listening => "listening",
            Phase::Ended => "ended",
        }
    }
}
