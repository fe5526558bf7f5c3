//! How the host is doing: a line that is always there, and a box when something is to be done.

use super::desk;
use super::parts::{FaultBox, live, view};
use crate::link::HostStatus;
use crate::locale::{say, say_with};
use leptos::prelude::*;

/// The line. Screen readers are told when it changes.
#[component]
pub fn HostLine() -> impl IntoView {
    let status = desk::status();
    view! {
        <p class="host-line" role="status" data-host=move || sign(&status.get())>
            <i class={"dot"} aria-hidden="true"></i>
            <span>{move || line(&status.get())}</span>
        </p>
    }
}

/// The box, while the host cannot be used: what to do about it.
#[component]
pub fn HostTrouble() -> impl IntoView {
    let status = desk::status();
    live(move || match status.get() {
        HostStatus::Unreachable { fault } | HostStatus::OtherVersion { fault } => Some(view! { <FaultBox fault /> }),
        HostStatus::Connecting | HostStatus::Ready { .. } => None,
    })
}

/// In a word, for the style sheet and for tests.
pub fn sign(status: &HostStatus) -> &'static str {
    match status {
        HostStatus::Connecting => "connecting",
        HostStatus::Unreachable { .. } => "unreachable",
        HostStatus::OtherVersion { .. } => "other-version",
        HostStatus::Ready { .. } => "ready",
    }
}

/// In words.
pub fn line(status: &HostStatus) -> String {
    match status {
        HostStatus::Connecting => say("shell_connecting"),
        HostStatus::Unreachable { .. } => say("shell_unreachable"),
        HostStatus::OtherVersion { .. } => say("shell_other_version"),
        HostStatus::Ready { version } => say_with("shell_version", &[version]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use convoally_shared::fault::Fault;

    #[test]
    fn every_state_of_the_host_has_its_own_words_and_sign() {
        let fault = Fault::new("host.not_found", "S.", "A.");
        let states = [
            HostStatus::Connecting,
            HostStatus::Unreachable { fault: fault.clone() },
            HostStatus::OtherVersion { fault },
            HostStatus::Ready { version: "0.1.0".into() },
        ];
        assert_eq!(states.each_ref().map(sign), ["connecting", "unreachable", "other-version", "ready"]);
        let words = states.each_ref().map(line);
        assert_eq!(words, ["Connecting", "Not connected", "Needs an update", "Connected, version 0.1.0"]);
    }
}
