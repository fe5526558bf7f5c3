//! The panel over the call: what was heard, which question was asked, and the user's own words for it.
//!
//! [`model`] is what it shows ([`deck`]: which cards, [`face`]: one of them, [`prose`]: a draft's text), [`parts`] how
//! it looks, [`wire`] its port to the hub. It keeps nothing and decides nothing; it shows nothing at all before the hub
//! has checked the token from its address. Start at [`open_overlay`].

pub mod clipboard;
pub mod deck;
pub mod face;
pub mod model;
pub mod paint;
pub mod parts;
pub mod prose;
pub mod size;
pub mod wire;
pub mod words;

use crate::chrome::{Port, set_interval};
use crate::link::{FromHub, Place, ToHub};
use leptos::mount::mount_to_body;
use leptos::prelude::*;
use model::{Model, Phase};
use wasm_bindgen::prelude::*;

/// Opens the overlay in its frame, on a port to the hub. `injected_ms` is when the content script made the frame,
/// milliseconds since the Unix epoch.
#[wasm_bindgen]
pub fn open_overlay(port: Port, token: &str, injected_ms: f64) {
    console_error_panic_hook::set_once();
    let model = ArcRwSignal::new(Model::default());
    let apply = move |messages: Vec<FromHub>| {
        let admitted = messages.iter().any(|message| matches!(message, FromHub::Admitted { .. }));
        let asked = model.try_update(|model| -> Vec<ToHub> {
            messages.into_iter().filter_map(|message| model.take(message)).collect()
        });
        asked.unwrap_or_default().iter().for_each(wire::send);
        if admitted {
            show(model.clone(), injected_ms);
        }
    };
    wire::open(port, token, apply);
}

fn show(model: ArcRwSignal<Model>, injected_ms: f64) {
    mount_to_body(move || {
        let model = RwSignal::from(model);
        let panel = parts::panel(model);
        keep_placed(model);
        keep_time(model);
        panel
    });
    paint::mark_first_paint(injected_ms);
}

/// Each second of a session, draws anew what tells the time.
fn keep_time(model: RwSignal<Model>) {
    let tick = Closure::<dyn Fn()>::new(move || {
        if model.read_untracked().phase() == Phase::Listening {
            model.notify();
        }
    });
    set_interval(&tick.into_js_value(), 1000);
}

/// Asks for the frame's place whenever the wanted height, edge or visibility changes.
fn keep_placed(model: RwSignal<Model>) {
    Effect::new(move |before: Option<Place>| {
        if before.is_none() {
            size::watch(move |wanted| model.write().height = wanted);
        }
        let place = model.read().place();
        if place.height > 0 && before != Some(place) {
            wire::send(&ToHub::Place(place));
        }
        place
    });
}
