//! What is stored: in the vault, in other files, and what else knows this program.

use super::words;
use crate::locale::{say, write};
use crate::pages::parts::{FaultBox, Section, Table, view};
use convoally_shared::kept::OfKind;
use convoally_shared::privacy::{Contents, Report, Stored};
use leptos::prelude::*;

/// What is in the vault.
#[component]
pub fn InVault(
    /// What the host says.
    report: Report,
) -> impl IntoView {
    let inside = match (report.vault, report.locked) {
        (Some(contents), _) => view! { <Inventory contents /> },
        (None, Some(fault)) => view! { <FaultBox fault /> },
        (None, None) => view! { <p class="soft">{say("privacy_no_vault")}</p> },
    };
    view! { <Section title=say("privacy_in_vault")>{inside}</Section> }
}

#[component]
fn Inventory(contents: Contents) -> impl IntoView {
    let headings = vec![say("privacy_what"), say("privacy_how_many"), say("privacy_since"), say("privacy_kept")];
    let row = |(what, of, kept): (String, OfKind, String)| {
        view! {
            <tr>
                <th scope="row">{what}</th>
                <td class="count">{write::number(of.count)}</td>
                <td>{of.since_unix_ms.map(write::day)}</td>
                <td>{kept}</td>
            </tr>
        }
    };
    let rows = words::inventory(&contents.inventory, &contents.retention).into_iter().map(row).collect_view();
    view! {
        <Table caption=say("privacy_in_vault") headings>
            {rows}
        </Table>
        <p class="soft">{say("privacy_erase_one")}</p>
    }
}

/// Files, keys and browsers.
#[component]
pub fn Elsewhere(
    /// What the host says.
    report: Report,
) -> impl IntoView {
    let headings = vec![say("privacy_what"), say("privacy_size"), say("privacy_how_protected")];
    let file = |file: Stored| {
        view! {
            <tr>
                <th scope="row">
                    {file.what}
                    <code class="below">{file.path.display().to_string()}</code>
                </th>
                <td class="count">{write::size(file.bytes)}</td>
                <td>{file.protection}</td>
            </tr>
        }
    };
    let named = |(name, words): (String, String)| view! { <tr><th scope="row">{name}</th><td>{words}</td></tr> };
    let keys = report.keys.into_iter().map(|(name, state)| named((name, words::key(&state)))).collect_view();
    let browsers = report
        .browsers
        .into_iter()
        .map(|(name, known)| {
            named((name, if known { say("privacy_registered") } else { say("privacy_not_registered") }))
        })
        .collect_view();
    view! {
        <Section title=say("privacy_files")>
            <p>{say("privacy_files_text")}</p>
            {report.settings.map(|fault| view! { <FaultBox fault /> })}
            <Table caption=say("privacy_files") headings>
                {report.files.into_iter().map(file).collect_view()}
            </Table>
        </Section>
        <Section title=say("privacy_keys")>
            <Table caption=say("privacy_keys") headings=vec![say("privacy_provider"), say("privacy_key")]>
                {keys}
            </Table>
        </Section>
        <Section title=say("privacy_browsers")>
            <Table caption=say("privacy_browsers") headings=vec![say("privacy_browser"), say("privacy_state")]>
                {browsers}
            </Table>
        </Section>
    }
}
