//! The event loop that the port and the command line run on.

use convoally_shared::fault::Fault;
use tokio::runtime::{Builder, Runtime};

/// Two threads: one may draft or store while the other passes sound on. Decoding has a thread of its own.
const THREADS: usize = 2;

/// Starts the event loop.
///
/// # Errors
/// The computer refuses the threads.
pub fn start() -> Result<Runtime, Fault> {
    Builder::new_multi_thread().worker_threads(THREADS).enable_all().build().map_err(|error| {
        Fault::new(
            "host.no_runtime",
            format!("The program could not be started: {}.", error.kind()),
            "Close other programs and try again.",
        )
    })
}
