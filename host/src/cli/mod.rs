//! The command line: one file a subcommand, and the only room that prints.
//!
//! Results go to standard output, everything else to standard error. A command that fails prints its fault as
//! code, sentence and what to do, and exits with 1 (2 when the command itself was not understood).
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "this is where the program talks to a terminal")]

mod answer;
mod budget;
mod devices;
mod documents;
mod engines;
mod erase;
mod follow;
mod history;
mod install;
mod interviews;
mod keyboard;
mod keys;
mod listen;
mod material;
mod models;
mod order;
mod prices;
mod privacy;
mod recall;
mod replay;
mod sources;
mod table;
mod unkept;

use crate::browser::desk::Setup;
use crate::browser::doctor;
use crate::places;
use crate::privacy::everything;
use crate::retention;
use crate::runtime;
use crate::settings::{Settings, data_folder};
use crate::vault::{KeySource, Vault};
use clap::{Parser, Subcommand};
use convoally_shared::fault::Fault;
use convoally_shared::session::Mode;
use std::path::PathBuf;
use std::process::ExitCode;

/// Hears a call on this computer, finds the questions, and shows the right passages of your own documents.
#[derive(Parser)]
#[command(name = "convoally", version, arg_required_else_help = true)]
#[command(
    after_help = "Example:\n  convoally listen --document resume.md --company Northwind --role \"Backend engineer\""
)]
struct Arguments {
    /// Open the vault with the passphrase in this file instead of the keychain
    #[arg(long, global = true, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Listen to the microphone and the call, and follow along in the terminal
    Listen(listen::Listen),
    /// Run finished utterances through question finding and recall
    Replay(replay::Replay),
    /// Answer one question: the passages that fit, and a draft below them
    Answer(answer::Answer),
    /// Show the passages that fit a question
    Recall(recall::Recall),
    /// Your resume, job descriptions, stories: what answers may quote
    #[command(subcommand)]
    Documents(documents::Documents),
    /// What you prepare for: each interview has a brief and documents of its own
    #[command(subcommand)]
    Interviews(interviews::Interviews),
    /// Microphones and monitors with their levels; which of them sessions listen to
    Devices(devices::Devices),
    /// Past sessions: list, show, export
    #[command(subcommand)]
    History(history::History),
    /// Speech models on this computer
    #[command(subcommand)]
    Models(models::Models),
    /// What turns speech into text: choose it, and check that it works
    #[command(subcommand)]
    Engines(engines::EngineCommand),
    /// Providers' keys in the keychain
    #[command(subcommand)]
    Keys(keys::KeyCommand),
    /// What is kept of you, for how long, and what left this computer
    #[command(subcommand)]
    Privacy(privacy::PrivacyCommand),
    /// Erase a session, a document, an interview or everything, for good
    #[command(subcommand)]
    Erase(erase::Erase),
    /// What this month took, and the most that it may cost
    Budget(budget::Budget),
    /// What models cost: a table that you may edit
    #[command(subcommand)]
    Prices(prices::PriceCommand),
    /// Register this program with the browsers on this computer
    Install(install::Install),
    /// Take the registration out of the browsers again
    Uninstall(install::Uninstall),
    /// Check every link of the chain and say how to repair it
    Doctor,
}

/// What a session that a browser starts listens to and with, as the user chose it.
///
/// # Errors
/// The settings cannot be read.
pub fn setup() -> Result<Setup, Fault> {
    Ok(Setup { sources: sources::remembered()?, choice: engines::chosen()?, mode: mode()? })
}

/// When cards open, as the user chose for good. Nobody without a home folder has chosen anything.
///
/// # Errors
/// The settings cannot be read.
fn mode() -> Result<Mode, Fault> {
    data_folder().map_or_else(|_| Ok(Mode::default()), |data| Ok(Settings::load(&data)?.mode))
}

/// Keeps when cards open, for the sessions to come.
///
/// # Errors
/// The settings cannot be read or written.
pub fn keep_mode(mode: Mode) -> Result<(), Fault> {
    let data = data_folder()?;
    Settings { mode, ..Settings::load(&data)? }.save(&data)
}

