//! Something to press.

use super::view;
use leptos::prelude::*;

/// How much a button stands out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Look {
    /// One of several.
    #[default]
    Plain,
    /// What is most likely wanted: one at a time on a page.
    Primary,
    /// By the way.
    Quiet,
    /// Takes something away for good.
    Final,
}

impl Look {
    fn class(self) -> &'static str {
        match self {
            Self::Plain => "button",
            Self::Primary => "button primary",
            Self::Quiet => "button quiet",
            Self::Final => "button final",
        }
    }
}

/// A button. While it is `busy` it keeps the keyboard, but pressing it does nothing.
#[component]
pub fn Button(
    /// What pressing it does.
    #[prop(into)]
    on_press: Callback<()>,
    /// How much it stands out.
    #[prop(optional)]
    look: Look,
    /// It cannot be pressed now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// What it did last is under way.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// For screen readers, where its words do not say enough.
    #[prop(optional, into)]
    name: Option<String>,
    /// Its words.
    children: Children,
) -> impl IntoView {
    let press = move |_| {
        if !busy.get_untracked() {
            on_press.run(());
        }
    };
    view! {
        <button
            type="button"
            class=look.class()
            aria-label=name
            aria-busy=move || busy.get().then_some("true")
            prop:disabled=move || disabled.get()
            on:click=press
        >
            {children()}
        </button>
    }
}
