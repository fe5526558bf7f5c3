//! The program on this computer: there, or the one step that gets it there. The hub tries again by itself.

use crate::link::HostStatus;
use crate::locale::{say, say_with};
use crate::pages::desk;
use crate::pages::parts::{live, view};
use leptos::prelude::*;

/// The step.
#[component]
pub fn Program() -> impl IntoView {
    let status = desk::status();
    live(move || match status.get() {
        HostStatus::Ready { version } => view! { <p>{say_with("welcome_program_there", &[&version])}</p> },
        HostStatus::Connecting => view! { <p>{say("welcome_program_looks")}</p> },
        HostStatus::OtherVersion { .. } => view! { <p>{say("welcome_program_other")}</p> },
        HostStatus::Unreachable { .. } => view! {
            <p>{words(&platform())}</p>
            <p class="soft">{say("welcome_program_again")}</p>
        },
    })
}

fn platform() -> String {
    window().navigator().platform().unwrap_or_default()
}

/// What to do, by what the browser says it runs on.
fn words(platform: &str) -> String {
    match platform {
        mac if mac.starts_with("Mac") => say("welcome_program_mac"),
        windows if windows.starts_with("Win") => say("welcome_program_windows"),
        _ => say("welcome_program_linux"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_platform_is_told_its_own_step() {
        let told = ["MacIntel", "Win32", "Linux x86_64"].map(words);
        assert!(told.iter().all(|told| !told.is_empty()));
        assert_eq!(told.iter().collect::<std::collections::BTreeSet<_>>().len(), 3);
    }
}
