//! Puts the fragments of a page together to lines.

use super::glyphs::{Drawn, Fragment};
use crate::knowledge::passages::shape;

/// Baselines closer than this share of the size are one line: superscripts, letters of mixed sizes.
const SAME_LINE: f32 = 0.35;
/// A gap of this many sizes between two fragments is shown as a tab.
const TAB: f32 = 1.8;
/// A drawn bullet stands at most this many sizes before its line.
const BULLET_BEFORE: f32 = 3.0;
/// One line. Lengths in points, from the upper left corner of the page.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    pub text: String,
    pub left: f32,
    pub right: f32,
    pub baseline: f32,
    pub size: f32,
    /// All its letters are bold.
    pub bold: bool,
    /// It begins with a bullet, which `text` and `left` leave out.
    pub bullet: bool,
}

/// The lines of a page in the order of reading.
pub fn lines(drawn: &Drawn) -> Vec<Line> {
    let mut rows: Vec<Vec<&Fragment>> = Vec::new();
    for fragment in &drawn.fragments {
        match rows.last_mut() {
            // Drawn twice with a little shift: a cheap way to make letters bold.
            Some(row) if row.iter().any(|other| covers(other, fragment)) => {}
            Some(row) if row.iter().any(|other| beside(other, fragment)) => row.push(fragment),
            _ => rows.push(vec![fragment]),
        }
    }
    let lines = rows.into_iter().filter_map(line);
    lines.map(|line| if line.bullet { line } else { with_dot(line, &drawn.dots) }).collect()
}

fn beside(one: &Fragment, other: &Fragment) -> bool {
    (one.baseline - other.baseline).abs() < SAME_LINE * one.size.max(other.size)
}

fn covers(one: &Fragment, other: &Fragment) -> bool {
    one.text == other.text && beside(one, other) && (one.left - other.left).abs() < 0.2 * one.size
}

fn line(mut row: Vec<&Fragment>) -> Option<Line> {
    row.sort_by(|one, other| one.left.total_cmp(&other.left));
    let bulleted = row.len() > 1 && shape::is_bullet(&row[0].text);
    let written = if bulleted { &row[1..] } else { &row[..] };
    let first = written.first()?;
    let mut line = Line {
        text: String::new(),
        left: first.left,
        right: first.right,
        baseline: first.baseline,
        size: first.size,
        bold: written
            .iter()
            .filter(|fragment| fragment.text.contains(char::is_alphanumeric))
            .all(|fragment| fragment.bold),
        bullet: bulleted,
    };
    let mut letters = 0;
    for fragment in written {
        let gap = (fragment.left - line.right) / fragment.size;
        if !line.text.is_empty() && gap > 0.1 && !line.text.ends_with(' ') {
            line.text.push(if gap > TAB { '\t' } else { ' ' });
        }
        line.text.push_str(&fragment.text);
        line.right = line.right.max(fragment.right);
        // The size in which most of it is set.
        let count = fragment.text.chars().count();
        if count > letters {
            (letters, line.size, line.baseline) = (count, fragment.size, fragment.baseline);
        }
    }
    let text = line.text.trim();
    let unmarked = shape::after_bullet(text).filter(|_| !bulleted);
    line.bullet = bulleted || unmarked.is_some();
    line.text = unmarked.unwrap_or(text).to_owned();
    (!line.text.is_empty()).then_some(line)
}

fn with_dot(line: Line, dots: &[(f32, f32)]) -> Line {
    let bullet = dots.iter().any(|&(x, y)| {
        let before = (line.left - x) / line.size;
        let above = (line.baseline - y) / line.size;
        (0.2..BULLET_BEFORE).contains(&before) && (0.0..0.8).contains(&above)
    });
    Line { bullet, ..line }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fragment(text: &str, left: f32, baseline: f32) -> Fragment {
        Fragment { text: text.into(), left, right: left + 5.0 * text.len() as f32, baseline, size: 10.0, bold: false }
    }

    fn of(fragments: Vec<Fragment>, dots: Vec<(f32, f32)>) -> Vec<(String, bool)> {
        let drawn = Drawn { fragments, dots, ..Drawn::default() };
        lines(&drawn).into_iter().map(|line| (line.text, line.bullet)).collect()
    }

    #[test]
    fn what_stands_beside_each_other_is_a_line_from_left_to_right() {
        let found = of(
            vec![fragment("2019", 400.0, 100.0), fragment("Acme", 50.0, 100.5), fragment("Berlin", 50.0, 114.0)],
            vec![],
        );
        assert_eq!(found, [("Acme\t2019".into(), false), ("Berlin".into(), false)]);
    }

    #[test]
    fn a_bullet_is_known_as_a_letter_and_as_a_drawn_dot() {
        let found = of(
            vec![
                fragment("•", 50.0, 100.0),
                fragment("one", 60.0, 100.0),
                fragment("- two", 50.0, 112.0),
                fragment("three", 60.0, 124.0),
                fragment("-4 degrees", 60.0, 136.0),
            ],
            vec![(52.0, 121.0)],
        );
        let expected = [("one", true), ("two", true), ("three", true), ("-4 degrees", false)];
        assert_eq!(found, expected.map(|(text, bullet)| (text.to_owned(), bullet)));
    }
}
