//! `convoally vault`: what opens the history, and whether it is open.

use super::ask;
use crate::browser::safe::Door;
use crate::door::{VaultDoor, lock_after, replace_passphrase_file, strong_enough};
use crate::secret::Secret;
use crate::settings::{Settings, data_folder};
use crate::vault::{self, KeySource, RecoveryCode, Standing, Vault, VaultError, Way, read_passphrase};
use clap::{Args, Subcommand, ValueEnum};
use convoally_shared::fault::Fault;
use convoally_shared::vault::Protection;
use std::path::{Path, PathBuf};

/// Subcommands of `vault`.
#[derive(Subcommand)]
pub enum VaultCommand {
    /// Show what opens the vault, whether there is a recovery code, and whether it is locked
    Status,
    /// Read all of it and check that nothing is damaged
    Check,
    /// Let the keychain or a passphrase open the vault from now on; nothing is written again but the key
    #[command(after_help = "Examples:\n  convoally vault protect passphrase\n  convoally vault protect keychain")]
    Protect {
        /// What opens it
        by: By,
        #[command(flatten)]
        new: New,
    },
    /// Change the passphrase
    #[command(after_help = "Examples:\n  convoally vault passphrase\n  \
                            convoally --passphrase-file old vault passphrase --new-passphrase-file new")]
    Passphrase {
        #[command(flatten)]
        new: New,
    },
    /// The recovery code, which opens the vault when the keychain or the passphrase is gone
    #[command(subcommand)]
    Recovery(Recovery),
    /// Open the vault with its recovery code and set up a new way
    #[command(after_help = "Examples:\n  convoally vault recover passphrase\n  convoally vault recover keychain")]
    Recover {
        /// What opens it from now on
        by: By,
        /// Read the recovery code from this file instead of asking for it
        #[arg(long, value_name = "FILE")]
        code_file: Option<PathBuf>,
        #[command(flatten)]
        new: New,
    },
    /// Lock the vault for every program, after its session; or say when a running host locks it by itself
    #[command(after_help = "Examples:\n  convoally vault lock\n  convoally vault lock --after 30\n  \
                            convoally vault lock --after never")]
    Lock {
        /// With a passphrase: minutes without a session after which a host locks it, or `never`
        #[arg(long, value_name = "MINUTES|never", value_parser = minutes)]
        after: Option<u32>,
    },
    /// Unlock the vault again
    Unlock,
}

/// Subcommands of `vault recovery`.
#[derive(Subcommand)]
pub enum Recovery {
    /// Make a recovery code and show it once; an earlier one is worthless then
    New,
    /// Make the recovery code worthless
    Revoke,
}

/// What is to open the vault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum By {
    /// The system's keychain
    Keychain,
    /// A passphrase
    Passphrase,
}

/// Where the new passphrase comes from.
#[derive(Args)]
pub struct New {
    /// Read the new passphrase from this file instead of asking for it
    #[arg(long, value_name = "FILE")]
    new_passphrase_file: Option<PathBuf>,
}

impl VaultCommand {
    /// Carries the subcommand out.
    pub fn run(self, door: &VaultDoor) -> Result<(), Fault> {
        let data = data_folder()?;
        match self {
            Self::Status => status(&data, door),
            Self::Check => check(door),
            Self::Protect { by, new } => protect(&data, door, by, &new),
            Self::Passphrase { new } => change(&data, door, &new),
            Self::Recovery(Recovery::New) => new_code(&data, door),
            Self::Recovery(Recovery::Revoke) => {
                vault::revoke_recovery_code(&data, &door.key(&data)?)?;
                println!("The recovery code opens nothing any more.");
                Ok(())
            }
            Self::Recover { by, code_file, new } => recover(&data, by, code_file.as_deref(), &new),
            Self::Lock { after: Some(after) } => lock_after(&data, Some(after).filter(|minutes| *minutes > 0)),
            Self::Lock { after: None } => {
                door.lock()?;
                println!("locked; a program that is in a session closes the vault when that is over");
                Ok(())
            }
            Self::Unlock => {
                door.unlock(None)?;
                println!("unlocked");
                if door.look()?.asks_passphrase {
                    println!("A browser's host that is running asks for the passphrase itself.");
                }
                Ok(())
            }
        }
    }
}

fn status(data: &Path, door: &VaultDoor) -> Result<(), Fault> {
    let look = door.look()?;
    let Standing { protection, recovery, locked } = look.standing;
    println!("folder    {}", data.display());
    let opens = match protection {
        None => "nothing yet: there is no vault".to_owned(),
        Some(Protection::Keychain) => "the system's keychain".to_owned(),
        Some(Protection::Passphrase) => match door.passphrase_file(data)? {
            Some(file) => format!("the passphrase in {}", file.display()),
            None => "a passphrase that is typed".to_owned(),
        },
    };
    println!("opens by  {opens}");
    println!("recovery  {}", if recovery { "a recovery code opens it, too" } else { "no recovery code" });
    let idle = match look.locks_after {
        Some(after) if protection == Some(Protection::Passphrase) => {
            format!("; a running host locks it after {} minutes without a session", after.as_secs() / 60)
        }
        _ => String::new(),
    };
    println!("locked    {}{idle}", if locked { "yes" } else { "no" });
    Ok(())
}

