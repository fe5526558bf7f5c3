//! Other programs that want the processor: loops that keep every core busy, as a video call does.

use crate::child::Kept;
use crate::error::{Error, Result};
use std::io::Read;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// The argument with which a program that calls [`spin`] becomes one of the loops.
pub const SPIN: &str = "spin";

/// One busy process for each core, until it is dropped.
#[derive(Debug)]
pub struct Busy {
    _loops: Vec<Kept>,
}

impl Busy {
    /// Starts this program again with [`SPIN`], once for each core: processes of their own compete with the host
    /// as other programs do.
    ///
    /// # Errors
    /// [`Error::Start`] when no more processes can be had.
    pub fn start() -> Result<Self> {
        let program = std::env::current_exe().map_err(Error::start("a busy loop"))?;
        let one = |_| Kept::start(Command::new(&program).arg(SPIN).stdin(Stdio::piped()));
        Ok(Self { _loops: (0..cores()).map(one).collect::<Result<_>>()? })
    }
}

/// Keeps one core busy until stdin closes: whoever holds the other end has ended then, in whatever way.
pub fn spin() {
    let alone = Arc::new(AtomicBool::new(false));
    std::thread::spawn({
        let alone = Arc::clone(&alone);
        move || {
            let _ = std::io::stdin().read_to_end(&mut Vec::new());
            alone.store(true, Ordering::Relaxed);
        }
    });
    while !alone.load(Ordering::Relaxed) {
        std::hint::black_box((0..10_000_u64).sum::<u64>());
    }
}

/// Processor cores of this computer.
pub fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// How many programs wanted the processor on average over the last minute. None where the system does not say.
pub fn average() -> Option<f64> {
    std::fs::read_to_string("/proc/loadavg").ok()?.split_whitespace().next()?.parse().ok()
}
