//! The panel over the call: what was heard, which question was asked, and the user's own words for it.
//!
//! [`model`] is what it shows ([`call`]: the call in its tab, [`choice`]: for which interview, [`deck`]: which cards,
//! [`face`]: one of them, [`prose`]: a draft's text, [`said`]: which of what was said, [`stand`]: where it stands) and
//! [`act`] what the user does with it, [`keys`] by keyboard. [`parts`] makes a [`tree`] of the model, [`dom`] draws that on
//! the [`screen`], [`panel`] hears the hub and the user, and [`wire`] is its port to the hub. It keeps nothing and decides
//! nothing; it shows nothing at all before the hub has checked the token from its address. Start at [`open_overlay`].

pub mod act;
pub mod call;
pub mod choice;
pub mod clipboard;
pub mod deck;
pub mod dialog;
pub mod dom;
pub mod elsewhere;
pub mod face;
pub mod grip;
pub mod keys;
pub mod model;
pub mod paint;
pub mod panel;
pub mod parts;
pub mod phase;
pub mod said;
pub mod screen;
pub mod size;
pub mod stand;
pub mod tree;
pub mod wire;
pub mod words;

use crate::chrome::Port;
use panel::Panel;
use wasm_bindgen::prelude::*;

/// Opens the overlay in its frame, on a port to the hub. `injected_ms` is when the content script made the frame,
/// milliseconds since the Unix epoch.
#[wasm_bindgen]
pub fn open_overlay(port: Port, token: &str, injected_ms: f64) {
    console_error_panic_hook::set_once();
    if let Some(document) = web_sys::window().and_then(|window| window.document()) {
        let panel = Panel::new(document);
        wire::open(port, token, move |messages| panel.hear(messages, injected_ms));
    }
}
