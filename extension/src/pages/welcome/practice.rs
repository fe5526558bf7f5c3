//! The first card: a session of its own, a question spoken aloud or typed, and what comes of it, shown here.

use super::model::{self, Practice};
use super::play;
use crate::locale::{recipients, say};
use crate::pages::desk;
use crate::pages::parts::{Button, Empty, Fetched, Job, JobFault, Look, TextField, live, view, whenever};
use convoally_shared::event::SourceState;
use convoally_shared::request::{AskQuestion, ListRecipients, StartSession, StopSession};
use convoally_shared::utterance::Speaker;
use convoally_shared::view::{CardView, Phase, SessionView};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The step.
#[component]
pub fn PracticeStep() -> impl IntoView {
    let session = desk::session();
    let state = Memo::new(move |_| session.with(Practice::of));
    let (start, stop) = (Job::new(), Job::new());
    // A session that this page began: it asks once, and ends when the card is whole or the step is left.
    let asks = RwSignal::new(false);
    let aloud = RwSignal::new(true);
    let begin = Callback::new(move |spoken: bool| {
        aloud.set(spoken);
        start.begin(async move {
            desk::call(StartSession { brief: model::practice_brief(), consent: true, ..StartSession::default() })
                .await?;
            asks.set(true);
            Ok(())
        });
    });
    let end = move || stop.begin(async { desk::call(StopSession {}).await.map(|_| ()) });
    let speaks = Job::new();
    let hears = Memo::new(move |_| session.with(hears_them));
    whenever(move || {
        if asks.get() && hears.get() && aloud.get_untracked() {
            asks.set(false);
            speaks.begin(play::question());
        }
    });
    whenever(move || {
        if state.get() == Practice::Answered && session.with_untracked(|view| view.phase == Phase::Listening) {
            end();
        }
    });
    on_cleanup(move || {
        let ours = |view: &SessionView| view.phase == Phase::Listening && view.brief.kind == model::PRACTICE;
        if session.try_with_untracked(ours) == Some(true) {
            spawn_local(async {
                // Whoever left the page is told by the toolbar button when it still listens.
                let _ = desk::call(StopSession {}).await;
            });
        }
    });
    view! {
        <p>{say("welcome_practice_text")}</p>
        <JobFault job=start />
        <JobFault job=speaks />
        <JobFault job=stop />
        {move || match state.get() {
            Practice::Occupied => view! { <Empty title=say("welcome_occupied") text=say("welcome_occupied_text") /> },
            Practice::Idle => view! { <Begin begin busy=start.busy() /> },
            Practice::Listening => view! { <Listening aloud speaks end=Callback::new(move |()| end()) /> },
            Practice::Answering | Practice::Answered => view! {
                <Card />
                <Begin begin busy=start.busy() />
            },
        }}
    }
}

/// Whether what the computer plays would be heard now.
fn hears_them(view: &SessionView) -> bool {
    // A computer that plays nothing has nothing to hear yet: that it was opened is enough.
    let opened = |state: &SourceState| !matches!(state, SourceState::Lost { .. });
    view.phase == Phase::Listening
        && view.sources.iter().any(|source| source.speaker == Speaker::Them && opened(&source.state))
}

#[component]
fn Begin(begin: Callback<bool>, busy: Signal<bool>) -> impl IntoView {
    // Nobody else is heard, so nobody is asked; but the sound and the documents may leave this computer.
    let known = Fetched::new(|| ListRecipients {});
    view! {
        <p class="soft">{move || known.get().map(|known| recipients::told(&known))}</p>
        <div class="row">
            <Button look=Look::Primary busy on_press=move |()| begin.run(true)>
                {move || if busy.get() { say("welcome_practice_starts") } else { say("welcome_practice_ask") }}
            </Button>
            <Button busy on_press=move |()| begin.run(false)>{say("welcome_practice_type")}</Button>
        </div>
    }
}

/// What was heard so far; typing is always possible.
#[component]
fn Listening(aloud: RwSignal<bool>, speaks: Job, end: Callback<()>) -> impl IntoView {
    let session = desk::session();
    let heard = move || {
        session.with(|view| {
            let said = view.interim.iter().chain(view.utterances.iter().rev());
            said.filter(|said| said.speaker == Speaker::Them).map(|said| said.text.clone()).next()
        })
    };
    let (typed, ask) = (RwSignal::new(String::new()), Job::new());
    let nothing = Signal::derive(move || typed.with(|typed| typed.trim().is_empty()));
    let send = move |()| {
        let text = typed.get_untracked().trim().to_owned();
        ask.begin(async move { desk::call(AskQuestion { text }).await.map(|_| ()) });
    };
    view! {
        <p role="status" class="listening">
            <i class={"dot"} aria-hidden="true"></i>
            {move || if aloud.get() { say("welcome_practice_listens") } else { say("welcome_practice_waits") }}
        </p>
        {move || heard().map(|text| view! { <blockquote>{text}</blockquote> })}
        <div class="beside-button">
            <TextField label=say("welcome_practice_typed") value=typed example=say("welcome_practice_example") />
            <Button look=Look::Primary disabled=nothing busy=ask.busy() on_press=send>{say("welcome_practice_send")}</Button>
        </div>
        <JobFault job=ask />
        <div class="row">
            <Button
                busy=speaks.busy()
                on_press=move |()| {
                    aloud.set(true);
                    speaks.begin(play::question());
                }
            >
                {say("welcome_practice_again")}
            </Button>
            <Button look=Look::Quiet on_press=move |()| end.run(())>{say("popup_stop")}</Button>
        </div>
    }
}

#[component]
fn Card() -> impl IntoView {
    let session = desk::session();
    live(move || session.with(|view| model::card(view).map(drawn)))
}

fn drawn(card: &CardView) -> impl IntoView + use<> {
    let passages = card.card.as_ref().map(|card| card.passages.clone()).unwrap_or_default();
    let none = passages.is_empty().then(|| view! { <p>{say("welcome_card_none")}</p> });
    let quotes = passages.into_iter().map(|passage| {
        let source = passage.source();
        view! { <figure><blockquote>{passage.text}</blockquote><figcaption class="soft small">{source}</figcaption></figure> }
    });
    let draft = card.draft.text().to_owned();
    let draft = (!draft.is_empty()).then(|| view! { <p class="draft">{draft}</p> });
    view! {
        <article class="card" aria-live="polite">
            <h3>{card.question.text.clone()}</h3>
            {none}
            {quotes.collect_view()}
            {draft}
        </article>
    }
}
