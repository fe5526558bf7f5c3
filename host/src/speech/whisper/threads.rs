//! How many threads decode, and how long they spin while they wait for each other.
//!
//! ggml's threads meet after every layer. With its own barrier they spin until the last one comes: as soon as the
//! meeting itself uses the cores, a decode takes ten seconds instead of half of one. GNU OpenMP's barrier spins for
//! a bounded time and then sleeps. Measured on two cores, base-q8_0, median and worst of 16 decodes in ms:
//!
//! | threads, barrier | idle | beside two busy loops |
//! |---|---|---|
//! | 1 | 489, 569 | 622, 762 |
//! | 2, OpenMP, 1,000 spins | 293, 340 | 602, 789 |
//! | 2, OpenMP, 10,000 spins | 279, 342 | 856, 2,564 |
//! | 2, OpenMP, 300,000 spins, its default | 316, 9,376 | did not end within a minute |
//!
//! OpenMP reads the bound once, before `main`, so it has to be in the environment when the program starts.

use std::env;
use std::thread::available_parallelism;

/// What GNU OpenMP calls the bound.
const VARIABLE: &str = "GOMP_SPINCOUNT";
/// From here on a busy computer is felt; see the table above.
const BOUND: u32 = 1_000;
/// More were not measured, and the meeting needs its share.
const MOST: usize = 2;

/// Starts this program anew, with the same arguments and files, unless its threads spin for a bounded time already.
/// To be called before anything else; returns when there is nothing to do or the system refused, and then one
/// thread decodes.
pub fn bound_spinning() {
    #[cfg(target_os = "linux")]
    if env::var_os(VARIABLE).is_none()
        && let Ok(program) = env::current_exe()
    {
        use std::os::unix::process::CommandExt;
        let mut arguments = env::args_os();
        let mut anew = std::process::Command::new(program);
        anew.env(VARIABLE, BOUND.to_string());
        if let Some(name) = arguments.next() {
            anew.arg0(name);
        }
        let _refused = anew.args(arguments).exec();
    }
}

/// The threads of one decode.
pub(super) fn threads() -> i32 {
    let bound = env::var(VARIABLE).ok().and_then(|bound| bound.parse().ok());
    let cores = available_parallelism().map_or(1, |cores| cores.get());
    threads_for(cores, bound)
}

fn threads_for(cores: usize, bound: Option<u32>) -> i32 {
    let bounded = cfg!(target_os = "linux") && bound.is_some_and(|bound| bound <= BOUND);
    if bounded { cores.min(MOST) as i32 } else { 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_threads_decode_only_where_their_spinning_is_bounded() {
        let bounded = if cfg!(target_os = "linux") { 2 } else { 1 };
        assert_eq!(threads_for(8, Some(BOUND)), bounded);
        assert_eq!(threads_for(1, Some(BOUND)), 1);
        assert_eq!(threads_for(8, Some(300_000)), 1);
        assert_eq!(threads_for(8, None), 1);
    }

    /// Cargo's configuration sets the bound for tests, so that they decode as the program does.
    #[test]
    fn tests_decode_as_the_program_does() {
        assert_eq!(env::var(VARIABLE).ok(), Some(BOUND.to_string()));
    }
}
