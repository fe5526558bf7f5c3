//! The browser's own texts and formats, by `static/locale.js`.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(raw_module = "./locale.js")]
extern "C" {
    /// The language and region.
    pub fn tag() -> String;
    #[wasm_bindgen(js_name = message)]
    fn fill(key: &str, what: &js_sys::Array) -> String;
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

/// A text.
pub fn message(key: &str, what: &[&str]) -> String {
    fill(key, &what.iter().map(|words| JsValue::from_str(words)).collect())
}

/// Whether the language counts so many as one.
pub fn is_one(count: u64) -> bool {
    counts_as_one(count as f64)
}
