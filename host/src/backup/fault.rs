//! What a person is told: the code, the sentence and the next step of each error.

use super::error::BackupError;
use crate::vault::sentence;
use convoally_shared::fault::Fault;

impl From<BackupError> for Fault {
    fn from(error: BackupError) -> Self {
        let (code, sentence, action) = match error {
            BackupError::Vault(error) => return error.into(),
            BackupError::NotSet
            | BackupError::NoPlace(_)
            | BackupError::CredentialsNeeded
            | BackupError::CodeNeeded
            | BackupError::CodeTooShort
            | BackupError::WrongCode => about_setting_up(&error),
            BackupError::PlaceMissing
            | BackupError::Denied
            | BackupError::Unreachable
            | BackupError::Full(_)
            | BackupError::Store(_) => about_the_store(&error),
            other => about_the_content(&other),
        };
        Fault::new(code, sentence, action)
    }
}

type Parts = (&'static str, String, String);

fn about_setting_up(error: &BackupError) -> Parts {
    match error {
        BackupError::NoPlace(why) => (
            "backup.no_place",
            format!("A backup cannot go there: {why}."),
            "See `convoally backup set --help` for the places there are.".into(),
        ),
        BackupError::CredentialsNeeded => (
            "backup.credentials_needed",
            "The store asks who you are.".into(),
            "Name yourself with --user, and give the password or secret key when you are asked.".into(),
        ),
        BackupError::CodeNeeded => (
            "backup.code_needed",
            "There is a backup at this place already, and it needs its code.".into(),
            "Give the code that was shown when the backup was begun, or choose another place.".into(),
        ),
        BackupError::CodeTooShort => (
            "backup.code_too_short",
            "A code of your own needs at least twelve characters, because whoever runs the store can try it at home."
                .into(),
            "Take several words, or leave it out and let a code be made.".into(),
        ),
        BackupError::WrongCode => (
            "backup.wrong_code",
            "The code does not open this backup; nothing was changed.".into(),
            "Give the code that was shown when the backup was begun.".into(),
        ),
        _ => ("backup.not_set", "No backup is set up.".into(), "Set one up with `convoally backup set PLACE`.".into()),
    }
}

fn about_the_store(error: &BackupError) -> Parts {
    match error {
        BackupError::PlaceMissing => (
            "backup.place_missing",
            "The place of the backup is not there.".into(),
            "Connect the disk, or make the bucket or the folder first, and see that the address is right.".into(),
        ),
        BackupError::Denied => (
            "backup.denied",
            "The store does not let you in, or not write there.".into(),
            "Check your rights there, and give user and password again with `convoally backup set PLACE`.".into(),
        ),
        BackupError::Unreachable => (
            "backup.unreachable",
            "The store cannot be reached.".into(),
            "Check the network and the address, then run it again: it goes on where it was.".into(),
        ),
        BackupError::Full(place) => (
            "backup.full",
            format!("There is no room left {place}."),
            "Make room there and run it again: it goes on where it was.".into(),
        ),
        other => (
            "backup.store_failed",
            sentence(&other.to_string()),
            "Check the address and, for a bucket, its region; then run it again: it goes on where it was.".into(),
        ),
    }
}

fn about_the_content(error: &BackupError) -> Parts {
    let text = sentence(&error.to_string());
    match error {
        BackupError::Busy => (
            "backup.busy",
            "A backup of this vault runs already.".into(),
            "Wait for it to end, then run it again.".into(),
        ),
        BackupError::Gone => (
            "backup.gone",
            "The header of the backup is gone from its place; nothing was changed here.".into(),
            "Bring the place back, or begin anew with `convoally backup forget` and `convoally backup set PLACE`."
                .into(),
        ),
        BackupError::Foreign => (
            "backup.foreign",
            "Another backup lies at this place; nothing was changed.".into(),
            "Bring the right one back, or set the backup up again with `convoally backup set PLACE`.".into(),
        ),
        BackupError::Newer => (
            "backup.newer_version",
            "A later release of ConvoAlly wrote this backup; nothing was changed.".into(),
            "Update ConvoAlly.".into(),
        ),
        BackupError::Damaged(_) | BackupError::Missing(_) => (
            "backup.damaged",
            text,
            "See what is damaged with `convoally backup verify`, and send it again from here with \
             `convoally backup now --repair`."
                .into(),
        ),
        BackupError::RolledBack(_) => (
            "backup.rolled_back",
            text,
            "Ask whoever runs the store what happened; `convoally backup now --repair` goes on from what is here."
                .into(),
        ),
        BackupError::File(_) => {
            ("backup.file", text, "Give your user the right to write in the vault's folder.".into())
        }
        _ => ("backup.failed", text, "Run it again, and report the sentence above if it stays.".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vault::VaultError;

    #[test]
    fn every_fault_is_a_code_a_sentence_and_a_next_step() {
        let errors = [
            (BackupError::NotSet, "backup.not_set"),
            (BackupError::NoPlace("no folder was named"), "backup.no_place"),
            (BackupError::CredentialsNeeded, "backup.credentials_needed"),
            (BackupError::CodeNeeded, "backup.code_needed"),
            (BackupError::CodeTooShort, "backup.code_too_short"),
            (BackupError::WrongCode, "backup.wrong_code"),
            (BackupError::PlaceMissing, "backup.place_missing"),
            (BackupError::Denied, "backup.denied"),
            (BackupError::Unreachable, "backup.unreachable"),
            (BackupError::Full("there"), "backup.full"),
            (BackupError::Store("it answered 418".into()), "backup.store_failed"),
            (BackupError::Busy, "backup.busy"),
            (BackupError::Gone, "backup.gone"),
            (BackupError::Foreign, "backup.foreign"),
            (BackupError::Newer, "backup.newer_version"),
            (BackupError::Damaged("the segment 1".into()), "backup.damaged"),
            (BackupError::Missing("the segment 1".into()), "backup.damaged"),
            (BackupError::RolledBack("the manifest 1".into()), "backup.rolled_back"),
            (BackupError::File(std::io::ErrorKind::NotADirectory), "backup.file"),
            (BackupError::System("no memory".into()), "backup.failed"),
            (BackupError::Vault(VaultError::DiskFull), "vault.disk_full"),
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
