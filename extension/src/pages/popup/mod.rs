//! The popup of the toolbar button: is the host there, does a session listen, and start and stop for the tab in front.
//!
//! [`model`] decides what it shows. Opening it is what allows the browser to let this tab be heard. It keeps nothing:
//! the browser closes it at the next click elsewhere.

pub mod model;

use super::parts::{Button, Choice, Fetched, Job, JobFault, Look, Pick, view, whenever};
use super::route::Route;
use super::status::{HostLine, HostTrouble};
use super::{around, desk};
use crate::chrome::epoch_ms;
use crate::locale::{Key, recipients, say, say_with};
use crate::pages::around::TabId;
use convoally_shared::request::{ListInterviews, ListRecipients, Recipients, StopSession};
use convoally_shared::view::SessionView;
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::{Face, Meeting};
use std::time::Duration;

/// What the popup knows and does. Copied into each part of it.
#[derive(Clone, Copy)]
struct Desk {
    front: RwSignal<Option<TabId>>,
    meeting: Memo<Option<Meeting>>,
    face: Memo<Face>,
    /// Who would get what, while the user is asked whether the others know.
    asks: RwSignal<Option<Recipients>>,
    tab_alone: RwSignal<bool>,
    interview: RwSignal<String>,
    start: Job,
    stop: Job,
}

impl Desk {
    fn new() -> Self {
        let (status, session, told) = (desk::status(), desk::session(), desk::meeting());
        let (front, asks) = (RwSignal::new(None), RwSignal::new(None));
        let meeting = Memo::new(move |_| Meeting::of(front.get(), told.get()));
        let asked = move || asks.with(Option::is_some);
        let face = Memo::new(move |_| Face::of(&status.get(), session.with(|view| view.phase), asked()));
        let (tab_alone, interview) = (RwSignal::new(around::hears_tabs()), RwSignal::new(String::new()));
        Self { front, meeting, face, asks, tab_alone, interview, start: Job::new(), stop: Job::new() }
    }

    /// Looks which tab is in front, and asks the hub for its meeting, also after the hub was restarted.
    fn look(self) {
        spawn_local(async move {
            let tab = around::front_tab().await.ok().and_then(|tab| tab.as_f64());
            self.front.set(tab.map(|tab| tab as TabId));
        });
        let ready = desk::ready();
        whenever(move || {
            if let (true, Some(tab)) = (ready.get(), self.front.get()) {
                desk::look_at(tab);
            }
        });
    }

    fn listen(self, consent: bool) {
        let meeting = self.meeting.get_untracked();
        let (alone, interview) = (self.tab_alone.get_untracked(), self.interview.get_untracked());
        let (tab, request) = model::start(meeting.as_ref(), alone, &interview, consent);
        self.start.begin(async move {
            // Beside no meeting there is no site whose consent the host could remember: the user is asked each time.
            let begun = if consent || meeting.is_some() { Some(desk::listen(tab, request).await) } else { None };
            match begun {
                Some(Ok(_)) => self.asks.set(None),
                Some(Err(fault)) if !model::asks_consent(&fault) => return Err(fault),
                Some(Err(_)) | None => self.asks.set(Some(desk::call(ListRecipients {}).await?)),
            }
            Ok(())
        });
    }

    fn end(self) {
        self.stop.begin(async { desk::call(StopSession {}).await.map(|_| ()) });
    }
}

/// The popup.
#[component]
pub fn Popup() -> impl IntoView {
    let popup = Desk::new();
    popup.look();
    let face = move || match popup.face.get() {
        Face::NoHost => view! { <HostTrouble /> },
        Face::Idle => view! { <Idle popup /> },
        Face::Consent => view! { <Consent popup /> },
        Face::Listening => view! { <Listening popup /> },
    };
    let paused = Memo::new(|_| desk::session().with(SessionView::is_paused));
    view! {
        <header class="brand">
            <img src="icons/48.png" alt="" width=24 height=24 />
            <h1>{"ConvoAlly"}</h1>
            {move || match popup.face.get().sign() {
                None => view! { <HostLine /> },
                Some(words) => {
                    let listening = popup.face.get() == Face::Listening;
                    let paused = listening && paused.get();
                    let words = if paused { Key("panel_paused") } else { words };
                    view! {
                        <p class="host-line" role="status" data-listening=(listening && !paused).to_string()>
                            <i class={"dot"} aria-hidden="true"></i>
                            <span>{say(words)}</span>
                        </p>
                    }
                }
            }}
        </header>
        <main>{face}</main>
        <Ways popup />
    }
}

