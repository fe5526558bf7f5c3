//! What a crash leaves behind: nothing.
//!
//! A core dump is a file of all memory: the sound of the last minutes, the words, the vault's key. So this
//! process must never make one, however it dies.

#[cfg(unix)]
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// One byte. It is less than the page that Linux needs to write a core to a file, and it is also the one limit
/// that keeps Linux from piping it to a program, such as systemd-coredump, which a limit of zero does not
/// (fs/coredump.c). Making the process undumpable would do so too, but then the sound server's
/// and the desktop's portals could not tell any more who is asking.
#[cfg(unix)]
const NO_CORE: u64 = 1;

/// Keeps this process, and those that it starts, from leaving a core dump.
#[cfg(unix)]
pub fn leave_nothing() {
    let allowed = getrlimit(Resource::Core).maximum.map_or(NO_CORE, |most| most.min(NO_CORE));
    // Lowering a limit is always permitted.
    let _ = setrlimit(Resource::Core, Rlimit { current: Some(allowed), maximum: Some(allowed) });
}

/// Windows writes no dump for a program unless its administrator asks for it.
#[cfg(not(unix))]
pub fn leave_nothing() {}
