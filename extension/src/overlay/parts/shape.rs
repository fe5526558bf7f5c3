//! The two shapes in which the panel changes: a place that is drawn anew, and a row of things.
//!
//! Leptos compiles what keeps a view up to date once for each type of view. Erased to these, all of the panel shares
//! one copy, and the frame's WASM is a tenth smaller.

use leptos::prelude::*;

/// A place that is drawn anew whenever a signal that `draw` reads has changed. What stays alike stays in the
/// document.
pub fn live<V: IntoAny>(draw: impl Fn() -> V + Send + 'static) -> AnyView {
    let draw: Box<dyn Fn() -> AnyView + Send> = Box::new(move || draw().into_any());
    draw.into_any()
}

/// Things in a row; nothing for none.
pub fn row<V: IntoAny>(things: impl IntoIterator<Item = V>) -> AnyView {
    things.into_iter().map(IntoAny::into_any).collect::<Vec<_>>().into_any()
}
