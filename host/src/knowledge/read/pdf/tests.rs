//! Lines in, blocks out: what the layout of a page says.

use super::layout::blocks;
use super::lines::Line;
use super::style::Styles;
use crate::knowledge::read::blocks::Block;

/// A line in a column of 60 letters.
fn line(text: &str, left: f32, baseline: f32) -> Line {
    let right = left + 5.0 * text.chars().count() as f32;
    Line { text: text.into(), left, right, baseline, size: 10.0, bold: false, bullet: false }
}

fn large(text: &str, size: f32, baseline: f32) -> Line {
    Line { size, ..line(text, 60.0, baseline) }
}

fn item(text: &str, left: f32, baseline: f32) -> Line {
    Line { bullet: true, ..line(text, left, baseline) }
}

const FULL: &str = "These words fill the whole width of the column of the page,";

#[test]
fn lines_are_joined_where_the_margin_broke_them_and_nowhere_else() {
    let page = vec![
        line(FULL, 60.0, 100.0),
        line("and so this one goes on.", 60.0, 113.0),
        line("A short line that ends early", 60.0, 126.0),
        line("Another thought begins here, and it is a long one, as we see", 60.0, 139.0),
        item(FULL, 80.0, 160.0),
        line("with its second line", 80.0, 173.0),
        item("nested", 100.0, 186.0),
        item("again", 80.0, 199.0),
    ];
    let paragraph = |text: &str| Block::Paragraph { text: text.into() };
    let item = |depth: usize, text: &str| Block::Item { depth, text: text.into() };
    assert_eq!(
        blocks(&[page]),
        [
            paragraph(&format!("{FULL} and so this one goes on.")),
            paragraph("A short line that ends early"),
            paragraph("Another thought begins here, and it is a long one, as we see"),
            item(0, &format!("{FULL} with its second line")),
            item(1, "nested"),
            item(0, "again"),
        ]
    );
}

#[test]
fn sizes_make_levels_and_a_line_set_like_a_section_is_one() {
    let bold = |text: &str, baseline: f32| Line { bold: true, ..line(text, 60.0, baseline) };
    let page = vec![
        large("Ada Byron", 24.0, 40.0),
        large("Experience", 14.0, 70.0),
        bold("Acme", 90.0),
        line(FULL, 60.0, 110.0),
        large("What moves me", 14.0, 140.0),
        line(FULL, 60.0, 160.0),
    ];
    let styles = Styles::of(std::slice::from_ref(&page));
    let levels: Vec<_> = page.iter().map(|line| styles.level(line)).collect();
    assert_eq!(levels, [Some(1), Some(2), None, None, Some(2), None]);
    assert!(blocks(&[page]).contains(&Block::Bold { text: "Acme".into() }));
    // All of one size: only the names of sections and what is set like them.
    let page = vec![bold("EXPERIENCE", 70.0), bold("Acme", 90.0), line(FULL, 60.0, 110.0), bold("WHAT I LIKE", 140.0)];
    let styles = Styles::of(std::slice::from_ref(&page));
    assert_eq!(page.iter().map(|line| styles.level(line)).collect::<Vec<_>>(), [Some(1), None, None, Some(1)]);
}

#[test]
fn each_page_begins_one() {
    let pages = [vec![line("One.", 60.0, 100.0)], vec![], vec![line("Three.", 60.0, 100.0)]];
    let found = blocks(&pages);
    assert_eq!(found.iter().filter(|block| **block == Block::Page).count(), 2);
}
