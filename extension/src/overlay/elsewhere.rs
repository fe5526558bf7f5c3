//! The panel in other places than over the call, where the browser has them.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(raw_module = "./elsewhere.js")]
extern "C" {
    /// Whether the browser has windows that float over others.
    fn has_own_window() -> bool;
}

#[wasm_bindgen(raw_module = "./side_panel.js")]
extern "C" {
    /// Whether it has side panels.
    #[wasm_bindgen(js_name = hasSidePanel)]
    fn has_side_panel() -> bool;
    /// Opens the side panel of a tab; the browser does so while the user presses something.
    #[wasm_bindgen(js_name = openSidePanel)]
    pub fn open_side_panel(tab: i32);
}

/// Which of them this browser has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Elsewhere {
    /// A window that floats over others.
    pub own_window: bool,
    /// A side panel.
    pub side_panel: bool,
}

impl Elsewhere {
    /// What this browser has.
    pub fn of_browser() -> Self {
        Self { own_window: has_own_window(), side_panel: has_side_panel() }
    }
}
