//! Every link of the chain from the browser to the history: how each is, what to do, and doing it where the program can.

use crate::locale::{Key, say, say_with};
use crate::pages::desk;
use crate::pages::parts::{Button, FaultBox, Job, JobFault, Progress, view};
use crate::pages::welcome::fetching;
use convoally_shared::check::{Check, CheckState, Link, Repair};
use convoally_shared::fault::Fault;
use convoally_shared::model;
use convoally_shared::request::{CheckSystem, RepairSystem};
use leptos::prelude::*;

/// The button, and what came of it.
#[component]
pub fn Chain() -> impl IntoView {
    let (job, found) = (Job::new(), RwSignal::new(Vec::<Check>::new()));
    let look = Callback::new(move |()| {
        job.begin(async move {
            found.set(desk::call(CheckSystem {}).await?.checks);
            Ok(())
        });
    });
    view! {
        <div id="chain" class="stack">
            <p>{say("about_check_text")}</p>
            <Button busy=job.busy() on_press=look>
                {move || if job.busy().get() { say("about_checking") } else { say("about_check_now") }}
            </Button>
            <JobFault job />
            <ul class="plain lines" aria-live="polite">
                {move || found.get().into_iter().map(|check| view! { <Line check look /> }).collect_view()}
            </ul>
        </div>
    }
}

#[component]
fn Line(check: Check, look: Callback<()>) -> impl IntoView {
    let Check { name: link, state, code, sentence, action, repair } = check;
    let (sign, words) = sign(state);
    let told = match action {
        None => view! { <p class="soft">{sentence}</p> },
        Some(action) => {
            let fault = Fault { code: code.unwrap_or_default(), sentence, action };
            view! { <FaultBox fault /> }
        }
    };
    view! {
        <li class="stack" data-link=link.name() data-state=format!("{state:?}").to_lowercase()>
            <p class="sentence">
                <span aria-hidden="true">{sign} " "</span>
                {say(name(link))}
                <span class="unseen">": " {say(words)}</span>
            </p>
            {told}
            {repair.map(|repair| view! { <Mend repair link look /> })}
        </li>
    }
}

/// The repair, and a new look when it is done.
#[component]
fn Mend(repair: Repair, link: Link, look: Callback<()>) -> impl IntoView {
    let (job, step) = (Job::new(), RwSignal::new(None::<model::Progress>));
    let press = move |()| {
        let repair = repair.clone();
        job.begin(async move {
            desk::follow(RepairSystem { repair }, move |told| step.set(Some(told))).await?;
            look.run(());
            Ok(())
        });
    };
    let share = Signal::derive(move || step.with(|step| fetching::share(step.as_ref()?)));
    let words = Signal::derive(move || step.with(|step| step.as_ref().map(fetching::words).unwrap_or_default()));
    let under_way = Memo::new(move |_| job.busy().get() && step.with(Option::is_some));
    let what = say(name(link));
    let called = say_with("about_check_repair_of", &[&what]);
    view! {
        {move || under_way.get().then(|| view! { <Progress label=what.clone() share words /> })}
        <Button name=called busy=job.busy() on_press=press>
            {say("about_check_repair")}
        </Button>
        <JobFault job />
    }
}

/// A sign that is no colour alone, and the same in words.
fn sign(state: CheckState) -> (char, Key) {
    match state {
        CheckState::Right => ('✓', Key("about_check_right")),
        CheckState::Limited => ('–', Key("about_check_limited")),
        CheckState::Broken => ('✗', Key("about_check_broken")),
    }
}

fn name(link: Link) -> Key {
    match link {
        Link::Manifest => Key("about_link_manifest"),
        Link::Path => Key("about_link_path"),
        Link::Origin => Key("about_link_origin"),
        Link::Launch => Key("about_link_launch"),
        Link::Handshake => Key("about_link_handshake"),
        Link::Sound => Key("about_link_sound"),
        Link::Speech => Key("about_link_speech"),
        Link::Recall => Key("about_link_recall"),
        Link::Keychain => Key("about_link_keychain"),
        Link::Drafts => Key("about_link_drafts"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_state_has_a_sign_and_words_of_its_own() {
        let all = [CheckState::Right, CheckState::Limited, CheckState::Broken].map(|state| {
            let (sign, words) = sign(state);
            (sign, say(words))
        });
        let signs: std::collections::BTreeSet<_> = all.iter().map(|(sign, _)| sign).collect();
        let words: std::collections::BTreeSet<_> = all.iter().map(|(_, words)| words).collect();
        assert_eq!((signs.len(), words.len()), (3, 3));
    }
}
