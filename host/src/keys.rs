//! The providers' keys: from the environment, and else from the keychain.

use crate::answer::Keys;
use crate::secret::Secret;
use crate::vault::{VaultError, keychain};
use convoally_shared::fault::Fault;

/// A provider that a key can be kept for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Provider {
    /// As it is named on the command line; also the name of its entry in the keychain.
    pub name: &'static str,
    /// The environment variable that goes before the keychain.
    pub variable: &'static str,
}

/// Drafts from OpenAI, or from the endpoint that `OPENAI_BASE_URL` names.
pub const OPENAI: Provider = Provider { name: "openai", variable: "OPENAI_API_KEY" };
/// Drafts from Anthropic.
pub const ANTHROPIC: Provider = Provider { name: "anthropic", variable: "ANTHROPIC_API_KEY" };
/// Transcription by Deepgram.
pub const DEEPGRAM: Provider = Provider { name: "deepgram", variable: "DEEPGRAM_API_KEY" };
/// Transcription by a server of the OpenAI kind.
pub const TRANSCRIPTION: Provider = Provider { name: "transcription", variable: "CONVOALLY_TRANSCRIPTION_KEY" };

/// All of them.
pub const PROVIDERS: [Provider; 4] = [OPENAI, ANTHROPIC, DEEPGRAM, TRANSCRIPTION];

/// One provider's key, where there is one.
///
/// # Errors
/// The environment has none and the keychain does not answer.
pub async fn of(provider: Provider) -> Result<Option<Secret>, Fault> {
    if let Some(key) = from_environment(provider) {
        return Ok(Some(key));
    }
    let looking = tokio::task::spawn_blocking(move || keychain::get(provider.name));
    match looking.await {
        Ok(Err(VaultError::NoKeychain(_))) => Ok(None),
        Ok(looked) => Ok(looked?),
        Err(_) => Ok(None),
    }
}

/// The keys for drafts, and what kept the keychain from giving one. Passages need no key, so a session begins all
/// the same; but a key that exists and cannot be read is told.
pub async fn for_drafts() -> (Keys, Option<Fault>) {
    let openai = of(OPENAI).await;
    // When the keychain does not answer once, asking again would only cost the user another wait.
    let anthropic = if openai.is_err() { Ok(from_environment(ANTHROPIC)) } else { of(ANTHROPIC).await };
    let fault = openai.as_ref().err().or(anthropic.as_ref().err()).cloned();
    (Keys { openai: openai.unwrap_or_default(), anthropic: anthropic.unwrap_or_default() }, fault)
}

/// Empty counts as not set.
fn from_environment(provider: Provider) -> Option<Secret> {
    std::env::var(provider.variable).ok().map(Secret::new).filter(|key| !key.is_empty())
}
