//! For how long each kind of data is kept.

use super::words;
use crate::locale::{say, say_with};
use crate::pages::desk;
use crate::pages::parts::{Button, Choice, Dialog, Job, JobFault, Look, Pick, Section, view, whenever};
use convoally_shared::kept::{Kept, Kind};
use convoally_shared::request::KeepFor;
use leptos::prelude::*;

/// What is offered, days; none is for ever.
const DAYS: [Option<u32>; 6] = [None, Some(7), Some(30), Some(90), Some(180), Some(365)];

/// The part of the page.
#[component]
pub fn KeptFor(
    /// How it is now.
    retention: Vec<Kept>,
    /// Told when it is different.
    changed: Callback<()>,
) -> impl IntoView {
    let (job, told) = (Job::new(), RwSignal::new(String::new()));
    let asked = RwSignal::new(None::<Kept>);
    let open = RwSignal::new(false);
    let keep = move |kept: Kept| {
        open.set(false);
        job.begin(async move {
            let gone = desk::call(KeepFor { kept }).await?;
            told.set(words::erased(&gone));
            changed.run(());
            Ok(())
        });
    };
    // A shorter time erases at once, so it is asked for; a longer one takes nothing away.
    let choose = Callback::new(move |(before, kept): (Option<u32>, Kept)| {
        if is_shorter(before, kept.days) {
            asked.set(Some(kept));
            open.set(true);
        } else {
            keep(kept);
        }
    });
    let picks = Kind::ALL.map(|kind| {
        let days = retention.iter().find(|kept| kept.kind == kind).and_then(|kept| kept.days);
        view! { <One kind days choose open /> }
    });
    let text = move || {
        asked.get().map(|kept| say_with("privacy_shorter_text", &[&words::kind(kept.kind), &words::days(kept.days)]))
    };
    view! {
        <Section title=say("privacy_retention")>
            <p>{say("privacy_retention_text")}</p>
            <div class="filters">{picks.collect_view()}</div>
            <p role="status">{move || told.get()}</p>
            <JobFault job />
            <Dialog open on_close=move |()| open.set(false) title=say("privacy_shorter")>
                <p>{text}</p>
                <div class="row end">
                    <Button on_press=move |()| open.set(false)>{say("parts_cancel")}</Button>
                    <Button look=Look::Final on_press=move |()| asked.get_untracked().into_iter().for_each(keep)>
                        {say("privacy_shorter_do")}
                    </Button>
                </div>
            </Dialog>
        </Section>
    }
}

#[component]
fn One(kind: Kind, days: Option<u32>, choose: Callback<(Option<u32>, Kept)>, open: RwSignal<bool>) -> impl IntoView {
    let value = |days: Option<u32>| days.map(|days| days.to_string()).unwrap_or_default();
    let chosen = RwSignal::new(value(days));
    whenever(move || {
        let typed: Option<u32> = chosen.get().parse().ok();
        if typed != days {
            choose.run((days, Kept { kind, days: typed }));
        }
    });
    // Who says no after all sees what is still so.
    Effect::new(move |was_open: Option<bool>| {
        let is_open = open.get();
        if was_open == Some(true) && !is_open {
            chosen.set(value(days));
        }
        is_open
    });
    let mut all = DAYS.to_vec();
    if let Err(at) = all.binary_search(&days) {
        all.insert(at, days);
    }
    let choices = all.into_iter().map(|days| Choice::new(value(days), words::days(days))).collect();
    view! { <Pick label=words::kind(kind) value=chosen choices=Signal::stored(choices) /> }
}

/// Whether less is kept than before.
fn is_shorter(before: Option<u32>, now: Option<u32>) -> bool {
    now.is_some_and(|now| before.is_none_or(|before| now < before))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shorter_time_is_told_from_a_longer_one() {
        assert!(is_shorter(None, Some(365)) && is_shorter(Some(90), Some(30)));
        assert!(!is_shorter(Some(30), None) && !is_shorter(Some(30), Some(90)) && !is_shorter(None, None));
    }
}
