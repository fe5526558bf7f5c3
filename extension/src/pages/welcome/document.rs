//! Something to quote: the user's own document, or a sample.

use crate::locale::{say, say_count};
use crate::pages::interviews::adding::{AddDocuments, Adding};
use crate::pages::parts::{Button, Fetched, JobFault, Look, view};
use crate::pages::route::Route;
use convoally_shared::request::Documents;
use leptos::prelude::*;

/// A made-up resume. It is in English, as the practice question is.
const SAMPLE: &str = include_str!("sample.md");
/// What it is called.
const SAMPLE_TITLE: &str = "sample-resume";

/// The step.
#[component]
pub fn DocumentStep(documents: Fetched<Documents>) -> impl IntoView {
    let adding = Adding::new(None, Callback::new(move |()| documents.again()));
    let count = Memo::new(move |_| documents.get().map_or(0, |found| found.documents.len()));
    view! {
        <p>{say("welcome_document_text")}</p>
        <JobFault job=documents.job() />
        {move || {
            (count.get() > 0).then(|| {
                view! {
                    <p>
                        {say_count("welcome_document_there", count.get() as u64)} " "
                        <a href=Route::Interviews.address()>{say("welcome_document_look")}</a>
                    </p>
                }
            })
        }}
        <AddDocuments adding />
        {move || {
            let press = move |()| adding.text(SAMPLE_TITLE.to_owned(), SAMPLE.to_owned(), || {});
            (count.get() == 0).then(|| {
                view! { <Button look=Look::Quiet on_press=press>{say("welcome_document_sample")}</Button> }
            })
        }}
    }
}
