//! What of a draft is prose: blanks take the place of everything else, byte for byte, so that places stay the same.

use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// Blocks and spans of code, citations, numbers that count the items of a list, an algorithm's cost, addresses, and
/// what the draft itself says is missing.
static NO_PROSE: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    [
        r"(?ms)^[ \t]*(?:```|~~~).*?(?:^[ \t]*(?:```|~~~)[ \t]*$|\z)",
        r"`[^`\n]+`",
        r"(?m)^[ \t>*_-]*Missing:.*$",
        r"\[\s*\d{1,2}(?:\s*[,;–-]\s*\d{1,2})*\s*\]",
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
