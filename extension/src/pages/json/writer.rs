//! A [`Value`] as JSON text.

use crate::locale::write::plain;
use serde_json::{Number, Value};

/// Writes it behind `text`.
pub fn write(value: &Value, text: &mut String) {
    match value {
        Value::Null => text.push_str("null"),
        Value::Bool(truth) => text.push_str(if *truth { "true" } else { "false" }),
        Value::Number(number) => text.push_str(&digits(number)),
        Value::String(words) => quote(words, text),
        Value::Array(items) => {
            list(text, ['[', ']'], items, write);
        }
        Value::Object(fields) => list(text, ['{', '}'], fields, |(name, value), text| {
            quote(name, text);
            text.push(':');
            write(value, text);
        }),
    }
}

fn list<T>(text: &mut String, [open, close]: [char; 2], items: impl IntoIterator<Item = T>, each: fn(T, &mut String)) {
    text.push(open);
    for (at, item) in items.into_iter().enumerate() {
        if at > 0 {
            text.push(',');
        }
        each(item, text);
    }
    text.push(close);
}

/// The browser writes fractions: what Rust needs for it weighs more than all of this file.
fn digits(number: &Number) -> String {
    let whole = number.as_u64().map(|number| number.to_string());
    let whole = whole.or_else(|| number.as_i64().map(|number| number.to_string()));
    whole.unwrap_or_else(|| number.as_f64().map_or_else(|| "null".to_owned(), plain))
}

fn quote(words: &str, text: &mut String) {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    text.push('"');
    for letter in words.chars() {
        match letter {
            '"' | '\\' => text.extend(['\\', letter]),
            '\0'..' ' => {
                let [high, low] = [letter as usize >> 4, letter as usize & 15].map(|digit| char::from(HEX[digit]));
                text.push_str("\\u00");
                text.extend([high, low]);
            }
            _ => text.push(letter),
        }
    }
    text.push('"');
}
