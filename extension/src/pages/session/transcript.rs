//! Everything that was said. Of a long session only what is near the viewport is in the document.

use super::find::Found;
use super::line::Row;
use super::reading::Reading;
use crate::chrome::request_animation_frame;
use crate::locale::{say, say_with, write};
use crate::pages::parts::{Blocks, Button, Job, JobFault, Look, Section, TextField, live, view, whenever};
use convoally_shared::utterance::UtteranceId;
use leptos::prelude::*;
use std::ops::Range;
use wasm_bindgen::prelude::*;

/// How high a line is likely to be, pixels: two lines of text and their distance to the next.
const LINE_PX: u32 = 66;

/// What the lines share.
#[derive(Clone, Copy)]
pub struct Lines {
    /// The session.
    pub reading: Reading,
    /// The line that is being corrected.
    pub editing: RwSignal<Option<UtteranceId>>,
    /// Words that are marked in every line.
    pub marked: RwSignal<String>,
    /// Corrections under way.
    pub job: Job,
}

/// The part of the page.
#[component]
pub fn Transcript(
    /// Of which session.
    reading: Reading,
) -> impl IntoView {
    let (editing, marked) = (RwSignal::new(None), RwSignal::new(String::new()));
    let lines = Lines { reading, editing, marked, job: Job::new() };
    let count = reading.part(|opened| opened.view.utterances.len());
    let rows = Callback::new(move |range: Range<usize>| view! { <Stretch range lines /> });
    scroll_to(reading.wanted);
    view! {
        <Section title=say("session_transcript")>
            {move || match count.get() {
                0 => view! { <p class="soft">{say("session_nothing_said")}</p> },
                _ => view! { <Find lines /> },
            }}
            <JobFault job=lines.job />
            <div class="transcript">
                <Blocks count row_px=LINE_PX wanted=reading.wanted rows />
            </div>
        </Section>
    }
}

/// The lines of a block; drawn anew when one of them is different.
#[component]
fn Stretch(range: Range<usize>, lines: Lines) -> impl IntoView {
    let first = range.start;
    let shown = lines.reading.part(move |opened| opened.lines(range.clone()));
    live(move || {
        let rows = shown.get().into_iter().enumerate();
        rows.map(|(at, line)| view! { <Row at=first + at line lines /> }).collect_view()
    })
}

#[component]
fn Find(lines: Lines) -> impl IntoView {
    let Lines { reading, marked, .. } = lines;
    let found = RwSignal::new(Found::default());
    let look = move || {
        reading.wanted.set(None);
        reading.wanted.set(found.with_untracked(Found::line));
    };
    whenever(move || {
        let words = marked.get();
        let lines = reading.opened.with_untracked(|opened| opened.as_ref().map(|opened| opened.lines_with(&words)));
        found.set(Found::new(lines.unwrap_or_default()));
        if !words.is_empty() {
            look();
        }
    });
    let step = move |go: fn(&mut Found)| {
        found.update(go);
        look();
    };
    let told = move || {
        let (at, of) = found.with(Found::place);
        match (marked.with(|words| words.trim().is_empty()), of) {
            (true, _) => String::new(),
            (false, 0) => say("session_find_none"),
            (false, of) => say_with("session_find_place", &[&write::number(at as u64), &write::number(of as u64)]),
        }
    };
    let nothing = Signal::derive(move || found.with(Found::is_empty));
    let searched = move |event: leptos::ev::KeyboardEvent| {
        if event.key() == "Enter" {
            event.prevent_default();
            step(if event.shift_key() { Found::back } else { Found::next });
        }
    };
    view! {
        <search class="find" on:keydown=searched>
            <TextField label=say("session_find") kind="search" value=marked />
            <Button look=Look::Quiet disabled=nothing on_press=move |()| step(Found::back)>
                {say("session_find_back")}
            </Button>
            <Button look=Look::Quiet disabled=nothing on_press=move |()| step(Found::next)>
                {say("session_find_next")}
            </Button>
            <span class="soft" role="status">
                {told}
            </span>
        </search>
    }
}

/// Scrolls to a line as soon as its block is in the document.
fn scroll_to(wanted: RwSignal<Option<usize>>) {
    whenever(move || {
        let Some(at) = wanted.get() else { return };
        request_animation_frame(&Closure::once_into_js(move || {
            let row = document().query_selector(&["[data-line=\"", &at.to_string(), "\"]"].concat()).ok().flatten();
            if let Some(row) = row.and_then(|row| row.dyn_into::<web_sys::HtmlElement>().ok()) {
                row.scroll_into_view();
                // Who goes through what was found goes on with the same keys.
                let finding =
                    document().active_element().is_some_and(|has| has.closest(".find").ok().flatten().is_some());
                if !finding {
                    let _ = row.focus();
                }
            }
        }));
    });
}
