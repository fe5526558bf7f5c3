//! All sessions: the list, what is found in it, sessions from files, and as files.
//!
//! [`filter`] is what the user types, [`listing`] what is shown for it, [`rows`] and [`found`] how. [`erase`] and
//! [`export`] are questions that one session's page asks, too. Never here: what one session holds
//! ([`super::session`]).

pub mod erase;
pub mod export;
mod fields;
pub mod filter;
mod found;
pub mod import;
pub mod listing;
mod rows;
pub mod words;

use super::parts::{Button, Empty, Head, JobFault, Look, view};
use super::route::Route;
use crate::locale::{say, say_with};
use convoally_shared::request::Exported;
use convoally_shared::session::{SessionId, SessionSummary};
use erase::EraseDialog;
use export::ExportDialog;
use fields::Fields;
use found::FoundList;
use import::Import;
use leptos::prelude::*;
use listing::{Listing, Shown};
use rows::Rows;

/// What can be asked about one session of the list.
#[derive(Clone, Copy, Debug)]
struct Asked {
    erase: RwSignal<Option<SessionSummary>>,
    export: RwSignal<Option<Exported>>,
}

/// The buttons that ask it of one session.
#[component]
fn Asks(session: SessionSummary, asked: Asked) -> impl IntoView {
    let heading = words::heading(&session);
    let id = session.id.clone();
    view! {
        <Button
            look=Look::Quiet
            name=say_with("history_export_of", &[&heading])
            on_press=move |()| asked.export.set(Some(Exported::One(id.clone())))
        >
            {say("history_export_short")}
        </Button>
        <Button
            look=Look::Quiet
            name=say_with("history_erase_of", &[&heading])
            on_press=move |()| asked.erase.set(Some(session.clone()))
        >
            {say("history_erase_short")}
        </Button>
    }
}

/// The page.
#[component]
pub fn History() -> impl IntoView {
    let listing = Listing::new();
    let asked = Asked { erase: RwSignal::new(None), export: RwSignal::new(None) };
    let erased = Callback::new(move |id: SessionId| {
        listing.shown.update(|shown| shown.iter_mut().for_each(|shown| shown.drop_session(&id)));
    });
    let all = move |()| {
        let only = listing.filter.with_untracked(|filter| filter.only(listing::day_begins));
        asked.export.set(Some(Exported::All(only)));
    };
    let nothing = Signal::derive(move || listing.shown.with(|shown| shown.as_ref().is_none_or(Shown::is_empty)));
    view! {
        <Head title=say("shell_history") lead=say("history_lead")>
            <Button disabled=nothing on_press=all>
                {say("history_export_all")}
            </Button>
        </Head>
        <Fields listing />
        <JobFault job=listing.job />
        <div class="listing" aria-busy=move || listing.job.busy().get().to_string()>
            {move || listing.shown.get().map(|shown| shown_as(shown, listing, asked))}
            {move || {
                let waits = listing.shown.with(Option::is_none) && listing.job.busy().get();
                waits.then(|| view! { <p class="soft" role="status">{say("history_loading")}</p> })
            }}
        </div>
        <Import on_imported=Callback::new(move |()| listing.again()) />
        <EraseDialog session=asked.erase on_erased=erased />
        <ExportDialog sessions=asked.export />
    }
}

fn shown_as(shown: Shown, listing: Listing, asked: Asked) -> AnyView {
    match shown {
        Shown::List(list) if list.sessions.is_empty() && listing.filter.with_untracked(filter::Filter::is_any) => {
            view! {
                <Empty title=say("history_empty") text=say("history_empty_text")>
                    <a href=Route::Welcome.address()>{say("shell_welcome")}</a>
                </Empty>
            }
        }
        Shown::List(list) if list.sessions.is_empty() => {
            view! { <Empty title=say("history_none_fits") text=say("history_none_fits_text") /> }
        }
        Shown::List(list) => view! { <Rows list listing asked /> },
        Shown::Found(found) if found.sessions.is_empty() => {
            view! { <Empty title=say("history_not_found") text=say("history_not_found_text") /> }
        }
        Shown::Found(found) => view! { <FoundList found asked /> },
    }
}
