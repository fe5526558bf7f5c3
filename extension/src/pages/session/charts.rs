//! Who spoke how long, and how long each card was waited for, as drawings and in words.

use super::measure::{self, Talk};
use super::reading::Reading;
use crate::locale::{say, say_with, write};
use crate::pages::parts::{Section, live, view};
use convoally_shared::question::QuestionId;
use leptos::prelude::*;

/// The part of the page; nothing where nobody spoke.
#[component]
pub fn Charts(
    /// Of which session.
    reading: Reading,
) -> impl IntoView {
    let talk = reading.part(Talk::of);
    let waits = reading.part(measure::waits);
    live(move || {
        talk.get().share().map(|share| {
            let waits = waits.get();
            view! {
                <Section title=say("session_charts")>
                    <div class="charts">
                        <Shares talk=talk.get() share />
                        {(!waits.is_empty()).then(|| view! { <Waits waits /> })}
                    </div>
                </Section>
            }
        })
    })
}

#[component]
fn Shares(talk: Talk, share: f64) -> impl IntoView {
    let words = say_with(
        "session_talk_words",
        &[&write::percent(share), &write::length(talk.me_ms), &write::length(talk.them_ms)],
    );
    let me = write::plain(share * 100.0);
    view! {
        <figure>
            <svg class="chart flat" viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
                <rect class="rest" width=100 height=100 />
                <rect class="bar" width=me height="100" />
            </svg>
            <figcaption>{words}</figcaption>
        </figure>
    }
}

#[component]
fn Waits(waits: Vec<(QuestionId, u64)>) -> impl IntoView {
    let values: Vec<u64> = waits.iter().map(|(_, ms)| *ms).collect();
    let bars = measure::bars(&values).into_iter().map(|(left, width, height)| {
        view! {
            <rect
                class="bar"
                x=write::plain(left)
                y=write::plain(100.0 - height)
                width=write::plain(width)
                height=write::plain(height)
            />
        }
    });
    let words = measure::middle_and_longest(&waits)
        .map(|(middle, longest)| say_with("session_waits_words", &[&write::length(middle), &write::length(longest)]));
    view! {
        <figure>
            <svg class="chart" viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
                {bars.collect_view()}
            </svg>
            <figcaption>{words}</figcaption>
        </figure>
    }
}
