//! What turns speech into text, what writes drafts, their keys, and what they cost.
//!
//! One file a part of the page: [`speech`], [`keys`], [`order`], [`check`], [`money`]; [`model`] knows no browser. Never
//! here: a key after it was sent. The field that it was typed into is emptied in the same moment.

pub mod check;
pub mod keys;
pub mod model;
pub mod money;
pub mod order;
pub mod speech;

use super::parts::{Fetched, Head, JobFault, Section, view};
use crate::locale::say;
use convoally_shared::request::{EnginesShown, ShowEngines};
use leptos::prelude::*;

/// The page.
#[component]
pub fn Engines() -> impl IntoView {
    let shown = Fetched::new(|| ShowEngines {});
    let again = Callback::new(move |()| shown.again());
    // What is typed in one part stays when another part was kept and the host is asked anew.
    let there = Memo::new(move |_| shown.get().is_some());
    view! {
        <Head title=say("shell_engines") lead=say("engines_lead") />
        <JobFault job=shown.job() />
        {move || {
            let first = there.get().then(|| shown.get_untracked()).flatten()?;
            let now = Signal::derive(move || shown.get().unwrap_or_else(nothing));
            Some(view! {
                <Section title=say("engines_speech")>
                    <speech::Speech shown=first again />
                </Section>
                <Section title=say("engines_drafts")>
                    <p>{say("engines_drafts_text")}</p>
                    <order::Order now again />
                </Section>
                <Section title=say("engines_keys")>
                    <p>{say("engines_keys_text")}</p>
                    <keys::Keys now again />
                </Section>
                <Section title=say("engines_check")>
                    <p>{say("engines_check_text")}</p>
                    <check::Check />
                </Section>
                <Section title=say("engines_money")>
                    <money::Money now again />
                </Section>
            })
        }}
    }
}

/// Before the host said anything.
fn nothing() -> EnginesShown {
    EnginesShown {
        speech: Default::default(),
        speech_engines: Vec::new(),
        order: Vec::new(),
        effective: Vec::new(),
        keys: Vec::new(),
        monthly_micro_usd: None,
        used: None,
        prices: Default::default(),
    }
}
