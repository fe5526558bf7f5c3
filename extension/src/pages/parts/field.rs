//! Something to fill in or to choose, under its label.

use super::view;
use leptos::prelude::*;
use std::sync::atomic::{AtomicU32, Ordering};

/// A number of its own for each field of a document: labels and hints point to it.
fn fresh_id() -> String {
    static LAST: AtomicU32 = AtomicU32::new(0);
    ["field-", &LAST.fetch_add(1, Ordering::Relaxed).to_string()].concat()
}

/// One line of text.
#[component]
pub fn TextField(
    /// What is asked for.
    #[prop(into)]
    label: String,
    /// What stands in it.
    value: RwSignal<String>,
    /// `text`, `search`, `password`, `number`.
    #[prop(default = "text")]
    kind: &'static str,
    /// An example.
    #[prop(optional, into)]
    example: Option<String>,
    /// What helps to fill it in, below it.
    #[prop(optional, into)]
    hint: Option<String>,
    /// It cannot be changed now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
) -> impl IntoView {
    let (id, below) = (fresh_id(), fresh_id());
    // A browser keeps what it takes for a password; keys and passphrases are none of its business.
    let complete = if kind == "password" { "new-password" } else { "off" };
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <input
                id=id
                type=kind
                placeholder=example
                autocomplete=complete
                spellcheck="false"
                aria-describedby=hint.is_some().then(|| below.clone())
                prop:disabled=move || disabled.get()
                prop:value=move || value.get()
                on:input:target=move |event| value.set(event.target().value())
            />
            {hint.map(|hint| view! { <p class="hint" id=below>{hint}</p> })}
        </div>
    }
}

/// Several lines of text.
#[component]
pub fn LongField(
    /// What is asked for.
    #[prop(into)]
    label: String,
    /// What stands in it.
    value: RwSignal<String>,
    /// How many lines are in sight.
    #[prop(default = 8)]
    lines: u32,
    /// What helps to fill it in, below it.
    #[prop(optional, into)]
    hint: Option<String>,
) -> impl IntoView {
    let (id, below) = (fresh_id(), fresh_id());
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <textarea
                id=id
                rows=lines.to_string()
                aria-describedby=hint.is_some().then(|| below.clone())
                prop:value=move || value.get()
                on:input:target=move |event| value.set(event.target().value())
            ></textarea>
            {hint.map(|hint| view! { <p class="hint" id=below>{hint}</p> })}
        </div>
    }
}

/// One thing to choose: its value, and what people read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The value.
    pub value: String,
    /// What people read.
    pub words: String,
}

impl Choice {
    /// From both.
    pub fn new(value: impl Into<String>, words: impl Into<String>) -> Self {
        Self { value: value.into(), words: words.into() }
    }
}

/// One of several.
#[component]
pub fn Pick(
    /// What is chosen.
    #[prop(into)]
    label: String,
    /// The value of the one that is chosen.
    value: RwSignal<String>,
    /// What there is to choose.
    #[prop(into)]
    choices: Signal<Vec<Choice>>,
    /// It cannot be changed now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
) -> impl IntoView {
    let id = fresh_id();
    let option = move |choice: Choice| {
        let own = choice.value.clone();
        view! { <option value=choice.value prop:selected=move || value.get() == own>{choice.words}</option> }
    };
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <select
                id=id
                prop:disabled=move || disabled.get()
                on:change:target=move |event| value.set(event.target().value())
            >
                {move || choices.get().into_iter().map(option).collect_view()}
            </select>
        </div>
    }
}

/// Yes or no.
#[component]
pub fn Check(
    /// What is wanted, or not.
    #[prop(into)]
    label: String,
    /// Whether it is.
    value: RwSignal<bool>,
    /// It cannot be changed now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
) -> impl IntoView {
    view! {
        <label class="check">
            <input
                type="checkbox"
                prop:disabled=move || disabled.get()
                prop:checked=move || value.get()
                on:change:target=move |event| value.set(event.target().checked())
            />
            <span>{label}</span>
        </label>
    }
}
