//! What left the computer: summed by recipient, and each request.

use super::words;
use crate::locale::{say, say_with, write};
use crate::pages::desk;
use crate::pages::parts::{Blocks, Button, Job, JobFault, Section, Table, view};
use crate::pages::route::Route;
use convoally_shared::kept::Left;
use convoally_shared::privacy::Recipient;
use convoally_shared::request::{LeftPart, ListLeft};
use leptos::prelude::*;
use std::ops::Range;

/// How high an entry is likely to be, pixels.
const ENTRY_PX: u32 = 64;

/// The part of the page.
#[component]
pub fn LeftHere(
    /// What left, summed.
    left: Vec<Recipient>,
) -> impl IntoView {
    let none = left.is_empty();
    let headings = vec![
        say("privacy_recipient"),
        say("privacy_purpose"),
        say("privacy_requests"),
        say("privacy_bytes"),
        say("privacy_when"),
    ];
    let row = |one: Recipient| {
        let (first, last) = (write::day(one.between_unix_ms.0), write::day(one.between_unix_ms.1));
        let when = if first == last { first } else { say_with("privacy_between", &[&first, &last]) };
        view! {
            <tr>
                <th scope="row">{one.recipient}</th>
                <td>{words::purpose(&one.purpose)}</td>
                <td class="count">{write::number(one.requests)}</td>
                <td class="count">{write::size(one.bytes)}</td>
                <td>{when}</td>
            </tr>
        }
    };
    let inside = if none {
        view! { <p class="soft">{say("privacy_left_nothing")}</p> }
    } else {
        view! {
            <Table caption=say("privacy_left") headings>
                {left.into_iter().map(row).collect_view()}
            </Table>
            <p class="soft">{say("privacy_left_theirs")}</p>
            <Record />
        }
    };
    view! { <Section title=say("privacy_left")>{inside}</Section> }
}

/// Each request, newest first, once it is asked for.
#[component]
fn Record() -> impl IntoView {
    let (job, asked) = (Job::new(), RwSignal::new(false));
    let record = RwSignal::new(Vec::<Left>::new());
    let ask = move |()| {
        asked.set(true);
        record.set(Vec::new());
        job.begin(async move {
            let take = move |part: LeftPart| record.update(|record| record.extend(part.left));
            desk::follow(ListLeft { session: None }, take).await?;
            record.update(|record| record.reverse());
            Ok(())
        });
    };
    let count = Memo::new(move |_| record.with(Vec::len));
    let rows = Callback::new(move |range: Range<usize>| {
        let entries = record.with(|record| record.get(range).unwrap_or_default().to_vec());
        entries.into_iter().map(|left| view! { <Entry left /> }).collect_view().into_any()
    });
    view! {
        <Button busy=job.busy() on_press=ask>
            {say("privacy_left_each")}
        </Button>
        <JobFault job />
        {move || {
            (asked.get() && !job.busy().get())
                .then(|| {
                    view! {
                        <div class="entries">
                            <Blocks count row_px=ENTRY_PX wanted=Signal::stored(None) rows />
                        </div>
                    }
                })
        }}
    }
}

#[component]
fn Entry(left: Left) -> impl IntoView {
    let Left { session, departure } = left;
    let what = [words::purpose(departure.purpose.label()), departure.content, write::size(departure.bytes)].join(" · ");
    let sources = (!departure.sources.is_empty()).then(|| departure.sources.join(", "));
    let link = session.map(|session| {
        view! { <a href=Route::Session(session).address()>{say("privacy_left_session")}</a> }
    });
    view! {
        <div class="entry">
            <p>
                <b>{departure.recipient}</b>
                " "
                <time class="soft">{write::moment(departure.at_unix_ms)}</time>
                " "
                {link}
            </p>
            <p class="soft small">{what}</p>
            {sources.map(|sources| view! { <p class="soft small">{sources}</p> })}
        </div>
    }
}
