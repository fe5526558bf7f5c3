//! What is stored where, what left, and how it is protected, gathered. `told` puts it into words.

use super::files;
use crate::browser::register;
use crate::keys;
use crate::places;
use crate::settings::Settings;
use crate::vault::{Inventory, Left, Vault};
use convoally_shared::fault::Fault;
pub use convoally_shared::privacy::{Contents, KeyState, Recipient, Report, Stored};
use std::path::Path;

/// The secret in the vault that says where backups go.
const BACKUP: &str = "backup";

/// Gathers it. `inside` says what is in the vault; where it does not open, the report says so and goes on. Blocks, also on
/// the keychain.
pub fn report(data: &Path, now_unix_ms: u64, inside: impl FnOnce() -> Result<Contents, Fault>) -> Report {
    let (settings, trouble) = match Settings::load(data) {
        Ok(settings) => (settings, None),
        Err(fault) => (Settings::default(), Some(fault)),
    };
    let there = data.join("vault.db").exists();
    let opened = there.then(inside);
    let (vault, locked) = match opened.transpose() {
        Ok(vault) => (vault, None),
        Err(fault) => (None, Some(fault)),
    };
    let mut files = files::of_data(data);
    let remembered = settings.passphrase_file.clone().map(|file| (file, files::EVERYTHING));
    let named = places::passphrase_file().map(|file| (file, "deleting it yourself: you named it, and may need it"));
    let passphrases = remembered.into_iter().chain(named).filter(|(file, _)| file.exists());
    files.extend(passphrases.map(|(file, erase)| files::of_passphrase(&file, erase)));
    files.extend(places::models().as_deref().and_then(files::of_models));
    files.extend(files::left_by_editors());
    let in_vault = vault.as_ref().map(|vault: &Contents| vault.inventory.secrets.as_slice()).unwrap_or_default();
    let keys = keys::states(&settings.drafts.order, in_vault, locked.is_none());
    Report {
        made_unix_ms: now_unix_ms,
        keys,
        files,
        vault,
        locked,
        browsers: register::browsers()
            .into_iter()
            .map(|browser| (browser.name.to_owned(), browser.manifest.exists()))
            .collect(),
        settings: trouble,
    }
}

/// What is in an open vault.
///
/// # Errors
/// What the file says.
pub fn contents(vault: &Vault) -> Result<Contents, Fault> {
    let (inventory, left) = (vault.inventory()?, recipients(&vault.departures()?));
    Ok(Contents { retention: vault.retention()?, backup: has_backup(&inventory), inventory, left })
}

/// A backup to another place was set up.
pub(super) fn has_backup(inventory: &Inventory) -> bool {
    inventory.secrets.iter().any(|name| name == BACKUP)
}

/// In the order in which they were first sent something.
fn recipients(all: &[Left]) -> Vec<Recipient> {
    let mut found: Vec<Recipient> = Vec::new();
    for Left { departure, .. } in all {
        let purpose = departure.purpose.label();
        let same = |one: &&mut Recipient| one.recipient == departure.recipient && one.purpose == purpose;
        if let Some(known) = found.iter_mut().find(same) {
            known.requests += departure.requests;
            known.bytes += departure.bytes;
            known.between_unix_ms.1 = departure.at_unix_ms;
        } else {
            found.push(Recipient {
                recipient: departure.recipient.clone(),
                purpose: purpose.to_owned(),
                requests: departure.requests,
                bytes: departure.bytes,
                between_unix_ms: (departure.at_unix_ms, departure.at_unix_ms),
            });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use convoally_shared::departure::{Departure, Purpose};
    use convoally_shared::question::QuestionId;

    fn left(at_unix_ms: u64, recipient: &str, purpose: Purpose) -> Left {
        let (recipient, content) = (recipient.to_owned(), "question".to_owned());
        let departure =
            Departure { at_unix_ms, recipient, purpose, content, requests: 1, bytes: 10, sources: Vec::new() };
        Left { session: None, departure }
    }

    #[test]
    fn what_left_is_summed_by_recipient_and_purpose() {
        let draft = Purpose::Draft { question: QuestionId(1), draft: 1 };
        let summed =
            recipients(&[left(1, "a", draft), left(2, "b", draft), left(3, "a", Purpose::Check), left(9, "a", draft)]);
        let told =
            summed.iter().map(|one| (&*one.recipient, &*one.purpose, one.requests, one.bytes, one.between_unix_ms));
        let told: Vec<_> = told.collect();
        assert_eq!(told, [("a", "draft", 2, 20, (1, 9)), ("b", "draft", 1, 10, (2, 2)), ("a", "check", 1, 10, (3, 3))]);
    }

    #[test]
    fn a_vault_that_does_not_open_is_reported_as_far_as_it_can_be() {
        let data = tempfile::tempdir().unwrap();
        let locked = || Err(Fault::new("vault.keychain_locked", "Locked.", "Unlock it."));
        assert!(report(data.path(), 5, locked).locked.is_none(), "there is none yet");
        std::fs::write(data.path().join("vault.db"), vec![0; 4_096]).unwrap();
        let report = report(data.path(), 5, locked);
        assert_eq!(report.locked.map(|fault| fault.code).as_deref(), Some("vault.keychain_locked"));
        assert!(report.vault.is_none() && report.files.iter().any(|file| file.path.ends_with("vault.db")));
    }
}
