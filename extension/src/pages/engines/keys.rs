//! Providers' keys: typed here, kept by the host, never shown again.

use super::model;
use crate::locale::{say, say_with};
use crate::pages::desk;
use crate::pages::parts::{Button, Job, JobFault, Look, TextField, listed, view};
use convoally_shared::privacy::KeyState;
use convoally_shared::request::{EnginesShown, ForgetKey, PutKey};
use convoally_shared::vault::Passphrase;
use leptos::prelude::*;

/// A line for each provider.
#[component]
pub fn Keys(
    /// What the host said last.
    now: Signal<EnginesShown>,
    /// Asks the host anew: something was changed.
    again: Callback<()>,
) -> impl IntoView {
    let keys = Memo::new(move |_| now.with(|now| now.keys.clone()));
    view! {
        <ul class="plain lines">
            {listed(
                move || keys.get(),
                |(provider, state)| vec![provider.clone(), model::key_words(state)],
                move |(provider, state)| view! { <Key provider state again /> },
            )}
        </ul>
    }
}

#[component]
fn Key(provider: String, state: KeyState, again: Callback<()>) -> impl IntoView {
    let (typed, job) = (RwSignal::new(String::new()), Job::new());
    let name = StoredValue::new(provider.clone());
    let nothing = Signal::derive(move || typed.with(|typed| typed.trim().is_empty()));
    let put = move |()| {
        // The field is emptied before anything is waited for: a key stands nowhere here once it is on its way.
        let key = Passphrase::new(typed.get_untracked().trim().to_owned());
        typed.set(String::new());
        let provider = name.get_value();
        job.begin(async move {
            desk::call(PutKey { provider, key }).await?;
            again.run(());
            Ok(())
        });
    };
    let forget = move |()| {
        let provider = name.get_value();
        job.begin(async move {
            desk::call(ForgetKey { provider }).await?;
            again.run(());
            Ok(())
        });
    };
    view! {
        <li class="stack" data-provider=provider.clone()>
            <p><b>{provider.clone()}</b> " " <span class="soft">{model::key_words(&state)}</span></p>
            <div class="beside-button">
                <TextField label=say_with("engines_key_of", &[&provider]) value=typed kind="password" />
                <Button disabled=nothing busy=job.busy() on_press=put>{say("engines_key_keep")}</Button>
                {model::is_forgettable(&state)
                    .then(|| {
                        view! {
                            <Button
                                look=Look::Quiet
                                name=say_with("engines_key_forget_of", &[&provider])
                                busy=job.busy()
                                on_press=forget
                            >
                                {say("engines_key_forget")}
                            </Button>
                        }
                    })}
            </div>
            <JobFault job />
        </li>
    }
}
