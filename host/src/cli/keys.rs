//! `convoally keys`: providers' keys go straight into the keychain.

use crate::keys::{PROVIDERS, Provider};
use crate::secret::Secret;
use crate::vault::keychain;
use clap::Subcommand;
use convoally_shared::fault::Fault;
use std::io::{IsTerminal, Read};

/// Subcommands of `keys`.
#[derive(Subcommand)]
pub enum KeyCommand {
    /// Keep a provider's key, read from standard input so that it is in no shell history
    #[command(after_help = "Example:\n  convoally keys set anthropic < key.txt")]
    Set {
        /// openai, anthropic, deepgram or transcription
        provider: String,
    },
    /// Forget a provider's key
    #[command(after_help = "Example:\n  convoally keys remove openai")]
    Remove {
        /// openai, anthropic, deepgram or transcription
        provider: String,
    },
    /// Show which providers have a key; never the key itself
    #[command(after_help = "Example:\n  convoally keys list")]
    List,
}

impl KeyCommand {
    /// Carries the subcommand out.
    pub fn run(self) -> Result<(), Fault> {
        match self {
            KeyCommand::Set { provider } => Ok(keychain::set(known(&provider)?.name, &from_input()?)?),
            KeyCommand::Remove { provider } => Ok(keychain::delete(known(&provider)?.name)?),
            KeyCommand::List => {
                for Provider { name, .. } in PROVIDERS {
                    let state = if keychain::get(name)?.is_some() { "key kept" } else { "no key" };
                    println!("{name:<14} {state}");
                }
                Ok(())
            }
        }
    }
}

fn known(name: &str) -> Result<Provider, Fault> {
    PROVIDERS.into_iter().find(|provider| provider.name == name).ok_or_else(|| {
        Fault::new(
            "keys.unknown_provider",
            format!("There is no provider named {name}."),
            format!("Use one of: {}.", PROVIDERS.map(|provider| provider.name).join(", ")),
        )
    })
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
