//! The frame's port to the hub, and when what arrives is applied.
//!
//! Passing events (levels, interim text, deltas) wait for the next animation frame and are applied together.
//! Everything else is applied at once, after what waited, so that a card is on the very next frame, and so that
//! a hidden frame, which gets no animation frames, still obeys.

use crate::chrome::{Port, request_animation_frame};
use crate::link::pack::{pack, unpack};
use crate::link::{FromHub, ToHub};
use std::cell::RefCell;
use wasm_bindgen::prelude::*;

thread_local! {
    static PORT: RefCell<Option<Port>> = const { RefCell::new(None) };
    static WAITING: RefCell<Vec<FromHub>> = const { RefCell::new(Vec::new()) };
}

/// Claims `token` on `port`, and gives `apply` whatever the hub says from then on, in order.
pub fn open(port: Port, token: &str, apply: impl Fn(Vec<FromHub>) + Clone + 'static) {
    let heard = Closure::<dyn Fn(JsValue)>::new(move |text: JsValue| {
        if let Some(message) = text.as_string().and_then(|text| unpack(&text)) {
            heard(message, apply.clone());
        }
    });
    port.on_message().add_listener(&heard.into_js_value());
    PORT.set(Some(port));
    send(&ToHub::Claim { token: token.to_owned() });
}

/// Tells the hub. Without a hub there is nobody to tell: the content script takes the frame away then.
pub fn send(message: &ToHub) {
    let Some(text) = pack(message) else { return };
    PORT.with_borrow(|port| port.as_ref().map(|port| port.post_message(&text.into())));
}

fn heard(message: FromHub, apply: impl Fn(Vec<FromHub>) + 'static) {
    let passing = matches!(&message, FromHub::Happened { event } if event.kind.is_passing());
    let waiting = WAITING.with_borrow_mut(|waiting| {
        waiting.push(message);
        waiting.len()
    });
    let flush = move || {
        let messages = WAITING.take();
        if !messages.is_empty() {
            apply(messages);
        }
    };
    match (passing, waiting) {
        (false, _) => flush(),
        (true, 1) => request_animation_frame(&Closure::once_into_js(flush)),
        (true, _) => {}
    }
}
