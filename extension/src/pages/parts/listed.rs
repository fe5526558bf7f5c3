//! A list that changes.

use super::view;
use leptos::prelude::*;
use std::sync::Arc;

type Draw = Box<dyn FnOnce() -> AnyView + Send>;

/// A row for each item. A row stays as it is while an item has its key: words that tell it from all others, and from the
/// same item when it looked different. As [`For`], which the compiler would make once more for each type of item.
pub fn listed<T: Send + 'static>(
    items: impl Fn() -> Vec<T> + Send + 'static,
    key: fn(&T) -> Vec<String>,
    draw: impl Fn(T) -> AnyView + Send + Sync + 'static,
) -> AnyView {
    let draw = Arc::new(draw);
    let row = move |item| {
        let (key, draw) = (key(&item), draw.clone());
        (key, Box::new(move || draw(item)) as Draw)
    };
    rows(Box::new(move || items().into_iter().map(&row).collect()))
}

fn rows(rows: Box<dyn Fn() -> Vec<(Vec<String>, Draw)> + Send>) -> AnyView {
    view! { <For each=rows key=|(key, _)| key.clone() children=|(_, draw)| draw() /> }
}
