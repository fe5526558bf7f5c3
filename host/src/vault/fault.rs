//! What a person is told: the code, the sentence and the next step of each vault error.

use super::error::VaultError;
use convoally_shared::fault::Fault;

/// Remembers the file, so that sessions which a browser starts find it too.
const PASSPHRASE_OPTION: &str = "`convoally install --passphrase-file FILE`";

/// Where a recovery code may help.
const RECOVERY: &str = "use your recovery code with `convoally vault recover`";

impl From<VaultError> for Fault {
    fn from(error: VaultError) -> Self {
        let (code, sentence, action) = match error {
            VaultError::WrongKey
            | VaultError::WrongPassphrase
            | VaultError::KeyMissing
            | VaultError::PassphraseNeeded
            | VaultError::KeyUnreadable(_)
            | VaultError::PassphraseUnreadable(_)
            | VaultError::Locked
            | VaultError::NoVault => about_the_key(error),
            VaultError::WrongRecoveryCode | VaultError::MistypedRecoveryCode(_) | VaultError::NoRecoveryCode => {
                about_the_code(error)
            }
            VaultError::NoKeychain(_)
            | VaultError::KeychainLocked(_)
            | VaultError::KeychainSilent
            | VaultError::KeychainFailed(_)
            | VaultError::KeychainTaken
            | VaultError::LeftInKeychain(_) => about_the_keychain(error),
            VaultError::OutOfOrder { .. }
            | VaultError::UnknownEvent { .. }
            | VaultError::UnknownAmendment { .. }
            | VaultError::Erased(_)
            | VaultError::Unfit(_)
            | VaultError::NoSuchCard(_)
            | VaultError::NotInSession(_)
            | VaultError::NothingToSearch
            | VaultError::Differs { .. }
            | VaultError::SessionRunning(_)
            | VaultError::UnknownSession(_)
            | VaultError::AmbiguousSession(_)
            | VaultError::UnknownDocument(_)
            | VaultError::AmbiguousDocument(_)
            | VaultError::UnknownInterview(_)
            | VaultError::InterviewHasDocuments { .. } => about_the_content(error),
            other => about_the_file(other),
        };
        Fault::new(code, sentence, action)
    }
}

