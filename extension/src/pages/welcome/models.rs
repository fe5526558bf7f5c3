//! The models that sessions need: how large, how far, and going on after a break.

use super::{fetching, model};
use crate::locale::{say, say_with, write};
use crate::pages::desk;
use crate::pages::parts::{Button, Fetched, Job, JobFault, Look, Progress, view};
use convoally_shared::model as shared;
use convoally_shared::request::{Models, PullModel};
use leptos::prelude::*;

/// The step.
#[component]
pub fn ModelsStep(models: Fetched<Models>) -> impl IntoView {
    let (job, under_way) = (Job::new(), RwSignal::new(None::<(String, Option<shared::Progress>)>));
    let wanting = Memo::new(move |_| models.get().map(|found| model::wanting(&found.models)));
    let pull = move |()| {
        let names = wanting.get_untracked().unwrap_or_default().into_iter().map(|model| model.name);
        let names: Vec<String> = names.collect();
        job.begin(async move {
            for name in names {
                under_way.set(Some((name.clone(), None)));
                let of = name.clone();
                let pulled =
                    desk::follow(PullModel { name }, move |step| under_way.set(Some((of.clone(), Some(step))))).await;
                under_way.set(None);
                // Also after a fault: what came of it is on the disk.
                models.again();
                pulled?;
            }
            Ok(())
        });
    };
    let text = move || match wanting.get().as_deref() {
        None => say("welcome_models_looks"),
        Some([]) => say("welcome_models_there"),
        Some(wanting) => say_with("welcome_models_text", &[&write::size(model::to_fetch(wanting))]),
    };
    let share = Signal::derive(move || {
        under_way.with(|step| step.as_ref().and_then(|(_, step)| fetching::share(step.as_ref()?)))
    });
    let words = Signal::derive(move || {
        under_way
            .with(|step| step.as_ref().and_then(|(_, step)| step.as_ref()).map(fetching::words).unwrap_or_default())
    });
    let name = Memo::new(move |_| under_way.with(|step| step.as_ref().map(|(name, _)| name.clone())));
    let offers = Memo::new(move |_| {
        !job.busy().get() && wanting.with(|wanting| wanting.as_ref().is_some_and(|wanting| !wanting.is_empty()))
    });
    view! {
        <p>{text}</p>
        <JobFault job=models.job() />
        {move || name.get().map(|name| view! { <Progress label=name share words /> })}
        <JobFault job />
        {move || {
            let begun = wanting.with(|wanting| wanting.as_ref().is_some_and(|wanting| model::is_begun(wanting)));
            let words = if begun { say("welcome_models_go_on") } else { say("welcome_models_fetch") };
            offers.get().then(|| view! { <Button look=Look::Primary on_press=pull>{words}</Button> })
        }}
    }
}
