//! What of a draft is prose: blanks take the place of everything else, byte for byte, so that places stay the same.

use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

const CODE_BLOCK: &str = r"(?ms)^[ \t]*(?:```|~~~).*?(?:^[ \t]*(?:```|~~~)[ \t]*$|\z)";
const CODE: &str = r"`[^`\n]+`";
const CITATION: &str = r"\[\s*\d{1,2}(?:\s*[,;–-]\s*\d{1,2})*\s*\]";

/// Citations, and what looks like one and is not: code, and what a name is followed by, as in `x[3]`.
static CITATIONS: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(&format!(r"{CODE_BLOCK}|{CODE}|(?-m)\w{CITATION}|(?<cited>{CITATION})")).ok());

/// Blocks and spans of code, citations, numbers that count the items of a list, an algorithm's cost, addresses, and
/// what the draft itself says is missing.
static NO_PROSE: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    [
        CODE_BLOCK,
        CODE,
        r"(?m)^[ \t>*_-]*Missing:.*$",
        CITATION,
        r"(?m)^[ \t>*_-]*\d{1,2}[.)](?:[ \t]|$)",
        r"\(\d{1,2}\)",
        r"#1\b",
        r"[OΘΩ]\((?:[^()\n]|\([^()\n]*\))*\)",
        r"https?://\S+",
    ]
    .iter()
    .filter_map(|pattern| Regex::new(pattern).ok())
    .collect()
});

/// The draft with blanks for what is no prose. As long as the draft.
pub fn of(draft: &str) -> String {
    let mut prose = draft.to_owned();
    for pattern in NO_PROSE.iter() {
        let found: Vec<Range<usize>> = pattern.find_iter(&prose).map(|found| found.range()).collect();
        found.into_iter().for_each(|range| blank(&mut prose, range));
    }
    prose
}

/// The citations of a draft, each with the numbers that it names.
pub fn citations(draft: &str) -> impl Iterator<Item = (Range<usize>, Vec<usize>)> {
    let found = CITATIONS.iter().flat_map(|pattern| pattern.captures_iter(draft));
    found.filter_map(|found| found.name("cited")).map(|cited| {
        let numbers = cited.as_str().split(|letter: char| !letter.is_ascii_digit());
        (cited.range(), numbers.filter_map(|number| number.parse().ok()).collect())
    })
}

/// Puts blanks in the place of a stretch. Line ends stay.
pub fn blank(text: &mut String, range: Range<usize>) {
    let blanks: String = text[range.clone()].bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }).collect();
    text.replace_range(range, &blanks);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_can_be_read() {
        assert_eq!(NO_PROSE.len(), 9);
    }

    #[test]
    fn blanks_take_as_much_room_as_what_they_stand_for() {
        let draft =
            "1. We cut `größe` by 40 % [1, 2].\n```rust\nlet ä = 5;\n```\nDone in O(n log(n)).\n~~~\nnever closed 7";
        let prose = of(draft);
        assert_eq!(prose.len(), draft.len());
        let words: Vec<&str> = prose.split_whitespace().collect();
        assert_eq!(words, ["We", "cut", "by", "40", "%", ".", "Done", "in", "."]);
    }
}
