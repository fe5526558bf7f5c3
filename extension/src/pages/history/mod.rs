//! The page of that name; what it will show is still on its way here.

use super::parts::{Empty, Head};
use crate::locale::say;
use convoally_shared::session::SessionId;
use leptos::prelude::*;

/// All sessions.
#[component]
pub fn History() -> impl IntoView {
    view! {
        <Head title=say("shell_history") />
        <Empty title=say("shell_not_here") text=say("shell_not_here_text") />
    }
}

/// One of them.
#[component]
pub fn Session(
    /// Which.
    id: SessionId,
) -> impl IntoView {
    view! {
        <Head title=id.0 />
        <Empty title=say("shell_not_here") text=say("shell_not_here_text") />
    }
}
