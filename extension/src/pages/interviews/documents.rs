//! The documents of one place, each of which opens to what was read of it.

use super::adding::{AddDocuments, Adding};
use super::document::Reading;
use super::model;
use crate::locale::{say, say_with};
use crate::pages::parts::{Button, Fetched, JobFault, listed, view};
use convoally_shared::interview::{InterviewId, InterviewSummary};
use convoally_shared::request::{DocumentSummary, ListDocuments};
use leptos::prelude::*;

/// The documents of an interview, or those of all sessions, with a place for more.
#[component]
pub fn Documents(
    /// Whose; none means general ones.
    interview: Option<InterviewId>,
    /// Where documents can be moved to.
    #[prop(into)]
    interviews: Signal<Vec<InterviewSummary>>,
) -> impl IntoView {
    let found = Fetched::new(|| ListDocuments {});
    let news = RwSignal::new(String::new());
    let adding = Adding::new(interview.clone(), Callback::new(move |()| found.again()));
    let changed = Callback::new(move |said: String| {
        news.set(said);
        found.again();
    });
    let own = Memo::new(move |_| {
        let documents = found.get().map(|found| found.documents);
        documents.map(|documents| model::belonging(documents, interview.as_ref()))
    });
    let empty = move || own.with(|own| own.as_ref().is_some_and(Vec::is_empty));
    view! {
        <JobFault job=found.job() />
        <p class="soft" role="status">{move || news.get()}</p>
        {move || empty().then(|| view! { <p class="soft">{say("documents_empty")}</p> })}
        <ul class="plain documents">
            {listed(move || own.get().unwrap_or_default(), key, move |document| view! { <Line document interviews changed /> })}
        </ul>
        <AddDocuments adding />
    }
}

/// All that a line shows of a document.
fn key(document: &DocumentSummary) -> Vec<String> {
    let (kind, passages) = (document.kind.name().to_owned(), document.passages.to_string());
    vec![document.id.0.clone(), document.title.clone(), kind, passages]
}

#[component]
fn Line(
    document: DocumentSummary,
    interviews: Signal<Vec<InterviewSummary>>,
    changed: Callback<String>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let title = document.title.clone();
    let words = move || if open.get() { say("documents_hide") } else { say("documents_show") };
    view! {
        <li class="document" data-title=title.clone()>
            <div class="line">
                <div>
                    <p class="sentence">{title.clone()}</p>
                    <p class="soft small">{model::described(&document)}</p>
                </div>
                <Button name=say_with("documents_show_of", &[&title]) on_press=move |()| open.update(|open| *open = !*open)>
                    {words}
                </Button>
            </div>
            {move || open.get().then(|| view! { <Reading document=document.clone() interviews changed /> })}
        </li>
    }
}
