//! Words on their way to the clipboard.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(raw_module = "./clipboard.js")]
extern "C" {
    /// Puts `text` on the clipboard. Says whether the browser let it; it does so while the user presses something.
    pub fn copy(text: &str) -> bool;
}
