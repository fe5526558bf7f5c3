//! A place to drop files on, or to choose them by keyboard.

use super::view;
use leptos::html;
use leptos::prelude::*;
use web_sys::{DragEvent, File, FileList};

/// Takes files.
#[component]
pub fn FileDrop(
    /// What it takes, in words.
    #[prop(into)]
    label: String,
    /// What the browser's own choice shows: `.pdf,.docx`.
    #[prop(optional, into)]
    accept: Option<String>,
    /// Gets the files, at least one.
    on_files: Callback<Vec<File>>,
) -> impl IntoView {
    let over = RwSignal::new(false);
    let input = NodeRef::<html::Input>::new();
    let give = move |list: Option<FileList>| {
        let files: Vec<File> = list.iter().flat_map(|list| (0..list.length()).filter_map(|at| list.get(at))).collect();
        if !files.is_empty() {
            on_files.run(files);
        }
    };
    let dropped = move |event: DragEvent| {
        event.prevent_default();
        over.set(false);
        give(event.data_transfer().and_then(|carried| carried.files()));
    };
    let chosen = move |_| {
        if let Some(input) = input.get_untracked() {
            give(input.files());
            // The same file may be chosen once more.
            input.set_value("");
        }
    };
    view! {
        <label
            class="drop"
            class:over=move || over.get()
            on:dragover=move |event: DragEvent| {
                event.prevent_default();
                over.set(true);
            }
            on:dragleave=move |_| over.set(false)
            on:drop=dropped
        >
            <span>{label}</span>
            <input type="file" multiple accept=accept node_ref=input on:change=chosen />
        </label>
    }
}
