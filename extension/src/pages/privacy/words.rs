//! What the report's own terms are called, for people.

use crate::locale::{say, say_count, say_with};
use convoally_shared::fault::Fault;
use convoally_shared::kept::{Erased, Inventory, Kept, Kind, OfKind};
use convoally_shared::privacy::KeyState;
use convoally_shared::vault::{Access, VaultState};

/// What something left for; a purpose of a newer host is called as it calls it.
pub fn purpose(label: &str) -> String {
    match label {
        "draft" => say("privacy_draft"),
        "speech" => say("privacy_speech"),
        "check" => say("privacy_check"),
        "backup" => say("privacy_backup"),
        other => other.to_owned(),
    }
}

/// What is kept.
pub fn kind(kind: Kind) -> String {
    say(match kind {
        Kind::Sessions => "privacy_sessions",
        Kind::Documents => "privacy_documents",
        Kind::Spending => "privacy_spending",
        Kind::Departures => "privacy_departures",
    })
}

/// For how long.
pub fn days(days: Option<u32>) -> String {
    days.map_or_else(|| say("privacy_for_ever"), |days| say_count("privacy_days", days.into()))
}

/// Where a provider's key is.
pub fn key(state: &KeyState) -> String {
    match state {
        KeyState::InKeychain => say("privacy_key_keychain"),
        KeyState::InEnvironment(variable) => say_with("privacy_key_environment", &[variable]),
        KeyState::InVault => say("privacy_key_vault"),
        KeyState::None => say("privacy_key_none"),
        KeyState::Unknown => say("privacy_key_unknown"),
    }
}

/// Whether the vault can be used now.
pub fn access(state: &VaultState) -> String {
    say(match (state.access, state.protection) {
        (_, None) => "privacy_vault_none",
        (Access::Open, _) => "privacy_vault_open",
        (Access::Closed, _) => "privacy_vault_closed",
        (Access::Locked, _) => "privacy_vault_locked",
    })
}

/// What an erasing took away, in one line.
pub fn erased(erased: &Erased) -> String {
    let some = |count: u64, words: String| (count > 0).then_some(words);
    let parts = [
        some(erased.sessions, say_count("privacy_gone_sessions", erased.sessions)),
        some(erased.documents, say_count("privacy_gone_documents", erased.documents)),
        some(
            erased.departures + erased.spending,
            say_count("privacy_gone_records", erased.departures + erased.spending),
        ),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if parts.is_empty() { say("privacy_gone_nothing") } else { say_with("privacy_gone", &[&parts.join(", ")]) }
}

/// The rows of what is in the vault: what, how many, how long it is kept.
pub fn inventory(inventory: &Inventory, retention: &[Kept]) -> Vec<(String, OfKind, String)> {
    let kept = |kind| days(retention.iter().find(|kept| kept.kind == kind).and_then(|kept| kept.days));
    let counted = |count| OfKind { count, since_unix_ms: None };
    let (session, document, ever) =
        (say("privacy_as_its_session"), say("privacy_as_its_document"), say("privacy_for_ever"));
    vec![
        (say("privacy_sessions"), inventory.sessions, kept(Kind::Sessions)),
        (say("privacy_utterances"), counted(inventory.utterances), session.clone()),
        (say("privacy_amendments"), inventory.amendments, session),
        (say("privacy_documents"), inventory.documents, kept(Kind::Documents)),
        (say("privacy_vectors"), counted(inventory.vectors), document),
        (say("privacy_interviews"), inventory.interviews, ever.clone()),
        (say("privacy_consents"), inventory.consents, ever.clone()),
        (say("privacy_departures"), inventory.departures, kept(Kind::Departures)),
        (say("privacy_spending"), inventory.spending, kept(Kind::Spending)),
        (say("privacy_erased_marks"), inventory.erased, ever),
    ]
}

/// Why a new passphrase cannot be taken yet; none when it can. The host has the last word.
pub fn passphrase_fault(new: &str, again: &str) -> Option<Fault> {
    (new != again).then(|| {
        Fault::new(
            "vault.passphrases_differ",
            say("privacy_passphrases_differ"),
            say("privacy_passphrases_differ_action"),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use convoally_shared::vault::Protection;
    use std::collections::BTreeSet;

    #[test]
    fn a_purpose_of_a_newer_host_keeps_its_name() {
        assert_eq!((purpose("draft"), purpose("dream")), (say("privacy_draft"), "dream".to_owned()));
    }

    #[test]
    fn what_went_is_told_by_kind_and_nothing_is_told_too() {
        assert_eq!(erased(&Erased::default()), say("privacy_gone_nothing"));
        let told = erased(&Erased { sessions: 2, departures: 1, ..Erased::default() });
        assert_eq!(told, "Erased: 2 sessions, 1 entry of the records.");
    }

    #[test]
    fn each_state_of_the_vault_has_words_of_its_own() {
        let told = |access, protection| {
            let (asks_passphrase, recovery, locks_after_min) = (false, false, None);
            super::access(&VaultState { access, protection, asks_passphrase, recovery, locks_after_min })
        };
        let some = Some(Protection::Keychain);
        let open = [Access::Open, Access::Closed, Access::Locked].map(|access| told(access, some));
        let all: BTreeSet<String> = open.into_iter().chain([told(Access::Closed, None)]).collect();
        assert_eq!(all.len(), 4);
    }

    #[test]
    fn a_passphrase_that_was_typed_twice_differently_is_not_sent() {
        assert!(passphrase_fault("correct horse", "correct hors").is_some());
        assert!(passphrase_fault("correct horse", "correct horse").is_none());
    }
}
