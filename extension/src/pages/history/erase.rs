//! Erasing one session, after a question.

use super::words;
use crate::locale::{say, say_with};
use crate::pages::desk;
use crate::pages::parts::{Button, Dialog, Job, JobFault, Look, view};
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
    let job = Job::new();
    let open = Signal::derive(move || session.with(Option::is_some));
    let close = move |()| {
        session.set(None);
        job.forgive();
    };
    let erase = move |()| {
        let Some(gone) = session.get_untracked() else { return };
        job.begin(async move {
            desk::call(EraseSession { session: gone.id.clone() }).await?;
            close(());
            on_erased.run(gone.id);
            Ok(())
        });
    };
    let heading = move || session.with(|session| session.as_ref().map(words::heading).unwrap_or_default());
    view! {
        <Dialog open on_close=close title=say("history_erase_title")>
            <p>{move || say_with("history_erase_text", &[&heading()])}</p>
            <p class="soft">{say("history_erase_copies")}</p>
            <JobFault job />
            <div class="row end">
                <Button on_press=close>{say("parts_cancel")}</Button>
                <Button look=Look::Final busy=job.busy() on_press=erase>
                    {say("history_erase_for_good")}
                </Button>
            </div>
        </Dialog>
    }
}
