//! Finding words in a long transcript, of which the browser's own search sees only a part.

/// What was found, and where the user is in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    lines: Vec<usize>,
    at: usize,
}

impl Found {
    /// Begins at the first of these lines.
    pub fn new(lines: Vec<usize>) -> Self {
        Self { lines, at: 0 }
    }

    /// The line to look at, from 0.
    pub fn line(&self) -> Option<usize> {
        self.lines.get(self.at).copied()
    }

    /// Goes on; behind the last comes the first.
    pub fn next(&mut self) {
        self.at = (self.at + 1) % self.lines.len().max(1);
    }

    /// Goes back; before the first comes the last.
    pub fn back(&mut self) {
        self.at = self.at.checked_sub(1).unwrap_or(self.lines.len().saturating_sub(1));
    }

    /// Which of how many, from 1.
    pub fn place(&self) -> (usize, usize) {
        (self.at + 1, self.lines.len())
    }

    /// Whether nothing was found.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_through_what_was_found_is_a_circle() {
        let mut found = Found::new(vec![3, 9]);
        assert_eq!((found.line(), found.place()), (Some(3), (1, 2)));
        found.back();
        assert_eq!(found.line(), Some(9));
        found.next();
        assert_eq!(found.line(), Some(3));
    }

    #[test]
    fn nothing_found_leads_nowhere() {
        let mut found = Found::default();
        found.next();
        found.back();
        assert_eq!((found.line(), found.is_empty()), (None, true));
    }
}
