//! What can go wrong with a draft, and what the user is told about it: one place for all engines.
//!
//! A fault never repeats a provider's own message: some providers quote the key in it. Only the provider's short
//! error names travel on, and only when they look like names.

use super::endpoint::{Endpoint, Provider};
use convoally_shared::fault::Fault;
use std::time::Duration;

/// Why there is no draft.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    /// The provider does not accept the key, or wants one.
    #[error("the key was refused")]
    WrongKey,
    /// The account has no credit left.
    #[error("the account has no credit")]
    NoCredit,
    /// The model, or the address, does not exist there.
    #[error("the model is not known")]
    UnknownModel,
    /// Too many requests or tokens for the account's limit.
    #[error("the rate limit is reached")]
    RateLimited {
        /// How long the provider wants to be left alone, where it said so.
        again_in: Option<Duration>,
    },
    /// The provider has a fault of its own or too much to do.
    #[error("the provider is down")]
    ProviderDown,
    /// No connection: name not found, nobody listens, no network.
    #[error("no connection")]
    Unreachable,
    /// The provider's certificate does not hold at the time that this computer believes it to be.
    #[error("the certificate does not hold at this time")]
    WrongClock,
    /// The provider's certificate was issued by nobody whom this computer trusts, or for another name.
    #[error("the certificate could not be verified")]
    Untrusted,
    /// Connected, but no text came in time.
    #[error("no text within {seconds} s")]
    TooLate {
        /// How long was waited, seconds.
        seconds: u64,
    },
    /// The text stopped before the provider said that it was complete.
    #[error("cut off before the end")]
    CutOff,
    /// The provider's filter or the model refused.
    #[error("refused by the provider")]
    Refused,
    /// The answer was complete and held no text, or was not a stream of text at all.
    #[error("no text in the answer")]
    Silent,
    /// The server does not know the wish to be told how many tokens it took. Without that wish it may answer.
    #[error("the wish for a count of tokens was refused")]
    NoCounting,
    /// Anything else.
    #[error("{detail}")]
    Failed {
        /// Short names and numbers only: `HTTP 422, invalid_request_error`.
        detail: String,
    },
}

impl Trouble {
    /// It stays until the user does something: the engine is not asked again in this session.
    pub(super) fn lasts(&self) -> bool {
        matches!(self, Trouble::WrongKey | Trouble::NoCredit | Trouble::UnknownModel)
    }
}

/// A [`Trouble`] and where it happened.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{host}: {trouble}")]
pub struct AnswerError {
    /// The host that was asked.
    pub host: String,
    /// The model that was asked for.
    pub model: String,
    /// How the order of engines and `convoally keys set` call the provider.
    pub name: String,
    /// A key was sent along.
    pub has_key: bool,
    /// The model runs on this computer.
    pub local: bool,
    /// What happened.
    pub trouble: Trouble,
}

impl AnswerError {
    pub(super) fn at(endpoint: &Endpoint, trouble: Trouble) -> Self {
        let Provider { name, .. } = &endpoint.provider;
        Self {
            host: endpoint.host(),
            model: endpoint.model.clone(),
            name: name.clone(),
            has_key: endpoint.key.is_some(),
            local: endpoint.is_here(),
            trouble,
        }
    }
}

impl From<AnswerError> for Fault {
    fn from(error: AnswerError) -> Self {
        let AnswerError { host, model, name, has_key, local, trouble } = error;
        let again = "The passages above stay; ask again in a moment.";
        let check = if local {
            format!("Check the model server, or name another model with `convoally engines order {name}=MODEL`.")
        } else {
            format!("Check its address, or name another model with `convoally engines order {name}=MODEL`.")
        };
        match trouble {
            Trouble::WrongKey if has_key => Fault::new(
                "answer.wrong_key",
                format!("The key for {host} was refused."),
                format!("Put the right key in with `convoally keys set {name}`."),
            ),
            Trouble::WrongKey => Fault::new(
                "answer.wrong_key",
                format!("{host} asks for a key and there is none."),
                format!("Put one in with `convoally keys set {name}`."),
            ),
            Trouble::NoCredit => Fault::new(
                "answer.no_credit",
                format!("The account at {host} has no credit left."),
                "Add credit in the provider's billing page, or put in another key.",
            ),
            Trouble::UnknownModel => {
                Fault::new("answer.unknown_model", format!("{host} does not know the model {model}."), check)
            }
            Trouble::RateLimited { .. } => Fault::new(
                "answer.rate_limited",
                format!("{host} accepts no more requests for now: the account's rate limit is reached."),
                "Wait a minute, or raise the limit with the provider; the passages above stay.",
            ),
            Trouble::ProviderDown => {
                Fault::new("answer.provider_down", format!("{host} has a problem of its own."), again)
            }
            Trouble::Unreachable => Fault::new(
                "answer.unreachable",
                format!("There is no connection to {host}."),
                if local { "Start the model server." } else { "Check the network; the passages need none." },
            ),
            Trouble::WrongClock => Fault::new(
                "answer.wrong_clock",
                format!("The certificate of {host} does not hold at the time that this computer shows."),
                "Set the clock of this computer right; if it is right, do not trust the network that you are in.",
            ),
            Trouble::Untrusted => Fault::new(
                "answer.untrusted",
                format!("The connection to {host} is not safe: its certificate could not be verified."),
                "Nothing was sent. Check the address; where a company network reads the traffic, its certificate belongs \
                 among those that this computer trusts.",
            ),
            Trouble::TooLate { seconds } => Fault::new(
                "answer.unreachable",
                format!("{host} sent no text within {seconds} seconds."),
                if local { "Let the model load, or name a smaller one in the order of engines." } else { again },
            ),
            Trouble::CutOff => {
                Fault::new("answer.cut_off", format!("{host} stopped in the middle of the draft."), again)
            }
            Trouble::Refused => Fault::new(
                "answer.refused",
                format!("{host} refused to write this draft."),
                "Answer from the passages above.",
            ),
            Trouble::Silent => Fault::new("answer.failed", format!("{host} answered without any text."), check),
            Trouble::NoCounting => Fault::new(
                "answer.no_counting",
                format!("{host} does not tell how many tokens it took."),
                "It is asked without that from now on; what it took is estimated.",
            ),
            Trouble::Failed { detail } => {
                Fault::new("answer.failed", format!("{host} did not accept the request ({detail})."), check)
            }
        }
    }
}
