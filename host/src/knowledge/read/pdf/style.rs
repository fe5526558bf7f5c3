//! How a document sets its text and its headings, and what it repeats on every page.

use super::lines::Line;
use crate::knowledge::passages::shape;
use std::collections::HashMap;

/// Larger than the text by this much is a heading.
const LARGER: f32 = 1.12;
/// More sizes of headings than this are told apart by nobody.
const MOST_LEVELS: usize = 3;
/// Of fewer pages nobody can say what is repeated on each.
const FEWEST_PAGES: usize = 3;
/// Without lines that follow each other, sizes from baseline to baseline.
const DISTANCE: f32 = 1.25;

/// A way of setting a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Style {
    /// Half points.
    size: u32,
    bold: bool,
    capitals: bool,
}

impl Style {
    fn of(line: &Line) -> Self {
        Self { size: halves(line.size), bold: line.bold, capitals: shape::is_capitals(&line.text) }
    }
}

fn halves(size: f32) -> u32 {
    (size * 2.0).round() as u32
}

/// What the lines of a document have in common.
pub struct Styles {
    /// Of the running text.
    body: Style,
    /// Sizes of headings in half points, largest first.
    sizes: Vec<u32>,
    /// How the lines are set that name sections.
    sections: Vec<Style>,
    distance: f32,
}

impl Styles {
    pub fn of(pages: &[Vec<Line>]) -> Self {
        let lines = || pages.iter().flatten();
        let mut weights: HashMap<Style, usize> = HashMap::new();
        for line in lines() {
            let style = Style { capitals: false, ..Style::of(line) };
            *weights.entry(style).or_default() += line.text.chars().count();
        }
        let plain = Style { size: 20, bold: false, capitals: false };
        let body =
            weights.iter().max_by_key(|(style, weight)| (**weight, style.size)).map_or(plain, |(style, _)| *style);
        let sections: Vec<Style> = lines()
            .filter(|line| !line.bullet && shape::is_section(&line.text))
            .map(Style::of)
            .filter(|style| *style != body)
            .collect();
        let mut styles = Self { body, sizes: Vec::new(), sections, distance: distance(pages) };
        let mut sizes: Vec<u32> = lines().filter(|line| styles.is_large(line)).map(|line| halves(line.size)).collect();
        sizes.sort_unstable_by(|one, other| other.cmp(one));
        // Half a point of difference is a rounding, not another level.
        sizes.dedup_by(|one, other| other.abs_diff(*one) < 2);
        styles.sizes = sizes;
        styles
    }

    fn is_large(&self, line: &Line) -> bool {
        let large = line.size * 2.0 > self.body.size as f32 * LARGER;
        large
            && !line.bullet
            && line.text.contains(char::is_alphabetic)
            && shape::fits(&line.text, shape::LONGEST_ENTRY)
    }

    /// The level of the line as a heading; none when it is not one.
    pub fn level(&self, line: &Line) -> Option<u8> {
        if self.is_large(line) {
            let above = self.sizes.iter().filter(|size| **size >= halves(line.size) + 2).count();
            return Some(1 + above.min(MOST_LEVELS - 1) as u8);
        }
        let set_so = self.sections.contains(&Style::of(line)) && shape::fits(&line.text, shape::LONGEST_HEADING);
        let section = !line.bullet && set_so && !shape::has_dates(&line.text);
        section.then(|| 1 + self.sizes.len().min(MOST_LEVELS) as u8)
    }

    /// From baseline to baseline in running text, in sizes.
    pub fn usual_distance(&self) -> f32 {
        self.distance
    }
}

/// The middle one of the distances between lines that belong together, which are the smaller ones.
fn distance(pages: &[Vec<Line>]) -> f32 {
    let mut distances: Vec<f32> = pages
        .iter()
        .flat_map(|page| page.windows(2))
        .filter(|pair| !pair[1].bullet && (pair[0].size - pair[1].size).abs() < 0.5)
        .map(|pair| (pair[1].baseline - pair[0].baseline) / pair[1].size)
        .filter(|distance| (0.9..2.2).contains(distance))
        .collect();
    distances.sort_by(f32::total_cmp);
    distances.get(distances.len() / 3).copied().unwrap_or(DISTANCE)
}

/// Takes out page numbers, and what stands at the same place at the top or bottom of most pages.
pub fn without_running_heads(pages: &mut [Vec<Line>]) {
    for page in pages.iter_mut() {
        for at in [page.len().checked_sub(1), Some(0)].into_iter().flatten() {
            if page.get(at).is_some_and(|line| is_page_number(&line.text)) {
                page.remove(at);
            }
        }
    }
    if pages.len() < FEWEST_PAGES {
        return;
    }
    let mut times: HashMap<(String, i32), usize> = HashMap::new();
    for line in pages.iter().flat_map(|page| at_edges(page).map(|at| &page[at])) {
        *times.entry(head(line)).or_default() += 1;
    }
    let most = pages.len() / 2;
    for page in pages {
        let repeated: Vec<usize> = at_edges(page).filter(|at| times[&head(&page[*at])] > most).collect();
        repeated.into_iter().rev().for_each(|at| drop(page.remove(at)));
    }
}

/// The first two and the last two lines.
fn at_edges(page: &[Line]) -> impl Iterator<Item = usize> + use<> {
    let lines = page.len();
    (0..lines).filter(move |at| *at < 2 || *at + 2 >= lines)
}

/// What is the same on each page: the words, however the page is numbered, and the height.
fn head(line: &Line) -> (String, i32) {
    let text = line.text.chars().map(|letter| if letter.is_ascii_digit() { '0' } else { letter }).collect();
    (text, line.baseline.round() as i32)
}

/// `3`, `1 / 2`, `Page 1 of 2`, `– 3 –`.
fn is_page_number(text: &str) -> bool {
    let words: Vec<&str> =
        text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let numbers = words.iter().filter(|word| word.len() <= 3 && word.bytes().all(|byte| byte.is_ascii_digit())).count();
    let named = |word: &&str| ["page", "of", "seite", "von"].iter().any(|known| known.eq_ignore_ascii_case(word));
    (1..=2).contains(&numbers) && words.iter().filter(|word| named(word)).count() + numbers == words.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str, baseline: f32) -> Line {
        let right = 60.0 + 5.0 * text.len() as f32;
        Line { text: text.into(), left: 60.0, right, baseline, size: 10.0, bold: false, bullet: false }
    }

    #[test]
    fn page_numbers_and_running_heads_are_no_text() {
        let page = |number: u32| {
            let own = line(&format!("The words of page {number}"), 100.0 + number as f32 * 3.0);
            vec![line("Ada Lovelace", 20.0), own, line(&format!("Page {number} of 4"), 800.0)]
        };
        let mut pages: Vec<_> = (1..=4).map(page).collect();
        without_running_heads(&mut pages);
        assert!(pages.iter().all(|page| page.len() == 1 && page[0].text.starts_with("The words")), "{pages:?}");
        let mut two = vec![vec![line("Ada Lovelace", 20.0), line("1 / 2", 800.0)], vec![line("2019", 20.0)]];
        without_running_heads(&mut two);
        assert_eq!(two.iter().map(Vec::len).collect::<Vec<_>>(), [1, 1], "a name on one page and a year are text");
    }
}
