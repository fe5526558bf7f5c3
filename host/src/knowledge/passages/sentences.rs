//! Cuts a long paragraph where a sentence ends.

/// A person quotes two or three sentences, not more: characters.
const LONGEST: usize = 480;
/// Full stops that end no sentence.
const ABBREVIATIONS: &str =
    "e.g. i.e. etc. vs. dr. mr. mrs. ms. prof. st. no. inc. ltd. co. corp. approx. ca. bzw. z.b. u.s. jr. sr.";

/// The paragraph in pieces of whole sentences. One that is not long stays whole, and so does a sentence that is.
pub fn pieces(paragraph: &str) -> Vec<&str> {
    if paragraph.chars().nth(LONGEST).is_none() {
        return vec![paragraph];
    }
    // Of about the same size: the last piece of a paragraph should not be half a line.
    let length = paragraph.chars().count();
    let aim = length.div_ceil(length.div_ceil(LONGEST));
    let mut pieces = Vec::new();
    let mut begin = 0;
    for end in ends(paragraph) {
        if paragraph[begin..end].chars().count() >= aim.saturating_sub(aim / 5) {
            pieces.push(paragraph[begin..end].trim_end());
            begin = end;
        }
    }
    if begin < paragraph.len() {
        pieces.push(&paragraph[begin..]);
    }
    pieces
}

/// The byte after each sentence and the space behind it.
fn ends(paragraph: &str) -> impl Iterator<Item = usize> + '_ {
    paragraph
        .match_indices(' ')
        .filter(|(at, _)| ends_sentence(&paragraph[..*at], &paragraph[at + 1..]))
        .map(|(at, _)| at + 1)
}

fn ends_sentence(before: &str, after: &str) -> bool {
    let word = before.rsplit(' ').next().unwrap_or_default();
    let bare = word.trim_end_matches(['"', '”', '’', ')']);
    let initial = bare.chars().count() == 2 && bare.ends_with('.');
    let abbreviated = ABBREVIATIONS.split(' ').any(|known| known.eq_ignore_ascii_case(bare.trim_start_matches('(')));
    bare.ends_with(['.', '!', '?', ';']) && !initial && !abbreviated && !after.starts_with(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_paragraph_is_cut_between_sentences_and_nothing_is_lost() {
        let sentence = "In 2019 Dr. Holm and I moved e.g. 14 services to the new platform within a year. ";
        let paragraph = sentence.repeat(14).trim_end().to_owned();
        let pieces = pieces(&paragraph);
        assert!(pieces.len() > 1);
        for piece in &pieces {
            assert!(piece.starts_with("In 2019") && piece.ends_with("a year."), "{piece}");
            assert!(piece.chars().count() <= LONGEST + sentence.len());
        }
        assert_eq!(pieces.join(" "), paragraph);
    }

    #[test]
    fn a_paragraph_that_a_person_would_quote_stays_whole() {
        let paragraph = "Short. Very short.";
        assert_eq!(pieces(paragraph), [paragraph]);
    }
}