#[component]
fn Idle(popup: Desk) -> impl IntoView {
    let listed = Fetched::new(|| ListInterviews {});
    let choices = Signal::derive(move || {
        let none = Choice::new("", say("interview_none"));
        let interviews = listed.get().map(|listed| listed.interviews).unwrap_or_default();
        let each = interviews.iter().map(|interview| Choice::new(interview.id.0.clone(), model::described(interview)));
        std::iter::once(none).chain(each).collect::<Vec<_>>()
    });
    let some = Memo::new(move |_| choices.with(|choices| choices.len() > 1));
    view! {
        {move || some.get().then(|| view! { <Pick label=say("interview_label") value=popup.interview choices /> })}
        {move || match popup.meeting.get() {
            Some(meeting) if around::hears_tabs() => view! { <WhatIsHeard popup site=meeting.site /> },
            Some(_) => ().into_any(),
            None => view! { <p class="soft">{say("popup_no_meeting")}</p> },
        }}
        <Button look=Look::Primary busy=popup.start.busy() on_press=move |()| popup.listen(false)>
            {move || if popup.start.busy().get() { say("popup_starting") } else { say("popup_start") }}
        </Button>
        <JobFault job=popup.start />
    }
}

/// The choice between this tab and everything that the computer plays.
#[component]
fn WhatIsHeard(popup: Desk, site: String) -> impl IntoView {
    let choice = move |alone: bool, words: String| {
        view! {
            <label class="check">
                <input
                    type="radio"
                    name="heard"
                    prop:checked=move || popup.tab_alone.get() == alone
                    on:change=move |_| popup.tab_alone.set(alone)
                />
                <span>{words}</span>
            </label>
        }
    };
    view! {
        <fieldset>
            <legend>{say("popup_heard")}</legend>
            {choice(true, say_with("popup_heard_tab", &[&site]))}
            {choice(false, say("popup_heard_system"))}
        </fieldset>
    }
}

#[component]
fn Consent(popup: Desk) -> impl IntoView {
    let alone = move || popup.tab_alone.get() && popup.meeting.with(Option::is_some);
    view! {
        <section class="consent" aria-labelledby="consent-title">
            <h2 id="consent-title">{say("consent_title")}</h2>
            <p>{move || if alone() { say("consent_hears_tab") } else { say("consent_hears_system") }}</p>
            <p class="recipients">{move || popup.asks.with(|known| known.as_ref().map(recipients::told))}</p>
            <p>{say("consent_leaves")}</p>
            <Button look=Look::Primary busy=popup.start.busy() on_press=move |()| popup.listen(true)>
                {say("consent_confirm")}
            </Button>
            <Button on_press=move |()| popup.asks.set(None)>{say("parts_cancel")}</Button>
            <JobFault job=popup.start />
        </section>
    }
}

#[component]
fn Listening(popup: Desk) -> impl IntoView {
    let session = desk::session();
    let now = RwSignal::new(epoch_ms() as u64);
    if let Ok(ticking) = set_interval_with_handle(move || now.set(epoch_ms() as u64), Duration::from_secs(1)) {
        on_cleanup(move || ticking.clear());
    }
    let clock = move || session.with(|view| model::clock(view.started_unix_ms, now.get()));
    let about = Memo::new(move |_| session.with(|view| model::about(&view.brief)));
    let cards = Memo::new(move |_| session.with(model::cards));
    view! {
        <p class="running">
            <time>{clock}</time>
            <span class="soft">{cards}</span>
        </p>
        {move || Some(about.get()).filter(|about| !about.is_empty()).map(|about| view! { <p>{about}</p> })}
        <Button look=Look::Primary busy=popup.stop.busy() on_press=move |()| popup.end()>
            {say("popup_stop")}
        </Button>
        <JobFault job=popup.stop />
    }
}

/// The ways from here: the pages, and the side panel where there is one.
#[component]
fn Ways(popup: Desk) -> impl IntoView {
    let to = |route: Route| move |()| around::open_pages(&route.address());
    let panel = move || {
        let tab = popup.front.get().filter(|_| around::has_side_panel());
        tab.map(|tab| {
            view! {
                <Button look=Look::Quiet on_press=move |()| around::open_side_panel(tab)>
                    {say("popup_side_panel")}
                </Button>
            }
        })
    };
    view! {
        <nav class="ways" aria-label=say("shell_pages")>
            <Button look=Look::Quiet on_press=to(Route::Interviews)>{say("shell_interviews")}</Button>
            <Button look=Look::Quiet on_press=to(Route::History)>{say("shell_history")}</Button>
            <Button look=Look::Quiet on_press=to(Route::Welcome)>{say("popup_all_pages")}</Button>
            {panel}
        </nav>
    }
}
