//! `convoally install` and `convoally uninstall`: this program and the browsers.

use crate::browser::register;
use crate::settings::{Settings, data_folder};
use clap::Args;
use convoally_shared::fault::Fault;
use std::path::PathBuf;

/// Arguments of `install`.
#[derive(Args)]
#[command(after_help = "Examples:\n  convoally install\n  convoally install --passphrase-file ~/.convoally-passphrase")]
pub struct Install {}

impl Install {
    /// Registers with every browser that is there. A passphrase file is remembered for sessions that a browser
    /// starts, on computers without a keychain.
    pub fn run(self, passphrase_file: Option<PathBuf>) -> Result<(), Fault> {
        if let Some(file) = passphrase_file {
            let data = data_folder()?;
            let file = std::path::absolute(&file).unwrap_or(file);
            let mut settings = Settings::load(&data)?;
            settings.passphrase_file = Some(file);
            settings.save(&data)?;
        }
        let registered = register::install();
        for browser in register::out_of_reach() {
            println!("not registered with {}: {}", browser.name, browser.way);
        }
        for browser in registered? {
            println!("registered with {}", browser.name);
            if let Some(way) = browser.confined {
                println!("  {way}");
            }
        }
        Ok(())
    }
}

/// Arguments of `uninstall`.
#[derive(Args)]
#[command(after_help = "Example:\n  convoally uninstall")]
pub struct Uninstall {}

impl Uninstall {
    /// Takes the registration out of every browser. History, documents and models stay.
    pub fn run(self) -> Result<(), Fault> {
        for browser in register::uninstall()? {
            println!("taken out of {browser}");
        }
        println!("History, documents and models are still in {}.", data_folder()?.display());
        Ok(())
    }
}
