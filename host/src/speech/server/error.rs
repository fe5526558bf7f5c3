//! What can go wrong with a transcription server, and what the user is told about it.
//!
//! A fault never repeats the server's own message: some quote the key in it.

use convoally_shared::fault::Fault;
use std::time::Duration;

/// Why there is no text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    /// Not an address on the web.
    #[error("not an address")]
    NotAnAddress,
    /// The key would travel where anyone on the way can read it.
    #[error("the key would be sent without encryption")]
    Unencrypted,
    /// The key holds characters that no key has.
    #[error("the key cannot be sent")]
    UnsendableKey,
    /// TLS could not be set up on this computer.
    #[error("no encrypted connection is possible")]
    NoTls,
    /// The key was refused, or there is none and one is wanted.
    #[error("the key was refused")]
    BadKey,
    /// The account has no credit left.
    #[error("the account has no credit")]
    NoCredit,
    /// The server does not know the model.
    #[error("the model is not known")]
    UnknownModel,
    /// Too many requests for the account's limit.
    #[error("the rate limit is reached")]
    RateLimited {
        /// How long the server asks to wait.
        retry_after: Option<Duration>,
    },
    /// The server has a fault of its own or too much to do.
    #[error("the server has a fault of its own")]
    Down,
    /// No connection.
    #[error("no connection")]
    Unreachable,
    /// No answer in time.
    #[error("no answer in time")]
    TooLate,
    /// The answer broke off or was garbled.
    #[error("the answer cannot be read")]
    BrokenAnswer,
    /// What answers there is no transcription server.
    #[error("not a transcription server")]
    NotAServer,
    /// Anything else that the server did not accept.
    #[error("refused with HTTP status {status}")]
    Refused {
        /// The HTTP status.
        status: u16,
    },
}

impl Trouble {
    /// Asking again at once may help.
    pub(super) fn may_pass(&self) -> bool {
        use Trouble::{BrokenAnswer, Down, RateLimited, TooLate, Unreachable};
        matches!(self, RateLimited { .. } | Down | Unreachable | TooLate | BrokenAnswer)
    }
}

/// A [`Trouble`] and where it happened.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{host}: {trouble}")]
pub struct ServerError {
    /// The host; what was given as the address, where that is none.
    pub host: String,
    /// The model that was asked for.
    pub model: String,
    /// A key was sent along.
    pub has_key: bool,
    /// The server runs on this computer.
    pub local: bool,
    /// What happened.
    pub trouble: Trouble,
}

impl From<ServerError> for Fault {
    fn from(error: ServerError) -> Self {
        let ServerError { host, model, has_key, local, trouble } = error;
        let own = if local { "Start the transcription server." } else { "Check the network and the address." };
        let (code, sentence, action) = match trouble {
            Trouble::NotAnAddress => (
                "bad_address",
                "The transcription server's address does not begin with https:// or http://.".into(),
                "Give an address such as http://127.0.0.1:8000/v1.",
            ),
            Trouble::Unencrypted => (
                "bad_address",
                format!("The key would be sent to {host} without encryption."),
                "Use an https:// address, or take the key out.",
            ),
            Trouble::UnsendableKey => {
                ("bad_key", format!("The key for {host} holds characters that no key has."), "Put the right key in.")
            }
            Trouble::NoTls => (
                "unreachable",
                "Encrypted connections cannot be set up on this computer.".into(),
                "Check that the system's certificates are installed.",
            ),
            Trouble::BadKey if has_key => {
                ("bad_key", format!("The key for {host} was refused."), "Put the right key in.")
            }
            Trouble::BadKey => ("bad_key", format!("{host} asks for a key and there is none."), "Put a key in."),
            Trouble::NoCredit => (
                "no_credit",
                format!("The account at {host} has no credit left."),
                "Add credit in the provider's billing page, or put in another key.",
            ),
            Trouble::UnknownModel => (
                "unknown_model",
                format!("{host} does not know the speech model {model}."),
                "Name a model that the server offers.",
            ),
            Trouble::RateLimited { .. } => (
                "rate_limited",
                format!("{host} accepts no more requests for now: the account's limit is reached."),
                "Wait a minute, or raise the limit with the provider.",
            ),
            Trouble::Down => {
                ("down", format!("{host} has a problem of its own."), "Wait, or use the model on this computer.")
            }
            Trouble::Unreachable => ("unreachable", format!("There is no connection to {host}."), own),
            Trouble::TooLate => (
                "too_late",
                format!("{host} did not answer in time."),
                if local { "Use a smaller model." } else { "Check the network, or use the model on this computer." },
            ),
            Trouble::BrokenAnswer => (
                "broken_answer",
                format!("The answer of {host} cannot be read."),
                "Check the server and what lies between.",
            ),
            Trouble::NotAServer => (
                "not_a_server",
                format!("What answers at {host} is no transcription server."),
                "Check the address; it ends in /v1 on most servers.",
            ),
            Trouble::Refused { status } => (
                "refused",
                format!("{host} did not accept the sound (HTTP status {status})."),
                "Check the model and the language.",
            ),
        };
        Fault::new(&format!("speech.server.{code}"), sentence, action)
    }
}

/// So much speech was given up, for the reason that `because` gives.
pub(super) fn words_lost(seconds: u64, because: Fault) -> Fault {
    let sentence = format!("About {} s of speech could not be transcribed. {}", seconds.max(1), because.sentence);
    Fault::new("speech.server.words_lost", sentence, because.action)
}
