//! The list of keys as a real dialog: the browser keeps the keyboard in it, Escape closes it, and whoever had the
//! keyboard before has it again.

use wasm_bindgen::prelude::*;
use web_sys::Document;

#[wasm_bindgen]
extern "C" {
    type Dialog;
    #[wasm_bindgen(method, getter)]
    fn open(this: &Dialog) -> bool;
    #[wasm_bindgen(method, js_name = showModal)]
    fn show_modal(this: &Dialog);
    #[wasm_bindgen(method)]
    fn close(this: &Dialog);
}

/// Opens the document's dialog, or closes it. That it was closed by the user is told by the event `close`.
pub fn show(document: &Document, shown: bool) {
    let Some(dialog) = document.query_selector("dialog").ok().flatten() else { return };
    let dialog: &Dialog = dialog.unchecked_ref();
    match (dialog.open(), shown) {
        (false, true) => dialog.show_modal(),
        (true, false) => dialog.close(),
        _ => {}
    }
}
