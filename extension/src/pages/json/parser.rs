//! From text to a [`Value`], by the browser's own parser: what Rust needs for it weighs more than all of this folder.

use js_sys::{Array, JSON, Object};
use serde_json::{Number, Value};
use wasm_bindgen::{JsCast, JsValue};

/// The largest whole number that a script holds exactly.
const MOST_WHOLE: f64 = 9_007_199_254_740_991.0;

/// Reads a text. None for what is no JSON. A number is as exact as a script has it.
pub fn parse(text: &str) -> Option<Value> {
    JSON::parse(text).ok().map(|parsed| value(&parsed))
}

fn value(parsed: &JsValue) -> Value {
    if let Some(text) = parsed.as_string() {
        Value::String(text)
    } else if let Some(value) = parsed.as_f64() {
        number(value).map_or(Value::Null, Value::Number)
    } else if let Some(truth) = parsed.as_bool() {
        Value::Bool(truth)
    } else if let Some(items) = list(parsed) {
        Value::Array(items.iter().map(|item| value(&item)).collect())
    } else if parsed.is_object() {
        let mut fields = serde_json::Map::new();
        for entry in Object::entries(parsed.unchecked_ref()).iter() {
            let entry: Array = entry.unchecked_into();
            fields.insert(entry.get(0).as_string().unwrap_or_default(), value(&entry.get(1)));
        }
        Value::Object(fields)
    } else {
        Value::Null
    }
}

fn list(parsed: &JsValue) -> Option<&Array> {
    Array::is_array(parsed).then(|| parsed.unchecked_ref())
}

fn number(value: f64) -> Option<Number> {
    if value.fract() != 0.0 || value.abs() > MOST_WHOLE {
        Number::from_f64(value)
    } else if value < 0.0 {
        Some(Number::from(value as i64))
    } else {
        Some(Number::from(value as u64))
    }
}
