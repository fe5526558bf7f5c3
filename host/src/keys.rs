//! The providers' keys: from the environment, and else from the keychain.

use crate::answer::Keys;
use crate::vault::{VaultError, keychain};

/// The providers that a key can be kept for; each name is also the name of its entry in the keychain.
pub const PROVIDERS: &[&str] = &["openai", "anthropic"];

/// Collects the keys that there are, each from the environment or else from the keychain. A keychain that does
/// not answer counts as empty: passages need no key.
pub async fn all() -> Keys {
    let mut keys = Keys::from_env();
    if keys.openai.is_some() && keys.anthropic.is_some() {
        return keys;
    }
    let looking = tokio::task::spawn_blocking(|| {
        // When it does not answer once, asking again would only cost the user another wait.
        let openai = keychain::get("openai")?;
        Ok::<_, VaultError>((openai, keychain::get("anthropic")?))
    });
    if let Ok(Ok((openai, anthropic))) = looking.await {
        keys.openai = keys.openai.or(openai);
        keys.anthropic = keys.anthropic.or(anthropic);
    }
    keys
}
