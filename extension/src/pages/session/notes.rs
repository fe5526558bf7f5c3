//! The user's notes on a session.

use super::reading::Reading;
use crate::locale::say;
use crate::pages::parts::{Button, Job, JobFault, LongField, Section, view};
use convoally_shared::amendment::Change;
use leptos::prelude::*;

/// The part of the page.
#[component]
pub fn Notes(
    /// Of which session.
    reading: Reading,
) -> impl IntoView {
    let (job, known) = (Job::new(), reading.part(|opened| opened.view.amended.notes.clone()));
    let typed = RwSignal::new(known.get_untracked());
    let same = Signal::derive(move || typed.with(|typed| known.with(|known| typed == known)));
    let save = move |()| reading.change(job, Change::Noted { notes: typed.get_untracked() }, || {});
    let told = move || {
        let clean = same.get() && !known.with(String::is_empty);
        if clean { say("session_saved") } else { String::new() }
    };
    view! {
        <Section title=say("session_notes")>
            <LongField label=say("session_notes_label") lines=5 value=typed />
            <div class="row">
                <Button disabled=same busy=job.busy() on_press=save>
                    {say("session_save")}
                </Button>
                <span class="soft" role="status">
                    {told}
                </span>
            </div>
            <JobFault job />
        </Section>
    }
}
