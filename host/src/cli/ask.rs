//! Asks for what only a person knows. It is typed unseen and wiped after its use.

use crate::door::strong_enough;
use crate::secret::Secret;
use convoally_shared::fault::Fault;
use std::io::{IsTerminal, stderr};

/// The passphrase of the vault. None where nobody sits at a terminal.
///
/// # Errors
/// The terminal cannot be read.
pub fn passphrase() -> Result<Option<Secret>, Fault> {
    hidden("Passphrase of the vault: ")
}

/// A new passphrase, typed twice.
///
/// # Errors
/// Nobody sits at a terminal, the two differ, or it is too short.
pub fn new_passphrase() -> Result<Secret, Fault> {
    let typed = hidden("New passphrase: ")?.ok_or_else(nobody)?;
    let typed = strong_enough(typed)?;
    let again = hidden("New passphrase again: ")?.ok_or_else(nobody)?;
    if typed == again {
        return Ok(typed);
    }
    Err(Fault::new("vault.passphrases_differ", "The two passphrases differ; nothing was changed.", "Try again."))
}

/// The recovery code, as it was typed.
///
/// # Errors
/// Nobody sits at a terminal.
pub fn recovery_code() -> Result<Secret, Fault> {
    hidden("Recovery code: ")?.ok_or_else(nobody)
}

fn hidden(question: &str) -> Result<Option<Secret>, Fault> {
    // A program that reads what is printed has nobody to answer, even when it was started at a terminal.
    if !stderr().is_terminal() {
        return Ok(None);
    }
    let unread = |_| Fault::new("vault.not_typed", "Nothing could be read from the terminal.", "Start again.");
    rpassword::prompt_password(question).map(|typed| Some(Secret::new(typed))).map_err(unread)
}

fn nobody() -> Fault {
    Fault::new(
        "vault.nobody_to_ask",
        "This takes something that is typed, and there is no terminal.",
        "Run it in a terminal, or name a file: see `--help`.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_passphrase_is_refused() {
        let strong = |text: &str| strong_enough(Secret::new(text.to_owned()));
        assert_eq!(strong("123456789").unwrap_err().code, "vault.short_passphrase");
        assert!(strong("öööööööööö").is_ok() && strong("correct horse").is_ok());
    }
}
