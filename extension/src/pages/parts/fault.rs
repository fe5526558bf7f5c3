//! What did not work: the sentence, what to do about it, and the code for whoever looks it up.

use super::job::Job;
use super::{live, view};
use crate::locale;
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
    let (sentence, action) = (locale::fault::sentence(&fault), locale::fault::action(&fault));
    view! {
        <div class="fault" role="alert">
            <p class="sentence" lang=sentence.lang>{in_type(&sentence.words)}</p>
            <p lang=action.lang>{in_type(&action.words)}</p>
            {children.map(|children| view! { <div class="row">{children()}</div> })}
            <p>
                <code class="code">{fault.code}</code>
            </p>
        </div>
    }
}

/// A sentence in which what is to be typed stands between backticks.
fn in_type(sentence: &str) -> impl IntoView + use<> {
    let part = |(at, words): (usize, &str)| {
        let words = words.to_owned();
        if at % 2 == 1 {
            view! { <code>{words}</code> }
        } else {
            words.into_any()
        }
    };
    sentence.split('`').enumerate().map(part).collect_view()
}

/// What went wrong with a job, while something did.
#[component]
pub fn JobFault(
    /// Whose.
    job: Job,
) -> impl IntoView {
    live(move || job.fault().get().map(|fault| view! { <FaultBox fault /> }))
}
