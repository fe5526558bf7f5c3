//! `convoally keys`: providers' keys go straight into the keychain, or into the vault where there is none.

use crate::door::VaultDoor;
use crate::keys::{self, InVault};
use crate::secret::Secret;
use clap::Subcommand;
use convoally_shared::fault::Fault;
use std::io::{IsTerminal, Read};
use std::sync::{Arc, Mutex};

/// Subcommands of `keys`.
#[derive(Subcommand)]
pub enum KeyCommand {
    /// Keep a provider's key, read from standard input so that it is in no shell history
    #[command(after_help = "Example:\n  convoally keys set anthropic < key.txt")]
    Set {
        /// openai, anthropic, deepgram, transcription, groq, openrouter, or a name from your order of engines
        provider: String,
    },
    /// Forget a provider's key
    #[command(after_help = "Example:\n  convoally keys remove openai")]
    Remove {
        /// As for `set`
        provider: String,
    },
    /// Show which providers have a key, and where it lies; never the key itself
    #[command(after_help = "Example:\n  convoally keys list")]
    List,
}

impl KeyCommand {
    /// Carries the subcommand out.
    pub fn run(self, door: &VaultDoor) -> Result<(), Fault> {
        match self {
            KeyCommand::Set { provider } => {
                let place = keys::keep(&known(provider)?, &from_input()?, || door.open())?;
                println!("kept in the {place}");
                Ok(())
            }
            KeyCommand::Remove { provider } => keys::forget(&known(provider)?, || door.open_existing()),
            KeyCommand::List => list(door),
        }
    }
}

/// Looks into the vault, too, where it opens: a key may lie there from a time without a keychain.
fn list(door: &VaultDoor) -> Result<(), Fault> {
    let vault = match door.open_existing() {
        Ok(Some(vault)) => InVault::open(Arc::new(Mutex::new(vault))),
        Ok(None) => InVault::behind(|| Ok(None)),
        Err(fault) => {
            super::print_fault(&fault);
            InVault::behind(move || Err(fault.clone()))
        }
    };
    for name in names()? {
        let state = match keys::place(&name, &vault) {
            Ok(Some(place)) => format!("key in the {place}"),
            Ok(None) => "no key".to_owned(),
            Err(fault) => format!("not known: {} [{}]", fault.sentence, fault.code),
        };
        println!("{name:<14} {state}");
    }
    Ok(())
}

/// Every name that a key is of use for now.
fn names() -> Result<Vec<String>, Fault> {
    Ok(keys::names(&super::engines::order()?))
}

/// A name of one of them.
fn known(name: String) -> Result<String, Fault> {
    keys::known(name, &super::engines::order()?)
}

fn from_input() -> Result<Secret, Fault> {
    if std::io::stdin().is_terminal() {
        eprintln!("Paste the key, then press Enter and Ctrl-D:");
    }
    let mut text = String::new();
    let read = std::io::stdin().read_to_string(&mut text);
    let key = Secret::new(text);
    if read.is_err() || key.is_empty() {
        return Err(Fault::new(
            "keys.empty",
            "No key was given on standard input.",
            "Give it like this: `convoally keys set anthropic < key.txt`.",
        ));
    }
    Ok(key)
}
