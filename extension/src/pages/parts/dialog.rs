//! A question that is answered before anything else. The browser keeps the keyboard in it, closes it on Escape and
//! gives the keyboard back.

use super::view;
use super::whenever::whenever;
use leptos::html;
use leptos::prelude::*;

/// A dialog, shown while `open`.
#[component]
pub fn Dialog(
    /// Whether it is shown.
    #[prop(into)]
    open: Signal<bool>,
    /// Has it shown no more: told when it was closed, by Escape too.
    #[prop(into)]
    on_close: Callback<()>,
    /// Its heading.
    #[prop(into)]
    title: String,
    /// What is in it, made anew each time when it opens.
    children: ChildrenFn,
) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    whenever(move || {
        let Some(dialog) = node.get() else { return };
        match (open.get(), dialog.open()) {
            (true, false) => _ = dialog.show_modal(),
            (false, true) => dialog.close(),
            _ => {}
        }
    });
    let name = title.clone();
    view! {
        <dialog class="dialog" aria-label=name node_ref=node on:close=move |_| on_close.run(())>
            <h2>{title}</h2>
            {move || open.get().then(|| children())}
        </dialog>
    }
}
