//! What did not work: the sentence, what to do about it, and the code for whoever looks it up.

use super::job::Job;
use convoally_shared::fault::Fault;
use leptos::prelude::*;

/// A fault, told to screen readers at once.
#[component]
pub fn FaultBox(
    /// Which.
    fault: Fault,
    /// What can be done about it here, as buttons.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="fault" role="alert">
            <p class="sentence">{fault.sentence}</p>
            <p>{fault.action}</p>
            {children.map(|children| view! { <div class="row">{children()}</div> })}
            <p>
                <code>{fault.code}</code>
            </p>
        </div>
    }
}

/// What went wrong with a job, while something did.
#[component]
pub fn JobFault(
    /// Whose.
    job: Job,
) -> impl IntoView {
    move || job.fault().get().map(|fault| view! { <FaultBox fault /> })
}
