//! Which of the utterances are drawn: the last few, or one page of all that was said. A call of three hours has
//! thousands; never more than a page of them is in the document.

use std::ops::Range;

/// How many finished utterances stay in sight while people speak.
const LAST: usize = 3;
/// How many the user can scroll through at once.
const PAGE: usize = 120;
/// How far a page moves: what was at its end stays in sight at its other end.
const STEP: usize = 100;

/// What the user looks at of what was said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Said {
    /// The last few lines.
    #[default]
    Last,
    /// A page that moves along with what is said.
    Newest,
    /// A page that begins with this utterance, from 0.
    From(usize),
}

impl Said {
    /// Which of `count` utterances are drawn.
    pub fn range(self, count: usize) -> Range<usize> {
        match self {
            Said::Last => count.saturating_sub(LAST)..count,
            Said::Newest => count.saturating_sub(PAGE)..count,
            Said::From(first) => first.min(count)..(first + PAGE).min(count),
        }
    }

    /// Whether what is being said right now belongs to it.
    pub fn is_live(self) -> bool {
        !matches!(self, Said::From(_))
    }

    /// Whether a page is shown.
    pub fn is_open(self) -> bool {
        self != Said::Last
    }

    /// Opens the newest page, or goes back to the last few lines.
    pub fn toggle(&mut self) {
        *self = if self.is_open() { Said::Last } else { Said::Newest };
    }

    /// To the page before.
    pub fn before(&mut self, count: usize) {
        *self = Said::From(self.range(count).start.saturating_sub(STEP));
    }

    /// To the page after.
    pub fn after(&mut self, count: usize) {
        let first = self.range(count).start + STEP;
        *self = if first + PAGE >= count { Said::Newest } else { Said::From(first) };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_utterance_of_a_long_call_can_be_reached_a_page_at_a_time() {
        let (mut said, count) = (Said::default(), 6_000);
        assert_eq!(said.range(count), 5_997..6_000);
        said.toggle();
        let mut reached = said.range(count);
        while said.range(count).start > 0 {
            said.before(count);
            let page = said.range(count);
            assert!(page.end >= reached.start && page.len() <= PAGE, "{page:?} leaves a gap to {reached:?}");
            reached = page.start..reached.end;
        }
        assert_eq!(reached, 0..count);
        assert!(!said.is_live());
        while !said.is_live() {
            said.after(count);
        }
        assert_eq!(said, Said::Newest);
    }

    #[test]
    fn a_page_stays_where_it_is_while_more_is_said() {
        let mut said = Said::Newest;
        said.before(300);
        let page = said.range(300);
        assert_eq!((page.clone(), said.range(340)), (80..200, page));
    }

    #[test]
    fn a_short_call_has_one_page() {
        let mut said = Said::Newest;
        assert_eq!(said.range(2), 0..2);
        said.before(2);
        said.after(2);
        assert_eq!((said, Said::Last.range(0)), (Said::Newest, 0..0));
    }
}
