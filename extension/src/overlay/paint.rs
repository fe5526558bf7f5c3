//! When something was on the screen, for tests and measurements.

use crate::chrome::{epoch_ms, request_animation_frame};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    type MessageChannel;
    type MessagePort;
    #[wasm_bindgen(constructor)]
    fn new() -> MessageChannel;
    #[wasm_bindgen(method, getter)]
    fn port1(this: &MessageChannel) -> MessagePort;
    #[wasm_bindgen(method, getter)]
    fn port2(this: &MessageChannel) -> MessagePort;
    #[wasm_bindgen(method, setter)]
    fn set_onmessage(this: &MessagePort, listener: &JsValue);
    #[wasm_bindgen(method, js_name = postMessage)]
    fn post_message(this: &MessagePort, message: &JsValue);
    #[wasm_bindgen(method)]
    fn close(this: &MessagePort);
}

/// Calls `then` with the time at which what the DOM holds now has been painted, milliseconds since the Unix epoch: the
/// first task after the next frame's rendering.
pub fn after_paint(then: impl FnOnce(f64) + 'static) {
    request_animation_frame(&Closure::once_into_js(move || {
        let channel = MessageChannel::new();
        let port = channel.port1();
        let task = Closure::once_into_js(move || {
            then(epoch_ms());
            port.close();
        });
        channel.port1().set_onmessage(&task);
        channel.port2().post_message(&JsValue::NULL);
    }));
}
