//! What is stored where, what protects it, what left the computer, for how long it is kept, and erasing all of it.
//!
//! [`words`] names what the report counts, without a browser; each other file is a part of the page. Never here: what
//! erases a single session or document; their own pages do.

mod everything;
mod kept;
mod left;
mod protect;
mod stored;
pub mod words;

use super::parts::{Fetched, Head, JobFault, view};
use crate::locale::say;
use convoally_shared::request::ReportPrivacy;
use leptos::prelude::*;

/// The page.
#[component]
pub fn Privacy() -> impl IntoView {
    let report = Fetched::new(|| ReportPrivacy {});
    let changed = Callback::new(move |()| report.again());
    let contents = move || report.get().and_then(|report| report.vault);
    view! {
        <Head title=say("shell_privacy") lead=say("privacy_lead") />
        <protect::Protect changed />
        <JobFault job=report.job() />
        {move || {
            (report.get().is_none() && report.job().busy().get())
                .then(|| view! { <p class="soft" role="status">{say("privacy_loading")}</p> })
        }}
        {move || report.get().map(|report| view! { <stored::InVault report /> })}
        {move || contents().map(|contents| view! { <kept::KeptFor retention=contents.retention changed /> })}
        {move || contents().map(|contents| view! { <left::LeftHere left=contents.left /> })}
        {move || report.get().map(|report| view! { <stored::Elsewhere report /> })}
        <everything::Everything backup=Signal::derive(move || contents().is_some_and(|contents| contents.backup)) changed />
    }
}
