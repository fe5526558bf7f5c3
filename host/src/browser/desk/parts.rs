//! Long answers in parts, none of which is too long for a message or keeps others waiting for long.

use crate::browser::errand::Teller;
use convoally_shared::fault::Fault;
use convoally_shared::request::Request;
use serde::Serialize;

/// How long a part is, in bytes of JSON: far below the limit of a message, far above what a message costs.
pub(super) const PART_BYTES: usize = 200_000;

/// Cuts a list into parts of at most [`PART_BYTES`], or of one item that is longer. No part is empty.
pub(super) fn parts<T: Serialize>(items: Vec<T>) -> Vec<Vec<T>> {
    let (mut parts, mut length) = (Vec::new(), PART_BYTES);
    for item in items {
        let bytes = serde_json::to_string(&item).map_or(0, |text| text.len() + 1);
        if length + bytes > PART_BYTES {
            parts.push(Vec::new());
            length = 0;
        }
        length += bytes;
        parts.last_mut().map(|part| part.push(item)).unwrap_or_default();
    }
    parts
}

/// Tells a part that the answer is nothing without.
///
/// # Errors
/// The browser that asked is gone: nobody reads this.
pub(super) async fn tell<R: Request>(teller: &Teller<R>, part: &R::Progress) -> Result<(), Fault> {
    let nobody = || Fault::new("call.nobody", "Nobody waits for the answer any more.", "Ask again.");
    teller.tell(part).await.then_some(()).ok_or_else(nobody)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_full_and_none_is_too_long_or_empty() {
        let items: Vec<String> = (0..100).map(|_| "x".repeat(9_000)).collect();
        let cut = parts(items.clone());
        assert_eq!(cut.iter().map(Vec::len).collect::<Vec<_>>(), [22, 22, 22, 22, 12]);
        assert_eq!(cut.concat(), items);
        assert_eq!(parts(Vec::<u8>::new()), Vec::<Vec<u8>>::new());
    }

    #[test]
    fn an_item_that_is_too_long_has_a_part_of_its_own() {
        let long = "x".repeat(PART_BYTES);
        let cut = parts(vec!["a".to_owned(), long.clone(), "b".to_owned()]);
        assert_eq!(cut, [vec!["a".to_owned()], vec![long], vec!["b".to_owned()]]);
    }
}
