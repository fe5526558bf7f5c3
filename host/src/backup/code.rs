//! The code of a backup: what opens it on another computer.

use super::error::BackupError;
use super::seal::fill_random;
use crate::secret::Secret;

/// Digits and capitals without those that look like others (Crockford's Base32): 5 bits each.
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// 140 bits.
const LENGTH: usize = 28;
const GROUP: usize = 4;
/// Whoever runs the store can try passphrases at home. Characters.
const SHORTEST_PASSPHRASE: usize = 12;

/// A code that was made here, or a passphrase of the user's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code(Secret);

impl Code {
    /// A new code, to be written down: seven groups of four.
    ///
    /// # Errors
    /// [`BackupError::System`] when the system gives no random bytes.
    pub fn make() -> Result<Self, BackupError> {
        let mut random = [0; LENGTH];
        fill_random(&mut random)?;
        let letters: Vec<u8> = random.iter().map(|byte| LETTERS[usize::from(byte & 31)]).collect();
        let groups: Vec<String> = letters.chunks(GROUP).map(|group| String::from_utf8_lossy(group).into()).collect();
        Ok(Self(Secret::new(groups.join("-"))))
    }

    /// What somebody typed: a code however it is grouped and in whatever case, or else a passphrase as it stands.
    ///
    /// # Errors
    /// [`BackupError::CodeTooShort`].
    pub fn typed(text: &Secret) -> Result<Self, BackupError> {
        if let Some(code) = tidied(text.reveal()) {
            return Ok(Self(code));
        }
        match text.reveal().chars().count() {
            0..SHORTEST_PASSPHRASE => Err(BackupError::CodeTooShort),
            _ => Ok(Self(text.clone())),
        }
    }

    /// As it is shown, once.
    pub fn reveal(&self) -> &str {
        self.0.reveal()
    }
}

/// The code in its groups, if it is one. O is read as 0, I and L as 1.
fn tidied(text: &str) -> Option<Secret> {
    let mut code = String::with_capacity(LENGTH + LENGTH / GROUP);
    let mut count = 0;
    for letter in text.chars().filter(|letter| !letter.is_whitespace() && *letter != '-') {
        let letter = match letter.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            letter => letter,
        };
        if !LETTERS.iter().any(|known| char::from(*known) == letter) {
            return None;
        }
        if count > 0 && count % GROUP == 0 {
            code.push('-');
        }
        code.push(letter);
        count += 1;
    }
    (count == LENGTH).then(|| Secret::new(code))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(text: &str) -> Result<Code, BackupError> {
        Code::typed(&Secret::new(text.to_owned()))
    }

    #[test]
    fn a_code_is_understood_however_it_is_typed() {
        let code = Code::make().unwrap();
        assert_ne!(code, Code::make().unwrap());
        let shown = code.reveal().to_owned();
        assert_eq!(shown.len(), 34, "seven groups and six dashes");
        for text in [shown.to_lowercase(), shown.replace('-', ""), shown.replace('-', " "), shown.replace('1', "l")] {
            assert_eq!(typed(&text).unwrap(), code);
        }
        assert!(!format!("{code:?}").contains(&shown[..9]));
    }

    #[test]
    fn a_passphrase_is_taken_as_it_stands_unless_it_is_short() {
        assert_eq!(typed("correct Horse battery").unwrap().reveal(), "correct Horse battery");
        for short in ["", "hunter2", "elevenchars"] {
            assert!(matches!(typed(short), Err(BackupError::CodeTooShort)), "{short}");
        }
    }
}
