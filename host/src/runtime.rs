//! The event loop that the port and the command line run on, and work that keeps a core busy in the middle of it.

use convoally_shared::fault::Fault;
use tokio::runtime::{Builder, Handle, Runtime, RuntimeFlavor};

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

/// Does work of some milliseconds for which the event loop goes on without the calling task. A loop of one thread, as in
/// tests, has nobody to hand the rest to and waits.
pub fn in_place<R>(work: impl FnOnce() -> R) -> R {
    match Handle::try_current().map(|runtime| runtime.runtime_flavor()) {
        Ok(RuntimeFlavor::MultiThread) => tokio::task::block_in_place(work),
        _ => work(),
    }
}