/// Runs the command line of this process.
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    finish_erasing(&VaultDoor { passphrase_file: arguments.passphrase_file.clone() });
    match runtime::start().and_then(|runtime| runtime.block_on(dispatch(arguments))) {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            print_fault(&fault);
            ExitCode::FAILURE
        }
    }
}

/// Goes on with an erasing of everything that was cut off. Whoever starts this program next should not meet half of it.
pub fn finish_erasing(door: &VaultDoor) {
    let Ok(data) = data_folder() else { return };
    match everything::finish(&data, || door.open()) {
        Ok(None) => {}
        Ok(Some(gone)) => eprint!("An erasing that was cut off is finished.\n{}", erase::gone(&gone)),
        Err(fault) => print_fault(&fault),
    }
}

/// Prints a fault as every command and the browser's launcher do.
pub fn print_fault(fault: &Fault) {
    eprintln!("error[{}]: {}\n  {}", fault.code, fault.sentence, fault.action);
}

async fn dispatch(arguments: Arguments) -> Result<(), Fault> {
    let vault = VaultDoor { passphrase_file: arguments.passphrase_file };
    match arguments.command {
        Command::Listen(listen) => listen.run(&vault).await,
        Command::Replay(replay) => replay.run(&vault).await,
        Command::Answer(answer) => answer.run(&vault).await,
        Command::Recall(recall) => recall.run(&vault),
        Command::Documents(documents) => documents.run(&vault),
        Command::Interviews(interviews) => interviews.run(&vault),
        Command::Devices(devices) => devices.run().await,
        Command::History(command) => history::run(command, &vault.open()?),
        Command::Models(command) => models::run(command).await,
        Command::Engines(command) => command.run(&vault).await,
        Command::Keys(command) => command.run(),
        Command::Privacy(command) => command.run(&vault),
        Command::Erase(command) => command.run(&vault).await,
        Command::Budget(budget) => budget.run(&vault),
        Command::Prices(command) => command.run(),
        Command::Install(install) => install.run(vault.passphrase_file),
        Command::Uninstall(uninstall) => uninstall.run(),
        Command::Doctor => doctor_report(&vault).await,
    }
}

/// The way to the vault: which folder, which key.
#[derive(Clone, Debug, Default)]
pub struct VaultDoor {
    /// Named on the command line.
    passphrase_file: Option<PathBuf>,
}

impl VaultDoor {
    /// Opens the vault with the passphrase file that was named on the command line, in the environment or at
    /// installation, or else with the keychain. Blocks.
    ///
    /// # Errors
    /// The vault's own faults.
    pub fn open(&self) -> Result<Vault, Fault> {
        let data = data_folder()?;
        let named = self.passphrase_file.clone().or_else(places::passphrase_file);
        let source = match named.or(Settings::load(&data)?.passphrase_file) {
            Some(file) => KeySource::PassphraseFile(file),
            None => KeySource::Keychain,
        };
        let mut vault = Vault::open(&data, &source)?;
        // What fails is tried again: no reason to keep anybody from the history.
        let _ = retention::carry_out(&mut vault);
        Ok(vault)
    }
}

async fn doctor_report(vault: &VaultDoor) -> Result<(), Fault> {
    let vault = vault.clone();
    let checks = doctor::examine(&setup()?, move || vault.open().map(|_| ())).await;
    for check in &checks {
        match &check.result {
            Ok(detail) => println!("✓ {:<12} {detail}", check.link),
            Err(fault) => {
                println!("✗ {:<12} {}\n  {:<12} {} [{}]", check.link, fault.sentence, "", fault.action, fault.code)
            }
        }
    }
    match checks.iter().filter(|check| check.result.is_err()).count() {
        0 => Ok(()),
        count => Err(Fault::new(
            "doctor.found",
            format!("{count} of {} links need attention.", checks.len()),
            "Follow the advice beside each, then run `convoally doctor` again.",
        )),
    }
}
