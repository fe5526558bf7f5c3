//! What protects the vault, and locking and unlocking it.

use super::words;
use crate::locale::{say, say_count};
use crate::pages::desk;
use crate::pages::parts::{Button, Choice, Fetched, Job, JobFault, Look, Pick, Section, TextField, view, whenever};
use convoally_shared::request::{LockAfter, LockVault, ProtectVault, Request, UnlockVault, VaultStatus};
use convoally_shared::vault::{Access, Passphrase, Protection, VaultState};
use leptos::prelude::*;

/// After so many minutes without a session a vault can be locked; 0 is never.
const MINUTES: [u32; 5] = [5, 15, 30, 60, 0];

/// The vault's state, and what is under way about it.
#[derive(Clone, Copy)]
struct Vault {
    state: Fetched<VaultState>,
    job: Job,
    changed: Callback<()>,
}

impl Vault {
    /// Asks for what answers with the new state. `then` is called when it was done.
    fn ask<R: Request<Reply = VaultState> + 'static>(self, request: R, then: impl FnOnce() + 'static) {
        self.job.begin(async move {
            self.state.set(desk::call(request).await?);
            self.changed.run(());
            then();
            Ok(())
        });
    }
}

/// The part of the page.
#[component]
pub fn Protect(
    /// Told when the vault was locked or unlocked: more, or less, can be told of it.
    changed: Callback<()>,
) -> impl IntoView {
    let vault = Vault { state: Fetched::new(|| VaultStatus {}), job: Job::new(), changed };
    view! {
        <Section title=say("privacy_protection")>
            <JobFault job=vault.state.job() />
            {move || vault.state.get().map(|state| view! { <State state vault /> })}
            <JobFault job=vault.job />
        </Section>
    }
}

#[component]
fn State(state: VaultState, vault: Vault) -> impl IntoView {
    let by = match state.protection {
        Some(Protection::Keychain) => say("privacy_by_keychain"),
        Some(Protection::Passphrase) => say("privacy_by_passphrase"),
        None => String::new(),
    };
    let recovery = match (state.protection, state.recovery) {
        (None, _) => None,
        (_, true) => Some(view! { <p>{say("privacy_recovery")}</p> }),
        (_, false) => Some(view! {
            <p>
                {say("privacy_no_recovery")} " " <code>{"convoally vault recovery new"}</code>
            </p>
        }),
    };
    let locked = state.access == Access::Locked;
    let there = state.protection.is_some();
    let passphrase = state.protection == Some(Protection::Passphrase);
    view! {
        <p class="sentence" data-access=format!("{:?}", state.access).to_lowercase()>
            {words::access(&state)}
        </p>
        <p>{by}</p>
        {recovery}
        {(locked && there).then(|| view! { <Unlock vault asks=state.asks_passphrase /> })}
        {(!locked && there)
            .then(|| {
                view! {
                    <Button busy=vault.job.busy() on_press=move |()| vault.ask(LockVault {}, || {})>
                        {say("privacy_lock")}
                    </Button>
                }
            })}
        {(!locked).then(|| view! { <NewPassphrase vault now=passphrase /> })}
        {(passphrase && !locked).then(|| view! { <LocksAfter vault minutes=state.locks_after_min /> })}
        <p>{say("privacy_backups")} " " <code>{"convoally backup --help"}</code></p>
    }
}

#[component]
fn Unlock(vault: Vault, asks: bool) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let unlock = move |()| {
        let passphrase = asks.then(|| Passphrase::new(typed.get_untracked()));
        // It stands in the field no longer than it takes to send it.
        typed.set(String::new());
        vault.ask(UnlockVault { passphrase }, || {});
    };
    let empty = Signal::derive(move || asks && typed.with(String::is_empty));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if !empty.get_untracked() {
            unlock(());
        }
    };
    view! {
        <form class="with-button" on:submit=submit>
            {asks.then(|| view! { <TextField label=say("privacy_passphrase") kind="password" value=typed /> })}
            <Button look=Look::Primary disabled=empty busy=vault.job.busy() on_press=unlock>
                {say("privacy_unlock")}
            </Button>
        </form>
    }
}

/// Another passphrase, the first one, or the keychain again.
#[component]
fn NewPassphrase(vault: Vault, now: bool) -> impl IntoView {
    let text = || RwSignal::new(String::new());
    let (old, new, again) = (text(), text(), text());
    let clear = move || {
        for field in [old, new, again] {
            field.try_set(String::new());
        }
    };
    let typed = move |field: RwSignal<String>| {
        let typed = field.get_untracked();
        (!typed.is_empty()).then(|| Passphrase::new(typed))
    };
    let protect = move |()| {
        if let Some(fault) = words::passphrase_fault(&new.get_untracked(), &again.get_untracked()) {
            vault.job.fail(fault);
            return;
        }
        vault.ask(ProtectVault { now: typed(old), with: typed(new) }, clear);
    };
    let keychain = move |()| vault.ask(ProtectVault { now: typed(old), with: None }, clear);
    let empty = Signal::derive(move || new.with(String::is_empty) || (now && old.with(String::is_empty)));
    let unknown = Signal::derive(move || old.with(String::is_empty));
    let title = if now { say("privacy_change_passphrase") } else { say("privacy_set_passphrase") };
    view! {
        <details class="record">
            <summary>{title}</summary>
            <div class="form">
                <p class="hint">{say("privacy_passphrase_hint")}</p>
                {now
                    .then(|| {
                        view! { <TextField label=say("privacy_passphrase_now") kind="password" value=old /> }
                    })}
                <TextField label=say("privacy_passphrase_new") kind="password" value=new />
                <TextField label=say("privacy_passphrase_again") kind="password" value=again />
                <div class="row">
                    <Button look=Look::Primary disabled=empty busy=vault.job.busy() on_press=protect>
                        {say("privacy_protect")}
                    </Button>
                    {now
                        .then(|| {
                            view! {
                                <Button disabled=unknown busy=vault.job.busy() on_press=keychain>
                                    {say("privacy_to_keychain")}
                                </Button>
                            }
                        })}
                </div>
            </div>
        </details>
    }
}

#[component]
fn LocksAfter(vault: Vault, minutes: Option<u32>) -> impl IntoView {
    let known = minutes.unwrap_or(0);
    let chosen = RwSignal::new(known.to_string());
    whenever(move || {
        let minutes: u32 = chosen.get().parse().unwrap_or(known);
        if minutes != known {
            vault.ask(LockAfter { minutes: (minutes > 0).then_some(minutes) }, || {});
        }
    });
    let mut all = MINUTES.to_vec();
    if !all.contains(&known) {
        // Never stays last.
        all.insert(all.partition_point(|minutes| (1..known).contains(minutes)), known);
    }
    let words = |minutes: u32| match minutes {
        0 => say("privacy_never"),
        minutes => say_count("privacy_minutes", minutes.into()),
    };
    let choices = all.into_iter().map(|minutes| Choice::new(minutes.to_string(), words(minutes))).collect();
    view! { <Pick label=say("privacy_locks_after") value=chosen choices=Signal::stored(choices) /> }
}
