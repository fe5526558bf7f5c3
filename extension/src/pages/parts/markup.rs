//! Markup.

/// The markup of Leptos, whose type is forgotten at once: a type for each piece of markup would bring along code of its
/// own that builds, changes and drops it.
macro_rules! view {
    ($($markup:tt)*) => {
        ::leptos::prelude::IntoAny::into_any(::leptos::prelude::view! { $($markup)* })
    };
}

pub(crate) use view;
