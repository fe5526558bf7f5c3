//! What this is: the versions of both sides and whether they go together, whether every link between them holds, the
//! licences, and what leaves the computer.

mod check;

use super::desk;
use super::parts::{Head, Section, Table, view};
use super::route::Route;
use super::status;
use crate::VERSION;
use crate::link::HostStatus;
use crate::locale::{say, write};
use convoally_shared::wire::PROTOCOL_VERSION;
use leptos::prelude::*;

/// The page. A mismatch is told above it, with the step that cures it, as on every page.
#[component]
pub fn About() -> impl IntoView {
    let status = desk::status();
    let row = |what: String, words: AnyView| view! { <tr><th scope="row">{what}</th><td>{words}</td></tr> };
    view! {
        <Head title=say("shell_about") lead=say("about_lead") />
        <Section title=say("about_versions")>
            <Table caption=say("about_versions") headings=vec![say("about_part"), say("about_version")]>
                {row(say("about_extension"), VERSION.into_any())}
                {row(say("about_program"), view! { <span id="program">{move || program(&status.get())}</span> })}
                {row(say("about_protocol"), write::number(PROTOCOL_VERSION.into()).into_any())}
            </Table>
            <p>{move || together(&status.get())}</p>
        </Section>
        <Section title=say("about_check")>
            <check::Chain />
        </Section>
        <Section title=say("about_leaves")>
            <p>{say("about_leaves_text")}</p>
            <p>
                <a href=Route::Privacy.address()>{say("about_leaves_link")}</a>
            </p>
        </Section>
        <Section title=say("about_licences")>
            <p>{say("about_licences_text")}</p>
            <ul class="plain">
                <li><a href="licences/MIT.txt">{say("about_licence_mit")}</a></li>
                <li><a href="licences/Apache-2.0.txt">{say("about_licence_apache")}</a></li>
                <li><a href="licences/libraries.txt">{say("about_libraries")}</a></li>
                <li><a href="licences/question.txt">{say("about_voice")}</a></li>
            </ul>
        </Section>
    }
}

/// The host's release as far as it is known.
fn program(status: &HostStatus) -> String {
    match status {
        HostStatus::Ready { version } => version.clone(),
        other => status::line(other),
    }
}

/// Whether both sides go together.
fn together(status: &HostStatus) -> String {
    match status {
        HostStatus::Ready { version } if version == VERSION => say("about_same"),
        HostStatus::Ready { .. } => say("about_close"),
        HostStatus::OtherVersion { .. } => say("about_apart"),
        HostStatus::Connecting | HostStatus::Unreachable { .. } => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use convoally_shared::fault::Fault;

    #[test]
    fn releases_that_speak_one_protocol_go_together_and_others_are_told_apart() {
        let ready = |version: &str| HostStatus::Ready { version: version.into() };
        assert_eq!((program(&ready(VERSION)), together(&ready(VERSION))), (VERSION.to_owned(), say("about_same")));
        assert_eq!(together(&ready("9.9.9")), say("about_close"));
        let apart = HostStatus::OtherVersion { fault: Fault::new("host.too_old", "S.", "A.") };
        assert_eq!((program(&apart), together(&apart)), ("Needs an update".to_owned(), say("about_apart")));
        assert_eq!(together(&HostStatus::Connecting), "");
    }
}
