//! The desk's port to the hub. The browser ends the worker behind it as it likes; then it is opened again.

use crate::chrome::{self, Port, RUNTIME};
use crate::link::DESK_PORT;
use crate::link::desk::{FromDesk, ToDesk};
use crate::pages::json;
use std::cell::RefCell;
use wasm_bindgen::prelude::*;

/// How long to wait before opening a port that closed, milliseconds.
const AGAIN_MS: u32 = 250;

thread_local! {
    static PORT: RefCell<Option<Port>> = const { RefCell::new(None) };
}

/// Opens the port, and gives `heard` what the hub says from then on. `lost` is called each time when it closed.
pub fn connect(heard: fn(ToDesk), lost: fn()) {
    let details = js_sys::Object::new();
    let _ = js_sys::Reflect::set(&details, &"name".into(), &DESK_PORT.into());
    match RUNTIME.with(|runtime| runtime.connect(&details)) {
        Ok(port) => {
            listen(&port, heard, lost);
            PORT.set(Some(port));
        }
        Err(_) => again(heard, lost),
    }
}

/// Tells the hub. Says `false` while there is no port.
pub fn send(message: &FromDesk) -> bool {
    let text = json::write(message).into();
    PORT.with_borrow(|port| port.as_ref().is_some_and(|port| port.post_message(&text).is_ok()))
}

fn listen(port: &Port, heard: fn(ToDesk), lost: fn()) {
    let message = Closure::<dyn Fn(JsValue)>::new(move |text: JsValue| {
        let value = text.as_string().and_then(|text| json::parse(&text));
        if let Some(message) = value.and_then(|value| json::read(&value)) {
            heard(message);
        }
    });
    let closed = Closure::<dyn Fn()>::new(move || {
        PORT.set(None);
        lost();
        again(heard, lost);
    });
    port.on_message().add_listener(&message.into_js_value());
    port.on_disconnect().add_listener(&closed.into_js_value());
}

fn again(heard: fn(ToDesk), lost: fn()) {
    chrome::set_timeout(&Closure::once_into_js(move || connect(heard, lost)), AGAIN_MS);
}
