//! The few browser interfaces that web-sys does not know: extension ports, the toolbar button, the clock.
//!
//! Only declarations. Firefox knows the same names under `chrome`.

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// One end of an extension port or of the native port.
    #[derive(Clone, Debug)]
    pub type Port;

    /// Sends a message. Throws when the port is closed.
    #[wasm_bindgen(method, catch, js_name = postMessage)]
    pub fn post_message(this: &Port, message: &JsValue) -> Result<(), JsValue>;
    /// Closes the port. Only the other end is told.
    #[wasm_bindgen(method)]
    pub fn disconnect(this: &Port);
    /// The name that the opener gave it.
    #[wasm_bindgen(method, getter)]
    pub fn name(this: &Port) -> String;
    /// Who opened it; only at the end that was opened to.
    #[wasm_bindgen(method, getter)]
    pub fn sender(this: &Port) -> Option<Sender>;
    /// Messages from the other end.
    #[wasm_bindgen(method, getter, js_name = onMessage)]
    pub fn on_message(this: &Port) -> Happening;
    /// The other end closed.
    #[wasm_bindgen(method, getter, js_name = onDisconnect)]
    pub fn on_disconnect(this: &Port) -> Happening;

    /// Something to listen to.
    pub type Happening;
    /// Calls `listener` each time.
    #[wasm_bindgen(method, js_name = addListener)]
    pub fn add_listener(this: &Happening, listener: &JsValue);

    /// Who opened a port, as the browser says.
    pub type Sender;
    /// The tab, when it was opened in one.
    #[wasm_bindgen(method, getter)]
    pub fn tab(this: &Sender) -> Option<Tab>;
    /// The frame within the tab; 0 is the top.
    #[wasm_bindgen(method, getter, js_name = frameId)]
    pub fn frame_id(this: &Sender) -> Option<i32>;
    /// The document's address.
    #[wasm_bindgen(method, getter)]
    pub fn url(this: &Sender) -> Option<String>;

    /// A tab.
    pub type Tab;
    /// Its number.
    #[wasm_bindgen(method, getter)]
    pub fn id(this: &Tab) -> Option<i32>;

    /// `chrome.runtime`.
    pub type Runtime;
    /// `chrome.runtime` of this document or worker.
    #[wasm_bindgen(thread_local_v2, js_namespace = chrome, js_name = runtime)]
    pub static RUNTIME: Runtime;
    /// Starts the host and opens the native port.
    #[wasm_bindgen(method, catch, js_name = connectNative)]
    pub fn connect_native(this: &Runtime, host: &str) -> Result<Port, JsValue>;
    /// Opens a port to the worker. Throws when the extension was reloaded or removed meanwhile.
    #[wasm_bindgen(method, catch)]
    pub fn connect(this: &Runtime, details: &JsValue) -> Result<Port, JsValue>;
    /// The address of a file of the extension.
    #[wasm_bindgen(method, js_name = getURL)]
    pub fn get_url(this: &Runtime, path: &str) -> String;
    /// Why the last interface failed; readable only within its callback.
    #[wasm_bindgen(method, getter, js_name = lastError)]
    pub fn last_error(this: &Runtime) -> Option<LastError>;

    /// See [`Runtime::last_error`].
    pub type LastError;
    /// In the browser's own English words.
    #[wasm_bindgen(method, getter)]
    pub fn message(this: &LastError) -> Option<String>;

    /// Writes on the toolbar button what a [`BadgeText`] says.
    #[wasm_bindgen(js_namespace = ["chrome", "action"], js_name = setBadgeText)]
    pub fn set_badge_text(details: &JsValue);
    /// Names the toolbar button as a `ButtonTitle` says, also for screen readers.
    #[wasm_bindgen(js_namespace = ["chrome", "action"], js_name = setTitle)]
    pub fn set_title(details: &JsValue);

    /// Calls `callback` once after `ms`, in a window as in a worker.
    #[wasm_bindgen(js_name = setTimeout)]
    pub fn set_timeout(callback: &JsValue, ms: u32);
    /// Calls `callback` before the next frame is painted; not while the document is out of sight.
    #[wasm_bindgen(js_name = requestAnimationFrame)]
    pub fn request_animation_frame(callback: &JsValue);
    /// Calls `callback` each `ms`.
    #[wasm_bindgen(js_name = setInterval)]
    pub fn set_interval(callback: &JsValue, ms: u32);
    /// Milliseconds since [`TIME_ORIGIN`], finer than a millisecond.
    #[wasm_bindgen(js_namespace = performance, js_name = now)]
    pub fn performance_now() -> f64;
    /// When this document began, milliseconds since the Unix epoch.
    #[wasm_bindgen(thread_local_v2, js_namespace = performance, js_name = timeOrigin)]
    pub static TIME_ORIGIN: f64;
}

/// Now, milliseconds since the Unix epoch, finer than a millisecond.
pub fn epoch_ms() -> f64 {
    TIME_ORIGIN.with(|origin| *origin) + performance_now()
}
