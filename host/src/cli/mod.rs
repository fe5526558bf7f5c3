//! The command line: one file a subcommand, and the only room that prints.
//!
//! Results go to standard output, everything else to standard error. A command that fails prints its fault as
//! code, sentence and what to do, and exits with 1 (2 when the command itself was not understood).
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "this is where the program talks to a terminal")]

mod answer;
mod ask;
mod backup;
mod budget;
mod devices;
mod doctor;
mod documents;
mod engines;
mod erase;
mod export;
mod follow;
mod history;
mod import;
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
mod vault;

use crate::browser::desk::Setup;
use crate::door::VaultDoor;
use crate::privacy::everything;
use crate::runtime;
use crate::settings::{Settings, data_folder};
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
    /// Past sessions: find, list, show, correct, export, import
    #[command(subcommand)]
    History(history::History),
    /// Encrypted backups in a folder, an S3 store or WebDAV; the union of your computers
    #[command(subcommand)]
    Backup(backup::BackupCommand),
    /// Write sessions as files: notes, Word, web page, subtitles, JSON, or many in one zip
    Export(export::Export),
    /// Speech models on this computer
    #[command(subcommand)]
    Models(models::Models),
    /// What turns speech into text: choose it, and check that it works
    #[command(subcommand)]
    Engines(engines::EngineCommand),
    /// Providers' keys, in the keychain or in the vault
    #[command(subcommand)]
    Keys(keys::KeyCommand),
    /// What opens your history: keychain, passphrase, recovery code; lock and unlock
    #[command(subcommand)]
    Vault(vault::VaultCommand),
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
    Doctor(doctor::Doctor),
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
    let vault = VaultDoor::at_terminal(arguments.passphrase_file.clone(), ask::passphrase);
    finish_erasing(&vault);
    match runtime::start().and_then(|runtime| runtime.block_on(dispatch(arguments, vault))) {
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

async fn dispatch(arguments: Arguments, vault: VaultDoor) -> Result<(), Fault> {
    match arguments.command {
        Command::Listen(listen) => listen.run(&vault).await,
        Command::Replay(replay) => replay.run(&vault).await,
        Command::Answer(answer) => answer.run(&vault).await,
        Command::Recall(recall) => recall.run(&vault),
        Command::Documents(documents) => documents.run(&vault),
        Command::Interviews(interviews) => interviews.run(&vault),
        Command::Devices(devices) => devices.run().await,
        Command::History(command) => history::run(command, &vault),
        Command::Backup(command) => command.run(&vault).await,
        Command::Export(export) => export.run(&vault.open()?),
        Command::Models(command) => models::run(command).await,
        Command::Engines(command) => command.run(&vault).await,
        Command::Keys(command) => command.run(&vault),
        Command::Vault(command) => command.run(&vault),
        Command::Privacy(command) => command.run(&vault),
        Command::Erase(command) => command.run(&vault).await,
        Command::Budget(budget) => budget.run(&vault),
        Command::Prices(command) => command.run(),
        Command::Install(install) => install.run(arguments.passphrase_file),
        Command::Uninstall(uninstall) => uninstall.run(),
        Command::Doctor(doctor) => doctor.run(&vault).await,
    }
}
