//! Providers' keys: into the keychain, or into the vault where there is none; never back.

use super::{Desk, aside};
use crate::keys;
use crate::secret::Secret;
use crate::settings::Settings;
use convoally_shared::fault::Fault;
use convoally_shared::privacy::KeyState;
use convoally_shared::request::{Done, ForgetKey, KeyKept, PutKey};

impl Desk {
    /// The vault is opened, or made, only where there is no keychain.
    pub(super) async fn put_key(&mut self, PutKey { provider, key }: PutKey) -> Result<KeyKept, Fault> {
        let key = Secret::from(key);
        let name = self.known_provider(provider).await?;
        if key.is_empty() {
            return Err(Fault::new("keys.empty", "No key was given.", "Paste the key that the provider gave you."));
        }
        let (named, given) = (name.clone(), key.clone());
        if aside(move || keys::keep_in_keychain(&named, &given)).await? {
            return Ok(KeyKept { state: KeyState::InKeychain });
        }
        self.lent_or_made().await?.lend(move |vault| Ok(vault.put_secret(&name, &key)?)).await?;
        Ok(KeyKept { state: KeyState::InVault })
    }

    pub(super) async fn forget_key(&mut self, ForgetKey { provider }: ForgetKey) -> Result<Done, Fault> {
        let name = self.known_provider(provider).await?;
        let named = name.clone();
        aside(move || keys::forget_in_keychain(&named)).await?;
        if let Some(vault) = self.lent_if_there().await? {
            vault.lend(move |vault| Ok(vault.remove_secret(&name)?)).await?;
        }
        Ok(Done {})
    }

    async fn known_provider(&self, name: String) -> Result<String, Fault> {
        let data = self.safe.data()?;
        aside(move || keys::known(name, &Settings::load(&data)?.drafts.order)).await
    }
}
