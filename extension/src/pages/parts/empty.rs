//! A place where something will be.

use super::view;
use leptos::prelude::*;

/// Says what is not there yet, and how it comes.
#[component]
pub fn Empty(
    /// What is not there.
    #[prop(into)]
    title: String,
    /// How it comes.
    #[prop(into)]
    text: String,
    /// What can be done about it here, as buttons or links.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <p class="sentence">{title}</p>
            <p>{text}</p>
            {children.map(|children| view! { <div class="row">{children()}</div> })}
        </div>
    }
}
