//! The recovery code: what is printed once and typed when the keychain or the passphrase is gone.
//!
//! 28 random symbols of 29 (136 bits) and two that are computed from them, in six groups of five. The two make it a
//! Reed-Solomon code over the integers modulo 29: one wrong symbol, two wrong ones, and any two that were swapped are
//! always found; of everything else one in 841 is not.

use super::error::VaultError;
use super::key::fill_random;
use crate::secret::Secret;
use std::fmt;
use zeroize::Zeroizing;

/// No O beside 0, no I beside 1, Z without 2, S without 5, B without 8. As many as a prime, so that every difference
/// has an inverse.
const SYMBOLS: &[u8; PRIME as usize] = b"ABCDEFGHJKLMNPQRSTUVWXYZ34679";
const PRIME: u32 = 29;
const RANDOM: usize = 28;
const LENGTH: usize = RANDOM + 2;
const GROUP: usize = 5;

/// A code that is free of typing errors. Not shown by `Debug`, wiped when it is dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct RecoveryCode(Secret);

impl RecoveryCode {
    /// A new one from the system's random source.
    ///
    /// # Errors
    /// [`VaultError::System`] when the system gives no random bytes.
    pub fn random() -> Result<Self, VaultError> {
        let mut values = Zeroizing::new([0_u32; LENGTH]);
        let mut filled = 0;
        while filled < RANDOM {
            let mut byte = Zeroizing::new([0; 1]);
            fill_random(byte.as_mut_slice())?;
            // 232 is the last multiple of 29 in a byte: what is above would make some symbols likelier.
            if u32::from(byte[0]) < 8 * PRIME {
                values[filled] = u32::from(byte[0]) % PRIME;
                filled += 1;
            }
        }
        let (sum, _) = syndrome(&values[..RANDOM]);
        values[RANDOM] = (PRIME - sum) % PRIME;
        let (_, weighted) = syndrome(&values[..=RANDOM]);
        values[RANDOM + 1] = (PRIME - weighted) % PRIME;
        Ok(Self::of(values.as_slice()))
    }

    /// Reads what a person typed: in any case, with any spaces and hyphens, and a 2, 5, 8 or 1 for the letter that it
    /// looks like.
    ///
    /// # Errors
    /// [`VaultError::MistypedRecoveryCode`] says what is wrong with it, as far as that can be told.
    pub fn parse(typed: &Secret) -> Result<Self, VaultError> {
        let mut values = Zeroizing::new([0_u32; LENGTH]);
        let mut count = 0;
        for letter in typed.reveal().chars().filter(|letter| !letter.is_whitespace() && !"-–—_.".contains(*letter))
        {
            let value = value(letter).ok_or_else(|| mistyped(format!("“{letter}” is in no recovery code")))?;
            if let Some(place) = values.get_mut(count) {
                *place = value;
            }
            count += 1;
        }
        if count != LENGTH {
            return Err(mistyped(format!("it has {LENGTH} letters and digits, and here are {count}")));
        }
        match syndrome(values.as_slice()) {
            (0, 0) => Ok(Self::of(values.as_slice())),
            syndrome => Err(mistyped(match place_of_one_error(syndrome) {
                Some(place) => format!("look at group {} again", place / GROUP + 1),
                None => "more than one letter or digit is wrong".to_owned(),
            })),
        }
    }

    /// As it is written down: `ABCDE-FGHJK-…`.
    pub fn written(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::with_capacity(LENGTH + LENGTH / GROUP));
        for (at, letter) in self.0.reveal().chars().enumerate() {
            if at > 0 && at % GROUP == 0 {
                text.push('-');
            }
            text.push(letter);
        }
        text
    }

    /// The one form of it that wraps the key, whatever was typed.
    pub(super) fn words(&self) -> &Secret {
        &self.0
    }

    fn of(values: &[u32]) -> Self {
        let mut text = String::with_capacity(LENGTH);
        text.extend(values.iter().filter_map(|value| SYMBOLS.get(*value as usize)).map(|symbol| char::from(*symbol)));
        Self(Secret::new(text))
    }
}

impl fmt::Debug for RecoveryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryCode(…)")
    }
}

fn mistyped(why: String) -> VaultError {
    VaultError::MistypedRecoveryCode(why)
}

fn value(letter: char) -> Option<u32> {
    let meant = match letter.to_ascii_uppercase() {
        '2' => 'Z',
        '5' => 'S',
        '8' => 'B',
        '1' | 'I' => 'L',
        other => other,
    };
    let at = SYMBOLS.iter().position(|symbol| char::from(*symbol) == meant)?;
    u32::try_from(at).ok()
}

