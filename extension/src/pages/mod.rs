//! The extension's own pages and its popup: one bundle, drawn by Leptos.
//!
//! [`route`] says which page an address means, [`shell`] draws the navigation and the page in it, and each page has a
//! folder: what it knows in `model.rs`, without a browser, and how it looks beside that. [`parts`] is what pages are
//! made of, [`desk`] their way to the host, [`json`] its language, [`around`] to the browser itself. Never here: the overlay, and anything
//! that outlives a page; documents, keys and history are the host's. Start at [`open_pages`].

pub mod about;
pub mod around;
pub mod desk;
pub mod engines;
pub mod files;
pub mod history;
pub mod interviews;
pub mod json;
pub mod parts;
pub mod popup;
pub mod privacy;
pub mod route;
pub mod session;
pub mod shell;
pub mod shortcuts;
pub mod status;
pub mod welcome;

use crate::locale;
use leptos::mount::mount_to_body;
use leptos::prelude::document;
use wasm_bindgen::prelude::*;

/// Opens the pages in their document.
#[wasm_bindgen]
pub fn open_pages() {
    begin();
    mount_to_body(shell::Shell);
}

/// Opens the popup of the toolbar button in its document.
#[wasm_bindgen]
pub fn open_popup() {
    begin();
    mount_to_body(popup::Popup);
}

fn begin() {
    console_error_panic_hook::set_once();
    if let Some(html) = document().document_element() {
        let _ = html.set_attribute("lang", &locale::tag());
    }
    desk::open();
}
