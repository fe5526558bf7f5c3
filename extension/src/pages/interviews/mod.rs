//! The interviews that the user prepares for, and what may be quoted in them.
//!
//! This page has all of them and the general documents, [`one`] an interview's brief and its own documents.
//! [`documents`] is a list of documents wherever it stands, [`document`] what was read of one, [`adding`] the way in, which
//! the welcome page has, too. [`model`] and [`additions`] know no browser. Never here: a document after the page is closed.

pub mod adding;
pub mod additions;
pub mod document;
pub mod documents;
pub mod model;
pub mod one;

pub use one::Interview;

use super::desk;
use super::parts::{Button, Empty, Fetched, Head, Job, JobFault, Look, Section, TextField, view};
use super::route::Route;
use crate::locale::{say, say_count};
use convoally_shared::interview::{Interview as Kept, InterviewId, InterviewSummary};
use convoally_shared::request::{Interviews as Listed, ListInterviews, PutInterview};
use convoally_shared::session::Brief;
use documents::Documents;
use leptos::prelude::*;

/// All interviews.
#[component]
pub fn Interviews() -> impl IntoView {
    let listed = Fetched::new(|| ListInterviews {});
    let interviews = Signal::derive(move || listed.get().map(|listed| listed.interviews).unwrap_or_default());
    view! {
        <Head title=say("shell_interviews") lead=say("interviews_lead") />
        <JobFault job=listed.job() />
        <Section title=say("interviews_yours")>
            {move || listed.get().map(|listed| view! { <List listed /> })}
            <New interviews />
        </Section>
        <Section title=say("interviews_general")>
            <p>{say("interviews_general_text")}</p>
            <Documents interview=None interviews />
        </Section>
    }
}

#[component]
fn List(listed: Listed) -> impl IntoView {
    let line = |interview: InterviewSummary| {
        let about = model::about(&interview);
        view! {
            <li class="line">
                <div>
                    <a class="sentence" href=Route::Interview(interview.id.clone()).address()>{interview.id.0.clone()}</a>
                    {(!about.is_empty()).then(|| view! { <p class="soft">{about}</p> })}
                </div>
                <span class="soft small">{say_count("interview_documents", interview.documents)}</span>
            </li>
        }
    };
    if listed.interviews.is_empty() {
        return view! { <Empty title=say("interviews_empty") text=say("interviews_empty_text") /> };
    }
    view! { <ul class="plain lines">{listed.interviews.into_iter().map(line).collect_view()}</ul> }
}

/// A name makes an interview; the rest is filled in on its own page.
#[component]
fn New(interviews: Signal<Vec<InterviewSummary>>) -> impl IntoView {
    let (name, job) = (RwSignal::new(String::new()), Job::new());
    let free = Memo::new(move |_| name.with(|name| interviews.with(|known| model::is_free(name, known))));
    let taken = move || !free.get() && name.with(|name| !name.trim().is_empty());
    let add = move |()| {
        let id = InterviewId(name.get_untracked().trim().to_owned());
        job.begin(async move {
            desk::call(PutInterview { interview: Kept { id: id.clone(), brief: Brief::default() } }).await?;
            _ = window().location().set_hash(&Route::Interview(id).address());
            Ok(())
        });
    };
    view! {
        <div class="beside-button">
            <TextField label=say("interviews_name") value=name example=say("interviews_name_example") />
            <Button
                look=Look::Primary
                disabled=Signal::derive(move || !free.get())
                busy=job.busy()
                on_press=add
            >
                {say("interviews_add")}
            </Button>
        </div>
        <p class="soft small" role="status">{move || taken().then(|| say("interviews_taken"))}</p>
        <JobFault job />
    }
}
