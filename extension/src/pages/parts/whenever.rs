//! What is done because a signal changed.

use leptos::prelude::*;

/// Does something soon, and again whenever a signal changes that it read. As [`Effect::new`], which the compiler would
/// make once more for each closure.
pub fn whenever(done: impl FnMut() + 'static) {
    boxed(Box::new(done));
}

fn boxed(mut done: Box<dyn FnMut()>) {
    Effect::new(move |_| done());
}
