//! The keys: those that the browser knows, as they are bound right now, and those inside the overlay.
//!
//! [`model`] makes sense of what the browser says. Keys are changed in the browser's own place, never here.

pub mod model;

use super::around;
use super::json;
use super::parts::{Button, FaultBox, Head, Section, Table, view};
use crate::keys::IN_OVERLAY;
use crate::locale::say;
use convoally_shared::fault::Fault;
use leptos::ev;
use leptos::prelude::*;
use leptos::reactive::spawn_local_scoped_with_cancellation;
use leptos::task::spawn_local;
use model::{Bound, State, judged};

/// The page.
#[component]
pub fn Shortcuts() -> impl IntoView {
    let commands = RwSignal::new(None::<Vec<Bound>>);
    let unopened = RwSignal::new(false);
    let look = move || {
        spawn_local_scoped_with_cancellation(async move {
            let text = around::commands().await.ok().and_then(|text| text.as_string()).unwrap_or_default();
            let value = json::parse(&text).unwrap_or_default();
            commands.set(Some(json::read(&value).unwrap_or_default()));
        });
    };
    look();
    // The browser's own place is another tab: what was changed there is shown when the user comes back.
    let owner = Owner::current().unwrap_or_default();
    let handle = window_event_listener(ev::focus, move |_| owner.with(look));
    on_cleanup(move || handle.remove());
    let open = move |()| {
        spawn_local(async move {
            let opened = around::open_shortcuts().await.ok().and_then(|opened| opened.as_bool()).unwrap_or(false);
            unopened.try_set(!opened);
        });
    };
    view! {
        <Head title=say("shell_shortcuts") lead=say("shortcuts_lead") />
        <Section title=say("shortcuts_everywhere")>
            {move || commands.get().map(|commands| view! { <Commands commands /> })}
            <div class="row">
                <Button on_press=open>{say("shortcuts_change")}</Button>
            </div>
            {move || unopened.get().then(|| view! { <FaultBox fault=not_opened() /> })}
        </Section>
        <Section title=say("shortcuts_in_overlay")>
            <p>{say("shortcuts_in_overlay_text")}</p>
            <Table
                caption=say("shortcuts_in_overlay")
                headings=vec![say("shortcuts_what"), say("shortcuts_keys")]
            >
                {IN_OVERLAY
                    .map(|chord| {
                        view! {
                            <tr>
                                <th scope="row">{say(chord.does)}</th>
                                <td>{chord.keys.iter().map(|keys| view! { <Keys keys=(*keys).to_owned() /> }).collect_view()}</td>
                            </tr>
                        }
                    })
                    .collect_view()}
            </Table>
        </Section>
    }
}

#[component]
fn Commands(commands: Vec<Bound>) -> impl IntoView {
    let row = |(command, state): (Bound, State)| {
        let keys = command.working(&state);
        view! {
            <tr data-command=command.name.clone() data-state=state.sign()>
                <th scope="row">{command.what()}</th>
                <td>
                    {(!keys.is_empty()).then(|| view! { <Keys keys /> })}
                    <span class="soft">{state.words(&command)}</span>
                </td>
            </tr>
        }
    };
    view! {
        <Table
            caption=say("shortcuts_everywhere")
            headings=vec![say("shortcuts_what"), say("shortcuts_keys")]
        >
            {judged(commands).into_iter().map(row).collect_view()}
        </Table>
    }
}

/// `Alt+Shift+A` as three keys. A Mac's signs stand for themselves.
#[component]
fn Keys(keys: String) -> impl IntoView {
    let each = keys.split('+').map(|key| view! { <kbd>{key.to_owned()}</kbd> }).collect_view();
    view! { <span class="keys">{each}</span> }
}

fn not_opened() -> Fault {
    Fault::new("shortcuts.not_opened", say("shortcuts_not_opened"), say("shortcuts_not_opened_action"))
}
