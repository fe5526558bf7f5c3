//! Sessions as a file: in which format, and how far it is.

use super::words;
use crate::locale::{say, say_with, write};
use crate::pages::files;
use crate::pages::parts::{Button, Choice, Dialog, Job, JobFault, Look, Pick, view};
use convoally_shared::export::Format;
use convoally_shared::request::{ExportSessions, Exported};
use leptos::prelude::*;

/// Asks in which format sessions are written, and hands the file to the browser.
#[component]
pub fn ExportDialog(
    /// Which ones; set back when the dialog closes.
    sessions: RwSignal<Option<Exported>>,
) -> impl IntoView {
    let job = Job::new();
    let (format, came, done) =
        (RwSignal::new(Format::Html.ending().to_owned()), RwSignal::new(0_u64), RwSignal::new(None));
    let open = Signal::derive(move || sessions.with(Option::is_some));
    let close = move |()| {
        sessions.set(None);
        done.set(None);
        job.forgive();
    };
    let export = move |()| {
        let (Some(sessions), Some(format)) = (sessions.get_untracked(), format_of(&format.get_untracked())) else {
            return;
        };
        came.set(0);
        done.set(None);
        job.begin(async move {
            let written = files::export(ExportSessions { sessions, format }, move |bytes| {
                came.try_set(bytes);
            });
            done.set(Some(written.await?.name));
            Ok(())
        });
    };
    let told = move || match (job.busy().get(), done.get()) {
        (true, _) => say_with("history_export_so_far", &[&write::size(came.get())]),
        (false, Some(name)) => say_with("history_export_done", &[&name]),
        (false, None) => String::new(),
    };
    let what = move || match sessions.get() {
        Some(Exported::All(_)) => say("history_export_all_text"),
        _ => say("history_export_one_text"),
    };
    view! {
        <Dialog open on_close=close title=say("history_export_title")>
            <p>{what}</p>
            <Pick label=say("history_format") value=format choices=choices() />
            <p class="soft">{say("history_export_plain")}</p>
            <p role="status">{told}</p>
            <JobFault job />
            <div class="row end">
                <Button on_press=close>{say("history_close")}</Button>
                <Button look=Look::Primary busy=job.busy() on_press=export>
                    {say("history_export")}
                </Button>
            </div>
        </Dialog>
    }
}

fn choices() -> Signal<Vec<Choice>> {
    Signal::stored(Format::ALL.map(|format| Choice::new(format.ending(), words::format(format))).to_vec())
}

fn format_of(ending: &str) -> Option<Format> {
    Format::ALL.into_iter().find(|format| format.ending() == ending)
}
