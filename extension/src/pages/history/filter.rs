//! What the user leaves out of the history, as it is typed, and what is asked of the host for it.

use convoally_shared::amendment::Outcome;
use convoally_shared::search::{Only, Said, Search};
use convoally_shared::utterance::Speaker;

/// So many sessions at most are found at once.
pub const MOST_FOUND: usize = 30;

/// Year, month and day, both from 1.
pub type Day = (i32, u32, u32);

/// What stands in the fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// What is looked for.
    pub words: String,
    /// Part of the company's name, or of the title.
    pub company: String,
    /// The first day, as a date field writes it: `2026-11-26`.
    pub from: String,
    /// The last day.
    pub until: String,
    /// How it went on; empty for any.
    pub outcome: String,
    /// A tag.
    pub tag: String,
    /// In whose words: `me`, `them`, or a name after `=`; empty for any.
    pub said: String,
}

impl Filter {
    /// Whether sessions are looked for by their words.
    pub fn searches(&self) -> bool {
        !self.words.trim().is_empty()
    }

    /// Whether anything is left out.
    pub fn is_any(&self) -> bool {
        *self == Self { words: self.words.clone(), said: self.said.clone(), ..Self::default() }
    }

    /// Which sessions fit. `begins` says when a day begins where the user is, milliseconds since the Unix epoch; the day
    /// may lie beyond the end of its month.
    pub fn only(&self, begins: impl Fn(Day) -> u64) -> Only {
        let day = |text: &str| date(text).map(&begins);
        let after = |(year, month, day): Day| begins((year, month, day + 1));
        Only {
            company: said(&self.company),
            from_unix_ms: day(&self.from),
            before_unix_ms: date(&self.until).map(after),
            outcome: Outcome::ALL.into_iter().find(|outcome| outcome.label() == self.outcome),
            tag: said(&self.tag),
        }
    }

    /// What is looked for.
    pub fn search(&self, begins: impl Fn(Day) -> u64) -> Search {
        let whose = match self.said.as_str() {
            "" => None,
            "me" => Some(Said::By(Speaker::Me)),
            "them" => Some(Said::By(Speaker::Them)),
            name => said(name.trim_start_matches('=')).map(Said::ByName),
        };
        Search { words: self.words.trim().to_owned(), only: self.only(begins), said: whose, most: MOST_FOUND }
    }
}

/// None for a field that is empty.
fn said(text: &str) -> Option<String> {
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}

/// None while a date is being typed.
fn date(text: &str) -> Option<Day> {
    let mut parts = text.splitn(3, '-').map(str::parse::<u32>);
    let (year, month, day) = (parts.next()?.ok()?, parts.next()?.ok()?, parts.next()?.ok()?);
    let fits = (1970..10_000).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
    fits.then_some((year as i32, month, day))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Days as numbers that can be told apart.
    fn begins((year, month, day): Day) -> u64 {
        year as u64 * 10_000 + u64::from(month) * 100 + u64::from(day)
    }

    #[test]
    fn empty_fields_leave_nothing_out() {
        let filter = Filter { company: "  ".into(), from: "2026-1".into(), ..Filter::default() };
        assert_eq!(filter.only(begins), Only::default());
        assert!(!filter.searches() && !filter.is_any());
        assert!(Filter { words: "team".into(), ..Filter::default() }.is_any());
    }

    #[test]
    fn the_last_day_is_searched_to_its_end() {
        let filter = Filter { from: "2026-11-01".into(), until: "2026-11-30".into(), ..Filter::default() };
        let only = filter.only(begins);
        assert_eq!((only.from_unix_ms, only.before_unix_ms), (Some(20_261_101), Some(20_261_131)));
    }

    #[test]
    fn a_side_or_a_name_says_in_whose_words() {
        let said =
            |said: &str| Filter { words: " team ".into(), said: said.into(), ..Filter::default() }.search(begins);
        assert_eq!(said("them").said, Some(Said::By(Speaker::Them)));
        assert_eq!(said("=Ann").said, Some(Said::ByName("Ann".into())));
        assert_eq!((said("").said, said("").words.as_str()), (None, "team"));
        assert_eq!(said("=").said, None);
    }

    #[test]
    fn an_outcome_is_chosen_by_its_name() {
        let filter = Filter { outcome: "offer".into(), ..Filter::default() };
        assert_eq!(filter.only(begins).outcome, Some(Outcome::Offer));
    }
}
