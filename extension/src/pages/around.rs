//! What the pages ask of the browser itself: its keys, its tabs, its side panel. `static/around.js` does it, and files of
//! each browser's own where browsers differ.

use wasm_bindgen::prelude::*;

/// The browser's number of a tab.
pub type TabId = i32;

#[wasm_bindgen(raw_module = "./around.js")]
extern "C" {
    /// The commands of the manifest and their keys, as JSON: [`super::shortcuts::model::Bound`].
    #[wasm_bindgen(catch)]
    pub async fn commands() -> Result<JsValue, JsValue>;
    /// Opens the browser's own place for changing keys. Says `false` where a page cannot open it.
    #[wasm_bindgen(catch, js_name = openShortcuts)]
    pub async fn open_shortcuts() -> Result<JsValue, JsValue>;
    /// The number of the tab in front of this window.
    #[wasm_bindgen(catch, js_name = frontTab)]
    pub async fn front_tab() -> Result<JsValue, JsValue>;
    /// Opens the pages in a tab, at an address from its `#` on, or goes there where one is open.
    #[wasm_bindgen(js_name = openPages)]
    pub fn open_pages(hash: &str);
}

#[wasm_bindgen(raw_module = "./tab.js")]
extern "C" {
    /// Whether this browser lets the extension hear a tab alone.
    #[wasm_bindgen(js_name = hearsTabs)]
    pub fn hears_tabs() -> bool;
}

#[wasm_bindgen(raw_module = "./side_panel.js")]
extern "C" {
    /// Whether this browser has a side panel that the extension may open.
    #[wasm_bindgen(js_name = hasSidePanel)]
    pub fn has_side_panel() -> bool;
    /// Opens it beside a tab, only while the user presses something; the popup closes then.
    #[wasm_bindgen(js_name = openSidePanel)]
    pub fn open_side_panel(tab: TabId);
}
