//! One run of `convoally listen`, watched from outside.

use crate::child::Kept;
use crate::error::{Error, Result};
use convoally_shared::event::{Event, EventKind};
use rustix::process::{Pid, Signal, kill_process};
use std::io::BufReader;
use std::process::{ChildStdout, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

/// Everything that was told, levels left out: there are too many of them to keep for hours.
type Told = Arc<Mutex<Vec<Event>>>;

/// A running `convoally listen --json`. Dropping it kills it.
#[derive(Debug)]
pub struct Listening {
    host: Kept,
    told: Told,
    reader: JoinHandle<serde_json::Result<()>>,
}

impl Listening {
    /// Starts `listen` as it is, with its events read as they come. What the host says on stderr goes to the
    /// terminal.
    ///
    /// # Errors
    /// [`Error::Start`] when it is not there.
    pub fn start(listen: &mut Command) -> Result<Self> {
        let mut host = Kept::start(listen.stdout(Stdio::piped()))?;
        let Some(stdout) = host.inner().stdout.take() else {
            return Err(Error::Unexpected("the host has no stdout".to_owned()));
        };
        let told = Told::default();
        let reader = std::thread::spawn({
            let told = Arc::clone(&told);
            move || read(stdout, &told)
        });
        Ok(Self { host, told, reader })
    }

    /// The host's process.
    pub fn process(&self) -> Pid {
        self.host.process()
    }

    /// It came to its end by itself, as at the end of a file.
    pub fn has_ended(&mut self) -> bool {
        self.host.has_ended()
    }

    /// A session has begun.
    pub fn has_told_anything(&self) -> bool {
        !self.told.lock().unwrap_or_else(PoisonError::into_inner).is_empty()
    }

    /// What was told so far, levels left out.
    pub fn told(&self) -> Vec<Event> {
        self.told.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Waits for its end; everything that was told, levels left out.
    ///
    /// # Errors
    /// [`Error::Failed`] when the host ended with an error, [`Error::Unexpected`] when it wrote anything but events.
    pub fn finish(mut self) -> Result<Vec<Event>> {
        let read = self.reader.join().map_err(|_| Error::Unexpected("the events could not be read".to_owned()))?;
        read.map_err(|error| Error::Unexpected(format!("listen --json: {error}")))?;
        let ended = self.host.inner().wait().map_err(Error::start("convoally listen"))?;
        if !ended.success() {
            return Err(Error::Failed { program: "convoally listen".to_owned(), said: "see above".to_owned() });
        }
        Ok(std::mem::take(&mut self.told.lock().unwrap_or_else(PoisonError::into_inner)))
    }

    /// Ends it as Ctrl-C does, then as [`Listening::finish`].
    ///
    /// # Errors
    /// As [`Listening::finish`].
    pub fn interrupt(self) -> Result<Vec<Event>> {
        // It may have ended by itself meanwhile; then there is nothing to interrupt.
        let _ = kill_process(self.process(), Signal::INT);
        self.finish()
    }
}

fn read(stdout: ChildStdout, told: &Told) -> serde_json::Result<()> {
    for event in serde_json::Deserializer::from_reader(BufReader::new(stdout)).into_iter::<Event>() {
        let event = event?;
        if !matches!(event.kind, EventKind::Level { .. }) {
            told.lock().unwrap_or_else(PoisonError::into_inner).push(event);
        }
    }
    Ok(())
}
