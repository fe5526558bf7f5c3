//! Programs that the rig runs: some to their end, some only as long as the rig itself.

use crate::error::{Error, Result};
use rustix::process::Pid;
use std::path::Path;
use std::process::{Child, Command, Output};

/// Runs a program to its end and returns what it wrote to stdout.
///
/// # Errors
/// [`Error::Start`] when it is not there, [`Error::Failed`] with what it wrote to stderr.
pub fn output(command: &mut Command) -> Result<Vec<u8>> {
    let program = name(command);
    succeeded(&program, command.output().map_err(Error::start(&program))?)
}

/// [`output`] for a program that takes its time: it ends early when the caller stops waiting.
///
/// # Errors
/// As [`output`].
pub async fn output_later(command: Command) -> Result<Vec<u8>> {
    let program = name(&command);
    let ended = tokio::process::Command::from(command).kill_on_drop(true).output().await;
    succeeded(&program, ended.map_err(Error::start(&program))?)
}

/// A running program that is killed and waited for when it is dropped.
#[derive(Debug)]
pub struct Kept(Child);

impl Kept {
    /// Starts the program.
    ///
    /// # Errors
    /// [`Error::Start`] when it is not there.
    pub fn start(command: &mut Command) -> Result<Self> {
        let program = name(command);
        command.spawn().map(Self).map_err(Error::start(&program))
    }

    /// The program itself, for its pipes.
    pub fn inner(&mut self) -> &mut Child {
        &mut self.0
    }

    /// Its process.
    pub fn process(&self) -> Pid {
        Pid::from_child(&self.0)
    }

    /// Whether it ended by itself already.
    pub fn has_ended(&mut self) -> bool {
        !matches!(self.0.try_wait(), Ok(None))
    }
}

impl Drop for Kept {
    fn drop(&mut self) {
        // Both fail only when the program ended before, which is what is wanted here.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The program and its first argument, as errors name it: `convoally history`.
fn name(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_name().unwrap_or_default();
    let words = std::iter::once(program).chain(command.get_args().take(1));
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}

fn succeeded(program: &str, output: Output) -> Result<Vec<u8>> {
    if output.status.success() {
        return Ok(output.stdout);
    }
    let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    Err(Error::Failed { program: program.to_owned(), said })
}
