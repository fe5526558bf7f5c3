//! Rows under headings. A wide one is scrolled by itself, with the keyboard too, and not the page with it.

use super::view;
use leptos::prelude::*;

/// A table; the children are its rows.
#[component]
pub fn Table(
    /// What it lists, for screen readers.
    #[prop(into)]
    caption: String,
    /// The headings of its columns. An empty one is over buttons.
    headings: Vec<String>,
    /// Its rows.
    children: Children,
) -> impl IntoView {
    let headings = headings.into_iter().map(heading).collect_view();
    let name = caption.clone();
    view! {
        <div class="table" role="group" aria-label=name tabindex="0">
            <table>
                <caption class="unseen">{caption}</caption>
                <thead>
                    <tr>{headings}</tr>
                </thead>
                <tbody>{children()}</tbody>
            </table>
        </div>
    }
}

/// A heading without words heads nothing.
fn heading(words: String) -> AnyView {
    if words.is_empty() {
        view! { <td></td> }
    } else {
        view! { <th scope="col">{words}</th> }
    }
}
