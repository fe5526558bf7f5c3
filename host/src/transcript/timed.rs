//! Brings the times of a transcript in order: counted from its beginning, with an end for everything, through midnight.

use super::error::TranscriptError;
use super::{Piece, Spoken};

const HOUR_MS: u64 = 3_600_000;
const DAY_MS: u64 = 24 * HOUR_MS;
/// Two people may speak at once, and programs write the one who ends first: so far back is no error.
const BACK_MS: u64 = 30_000;
/// How long a word takes, and what comes before the first one, milliseconds: 150 words a minute.
const WORD_MS: u64 = 400;
const BREATH_MS: u64 = 300;

/// What the pieces so far came to.
pub(super) struct Timed {
    by_its_times: bool,
    /// The first time of the file, taken off all of them when the file tells the time of day.
    base_ms: Option<u64>,
    /// What midnights have added.
    nights_ms: u64,
    /// The last time that the file said, from the beginning.
    said_ms: u64,
    /// Where the next piece begins when the file does not say.
    next_ms: u64,
    /// The one whose end the next one's beginning may say.
    open: Option<(Spoken, bool)>,
}

impl Timed {
    pub(super) fn new(by_its_times: bool) -> Self {
        Self { by_its_times, base_ms: None, nights_ms: 0, said_ms: 0, next_ms: 0, open: None }
    }

    /// Takes the next piece; gives the one before.
    ///
    /// # Errors
    /// [`TranscriptError::TimeGoesBack`].
    pub(super) fn next(&mut self, piece: Piece) -> Result<Option<Spoken>, TranscriptError> {
        let said = piece.start_ms.filter(|_| self.by_its_times);
        let said_ms = said.map(|ms| self.place(ms, piece.line)).transpose()?;
        let before = self.open.take().map(|(mut spoken, estimated)| {
            if let (true, Some(next)) = (estimated, said_ms) {
                spoken.end_ms = spoken.end_ms.min(next.max(spoken.start_ms + 1));
            }
            spoken
        });
        let start_ms = said_ms.unwrap_or(self.next_ms);
        let length = piece.end_ms.zip(piece.start_ms).map(|(end, start)| end.saturating_sub(start));
        let length = length.filter(|_| self.by_its_times);
        let words = piece.text.split_whitespace().count() as u64;
        let end_ms = start_ms + length.unwrap_or(BREATH_MS + words * WORD_MS);
        self.next_ms = end_ms + BREATH_MS;
        self.open = Some((Spoken { who: piece.who, start_ms, end_ms, text: piece.text }, length.is_none()));
        Ok(before)
    }

    /// The last one.
    pub(super) fn last(self) -> Option<Spoken> {
        self.open.map(|(spoken, _)| spoken)
    }

    /// A time of the file, counted from its beginning.
    fn place(&mut self, ms: u64, line: u64) -> Result<u64, TranscriptError> {
        // A recording that begins with its second hour is rarer than a clock on the wall.
        let base_ms = *self.base_ms.get_or_insert(if ms >= HOUR_MS { ms } else { 0 });
        let last_ms = self.said_ms + base_ms;
        let mut ms = ms + self.nights_ms;
        if ms + BACK_MS < last_ms {
            let before_midnight = last_ms % DAY_MS >= DAY_MS - HOUR_MS;
            if !(before_midnight && ms % DAY_MS < HOUR_MS) {
                return Err(TranscriptError::TimeGoesBack(line));
            }
            self.nights_ms += DAY_MS;
            ms += DAY_MS;
        }
        let placed = ms.saturating_sub(base_ms);
        self.said_ms = self.said_ms.max(placed);
        Ok(placed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn times(starts: &[Option<u64>]) -> Result<Vec<(u64, u64)>, TranscriptError> {
        let mut timed = Timed::new(true);
        let mut spoken = Vec::new();
        for (line, start_ms) in (1..).zip(starts) {
            let piece = Piece { who: None, start_ms: *start_ms, end_ms: None, text: "two words".into(), line };
            spoken.extend(timed.next(piece)?);
        }
        spoken.extend(timed.last());
        Ok(spoken.into_iter().map(|one| (one.start_ms, one.end_ms)).collect())
    }

    #[test]
    fn an_end_is_where_the_next_begins_or_where_the_words_must_have_ended() {
        assert_eq!(times(&[Some(0), Some(500), Some(9_000)]).unwrap(), [(0, 500), (500, 1_600), (9_000, 10_100)]);
        assert_eq!(times(&[None, None]).unwrap(), [(0, 1_100), (1_400, 2_500)]);
    }

    #[test]
    fn the_time_of_day_is_counted_from_the_beginning_and_through_midnight() {
        let night = [Some(23 * HOUR_MS + 59 * 60_000), Some(1_000), Some(2_000)];
        let starts: Vec<_> = times(&night).unwrap().into_iter().map(|(start, _)| start).collect();
        assert_eq!(starts, [0, 61_000, 62_000]);
    }

    #[test]
    fn two_who_speak_at_once_are_no_error_and_a_time_that_goes_back_is_one() {
        assert!(times(&[Some(60_000), Some(40_000), Some(59_000)]).is_ok());
        assert!(matches!(times(&[Some(60_000), Some(70_000), Some(10_000)]), Err(TranscriptError::TimeGoesBack(3))));
        assert!(matches!(times(&[Some(50_000_000), Some(10_000)]), Err(TranscriptError::TimeGoesBack(2))));
    }
}