type Parts = (&'static str, String, String);

fn about_the_key(error: VaultError) -> Parts {
    match error {
        VaultError::WrongKey => (
            "vault.wrong_key",
            "The key in the keychain does not open the vault; nothing was changed.".into(),
            format!(
                "Bring back the keychain that the vault was made with, {RECOVERY}, or move the vault's folder away to \
                 begin a new one."
            ),
        ),
        VaultError::WrongPassphrase => (
            "vault.wrong_key",
            "The passphrase does not open the vault, or vault.key.json is damaged; nothing was changed.".into(),
            format!("Give the passphrase that was set last, bring vault.key.json back from a backup, or {RECOVERY}."),
        ),
        VaultError::KeyMissing => (
            "vault.key_missing",
            "There is a vault but no key for it; nothing was changed.".into(),
            format!(
                "Unlock the keychain that the vault was made with, bring vault.key.json back if you use a passphrase, \
                 {RECOVERY}, or move the vault's folder away to begin a new one."
            ),
        ),
        VaultError::PassphraseNeeded => (
            "vault.passphrase_needed",
            "The vault opens with a passphrase, and none was given.".into(),
            format!("Give it where you are asked for it, or run {PASSPHRASE_OPTION} once to keep it in a file."),
        ),
        VaultError::KeyUnreadable(why) => (
            "vault.key_unreadable",
            format!("The stored vault key cannot be read: {why}; nothing was changed."),
            format!("Bring the key back from a backup of the keychain or of the file, or {RECOVERY}."),
        ),
        VaultError::Locked => (
            "vault.locked",
            "The vault is locked.".into(),
            "Unlock it with `convoally vault unlock`, or where ConvoAlly asks for your passphrase.".into(),
        ),
        VaultError::NoVault => (
            "vault.none",
            "There is no vault yet.".into(),
            "It is made when something is first kept: `convoally documents add FILE`.".into(),
        ),
        other => (
            "vault.passphrase_unreadable",
            sentence(&other.to_string()),
            format!("Name a readable file that holds nothing but the passphrase with {PASSPHRASE_OPTION}."),
        ),
    }
}

fn about_the_code(error: VaultError) -> Parts {
    let text = sentence(&error.to_string());
    match error {
        VaultError::WrongRecoveryCode => (
            "vault.wrong_recovery_code",
            "The recovery code does not open the vault, or vault.recovery.json is damaged; nothing was changed.".into(),
            "Use the code that was made last for this vault; an earlier one is worthless.".into(),
        ),
        VaultError::NoRecoveryCode => (
            "vault.no_recovery_code",
            text,
            "Make one with `convoally vault recovery new` while the vault opens, and keep it on paper.".into(),
        ),
        _ => ("vault.mistyped_recovery_code", text, "Type it again as it was written down.".into()),
    }
}

fn about_the_keychain(error: VaultError) -> Parts {
    let text = sentence(&error.to_string());
    match error {
        VaultError::NoKeychain(_) => (
            "vault.no_keychain",
            text,
            format!("Start a keychain such as gnome-keyring or KWallet, or use {PASSPHRASE_OPTION}."),
        ),
        VaultError::KeychainLocked(_) => {
            ("vault.keychain_locked", text, "Unlock your login keychain and start again.".into())
        }
        VaultError::KeychainSilent => (
            "keychain.no_answer",
            format!("The keychain did not answer within {} seconds.", super::keychain::PATIENCE.as_secs()),
            format!(
                "Answer the keychain's question if it shows one and start again; where nobody can answer, use \
                 {PASSPHRASE_OPTION}."
            ),
        ),
        VaultError::KeychainTaken => (
            "vault.keychain_taken",
            "The keychain holds the key of another vault; nothing was changed.".into(),
            "Keep this vault under a passphrase, or move the other one under a passphrase first.".into(),
        ),
        VaultError::LeftInKeychain(_) => (
            "vault.left_in_keychain",
            "The vault opens with the passphrase now, but the keychain may hold its key still.".into(),
            "Unlock the keychain and run `convoally vault passphrase` again, or delete its entry “vault-key” by hand."
                .into(),
        ),
        _ => ("keychain.failed", text, "Open the system's keychain program, see that it works and start again.".into()),
    }
}

fn about_the_content(error: VaultError) -> Parts {
    let text = sentence(&error.to_string());
    match error {
        VaultError::UnknownSession(id) => (
            "history.unknown_session",
            format!("No session begins with “{id}”."),
            "See the sessions with `convoally history list`.".into(),
        ),
        VaultError::AmbiguousSession(id) => (
            "history.ambiguous_session",
            format!("More than one session begins with “{id}”."),
            "Give more of the id, as `convoally history list` shows it.".into(),
        ),
        VaultError::UnknownDocument(name) => (
            "documents.unknown",
            format!("No document has the title or id “{name}”."),
            "See the documents with `convoally documents list`.".into(),
        ),
        VaultError::AmbiguousDocument(title) => (
            "documents.ambiguous",
            format!("More than one document is called “{title}”."),
            "Give its id, as `convoally documents list` shows it.".into(),
        ),
        VaultError::UnknownInterview(id) => (
            "interviews.unknown",
            format!("No interview is called “{id}”."),
            "See the interviews with `convoally interviews list`, or make it with `convoally interviews add`.".into(),
        ),
        VaultError::InterviewHasDocuments { interview, documents } => (
            "interviews.has_documents",
            match documents {
                1 => format!("The interview “{interview}” has a document; nothing was removed."),
                _ => format!("The interview “{interview}” has {documents} documents; nothing was removed."),
            },
            "Remove what belongs to it, or make it general with `convoally documents edit ID --general`.".into(),
        ),
        VaultError::Unfit(_) => {
            ("history.unfit", format!("{text} Nothing was changed."), "Write it again so that it fits.".into())
        }
        VaultError::NoSuchCard(number) => (
            "session.no_such_card",
            format!("There is no card {number} in this session."),
            "Choose a card that is on the screen.".into(),
        ),
        VaultError::NotInSession(what) => (
            "history.not_in_session",
            format!("The session has no {what}; nothing was changed."),
            "See what it has with `convoally history show ID`.".into(),
        ),
        VaultError::NothingToSearch => (
            "history.nothing_to_search",
            "There is no word in what you look for.".into(),
            "Give a word, several, or some in quotation marks: `convoally history search \"billing team\"`.".into(),
        ),
        VaultError::Erased(id) => (
            "history.erased",
            format!("The session {id} was erased and is not taken in again."),
            "Leave it out.".into(),
        ),
        VaultError::SessionRunning(id) => (
            "erase.session_running",
            format!("The session {id} is running; nothing was erased."),
            "Stop it, then erase.".into(),
        ),
        VaultError::Differs { session, seq } => (
            "history.differs",
            format!(
                "The session {session} is here already and says something else (event {seq}); nothing was changed."
            ),
            "Compare the two, and erase the one here if the other one is right.".into(),
        ),
        VaultError::UnknownEvent { .. } | VaultError::UnknownAmendment { .. } => {
            ("vault.newer_version", text, "Update ConvoAlly: a later release wrote this session.".into())
        }
        _ => {
            ("vault.out_of_order", text, "Stop the session and start a new one; what was stored before is kept.".into())
        }
    }
}

fn about_the_file(error: VaultError) -> Parts {
    let text = sentence(&error.to_string());
    match error {
        VaultError::NewerVersion { found } => (
            "vault.newer_version",
            format!("A later release of ConvoAlly wrote the vault (version {found}); nothing was changed."),
            "Update ConvoAlly.".into(),
        ),
        VaultError::DiskFull => (
            "vault.disk_full",
            "The disk is full; what was stored before is kept.".into(),
            "Free some space and start again.".into(),
        ),
        VaultError::ReadOnly => (
            "vault.read_only",
            "The vault's folder or file may not be read or written.".into(),
            "Give your user the right to write there, or name another folder in CONVOALLY_DATA.".into(),
        ),
        VaultError::Damaged(_) => (
            "vault.damaged",
            text,
            "Keep a copy of the vault's folder, then bring the folder back from a backup.".into(),
        ),
        VaultError::Busy => (
            "vault.busy",
            "Another ConvoAlly process kept the vault busy for too long.".into(),
            "Wait for the other one to finish, or close its browser, and start again.".into(),
        ),
        VaultError::Unscrubbed => (
            "erase.unscrubbed",
            "It is erased, but another program is reading the vault, so remains of it are still in the encrypted file."
                .into(),
            "They are overwritten at the next start of ConvoAlly, or when you erase the next thing.".into(),
        ),
        VaultError::NotEncrypting => (
            "vault.not_encrypting",
            "This build of ConvoAlly has no encryption, so nothing is stored.".into(),
            "Install a release, or build with the workspace's own SQLite.".into(),
        ),
        _ => ("vault.failed", text, "Run `convoally doctor`, and report the sentence above if it stays.".into()),
    }
}

/// An error's lower-case words as a sentence.
pub(crate) fn sentence(words: &str) -> String {
    let mut letters = words.trim_end_matches('.').chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).chain(['.']).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_is_a_code_a_sentence_and_a_next_step() {
        let errors = [
            (VaultError::WrongKey, "vault.wrong_key"),
            (VaultError::WrongPassphrase, "vault.wrong_key"),
            (VaultError::KeyMissing, "vault.key_missing"),
            (VaultError::PassphraseNeeded, "vault.passphrase_needed"),
            (VaultError::KeyUnreadable("it is short"), "vault.key_unreadable"),
            (VaultError::PassphraseUnreadable("it is empty".into()), "vault.passphrase_unreadable"),
            (VaultError::Locked, "vault.locked"),
            (VaultError::NoVault, "vault.none"),
            (VaultError::WrongRecoveryCode, "vault.wrong_recovery_code"),
            (VaultError::MistypedRecoveryCode("it is short".into()), "vault.mistyped_recovery_code"),
            (VaultError::NoRecoveryCode, "vault.no_recovery_code"),
            (VaultError::KeychainTaken, "vault.keychain_taken"),
            (VaultError::LeftInKeychain("it is locked".into()), "vault.left_in_keychain"),
            (VaultError::NoKeychain("no bus".into()), "vault.no_keychain"),
            (VaultError::KeychainLocked("dismissed".into()), "vault.keychain_locked"),
            (VaultError::KeychainSilent, "keychain.no_answer"),
            (VaultError::KeychainFailed("odd".into()), "keychain.failed"),
            (VaultError::NewerVersion { found: 9 }, "vault.newer_version"),
            (VaultError::DiskFull, "vault.disk_full"),
            (VaultError::ReadOnly, "vault.read_only"),
            (VaultError::Damaged("page".into()), "vault.damaged"),
            (VaultError::Busy, "vault.busy"),
            (VaultError::NotEncrypting, "vault.not_encrypting"),
            (VaultError::OutOfOrder { session: "s".into(), seq: 1 }, "vault.out_of_order"),
            (VaultError::UnknownEvent { session: "s".into(), seq: 1 }, "vault.newer_version"),
            (VaultError::UnknownAmendment { session: "s".into() }, "vault.newer_version"),
            (VaultError::Erased("s".into()), "history.erased"),
            (VaultError::Unfit("a tag has at least one letter"), "history.unfit"),
            (VaultError::NoSuchCard(7), "session.no_such_card"),
            (VaultError::NotInSession("line #7".into()), "history.not_in_session"),
            (VaultError::NothingToSearch, "history.nothing_to_search"),
            (VaultError::Differs { session: "s".into(), seq: 1 }, "history.differs"),
            (VaultError::SessionRunning("s".into()), "erase.session_running"),
            (VaultError::Unscrubbed, "erase.unscrubbed"),
            (VaultError::UnknownSession("s".into()), "history.unknown_session"),
            (VaultError::AmbiguousSession("s".into()), "history.ambiguous_session"),
            (VaultError::UnknownDocument("s".into()), "documents.unknown"),
            (VaultError::AmbiguousDocument("s".into()), "documents.ambiguous"),
            (VaultError::UnknownInterview("s".into()), "interviews.unknown"),
            (VaultError::InterviewHasDocuments { interview: "s".into(), documents: 1 }, "interviews.has_documents"),
            (VaultError::InterviewHasDocuments { interview: "s".into(), documents: 2 }, "interviews.has_documents"),
            (VaultError::Database("odd".into()), "vault.failed"),
            (VaultError::System("no memory".into()), "vault.failed"),
        ];
        for (error, code) in errors {
            let fault = Fault::from(error);
            assert_eq!(fault.code, code);
            for text in [&fault.sentence, &fault.action] {
                assert!(text.ends_with('.') && text.starts_with(char::is_uppercase), "{code}: {text}");
            }
        }
    }
}
