//! Trying every engine that sessions would use; what is found comes one by one.

use crate::locale::say;
use crate::pages::desk;
use crate::pages::parts::{Button, FaultBox, Job, JobFault, view};
use convoally_shared::request::{CheckEngines, EngineChecked};
use leptos::prelude::*;

/// The button, and what came of it.
#[component]
pub fn Check() -> impl IntoView {
    let (job, found) = (Job::new(), RwSignal::new(Vec::<EngineChecked>::new()));
    let check = move |()| {
        found.set(Vec::new());
        job.begin(async move {
            desk::follow(CheckEngines {}, move |one| found.update(|found| found.push(one))).await?;
            Ok(())
        });
    };
    let one = |checked: EngineChecked| {
        let name = if checked.name == "speech" { say("engines_speech") } else { checked.name.clone() };
        let result = match checked.result {
            Ok(what) => view! { <p class="soft">{say("engines_works")} " " {what}</p> },
            Err(fault) => view! { <FaultBox fault /> },
        };
        view! { <li class="stack" data-engine=checked.name><p class="sentence">{name}</p> {result}</li> }
    };
    view! {
        <Button busy=job.busy() on_press=check>
            {move || if job.busy().get() { say("engines_checking") } else { say("engines_check_now") }}
        </Button>
        <JobFault job />
        <ul class="plain lines" aria-live="polite">{move || found.get().into_iter().map(one).collect_view()}</ul>
    }
}
