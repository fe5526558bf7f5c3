//! Headings: of a page, and of what stands on it.

use super::view;
use leptos::prelude::*;

/// The heading of a page: one a page, where the keyboard goes when it opens.
#[component]
pub fn Head(
    /// What the page is called.
    #[prop(into)]
    title: Signal<String>,
    /// What it is for, in a sentence.
    #[prop(optional, into)]
    lead: Option<String>,
    /// What can be done with all of it, as buttons.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <header class="head">
            <h1 tabindex="-1">{move || title.get()}</h1>
            {children.map(|children| view! { <div class="row">{children()}</div> })}
            {lead.map(|lead| view! { <p class="lead">{lead}</p> })}
        </header>
    }
}

/// A part of a page under a heading of its own.
#[component]
pub fn Section(
    /// Its heading.
    #[prop(into)]
    title: String,
    /// What is in it.
    children: Children,
) -> impl IntoView {
    let name = title.clone();
    view! {
        <section class="section" aria-label=name>
            <h2>{title}</h2>
            {children()}
        </section>
    }
}
