//! How a message between overlay and hub is written: positions instead of names (postcard), a character a byte.
//!
//! Both ends are of one build and know the types, so names need not travel, and the frame needs no reader of JSON,
//! which was nearly a third of its WASM. Characters, because the browser passes ports' messages as JSON: it keeps strings,
//! but no bytes.

use serde::Serialize;
use serde::de::DeserializeOwned;

/// Writes a message. None for what has no such form, as a list of unknown length; no message has one.
pub fn pack(message: &impl Serialize) -> Option<String> {
    let bytes = postcard::to_allocvec(message).ok()?;
    Some(bytes.into_iter().map(char::from).collect())
}

/// Reads a message. None for what [`pack`] did not write for this type.
pub fn unpack<T: DeserializeOwned>(text: &str) -> Option<T> {
    let bytes: Vec<u8> = text.chars().map(u8::try_from).collect::<Result<_, _>>().ok()?;
    postcard::from_bytes(&bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_cut_short_or_no_bytes_at_all_is_not_read() {
        let text = pack(&("käse", 300_u32)).unwrap();
        assert_eq!(unpack(&text), Some(("käse".to_owned(), 300_u32)));
        let cut: String = text.chars().take(text.chars().count() - 1).collect();
        assert_eq!(unpack::<(String, u32)>(&cut), None);
        assert_eq!(unpack::<(String, u32)>("\u{5}k›se"), None);
    }
}
