//! One session: what was asked and said, what the user makes of it, what left for it.
//!
//! [`model`] folds it and [`measure`] reckons, both without a browser; [`reading`] fetches it and carries changes. Each
//! other file is a part of the page. Never here: sessions besides this one ([`super::history`]).

mod about;
mod card;
mod charts;
mod draft;
mod find;
mod left;
mod line;
mod measure;
mod model;
mod notes;
mod people;
mod questions;
mod reading;
mod transcript;
mod wire;

use super::history::erase::EraseDialog;
use super::history::export::ExportDialog;
use super::history::words;
use super::parts::{Button, Head, JobFault, view};
use super::route::Route;
use crate::locale::{say, say_count, say_with, write};
use convoally_shared::request::Exported;
use convoally_shared::session::SessionId;
use convoally_shared::view::Phase;
use leptos::prelude::*;
use reading::Reading;

/// The page.
#[component]
pub fn Session(
    /// Which.
    id: SessionId,
) -> impl IntoView {
    let reading = Reading::new(id.clone());
    let (erase, export) = (RwSignal::new(None), RwSignal::new(None));
    let there = reading.part(|_| true);
    let read_as = id.clone();
    let heading = Signal::derive(move || {
        let heading = reading.opened.with(|opened| opened.as_ref().map(model::Opened::heading));
        heading.unwrap_or_else(|| words::when(&read_as))
    });
    let ask_erase = move |()| {
        erase.set(reading.opened.with_untracked(|opened| opened.as_ref().map(|opened| opened.summary.clone())))
    };
    let gone = Callback::new(|_| {
        let _ = window().location().set_hash(&Route::History.address());
    });
    view! {
        <p class="back">
            <a href=Route::History.address()>{say("session_back")}</a>
        </p>
        <Head title=heading>
            {move || {
                let id = id.clone();
                there
                    .get()
                    .then(|| {
                        view! {
                            <Button on_press=move |()| export.set(Some(Exported::One(id.clone())))>
                                {say("history_export_short")}
                            </Button>
                            <Button on_press=ask_erase>{say("history_erase_short")}</Button>
                        }
                    })
            }}
        </Head>
        <JobFault job=reading.job />
        {move || match there.get() {
            true => view! { <Whole reading /> },
            false if reading.job.busy().get() => {
                view! { <p class="soft" role="status">{say("session_loading")}</p> }
            }
            false => ().into_any(),
        }}
        <EraseDialog session=erase on_erased=gone />
        <ExportDialog sessions=export />
    }
}

#[component]
fn Whole(reading: Reading) -> impl IntoView {
    let facts = reading.part(facts);
    let running = reading.part(|opened| opened.view.phase == Phase::Listening && !opened.summary.ended);
    view! {
        <p class="facts soft">{move || facts.get()}</p>
        {move || running.get().then(|| view! { <p class="hint">{say("session_running")}</p> })}
        <about::About reading />
        <notes::Notes reading />
        <charts::Charts reading />
        <questions::Questions reading />
        <left::Departed reading />
        <people::People reading />
        <transcript::Transcript reading />
    }
}

/// When, how long, what heard it, what it cost.
fn facts(opened: &model::Opened) -> String {
    let (summary, view) = (&opened.summary, &opened.view);
    let mut facts = vec![write::moment(summary.started_unix_ms), write::length(summary.duration_ms)];
    facts.push(say_count("session_utterances", view.utterances.len() as u64));
    facts.push(say_count("session_questions", view.cards.len() as u64));
    facts.extend([&view.transcriber].into_iter().chain(&view.answerer).filter(|name| !name.is_empty()).cloned());
    facts.extend(view.pauses.iter().map(|pause| {
        let from = words::clock(pause.from_ms);
        match pause.to_ms {
            Some(to) => say_with("session_paused", &[&from, &words::clock(to)]),
            None => say_with("session_paused_on", &[&from]),
        }
    }));
    if view.spending.micro_usd > 0 {
        facts.push(write::money(view.spending.micro_usd));
    }
    facts.join(" · ")
}
