//! A long list of which only the blocks near the viewport are in the document.
//!
//! A block that is not near is an empty box as high as the block was when it was last seen, or as high as its rows are
//! likely to be.

use super::{listed, view, whenever};
use crate::locale::write::plain;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::prelude::*;

/// How many rows a block has.
const ROWS: usize = 40;

#[wasm_bindgen(raw_module = "./near.js")]
extern "C" {
    type Watching;
    fn watch(element: &web_sys::HtmlDivElement, told: &JsValue) -> Watching;
    #[wasm_bindgen(method)]
    fn disconnect(this: &Watching);
}

/// The block that a row is in, and the rows of a block.
fn block_of(row: usize) -> usize {
    row / ROWS
}

/// The rows of a block, of so many in all.
fn rows_of(block: usize, count: usize) -> std::ops::Range<usize> {
    (block * ROWS).min(count)..((block + 1) * ROWS).min(count)
}

/// The list.
#[component]
pub fn Blocks(
    /// How many rows there are.
    #[prop(into)]
    count: Signal<usize>,
    /// How high a row is likely to be, pixels.
    row_px: u32,
    /// A row that has to be in the document: it is about to be scrolled to.
    #[prop(into)]
    wanted: Signal<Option<usize>>,
    /// Draws the rows from one number to another.
    rows: Callback<std::ops::Range<usize>, AnyView>,
) -> impl IntoView {
    let blocks = Memo::new(move |_| count.get().div_ceil(ROWS));
    view! {
        <div class="blocks">
            {listed(
                move || (0..blocks.get()).collect(),
                |block| vec![block.to_string()],
                move |block| view! { <Block block count row_px wanted rows /> },
            )}
        </div>
    }
}

#[component]
fn Block(
    block: usize,
    count: Signal<usize>,
    row_px: u32,
    wanted: Signal<Option<usize>>,
    rows: Callback<std::ops::Range<usize>, AnyView>,
) -> impl IntoView {
    let node = NodeRef::<html::Div>::new();
    let near = RwSignal::new(false);
    let range = Memo::new(move |_| rows_of(block, count.get()));
    let seen_px = RwSignal::new(None::<f64>);
    whenever(move || {
        let Some(element) = node.get() else { return };
        let told = Closure::<dyn Fn(bool, f64)>::new(move |is_near: bool, height: f64| {
            if near.try_get_untracked() == Some(true) && !is_near {
                seen_px.try_set(Some(height));
            }
            near.try_set(is_near);
        });
        let watching = StoredValue::new_local(watch(&element, &told.into_js_value()));
        on_cleanup(move || {
            watching.try_with_value(Watching::disconnect);
        });
    });
    let shown = Memo::new(move |_| near.get() || wanted.get().is_some_and(|row| block_of(row) == block));
    let height = move || {
        let px = seen_px.get().unwrap_or_else(|| f64::from(row_px) * range.get().len() as f64);
        (!shown.get()).then(|| [&plain(px), "px"].concat())
    };
    view! {
        <div class="block" node_ref=node style:height=height>
            {move || shown.get().then(|| rows.run(range.get()))}
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_in_the_block_that_draws_it() {
        for count in [1, ROWS - 1, ROWS, ROWS + 1, 6_000] {
            let drawn: Vec<usize> = (0..count.div_ceil(ROWS)).flat_map(|block| rows_of(block, count)).collect();
            assert_eq!(drawn, (0..count).collect::<Vec<_>>());
            assert!((0..count).all(|row| rows_of(block_of(row), count).contains(&row)));
        }
    }
}
