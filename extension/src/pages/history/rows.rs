//! The list of sessions, newest first.

use super::listing::Listing;
use super::words;
use super::{Asked, Asks};
use crate::locale::{say, write};
use crate::pages::parts::{Button, JobFault, Table, view};
use crate::pages::route::Route;
use convoally_shared::request::Sessions;
use convoally_shared::session::SessionSummary;
use leptos::prelude::*;

/// The list.
#[component]
pub fn Rows(
    /// What is in it.
    list: Sessions,
    /// Where more comes from.
    listing: Listing,
    /// What can be asked about one.
    asked: Asked,
) -> impl IntoView {
    let headings = [
        say("history_session"),
        say("history_date"),
        say("history_length"),
        say("history_questions"),
        say("history_outcome"),
    ];
    let more = list.more;
    view! {
        <Table caption=say("shell_history") headings=headings.into_iter().chain([String::new()]).collect()>
            {list.sessions.into_iter().map(|session| view! { <Row session asked /> }).collect_view()}
        </Table>
        {more
            .then(|| {
                view! {
                    <Button busy=listing.growing.busy() on_press=move |()| listing.grow()>
                        {say("history_older")}
                    </Button>
                }
            })}
        <JobFault job=listing.growing />
    }
}

#[component]
fn Row(session: SessionSummary, asked: Asked) -> impl IntoView {
    let heading = words::heading(&session);
    let address = Route::Session(session.id.clone()).address();
    let name = session.id.0.clone();
    let below = below(&session);
    let tags = session.tags.iter().map(|tag| view! { <span class="tag">{tag.clone()}</span> }).collect_view();
    let outcome = session.outcome.map(words::outcome).unwrap_or_default();
    let (when, length) = (write::moment(session.started_unix_ms), write::length(session.duration_ms));
    let questions = write::number(session.questions);
    view! {
        <tr data-session=name>
            <th scope="row">
                <a href=address>{heading}</a>
                {below.map(|below| view! { <span class="below">{below}</span> })}
                <span class="tags">{tags}</span>
            </th>
            <td>{when}</td>
            <td>{length}</td>
            <td class="count">{questions}</td>
            <td>{outcome}</td>
            <td class="does">
                <Asks session asked />
            </td>
        </tr>
    }
}

/// The company, where the heading does not name it; and that the session was not stopped in order.
fn below(session: &SessionSummary) -> Option<String> {
    let company = Some(&session.brief.company).filter(|_| session.title.is_some()).filter(|name| !name.is_empty());
    let parts: Vec<String> =
        company.cloned().into_iter().chain((!session.ended).then(|| say("history_not_ended"))).collect();
    (!parts.is_empty()).then(|| parts.join(" · "))
}
