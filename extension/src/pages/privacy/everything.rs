//! Erasing everything, after a typed word.

use super::words;
use crate::locale::say;
use crate::pages::desk;
use crate::pages::parts::{Button, Check, Job, JobFault, Look, Section, TypedConfirm, view};
use convoally_shared::privacy::Gone;
use convoally_shared::request::{CONFIRMATION, EraseEverything};
use leptos::prelude::*;

/// The part of the page.
#[component]
pub fn Everything(
    /// A backup to another place was set up.
    backup: Signal<bool>,
    /// Told when it is gone.
    changed: Callback<()>,
) -> impl IntoView {
    let (job, open) = (Job::new(), RwSignal::new(false));
    let (leave_backups, registrations) = (RwSignal::new(false), RwSignal::new(false));
    let gone = RwSignal::new(None::<Gone>);
    let erase = move |()| {
        let request = EraseEverything {
            confirmed: CONFIRMATION.to_owned(),
            leave_backups: leave_backups.get_untracked(),
            registrations: registrations.get_untracked(),
        };
        job.begin(async move {
            gone.set(Some(desk::call(request).await?));
            changed.run(());
            Ok(())
        });
    };
    view! {
        <Section title=say("privacy_everything")>
            <p>{say("privacy_everything_text")}</p>
            {move || {
                backup
                    .get()
                    .then(|| {
                        view! {
                            <p>
                                {say("privacy_everything_backup")} " "
                                <code>{"convoally backup forget --erase"}</code>
                            </p>
                            <Check label=say("privacy_leave_backups") value=leave_backups />
                        }
                    })
            }}
            <Check label=say("privacy_registrations") value=registrations />
            <Button look=Look::Final busy=job.busy() on_press=move |()| open.set(true)>
                {say("privacy_everything_do")}
            </Button>
            <JobFault job />
            <div role="status">{move || gone.get().map(|gone| view! { <Went gone /> })}</div>
            <TypedConfirm
                open
                title=say("privacy_everything_sure")
                text=say("privacy_everything_sure_text")
                word=say("privacy_everything_word")
                button=say("privacy_everything_do")
                on_confirm=Callback::new(erase)
            />
        </Section>
    }
}

#[component]
fn Went(gone: Gone) -> impl IntoView {
    let told = gone.vault.map_or_else(|| say("privacy_gone_unread"), |erased| words::erased(&erased));
    let left = gone.left.into_iter().map(|left| view! { <li>{left}</li> }).collect_view();
    view! {
        <p class="sentence">{told}</p>
        <ul class="plain">{left}</ul>
    }
}
