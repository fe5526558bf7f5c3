//! Hearing one side: which device, and a bar that moves with its sound. Nothing is kept or written down.

use super::{model, play};
use crate::locale::say;
use crate::pages::desk;
use crate::pages::parts::{Button, Choice, FaultBox, Fetched, Job, JobFault, Level, Pick, view, whenever};
use convoally_shared::fault::Fault;
use convoally_shared::request::{ChooseDevice, HearDevices, Levels, ListDevices};
use convoally_shared::utterance::Speaker;
use leptos::prelude::*;

/// The step of one side. It listens while it is in sight.
#[component]
pub fn Hearing(speaker: Speaker, heard: RwSignal<Vec<Speaker>>) -> impl IntoView {
    let found = Fetched::new(|| ListDevices {});
    let levels = RwSignal::new(Levels::default());
    let hears = Job::new();
    let ready = desk::ready();
    // The host stops by itself after two minutes; as long as the step is in sight it is asked again.
    whenever(move || {
        if ready.get() && !hears.busy().get() && hears.fault().with(Option::is_none) {
            hears.begin(async move {
                desk::follow(HearDevices {}, move |now| levels.set(now)).await?;
                Ok(())
            });
        }
    });
    let device = Memo::new(move |_| found.get().and_then(|found| model::device_of(&found, speaker)));
    let dbfs = Signal::derive(move || {
        device.with(|device| {
            levels.with(|levels| device.as_ref().map_or(-100.0, |device| model::loudness(levels, device)))
        })
    });
    whenever(move || {
        if model::is_heard(dbfs.get()) && heard.with_untracked(|heard| !heard.contains(&speaker)) {
            heard.update(|heard| heard.push(speaker));
        }
    });
    let fault = Memo::new(move |_| device.with(|device| levels.with(|levels| fault_of(levels, &device.as_ref()?.id))));
    let none = move || found.get().is_some() && device.with(Option::is_none);
    let me = speaker == Speaker::Me;
    view! {
        <p>{if me { say("welcome_microphone_text") } else { say("welcome_sound_text") }}</p>
        <JobFault job=found.job() />
        <Which speaker found />
        <Level label=if me { say("welcome_microphone_level") } else { say("welcome_sound_level") } dbfs />
        {move || {
            let words = if heard.with(|heard| heard.contains(&speaker)) { say("welcome_heard") } else { say("welcome_waits") };
            view! { <p class="soft">{words}</p> }
        }}
        {move || none().then(|| view! { <FaultBox fault=no_device(speaker) /> })}
        {move || fault.get().map(|fault| view! { <FaultBox fault /> })}
        {move || {
            hears.fault().get().map(|fault| {
                view! {
                    <FaultBox fault>
                        <Button on_press=move |()| { hears.forgive(); found.again(); }>{say("welcome_again")}</Button>
                    </FaultBox>
                }
            })
        }}
        {(!me).then(|| view! { <PlayNotes /> })}
    }
}

fn fault_of(levels: &Levels, id: &str) -> Option<Fault> {
    levels.levels.iter().find(|(device, _)| device == id).and_then(|(_, reading)| reading.fault.clone())
}

fn no_device(speaker: Speaker) -> Fault {
    match speaker {
        Speaker::Me => {
            Fault::new("welcome.no_microphone", say("welcome_no_microphone"), say("welcome_no_microphone_action"))
        }
        Speaker::Them => Fault::new("welcome.no_output", say("welcome_no_output"), say("welcome_no_output_action")),
    }
}

/// The choice among the devices of the side; what is chosen counts from the next session on.
#[component]
fn Which(speaker: Speaker, found: Fetched<convoally_shared::request::DevicesFound>) -> impl IntoView {
    let job = Job::new();
    let value = RwSignal::new(String::new());
    let chosen = move || {
        let found = found.get()?;
        Some(found.chosen.of(speaker).map(|chosen| chosen.id.clone()).unwrap_or_default())
    };
    let before = StoredValue::new(String::new());
    whenever(move || {
        if let Some(chosen) = chosen() {
            before.set_value(chosen.clone());
            value.set(chosen);
        }
    });
    whenever(move || {
        let picked = value.get();
        if picked != before.get_value() {
            before.set_value(picked.clone());
            job.begin(async move {
                let id = (!picked.is_empty()).then_some(picked);
                let chosen = desk::call(ChooseDevice { speaker, id }).await;
                found.again();
                chosen.map(|_| ())
            });
        }
    });
    let choices = Signal::derive(move || {
        let default = Choice::new("", say("welcome_device_default"));
        let devices = found.get().map(|found| model::devices_of(&found, speaker)).unwrap_or_default();
        std::iter::once(default)
            .chain(devices.into_iter().map(|device| Choice::new(device.id, device.name)))
            .collect::<Vec<_>>()
    });
    view! {
        <Pick label=say("welcome_device") value choices />
        <JobFault job />
    }
}

/// Something to hear.
#[component]
fn PlayNotes() -> impl IntoView {
    let job = Job::new();
    view! {
        <Button busy=job.busy() on_press=move |()| job.begin(play::notes())>{say("welcome_play")}</Button>
        <JobFault job />
    }
}
