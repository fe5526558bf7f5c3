//! Markup that changes.

use super::view;
use leptos::prelude::*;

/// Is drawn anew whenever a signal changes that drawing it read. As a closure in markup, which the compiler would make once
/// more for each of them.
pub fn live<V: IntoView + 'static>(draw: impl Fn() -> V + Send + 'static) -> AnyView {
    view! { {move || draw().into_any()} }
}
