//! What left the computer for a session.

use super::reading::Reading;
use crate::locale::{say, say_count, write};
use crate::pages::parts::{Section, Table, view};
use crate::pages::privacy::words;
use convoally_shared::departure::Departure;
use leptos::prelude::*;

/// The part of the page.
#[component]
pub fn Departed(
    /// Of which session.
    reading: Reading,
) -> impl IntoView {
    let departures = reading.part(|opened| opened.view.departures.clone());
    view! {
        <Section title=say("session_left")>
            {move || {
                let departures = departures.get();
                if departures.is_empty() {
                    view! { <p class="soft">{say("session_left_nothing")}</p> }
                } else {
                    view! { <Record departures /> }
                }
            }}
        </Section>
    }
}

#[component]
fn Record(departures: Vec<Departure>) -> impl IntoView {
    let bytes = departures.iter().map(|one| one.bytes).sum();
    let sum = [say_count("session_left_requests", departures.iter().map(|one| one.requests).sum()), write::size(bytes)];
    let headings = vec![
        say("privacy_when"),
        say("privacy_recipient"),
        say("privacy_purpose"),
        say("privacy_content"),
        say("privacy_bytes"),
    ];
    let row = |one: Departure| {
        let sources = (!one.sources.is_empty()).then(|| one.sources.join(", "));
        view! {
            <tr>
                <td>{write::time(one.at_unix_ms)}</td>
                <th scope="row">{one.recipient}</th>
                <td>{words::purpose(one.purpose.label())}</td>
                <td>
                    {one.content}
                    {sources.map(|sources| view! { <span class="below">{sources}</span> })}
                </td>
                <td class="count">{write::size(one.bytes)}</td>
            </tr>
        }
    };
    view! {
        <details class="record">
            <summary>{sum.join(" · ")}</summary>
            <Table caption=say("session_left") headings>
                {departures.into_iter().map(row).collect_view()}
            </Table>
        </details>
    }
}
