//! One document: its text beside the passages that it was cut into, what it is called and for, where it belongs.

use super::adding::content;
use super::model::{self, Read};
use crate::locale::{say, say_with};
use crate::pages::desk;
use crate::pages::parts::{Button, Dialog, Job, JobFault, LongField, Look, Pick, TextField, view};
use convoally_shared::document::DocumentKind;
use convoally_shared::interview::InterviewSummary;
use convoally_shared::request::{
    CorrectDocument, DescribeDocument, DocumentSummary, EraseDocument, Quotable, ReadDocument,
};
use leptos::prelude::*;

/// How many passages are drawn at once; a book has thousands.
const MOST_DRAWN: usize = 200;

/// The document.
#[component]
pub fn Reading(
    /// Which.
    document: DocumentSummary,
    /// Where it can be moved to.
    interviews: Signal<Vec<InterviewSummary>>,
    /// Told what was changed, in a sentence.
    changed: Callback<String>,
) -> impl IntoView {
    let (read, text, whole) = (RwSignal::new(Read::default()), RwSignal::new(String::new()), RwSignal::new(false));
    let job = Job::new();
    let id = document.id.clone();
    job.begin(async move {
        desk::follow(ReadDocument { id }, move |part| read.update(|read| read.take(part))).await?;
        text.set(read.with_untracked(Read::text));
        whole.set(true);
        Ok(())
    });
    let summary = StoredValue::new(document);
    view! {
        <div class="reading">
            <JobFault job />
            {move || job.busy().get().then(|| view! { <p class="soft" role="status">{say("documents_loading")}</p> })}
            {move || {
                whole.get().then(|| {
                    view! {
                        <div class="beside">
                            <Correct document=summary.get_value() text changed />
                            <Passages passages=read.with_untracked(|read| read.passages.clone()) />
                        </div>
                        <Describe document=summary.get_value() interviews changed />
                    }
                })
            }}
        </div>
    }
}

#[component]
fn Correct(document: DocumentSummary, text: RwSignal<String>, changed: Callback<String>) -> impl IntoView {
    let (before, job) = (text.get_untracked(), Job::new());
    let same = Signal::derive(move || text.with(|text| *text == before || text.trim().is_empty()));
    let save = move |()| {
        let (id, typed) = (document.id.clone(), text.get_untracked());
        job.begin(async move {
            let content = content(typed).await?;
            let kept = desk::follow(CorrectDocument { id, content }, |_| {}).await?;
            changed.run(say_with("documents_corrected", &[&kept.title]));
            Ok(())
        });
    };
    view! {
        <div class="stack">
            <LongField label=say("documents_text") value=text lines=18 hint=say("documents_text_hint") />
            <JobFault job />
            <Button disabled=same busy=job.busy() on_press=save>{say("documents_correct")}</Button>
        </div>
    }
}

#[component]
fn Passages(passages: Vec<Quotable>) -> impl IntoView {
    let more = passages.len().saturating_sub(MOST_DRAWN);
    let drawn = passages.into_iter().take(MOST_DRAWN).map(|passage| {
        view! {
            <li>
                <p class="soft small">{model::whereabouts(&passage)}</p>
                <blockquote>{passage.text}</blockquote>
            </li>
        }
    });
    view! {
        <div class="stack">
            <p class="soft small">{say("documents_quotable")}</p>
            <ul class="plain passages" tabindex="0" aria-label=say("documents_quotable")>
                {drawn.collect_view()}
                {(more > 0).then(|| view! { <li class="soft">{say_with("documents_more", &[&more.to_string()])}</li> })}
            </ul>
        </div>
    }
}

#[component]
fn Describe(
    document: DocumentSummary,
    interviews: Signal<Vec<InterviewSummary>>,
    changed: Callback<String>,
) -> impl IntoView {
    let (job, erase, asks) = (Job::new(), Job::new(), RwSignal::new(false));
    let title = RwSignal::new(document.title.clone());
    let kind = RwSignal::new(document.kind.name().to_owned());
    let place = RwSignal::new(document.interview.clone().map(|id| id.0).unwrap_or_default());
    let (name, document) = (document.title.clone(), StoredValue::new(document));
    let save = move |()| {
        let id = document.with_value(|document| document.id.clone());
        let kind = kind.with_untracked(|kind| DocumentKind::named(kind)).unwrap_or(DocumentKind::Notes);
        let (title, interview) = (title.get_untracked().trim().to_owned(), model::place(&place.get_untracked()));
        job.begin(async move {
            let kept = desk::call(DescribeDocument { id, title, kind, interview }).await?;
            changed.run(say_with("documents_described", &[&kept.title]));
            Ok(())
        });
    };
    let gone = move |()| {
        asks.set(false);
        let (id, title) = document.with_value(|document| (document.id.clone(), document.title.clone()));
        erase.begin(async move {
            desk::call(EraseDocument { id }).await?;
            changed.run(say_with("documents_erased", &[&title]));
            Ok(())
        });
    };
    let unnamed = Signal::derive(move || title.with(|title| title.trim().is_empty()));
    view! {
        <div class="three">
            <TextField label=say("documents_title") value=title />
            <Pick label=say("documents_kind") value=kind choices=model::kinds() />
            <Pick
                label=say("documents_place")
                value=place
                choices=Signal::derive(move || interviews.with(|interviews| model::places(interviews)))
            />
        </div>
        <JobFault job />
        <JobFault job=erase />
        <div class="row">
            <Button disabled=unnamed busy=job.busy() on_press=save>{say("documents_describe")}</Button>
            <Button look=Look::Quiet busy=erase.busy() on_press=move |()| asks.set(true)>{say("documents_erase")}</Button>
        </div>
        <Dialog open=asks on_close=move |()| asks.set(false) title=say_with("documents_erase_title", &[&name])>
            <p>{say("documents_erase_text")}</p>
            <div class="row end">
                <Button on_press=move |()| asks.set(false)>{say("parts_cancel")}</Button>
                <Button look=Look::Final on_press=gone>{say("documents_erase")}</Button>
            </div>
        </Dialog>
    }
}
