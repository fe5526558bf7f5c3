//! The models that sessions need: how large, how far, and going on after a break.

use super::model;
use crate::locale::{say, say_with, write};
use crate::pages::desk;
use crate::pages::parts::{Button, Fetched, Job, JobFault, Look, Progress};
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
    let share =
        Signal::derive(move || under_way.with(|step| step.as_ref().and_then(|(_, step)| share(step.as_ref()?))));
    let words = Signal::derive(move || {
        under_way.with(|step| step.as_ref().and_then(|(_, step)| step.as_ref()).map(words).unwrap_or_default())
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

/// How far a step is, from 0 to 1; none while that is not known.
fn share(step: &shared::Progress) -> Option<f64> {
    match *step {
        shared::Progress::Downloading { done, total } | shared::Progress::Converting { done, total } if total > 0 => {
            Some(done as f64 / total as f64)
        }
        shared::Progress::Package { number, of } if of > 0 => Some((number as f64 - 1.0).max(0.0) / of as f64),
        shared::Progress::Ready(_) => Some(1.0),
        _ => None,
    }
}

/// That in words.
fn words(step: &shared::Progress) -> String {
    match step {
        shared::Progress::Waiting => say("welcome_models_waiting"),
        shared::Progress::Downloading { done, total } => {
            say_with("welcome_models_bytes", &[&write::size(*done), &write::size(*total)])
        }
        shared::Progress::Rerouted { .. } => say("welcome_models_rerouted"),
        shared::Progress::Package { number, of } => {
            say_with("welcome_models_package", &[&number.to_string(), &of.to_string()])
        }
        shared::Progress::Unpacking | shared::Progress::Converting { .. } => say("welcome_models_converting"),
        shared::Progress::Ready(_) => say("welcome_done"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_told_only_where_it_is_known() {
        assert_eq!(share(&shared::Progress::Waiting), None);
        assert_eq!(share(&shared::Progress::Downloading { done: 0, total: 0 }), None);
        assert_eq!(share(&shared::Progress::Downloading { done: 1, total: 4 }), Some(0.25));
        assert_eq!(share(&shared::Progress::Package { number: 1, of: 2 }), Some(0.0));
    }

    #[test]
    fn a_download_says_how_much_of_how_much() {
        let words = words(&shared::Progress::Downloading { done: 12_000_000, total: 80_000_000 });
        assert_eq!(words, "12 MB of 80 MB");
    }
}