/// Both are 0 for a code in order: the sum of the first 29 symbols, and the sum of each times its place with the last
/// symbol added. Their columns are (1, place) and (0, 1), of which no two are multiples of each other.
fn syndrome(values: &[u32]) -> (u32, u32) {
    let mut sums = (0, 0);
    for (place, value) in (0..).zip(values) {
        if place < PRIME {
            sums = ((sums.0 + value) % PRIME, (sums.1 + place * value) % PRIME);
        } else {
            sums.1 = (sums.1 + value) % PRIME;
        }
    }
    sums
}

/// Where the one wrong symbol is, if it is one.
fn place_of_one_error((sum, weighted): (u32, u32)) -> Option<usize> {
    match (sum, weighted) {
        (0, _) => Some(LENGTH - 1),
        // The error of value `sum` at a place makes the weighted sum `place * sum`.
        (sum, weighted) => (0..PRIME).find(|place| place * sum % PRIME == weighted).map(|place| place as usize),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<RecoveryCode, VaultError> {
        RecoveryCode::parse(&Secret::new(text.to_owned()))
    }

    fn complaint(text: &str) -> String {
        match parse(text) {
            Err(VaultError::MistypedRecoveryCode(why)) => why,
            other => panic!("{text}: {other:?}"),
        }
    }

    #[test]
    fn a_code_is_six_groups_of_five_and_comes_back_however_it_is_typed() {
        for _ in 0..200 {
            let code = RecoveryCode::random().unwrap();
            let written = code.written().to_string();
            assert_eq!(written.split('-').map(str::len).collect::<Vec<_>>(), [5; 6], "{written}");
            assert!(written.bytes().all(|letter| letter == b'-' || SYMBOLS.contains(&letter)), "{written}");
            for typed in [
                written.to_lowercase(),
                written.replace('-', ""),
                format!("  {}\n", written.replace('-', "  ")),
                written.replace('Z', "2").replace('S', "5").replace('B', "8").replace('L', "1"),
            ] {
                assert_eq!(parse(&typed).unwrap(), code, "{typed}");
            }
        }
    }

    #[test]
    fn no_symbol_is_written_like_another() {
        for looks_like in ["O0", "I1", "Z2", "S5", "B8"] {
            assert!(looks_like.bytes().filter(|letter| SYMBOLS.contains(letter)).count() <= 1, "{looks_like}");
        }
    }

    #[test]
    fn every_wrong_symbol_is_found_and_its_group_named() {
        let code = RecoveryCode::random().unwrap();
        let right = code.0.reveal().as_bytes();
        for at in 0..LENGTH {
            for symbol in SYMBOLS.iter().filter(|symbol| **symbol != right[at]) {
                let mut wrong = right.to_vec();
                wrong[at] = *symbol;
                let why = complaint(std::str::from_utf8(&wrong).unwrap());
                assert_eq!(why, format!("look at group {} again", at / GROUP + 1));
            }
        }
    }

    #[test]
    fn any_two_symbols_that_were_swapped_and_any_two_wrong_ones_are_found() {
        let code = RecoveryCode::random().unwrap();
        let right = code.0.reveal().as_bytes().to_vec();
        for first in 0..LENGTH {
            for second in first + 1..LENGTH {
                let mut swapped = right.clone();
                swapped.swap(first, second);
                assert!(swapped == right || parse(std::str::from_utf8(&swapped).unwrap()).is_err());
                for step in 1..SYMBOLS.len() {
                    let mut wrong = right.clone();
                    for (at, by) in [(first, 1), (second, step)] {
                        let place = SYMBOLS.iter().position(|symbol| *symbol == right[at]).unwrap();
                        wrong[at] = SYMBOLS[(place + by) % SYMBOLS.len()];
                    }
                    assert!(parse(std::str::from_utf8(&wrong).unwrap()).is_err(), "{first}, {second}");
                }
            }
        }
    }

    #[test]
    fn what_is_no_code_is_told_why() {
        let code = RecoveryCode::random().unwrap();
        let written = code.written();
        assert!(complaint("").contains("here are 0"));
        assert!(complaint(&written[..17]).contains("here are 15"));
        assert!(complaint(&format!("{}A", written.as_str())).contains("here are 31"));
        assert!(complaint(&written.replacen(&written[..1], "0", 1)).contains("“0” is in no recovery code"));
        assert!(complaint("correct horse battery staple").contains("“o” is in no recovery code"));
    }

    #[test]
    fn two_codes_differ_and_none_prints() {
        let (one, other) = (RecoveryCode::random().unwrap(), RecoveryCode::random().unwrap());
        assert_ne!(one, other);
        assert_eq!(format!("{one:?}"), "RecoveryCode(…)");
    }
}
