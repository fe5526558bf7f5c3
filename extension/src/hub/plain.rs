//! Plain objects, as the browser's extension interfaces want them: they do not see the getters of a class.

use serde::Serialize;
use wasm_bindgen::JsValue;

/// The `details` of [`crate::chrome::set_badge_text`].
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct BadgeText<'a> {
    /// In this tab alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tab_id: Option<i32>,
    /// At most four characters; empty takes the badge away.
    pub text: &'a str,
}

/// The `details` of [`crate::chrome::set_title`].
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ButtonTitle<'a> {
    /// In this tab alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tab_id: Option<i32>,
    /// One line.
    pub title: &'a str,
}

/// A value as a plain object.
pub fn plain<T: Serialize>(value: &T) -> JsValue {
    let text = serde_json::to_string(value).unwrap_or_default();
    js_sys::JSON::parse(&text).unwrap_or(JsValue::NULL)
}
