//! How high the panel would like to be. The frame is as high as the content script makes it, so the panel's own
//! height says nothing: its fixed parts and the whole of its scrolling part are added up.

use wasm_bindgen::prelude::*;
use web_sys::{Document, Element, HtmlElement};

/// The frame's margin around the panel (room for its shadow) and the panel's border, top and bottom; then room for
/// what rounding took from three parts.
const AROUND_PX: i32 = 2 * 8 + 2 + 2;

#[wasm_bindgen]
extern "C" {
    type ResizeObserver;
    #[wasm_bindgen(constructor)]
    fn new(callback: &JsValue) -> ResizeObserver;
    #[wasm_bindgen(method)]
    fn observe(this: &ResizeObserver, element: &Element);
}

/// Calls `changed` with the wanted height of the frame whenever the content's size changes.
pub fn watch(document: Document, changed: impl Fn(u32) + 'static) {
    let found = parts(&document);
    let callback = Closure::<dyn Fn()>::new(move || changed(wanted(&document)));
    let observer = ResizeObserver::new(&callback.into_js_value());
    for element in found {
        observer.observe(&element);
    }
}

fn wanted(document: &Document) -> u32 {
    let heights: Vec<i32> = parts(document).iter().map(HtmlElement::offset_height).collect();
    let columns = document.document_element().is_some_and(|html| html.has_attribute("data-columns"));
    let high = match heights[..] {
        // Beside the cards stands what is heard, and the foot.
        [bar, menu, hearing, content, foot] if columns => bar + content.max(menu + hearing + foot),
        _ => heights.iter().sum(),
    };
    u32::try_from(high + AROUND_PX).unwrap_or_default()
}

/// The parts that stand below each other, all there from the beginning: class `part`.
fn parts(document: &Document) -> Vec<HtmlElement> {
    let found = document.get_elements_by_class_name("part");
    (0..found.length()).filter_map(|index| found.item(index)?.dyn_into().ok()).collect()
}
