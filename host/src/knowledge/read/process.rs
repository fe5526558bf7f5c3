//! Reads a file in a process of its own. What kills, fills or stalls that process does not reach this one.
//!
//! The reader gets the file's bytes on standard input and writes one answer to standard output. It is this program
//! again, started with [`READER_ARGUMENT`]; see `confined` for its side.

use super::confined::Format;
use super::error::Unread;
use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// The first argument of a reader process; the format follows.
pub const READER_ARGUMENT: &str = "read-document";
/// A reader that takes longer is ended. 500 printed pages take 2 s and 84 MB, a resume 10 to 40 ms and 35 MB (two cores,
/// a build for debugging).
pub const PATIENCE: Duration = Duration::from_secs(10);
/// How often it is looked for the reader's end.
const LOOK_AGAIN_AFTER: Duration = Duration::from_millis(2);
/// An answer is a text of at most 4 MiB, in JSON.
const LONGEST_ANSWER: u64 = 16 << 20;
/// What a dying reader says is a line or two.
const LONGEST_COMPLAINT: u64 = 4096;
/// What the standard library says when memory is refused; the process aborts then, as it does for other reasons.
const NO_MEMORY: &str = "memory allocation of";

/// Where the reader program is.
#[derive(Clone, Debug)]
pub struct Reader {
    program: PathBuf,
}

impl Reader {
    /// A reader of this very program.
    pub fn of_this_program() -> Self {
        // By this name also when an update has put another file into the program's place.
        let running = cfg!(target_os = "linux").then(|| PathBuf::from("/proc/self/exe"));
        // A program without a name cannot be started, and that has a fault of its own.
        Self { program: running.or_else(|| std::env::current_exe().ok()).unwrap_or_default() }
    }

    /// A reader of another program that has [`READER_ARGUMENT`].
    pub fn at(program: PathBuf) -> Self {
        Self { program }
    }

    /// The text of a file, as Markdown. Blocks for [`PATIENCE`] at most.
    ///
    /// # Errors
    /// Why it was not read.
    pub fn read(&self, format: Format, bytes: &[u8]) -> Result<String, Unread> {
        let started = Command::new(&self.program)
            .args([READER_ARGUMENT, format.name()])
            // Keys and folders are none of its business.
            .env_clear()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn();
        let child = started.map_err(|_| Unread::NoReader)?;
        let Some(output) = finished(child, bytes).map_err(|_| Unread::NoReader)? else { return Err(Unread::TooSlow) };
        if output.status.success() {
            return serde_json::from_slice(&output.stdout).unwrap_or(Err(Unread::Crashed));
        }
        Err(death(&output))
    }
}

/// Hands the bytes over and collects the answer; none when it did not come in time.
fn finished(mut child: Child, bytes: &[u8]) -> std::io::Result<Option<Output>> {
    let (stdin, stdout, stderr) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    thread::scope(|scope| {
        // A reader that has seen enough closes its input; that is no error here.
        scope.spawn(move || stdin.map(|mut stdin| stdin.write_all(bytes)));
        let answer = scope.spawn(move || collected(stdout, LONGEST_ANSWER));
        let complaint = scope.spawn(move || collected(stderr, LONGEST_COMPLAINT));
        let give_up = Instant::now() + PATIENCE;
        let status = loop {
            if let Some(status) = child.try_wait()? {
                break Some(status);
            }
            if Instant::now() >= give_up {
                child.kill()?;
                child.wait()?;
                break None;
            }
            thread::sleep(LOOK_AGAIN_AFTER);
        };
        let (stdout, stderr) = (answer.join().unwrap_or_default(), complaint.join().unwrap_or_default());
        Ok(status.map(|status| Output { status, stdout, stderr }))
    })
}

/// Everything that is written, of which no more than `most` bytes are kept: a reader must not wait for this side.
fn collected(pipe: Option<impl Read>, most: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    if let Some(mut pipe) = pipe {
        // What arrived before an error is what there is.
        let _ = pipe.by_ref().take(most).read_to_end(&mut bytes);
        let _ = std::io::copy(&mut pipe, &mut std::io::sink());
    }
    bytes
}

/// What a reader died of.
fn death(output: &Output) -> Unread {
    #[cfg(unix)]
    {
        use rustix::process::Signal;
        use std::os::unix::process::ExitStatusExt;
        let signal = output.status.signal();
        if signal == Some(Signal::XCPU.as_raw()) || signal == Some(Signal::KILL.as_raw()) {
            return Unread::TooSlow;
        }
    }
    let complaint = String::from_utf8_lossy(&output.stderr);
    if complaint.contains(NO_MEMORY) { Unread::TooMuchMemory } else { Unread::Crashed }
}
