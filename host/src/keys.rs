//! The providers' keys: from the environment, and else from the keychain.

use crate::answer::Keys;
use crate::vault::keychain;

/// The providers that a key can be kept for; each name is also the name of its entry in the keychain.
pub const PROVIDERS: &[&str] = &["openai", "anthropic"];

/// Collects the keys that there are. A keychain that does not answer counts as empty: passages need no key, and
/// `convoally doctor` tells about the keychain.
pub async fn all() -> Keys {
    let from_env = Keys::from_env();
    if from_env.openai.is_some() || from_env.anthropic.is_some() {
        return from_env;
    }
    let looking = tokio::task::spawn_blocking(|| Keys {
        openai: keychain::get("openai").ok().flatten(),
        anthropic: keychain::get("anthropic").ok().flatten(),
    });
    looking.await.unwrap_or_default()
}
