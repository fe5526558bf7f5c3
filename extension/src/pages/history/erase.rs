//! Erasing one session, after a question.

use super::words;
use crate::locale::{say, say_with};
use crate::pages::desk;
use crate::pages::parts::{Button, Dialog, Job, JobFault, Look};
use convoally_shared::request::EraseSession;
use convoally_shared::session::{SessionId, SessionSummary};
use leptos::prelude::*;

/// Asks whether a session is to be erased, and erases it.
#[component]
pub fn EraseDialog(
    /// Which one; set back when it is erased or stays.
    session: RwSignal<Option<SessionSummary>>,
    /// Told when it is gone.
    on_erased: Callback<SessionId>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let job = Job::new();
    // Each follows the other, and only where they differ: two that always told each other would never end.
    Effect::new(move |_| {
        let asked = session.with(Option::is_some);
        if open.get_untracked() != asked {
            open.set(asked);
        }
    });
    Effect::new(move |_| {
        if !open.get() && session.with_untracked(Option::is_some) {
            session.set(None);
            job.forgive();
        }
    });
    let erase = move |()| {
        let Some(gone) = session.get_untracked() else { return };
        job.begin(async move {
            desk::call(EraseSession { session: gone.id.clone() }).await?;
            open.set(false);
            on_erased.run(gone.id);
            Ok(())
        });
    };
    let heading = move || session.with(|session| session.as_ref().map(words::heading).unwrap_or_default());
    view! {
        <Dialog open title=say("history_erase_title")>
            <p>{move || say_with("history_erase_text", &[&heading()])}</p>
            <p class="soft">{say("history_erase_copies")}</p>
            <JobFault job />
            <div class="row end">
                <Button on_press=move |()| open.set(false)>{say("parts_cancel")}</Button>
                <Button look=Look::Final busy=job.busy() on_press=erase>
                    {say("history_erase_for_good")}
                </Button>
            </div>
        </Dialog>
    }
}
