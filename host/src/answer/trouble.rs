//! What can go wrong with a draft, and what the user is told about it: one place for all engines.
//!
//! A fault never repeats a provider's own message: some providers quote the key in it. Only the provider's short
//! error names travel on, and only when they look like names.

use super::endpoint::Endpoint;
use convoally_shared::fault::Fault;

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
    RateLimited,
    /// The provider has a fault of its own or too much to do.
    #[error("the provider is down")]
    ProviderDown,
    /// No connection: name not found, nobody listens, no network.
    #[error("no connection")]
    Unreachable,
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
    /// Anything else.
    #[error("{detail}")]
    Failed {
        /// Short names and numbers only: `HTTP 422, invalid_request_error`.
        detail: String,
    },
}

/// A [`Trouble`] and where it happened.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{host}: {trouble}")]
pub struct AnswerError {
    /// The host that was asked.
    pub host: String,
    /// The model that was asked for.
    pub model: String,
    /// How `convoally keys set` calls the provider.
    pub key_name: &'static str,
    /// The environment variable that names the address.
    pub variable: &'static str,
    /// A key was sent along.
    pub has_key: bool,
    /// The model runs on this computer.
    pub local: bool,
    /// What happened.
    pub trouble: Trouble,
}

impl AnswerError {
    pub(super) fn at(endpoint: &Endpoint, trouble: Trouble) -> Self {
        Self {
            host: endpoint.host(),
            model: endpoint.model.clone(),
            key_name: endpoint.provider.key_name(),
            variable: endpoint.provider.variable(),
            has_key: endpoint.key.is_some(),
            local: endpoint.is_here(),
            trouble,
        }
    }
}

impl From<AnswerError> for Fault {
    fn from(error: AnswerError) -> Self {
        let AnswerError { host, model, key_name, variable, has_key, local, trouble } = error;
        let set_key = format!("Put the right key in with `convoally keys set {key_name}`.");
        let again = "The passages above stay; ask again in a moment.";
        let check = if local {
            "Check the model server, or name another model with CONVOALLY_MODEL.".to_owned()
        } else {
            format!("Check the address in {variable} and the model in CONVOALLY_MODEL.")
        };
        match trouble {
            Trouble::WrongKey if has_key => {
                Fault::new("answer.wrong_key", format!("The key for {host} was refused."), set_key)
            }
            Trouble::WrongKey => {
                let action = format!("Put one in with `convoally keys set {key_name}`.");
                Fault::new("answer.wrong_key", format!("{host} asks for a key and there is none."), action)
            }
            Trouble::NoCredit => Fault::new(
                "answer.no_credit",
                format!("The account at {host} has no credit left."),
                "Add credit in the provider's billing page, or put in another key.",
            ),
            Trouble::UnknownModel => {
                Fault::new("answer.unknown_model", format!("{host} does not know the model {model}."), check)
            }
            Trouble::RateLimited => Fault::new(
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
            Trouble::TooLate { seconds } => Fault::new(
                "answer.unreachable",
                format!("{host} sent no text within {seconds} seconds."),
                if local { "Let the model load, or name a smaller one with CONVOALLY_MODEL." } else { again },
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
            Trouble::Failed { detail } => {
                Fault::new("answer.failed", format!("{host} did not accept the request ({detail})."), check)
            }
        }
    }
}
