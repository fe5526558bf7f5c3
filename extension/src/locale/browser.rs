//! The browser's own texts and formats, by `static/locale.js`.

use std::cell::RefCell;
use wasm_bindgen::prelude::*;

thread_local! {
    /// The texts that were asked for, by their keys.
    static TEXTS: RefCell<Vec<(String, String)>> = const { RefCell::new(Vec::new()) };
}

#[wasm_bindgen(raw_module = "./locale.js")]
extern "C" {
    /// The language and region.
    pub fn tag() -> String;
    fn text(key: &str) -> String;
    /// Whether the language counts so many as one.
    #[wasm_bindgen(js_name = isOne)]
    fn counts_as_one(count: f64) -> bool;
    /// A number.
    pub fn number(value: f64) -> String;
    /// A share.
    pub fn percent(share: f64) -> String;
    /// A number with a unit of ECMA-402 and at most so many digits of a fraction.
    pub fn unit(value: f64, unit: &str, digits: u32) -> String;
    /// US dollars.
    pub fn money(usd: f64) -> String;
    /// Day, time or both, in the computer's time zone.
    pub fn date(unix_ms: f64, day: bool, time: bool) -> String;
}

/// A number as markup, styles and JSON take it.
pub fn plain(value: f64) -> String {
    js_sys::Number::from(value).to_string_with_radix(10).map(String::from).unwrap_or_default()
}

/// Hands on a text, with its places. The browser is asked once for each: a drawing of the panel says hundreds of them.
pub fn with_text<T>(key: &str, then: impl FnOnce(&str) -> T) -> T {
    TEXTS.with_borrow_mut(|texts| {
        let at = texts.binary_search_by(|(known, _)| known.as_str().cmp(key)).unwrap_or_else(|at| {
            texts.insert(at, (key.to_owned(), text(key)));
            at
        });
        then(&texts[at].1)
    })
}

/// Whether the language counts so many as one.
pub fn is_one(count: u64) -> bool {
    counts_as_one(count as f64)
}