fn check(door: &VaultDoor) -> Result<(), Fault> {
    door.open()?.check()?;
    println!("every page is in order");
    Ok(())
}

fn protect(data: &Path, door: &VaultDoor, by: By, new: &New) -> Result<(), Fault> {
    let protection = vault::standing(data)?.protection;
    let (source, way) = match (protection, by) {
        (Some(Protection::Passphrase), By::Passphrase) => {
            return Err(already("a passphrase", "Change it with `convoally vault passphrase`."));
        }
        (Some(Protection::Keychain), By::Keychain) => {
            return Err(already("the keychain", "Nothing needs to be done."));
        }
        // The first start of a vault that never saw a keychain.
        (None, By::Passphrase) => {
            let words = new.passphrase()?;
            drop(Vault::open(data, &KeySource::Passphrase(words))?);
            return remember(data, new.new_passphrase_file.as_deref());
        }
        (None, By::Keychain) => return Err(VaultError::NoVault.into()),
        // A passphrase file that was named is meant for what comes.
        (Some(Protection::Keychain), By::Passphrase) => (KeySource::Keychain, new.way(by)?),
        (Some(Protection::Passphrase), By::Keychain) => (door.key(data)?, new.way(by)?),
    };
    told(data, by, new, vault::protect(data, &source, &way))
}

fn change(data: &Path, door: &VaultDoor, new: &New) -> Result<(), Fault> {
    if vault::standing(data)?.protection == Some(Protection::Keychain) {
        let sentence = "The keychain opens the vault, not a passphrase; nothing was changed.";
        return Err(Fault::new("vault.no_passphrase", sentence, "Set one with `convoally vault protect passphrase`."));
    }
    let source = door.key(data)?;
    told(data, By::Passphrase, new, vault::protect(data, &source, &new.way(By::Passphrase)?))
}

fn recover(data: &Path, by: By, code_file: Option<&Path>, new: &New) -> Result<(), Fault> {
    let typed = match code_file {
        Some(file) => read_passphrase(file)?,
        None => ask::recovery_code()?,
    };
    told(data, by, new, vault::recover(data, &RecoveryCode::parse(&typed)?, &new.way(by)?))?;
    println!("The recovery code is valid still; `convoally vault recovery new` replaces it.");
    Ok(())
}

fn new_code(data: &Path, door: &VaultDoor) -> Result<(), Fault> {
    let code = vault::make_recovery_code(data, &door.key(data)?)?;
    eprintln!("Write this down and keep it away from this computer. It is shown this once, and opens everything:");
    println!("{}", code.written().as_str());
    Ok(())
}

impl New {
    fn passphrase(&self) -> Result<Secret, Fault> {
        match &self.new_passphrase_file {
            Some(file) => strong_enough(read_passphrase(file)?),
            None => ask::new_passphrase(),
        }
    }

    fn way(&self, by: By) -> Result<Way, Fault> {
        match by {
            By::Keychain => Ok(Way::Keychain),
            By::Passphrase => self.passphrase().map(Way::Passphrase),
        }
    }
}

/// Tells what opens the vault now. A key that was left in the keychain is no reason to forget that it changed.
fn told(data: &Path, by: By, new: &New, changed: Result<(), VaultError>) -> Result<(), Fault> {
    if !matches!(changed, Ok(()) | Err(VaultError::LeftInKeychain(_))) {
        return Ok(changed?);
    }
    let (way, file) = match by {
        By::Keychain => ("keychain", None),
        By::Passphrase => ("new passphrase", new.new_passphrase_file.as_deref()),
    };
    println!("The {way} opens the vault now.");
    remember(data, file)?;
    if by == By::Passphrase && Settings::load(data)?.passphrase_file.is_none() {
        println!("Sessions of a browser wait for it, or find it in a file: `convoally install --passphrase-file`.");
    }
    Ok(changed?)
}

/// A passphrase file that was remembered for the sessions of browsers holds the old one.
fn remember(data: &Path, file: Option<&Path>) -> Result<(), Fault> {
    if let Some(old) = replace_passphrase_file(data, file)? {
        println!("{} is not used any more; delete it.", old.display());
    }
    Ok(())
}

fn already(by: &str, action: &str) -> Fault {
    Fault::new("vault.already", format!("The vault opens by {by} already; nothing was changed."), action)
}

fn minutes(text: &str) -> Result<u32, &'static str> {
    match text {
        "never" => Ok(0),
        text => text.parse().ok().filter(|minutes| *minutes > 0).ok_or("expected a number of minutes, or `never`"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minutes_are_a_number_or_never() {
        assert_eq!((minutes("15"), minutes("never")), (Ok(15), Ok(0)));
        assert!(minutes("0").is_err() && minutes("soon").is_err() && minutes("-3").is_err());
    }
}
