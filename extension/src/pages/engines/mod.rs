//! The page of that name; what it will show is still on its way here.

use super::parts::{Empty, Head};
use crate::locale::say;
use leptos::prelude::*;

/// The page.
#[component]
pub fn Engines() -> impl IntoView {
    view! {
        <Head title=say("shell_engines") />
        <Empty title=say("shell_not_here") text=say("shell_not_here_text") />
    }
}
