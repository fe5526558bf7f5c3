//! The page of that name; what it will show is still on its way here.

use super::parts::{Empty, Head};
use crate::locale::say;
use convoally_shared::interview::InterviewId;
use leptos::prelude::*;

/// All interviews.
#[component]
pub fn Interviews() -> impl IntoView {
    view! {
        <Head title=say("shell_interviews") />
        <Empty title=say("shell_not_here") text=say("shell_not_here_text") />
    }
}

/// One of them.
#[component]
pub fn Interview(
    /// Which.
    id: InterviewId,
) -> impl IntoView {
    view! {
        <Head title=id.0 />
        <Empty title=say("shell_not_here") text=say("shell_not_here_text") />
    }
}
