//! The providers' keys: from the environment, and else from the keychain.

use crate::answer::{Keys, LOCAL, Wanted};
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
    match from_environment(provider.variable) {
        Some(key) => Ok(Some(key)),
        None => kept(provider.name).await,
    }
}

/// The keys for drafts by the names of their engines, and what kept the keychain from giving one. Passages need no
/// key, so a session begins all the same; but a key that exists and cannot be read is told.
pub async fn for_drafts(wanted: &[Wanted]) -> (Keys, Option<Fault>) {
    let usual = [OPENAI.name, ANTHROPIC.name];
    let names: Vec<&str> =
        if wanted.is_empty() { usual.to_vec() } else { wanted.iter().map(|one| one.name.as_str()).collect() };
    let (mut keys, mut fault) = (Keys::new(), None);
    for name in names.into_iter().filter(|name| *name != LOCAL) {
        let key = match from_environment(&variable(name)) {
            // When the keychain does not answer once, asking again would only cost the user another wait.
            None if fault.is_none() => kept(name).await.unwrap_or_else(|trouble| {
                fault = Some(trouble);
                None
            }),
            key => key,
        };
        keys.extend(key.map(|key| (name.to_owned(), key)));
    }
    (keys, fault)
}

/// The environment variable that goes before the keychain: `GROQ_API_KEY` for `groq`.
pub fn variable(name: &str) -> String {
    name.to_ascii_uppercase().replace('-', "_") + "_API_KEY"
}

async fn kept(name: &str) -> Result<Option<Secret>, Fault> {
    let name = name.to_owned();
    match tokio::task::spawn_blocking(move || keychain::get(&name)).await {
        Ok(Err(VaultError::NoKeychain(_))) => Ok(None),
        Ok(looked) => Ok(looked?),
        Err(_) => Ok(None),
    }
}

/// Empty counts as not set.
fn from_environment(variable: &str) -> Option<Secret> {
    std::env::var(variable).ok().map(Secret::new).filter(|key| !key.is_empty())
}
