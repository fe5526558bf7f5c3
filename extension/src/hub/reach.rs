//! How the host is reached: when to try again, and what to tell people while it is not there.

use convoally_shared::fault::Fault;
use convoally_shared::wire::PROTOCOL_VERSION;

const FIRST_DELAY_MS: u32 = 250;
const LONGEST_DELAY_MS: u32 = 10_000;

/// Delays between attempts: doubling from 250 ms to 10 s.
#[derive(Debug, Default)]
pub struct Backoff {
    failures: u32,
}

impl Backoff {
    /// How long to wait after one more failure.
    pub fn next_ms(&mut self) -> u32 {
        let delay = FIRST_DELAY_MS.saturating_mul(1 << self.failures.min(6)).min(LONGEST_DELAY_MS);
        self.failures += 1;
        delay
    }

    /// It worked: the next failure waits shortly again.
    pub fn reset(&mut self) {
        self.failures = 0;
    }
}

/// What a person is told when the native port closed. The reasons are Chromium's and Firefox's own English sentences; any
/// other reason means that a host that had been started went away. Firefox does not say whether it knows no such program
/// or knows it for another extension.
pub fn lost(reason: &str) -> Fault {
    if reason.contains("not found") || reason.contains("No such native application") {
        return Fault::new(
            "host.not_found",
            "The ConvoAlly program is not installed on this computer, or this browser does not know it.",
            "Install the ConvoAlly package, or run `make install` in its folder; this panel connects by itself.",
        );
    }
    if reason.contains("forbidden") {
        return Fault::new(
            "host.forbidden",
            "The ConvoAlly program on this computer is registered for another extension.",
            "Install the program anew from where this extension came: its package, or `make install` in its folder.",
        );
    }
    if reason.contains("Failed to start") {
        return Fault::new(
            "host.not_started",
            "This browser knows the ConvoAlly program but could not start it.",
            "Run `convoally doctor` in a terminal; it names what is wrong.",
        );
    }
    Fault::new(
        "host.stopped",
        "The ConvoAlly program stopped. Nothing is listening.",
        "Wait: it is started again by itself. If it stops again, run `convoally doctor` in a terminal.",
    )
}

/// The host speaks another version than this extension.
pub fn other_version(protocol: u32, version: &str) -> Fault {
    let versions = [crate::VERSION, ", the program ", version, "."].concat();
    if protocol < PROTOCOL_VERSION {
        return Fault::new(
            "host.too_old",
            ["The ConvoAlly program on this computer is too old: this extension is ", &versions].concat(),
            "Update the program: install the newer package, or run `make install` in its folder.",
        );
    }
    Fault::new(
        "host.too_new",
        ["This extension is too old: it is ", &versions].concat(),
        "Update this extension, then reload the page.",
    )
}

/// The browser gave no window that floats over others.
pub fn no_window() -> Fault {
    Fault::new(
        "overlay.no_window",
        "This browser did not open a window of its own for the panel.",
        "Try again from the panel's menu, or use the side panel; the panel stays here meanwhile.",
    )
}

/// Something was asked for while the host was not there.
pub fn not_ready() -> Fault {
    Fault::new(
        "host.not_ready",
        "The ConvoAlly program is not connected, so this was not done.",
        "Wait until the panel says that it is connected, then try again.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delays_double_up_to_ten_seconds_and_start_over_after_success() {
        let mut backoff = Backoff::default();
        let delays: Vec<u32> = (0..8).map(|_| backoff.next_ms()).collect();
        assert_eq!(delays, [250, 500, 1000, 2000, 4000, 8000, 10_000, 10_000]);
        backoff.reset();
        assert_eq!(backoff.next_ms(), 250);
    }

    #[test]
    fn each_of_the_browsers_reasons_has_its_own_cure() {
        let codes = [
            ("Specified native messaging host not found.", "host.not_found"),
            ("Access to the specified native messaging host is forbidden.", "host.forbidden"),
            ("Failed to start native messaging host.", "host.not_started"),
            ("Native host has exited.", "host.stopped"),
            ("No such native application ai.convoally.host", "host.not_found"),
            ("An unexpected error occurred", "host.stopped"),
        ];
        for (reason, code) in codes {
            assert_eq!(lost(reason).code, code);
        }
    }

    #[test]
    fn the_older_side_is_the_one_to_update() {
        assert_eq!(other_version(PROTOCOL_VERSION - 1, "0.0.1").code, "host.too_old");
        assert_eq!(other_version(PROTOCOL_VERSION + 1, "9.0.0").code, "host.too_new");
    }
}
