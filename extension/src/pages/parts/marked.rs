//! A text with some of it marked, as a search found it.

use super::view;
use convoally_shared::card::Span;
use leptos::prelude::*;

/// A text in pieces, each with whether it is marked. Marks that lie outside of the text, or within a character, or one
/// over the other, are left out.
pub fn pieces<'a>(text: &'a str, marks: &[Span]) -> Vec<(&'a str, bool)> {
    let (mut pieces, mut told) = (Vec::new(), 0);
    for mark in marks {
        let (start, end) = (mark.start as usize, mark.end as usize);
        let (Some(before), Some(marked)) = (text.get(told..start), text.get(start..end)) else { continue };
        pieces.extend([(before, false), (marked, true)]);
        told = end;
    }
    pieces.push((text.get(told..).unwrap_or_default(), false));
    pieces.retain(|(piece, _)| !piece.is_empty());
    pieces
}

/// Where words stand in a text, whatever the case of their letters; one after the other.
pub fn places(text: &str, words: &str) -> Vec<Span> {
    let wanted: Vec<char> = words.trim().to_lowercase().chars().collect();
    let (mut places, mut at) = (Vec::new(), 0);
    while let (false, Some(rest)) = (wanted.is_empty(), text.get(at..)) {
        let Some(first) = rest.chars().next() else { break };
        match begins(rest, &wanted) {
            Some(length) => {
                places.push(Span { start: at as u32, end: (at + length) as u32 });
                at += length;
            }
            None => at += first.len_utf8(),
        }
    }
    places
}

/// How many bytes of a text are these letters, where it begins with them.
fn begins(text: &str, wanted: &[char]) -> Option<usize> {
    let mut wanted = wanted.iter();
    for (at, letter) in text.char_indices() {
        for small in letter.to_lowercase() {
            if wanted.next()? != &small {
                return None;
            }
        }
        if wanted.as_slice().is_empty() {
            return Some(at + letter.len_utf8());
        }
    }
    None
}

/// The text, with what is marked in it as `mark`.
#[component]
pub fn Highlighted(
    /// The text.
    #[prop(into)]
    text: String,
    /// In bytes, in order.
    marks: Vec<Span>,
) -> impl IntoView {
    let shown = pieces(&text, &marks).into_iter().map(|(piece, marked)| match (piece.to_owned(), marked) {
        (piece, true) => view! { <mark>{piece}</mark> },
        (piece, false) => piece.into_any(),
    });
    shown.collect_view()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(start: u32, end: u32) -> Span {
        Span { start, end }
    }

    #[test]
    fn a_text_is_cut_where_its_marks_are() {
        assert_eq!(
            pieces("why us?", &[span(0, 3), span(4, 6)]),
            [("why", true), (" ", false), ("us", true), ("?", false)]
        );
        assert_eq!(pieces("", &[]), []);
    }

    #[test]
    fn marks_that_do_not_fit_leave_the_text_whole() {
        let wrong = [span(1, 2), span(0, 90), span(3, 2)];
        let text: String = pieces("Öl und Gas", &wrong).into_iter().map(|(piece, _)| piece).collect();
        assert_eq!(text, "Öl und Gas");
    }

    #[test]
    fn words_are_found_whatever_their_case() {
        assert_eq!(places("Über ÜBER über", "über"), [span(0, 5), span(6, 11), span(12, 17)]);
        assert_eq!(places("aaa", "aa"), [span(0, 2)]);
        assert_eq!(places("text", " "), []);
        assert_eq!(places("te", "text"), []);
    }
}
