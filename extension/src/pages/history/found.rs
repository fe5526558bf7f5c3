//! What a search found: sessions, and in each the best of it with the words marked.

use super::words;
use super::{Asked, Asks};
use crate::locale::{say, say_count, write};
use crate::pages::parts::{Highlighted, view};
use crate::pages::route::Route;
use convoally_shared::search::{Found, FoundSession, Hit, Source};
use leptos::prelude::*;

/// The list, the best first.
#[component]
pub fn FoundList(
    /// What was found.
    found: Found,
    /// What can be asked about one session.
    asked: Asked,
) -> impl IntoView {
    let told = say_count("history_found", found.sessions.len() as u64);
    let told = if found.more { [told, say("history_found_more")].join(" ") } else { told };
    let each = found.sessions.into_iter().map(|one| view! { <One one asked /> }).collect_view();
    view! {
        <p class="soft" role="status">{told}</p>
        <ol class="found plain">{each}</ol>
    }
}

#[component]
fn One(one: FoundSession, asked: Asked) -> impl IntoView {
    let FoundSession { session, hits } = one;
    let heading = words::heading(&session);
    let address = Route::Session(session.id.clone()).address();
    let when = [write::moment(session.started_unix_ms), write::length(session.duration_ms)].join(" · ");
    let name = session.id.0.clone();
    let hits = hits.into_iter().map(|hit| view! { <Where hit /> }).collect_view();
    view! {
        <li data-session=name>
            <p class="top">
                <a href=address>{heading}</a>
                <span class="soft">{when}</span>
            </p>
            {hits}
            <p class="row">
                <Asks session asked />
            </p>
        </li>
    }
}

#[component]
fn Where(hit: Hit) -> impl IntoView {
    view! {
        <blockquote class="hit">
            <cite>{source(&hit.source)}</cite>
            <p>
                <Highlighted text=hit.text.text marks=hit.text.marks />
            </p>
        </blockquote>
    }
}

/// What a text is, and when it was said.
fn source(source: &Source) -> String {
    let at = |what: String, ms: u64| [what, words::clock(ms)].join(" · ");
    match source {
        Source::Heading => say("history_hit_heading"),
        Source::Notes => say("history_hit_notes"),
        Source::Utterance { who, start_ms, .. } => at(who.clone(), *start_ms),
        Source::Question { at_ms, .. } => at(say("history_hit_question"), *at_ms),
        Source::Draft { at_ms, .. } => at(say("history_hit_draft"), *at_ms),
    }
}
