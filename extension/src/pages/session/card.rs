//! One card: passages, drafts, what the user said, and what the user makes of it.

use super::draft::Draft;
use super::reading::Reading;
use crate::locale::{fault, say, say_count, say_with, write};
use crate::pages::parts::{Button, Job, Look, live, view};
use convoally_shared::amendment::Change;
use convoally_shared::card::Mark;
use convoally_shared::document::Passage;
use convoally_shared::money::Spending;
use convoally_shared::question::QuestionId;
use convoally_shared::view::{CardView, DraftView, Marks};
use leptos::prelude::*;

/// The card of a question.
#[component]
pub fn Card(
    /// Which question.
    id: QuestionId,
    /// Of which session.
    reading: Reading,
    /// What is under way about it.
    job: Job,
) -> impl IntoView {
    let card = reading.part(move |opened| opened.view.card(id).cloned());
    let answer = reading.part(move |opened| {
        let at = opened.view.cards.iter().position(|card| card.question.id == id);
        let said = at.and_then(|at| opened.view.answers().into_iter().nth(at)).unwrap_or_default();
        said.iter().map(|one| one.text.as_str()).collect::<Vec<_>>().join(" ")
    });
    live(move || {
        card.get().map(|card| {
            let answer = answer.get();
            let asked_by = card.question.utterance;
            view! {
                <div class="opened">
                    {passages(&card)}
                    {drafts(&card)}
                    {(!answer.is_empty())
                        .then(|| {
                            view! {
                                <div class="answer">
                                    <h3>{say("session_you_said")}</h3>
                                    <p>{answer}</p>
                                </div>
                            }
                        })}
                    <p class="soft small">{card.question.reason.clone()}</p>
                    {took(&card.spending).map(|took| view! { <p class="soft small">{took}</p> })}
                    <div class="row">
                        <Marking id reading job marks=card.marks />
                        {asked_by
                            .map(|utterance| {
                                view! {
                                    <Button look=Look::Quiet on_press=move |()| reading.go_to(utterance)>
                                        {say("session_in_transcript")}
                                    </Button>
                                }
                            })}
                    </div>
                </div>
            }
        })
    })
}

fn passages(card: &CardView) -> AnyView {
    let quoted = |passage: &Passage| {
        view! {
            <blockquote class="passage">
                <p>{passage.text.clone()}</p>
                <cite>{passage.source()}</cite>
            </blockquote>
        }
    };
    let passages = card.card.as_ref().map(|card| card.passages.as_slice()).unwrap_or_default();
    if passages.is_empty() {
        return view! { <p class="soft">{say("session_no_passage_text")}</p> };
    }
    passages.iter().map(quoted).collect_view().into_any()
}

fn drafts(card: &CardView) -> AnyView {
    let all = card.card.as_ref().map_or(0, |card| card.passages.len());
    // Citations of passages that were there before lead nowhere.
    let cited = |astray: bool| if astray { 0 } else { all };
    let earlier = card.earlier.iter().rev().map(|draft| {
        let (text, unsupported, passages) = (draft.text.clone(), draft.unsupported.clone(), cited(draft.astray));
        view! {
            <details class="earlier">
                <summary>{say("session_draft_before")}</summary>
                <Draft text passages unsupported />
            </details>
        }
    });
    let label = match &card.draft {
        DraftView::None => return ().into_any(),
        _ if card.engine.is_empty() => say("session_draft"),
        _ => say_with("session_draft_by", &[&card.engine]),
    };
    let failed = match &card.draft {
        DraftView::Failed { fault, .. } => Some(fault::sentence(fault)),
        _ => None,
    };
    let moved = card.moved.iter().map(fault::sentence);
    let moved = moved.map(|told| view! { <p class="soft small" lang=told.lang>{told.words}</p> }).collect_view();
    let (text, unsupported, passages) = (card.draft.text().to_owned(), card.unsupported.clone(), cited(card.astray));
    let doubted = !unsupported.is_empty();
    view! {
        <div class="draft">
            <h3>{label}</h3>
            {moved}
            <Draft text passages unsupported />
            {failed.map(|told| view! { <p lang=told.lang>{told.words}</p> })}
            {doubted.then(|| view! { <p class="soft small">{say("session_doubted")}</p> })}
            {earlier.collect_view()}
        </div>
    }
}

/// `1,960 tokens · $0.07`: what the question's drafts took; none when that was nothing.
fn took(spending: &Spending) -> Option<String> {
    let tokens = (spending.tokens > 0).then(|| say_count("panel_tokens", spending.tokens))?;
    let cost = match (spending.micro_usd, spending.unpriced) {
        (0, true) => say("engines_unpriced"),
        (cost, _) => write::money(cost),
    };
    Some([tokens, cost].join(" · "))
}

/// The marks that make sense afterwards.
#[component]
fn Marking(id: QuestionId, reading: Reading, job: Job, marks: Marks) -> impl IntoView {
    let button = move |mark: Mark, on: bool, words: String| {
        let press = move |_| {
            let change = Change::Marked { question: id, mark, on: !on };
            reading.change(job, change, || {});
        };
        view! {
            <button type="button" class="button quiet" aria-pressed=on.to_string() on:click=press>
                {words}
            </button>
        }
    };
    view! {
        {button(Mark::Used, marks.used, say("session_used"))}
        {button(Mark::Good, marks.rating == Some(true), say("session_good"))}
        {button(Mark::Bad, marks.rating == Some(false), say("session_bad"))}
    }
}
