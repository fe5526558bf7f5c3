//! How far something is, and how loud.

use super::view;
use crate::locale::write;
use leptos::prelude::*;

/// Quieter than this is an empty bar, decibels relative to full scale.
const FLOOR_DBFS: f32 = -60.0;

/// How far something is. Screen readers are told its name, and the words when they change.
#[component]
pub fn Progress(
    /// What is under way.
    #[prop(into)]
    label: String,
    /// From 0 to 1; none while it is not known.
    #[prop(into)]
    share: Signal<Option<f64>>,
    /// In words: `12 MB of 80 MB`. None: the share in percent.
    #[prop(optional, into)]
    words: Option<Signal<String>>,
) -> impl IntoView {
    let shown = move || match words {
        Some(words) => words.get(),
        None => share.get().map(write::percent).unwrap_or_default(),
    };
    view! {
        <div class="progress">
            <span>{label.clone()}</span>
            <progress
                max="100"
                aria-label=label
                aria-valuetext=shown
                value=move || share.get().map(|share| ((share * 100.0) as u32).to_string())
            ></progress>
            <span class="soft">{shown}</span>
        </div>
    }
}

/// How loud something is, as a bar that moves with the sound and is not told by screen readers as it moves.
#[component]
pub fn Level(
    /// What is heard.
    #[prop(into)]
    label: String,
    /// Decibels relative to full scale.
    #[prop(into)]
    dbfs: Signal<f32>,
) -> impl IntoView {
    let percent = move || filled_percent(dbfs.get());
    view! {
        <div
            class="level"
            role="meter"
            aria-label=label
            aria-valuemin="0"
            aria-valuemax="100"
            aria-valuenow=move || percent().to_string()
        >
            <i style:width=move || [&percent().to_string(), "%"].concat()></i>
        </div>
    }
}

/// How far the level bar is filled, percent.
pub fn filled_percent(dbfs: f32) -> u32 {
    ((1.0 - dbfs.clamp(FLOOR_DBFS, 0.0) / FLOOR_DBFS) * 100.0) as u32
}
