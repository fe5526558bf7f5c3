//! The few shapes that the panel is made of.
//!
//! Leptos compiles what draws a view and keeps it up to date once for each type of view, and every closure is a type.
//! Erased to these, all of the panel shares one copy of each shape, and the frame's WASM is a fifth smaller.

use crate::link::ToHub;
use crate::overlay::model::Model;
use crate::overlay::wire;
use leptos::prelude::*;
use web_sys::SubmitEvent;

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

/// A line of words.
pub fn line(class: &'static str, words: impl Into<String>) -> AnyView {
    holder(class, words.into().into_any())
}

/// Things that belong together.
pub fn holder(class: &'static str, things: AnyView) -> AnyView {
    view! { <div class=class>{things}</div> }.into_any()
}

/// Controls that belong together, and what they are for.
pub fn controls(class: &'static str, name: &'static str, things: AnyView) -> AnyView {
    view! { <div class=class role="group" aria-label=name>{things}</div> }.into_any()
}

/// A button: its class, by which tests find it too, its words, and what it does.
pub struct Button {
    class: &'static str,
    words: String,
    key: Option<&'static str>,
    name: Option<String>,
    pressed: Option<&'static str>,
    expanded: Option<&'static str>,
    disabled: bool,
    act: Box<dyn Fn() + Send>,
}

impl Button {
    /// A button that changes the model and perhaps asks the host for something.
    pub fn new(
        class: &'static str,
        words: impl Into<String>,
        model: RwSignal<Model>,
        act: impl Fn(&mut Model) -> Option<ToHub> + Send + 'static,
    ) -> Self {
        let act = Box::new(move || ask(model, &act));
        let (words, key, name) = (words.into(), None, None);
        Self { class, words, key, name, pressed: None, expanded: None, disabled: false, act }
    }

    /// What it is called where its words do not say enough.
    pub fn named(self, name: impl Into<String>) -> Self {
        Self { name: Some(name.into()), ..self }
    }

    /// It has a key.
    pub fn key(self, key: &'static str) -> Self {
        Self { key: Some(key), ..self }
    }

    /// It can be in or out.
    pub fn pressed(self, pressed: bool) -> Self {
        Self { pressed: Some(truth(pressed)), ..self }
    }

    /// It unfolds something.
    pub fn expanded(self, expanded: bool) -> Self {
        Self { expanded: Some(truth(expanded)), ..self }
    }

    /// It cannot be pressed now.
    pub fn disabled(self, disabled: bool) -> Self {
        Self { disabled, ..self }
    }

    /// On the screen.
    pub fn view(self) -> AnyView {
        let Button { class, words, key, name, pressed, expanded, disabled, act } = self;
        view! {
            <button
                type="button"
                class=class
                title=name.clone()
                aria-label=name
                aria-pressed=pressed
                aria-expanded=expanded
                disabled=disabled
                on:click=move |_| act()
            >
                {words}
                {key.map(|key| view! { <kbd>{key}</kbd> })}
            </button>
        }
        .into_any()
    }
}

fn truth(value: bool) -> &'static str {
    if value { "true" } else { "false" }
}

/// A field of a form: its name, an example, and where what is written is kept.
pub fn field(
    model: RwSignal<Model>,
    id: &'static str,
    label: &'static str,
    example: &'static str,
    kept: fn(&mut Model) -> &mut String,
) -> AnyView {
    let value = model.try_update_untracked(|model| kept(model).clone()).unwrap_or_default();
    view! {
        <label class=id>
            <span>{label}</span>
            <input
                id=id
                autocomplete="off"
                placeholder=example
                prop:value=value
                on:input:target=move |event| *kept(&mut model.write()) = event.target().value()
            />
        </label>
    }
    .into_any()
}

/// A form, and what its submission does.
pub fn form(
    model: RwSignal<Model>,
    class: &'static str,
    act: impl Fn(&mut Model) -> Option<ToHub> + Send + 'static,
    things: AnyView,
) -> AnyView {
    let act: Box<dyn Fn(&mut Model) -> Option<ToHub> + Send> = Box::new(act);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        ask(model, &*act);
    };
    view! { <form class=class on:submit=submit>{things}</form> }.into_any()
}

/// Carries out an action of the user, which may ask the host for something.
pub fn ask(model: RwSignal<Model>, action: &dyn Fn(&mut Model) -> Option<ToHub>) {
    if let Some(message) = model.try_update(|model| action(model)).flatten() {
        wire::send(&message);
    }
}
