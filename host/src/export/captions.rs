//! What was said as subtitles: short lines, each with its moment.
//!
//! An utterance of a minute would cover the picture, so that it is cut; its time is shared out by length.

use super::printable::one_line;
use convoally_shared::utterance::Utterance;
use convoally_shared::view::SessionView;

/// Letters of one line, and lines of one caption, as broadcasters have them.
const LINE: usize = 42;
const LINES: usize = 2;
/// The shortest time that a caption is shown, milliseconds: less cannot be read.
const SHORTEST_MS: u64 = 700;

/// One caption.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Caption<'a> {
    /// From here, milliseconds since the session began.
    pub start_ms: u64,
    /// To here.
    pub end_ms: u64,
    /// Who says it.
    pub who: &'a str,
    /// It is the first one of an utterance.
    pub first: bool,
    /// At most two, none of them empty.
    pub lines: Vec<String>,
}

/// All captions of a session, by time.
pub(super) fn captions(view: &SessionView) -> Vec<Caption<'_>> {
    let mut spoken: Vec<&Utterance> = view.utterances.iter().collect();
    spoken.sort_by_key(|one| one.start_ms);
    spoken.into_iter().flat_map(|one| of_utterance(one, view.who(one))).collect()
}

fn of_utterance<'a>(utterance: &Utterance, who: &'a str) -> Vec<Caption<'a>> {
    let lines = wrapped(&one_line(&utterance.text));
    let pieces: Vec<&[String]> = lines.chunks(LINES).collect();
    let letters = |piece: &[String]| piece.iter().map(|line| line.chars().count() as u64).sum::<u64>();
    let total = pieces.iter().map(|piece| letters(piece)).sum::<u64>().max(1);
    let least = SHORTEST_MS * pieces.len() as u64;
    let took = utterance.end_ms.saturating_sub(utterance.start_ms).max(least);
    let mut before = 0;
    let shown = pieces.iter().enumerate().map(|(at, piece)| {
        let start_ms = utterance.start_ms.saturating_add(share(took, before, total));
        before += letters(piece);
        let end_ms = utterance.start_ms.saturating_add(share(took, before, total));
        Caption { start_ms, end_ms, who, first: at == 0, lines: piece.to_vec() }
    });
    shown.collect()
}

fn share(took: u64, part: u64, total: u64) -> u64 {
    u64::try_from(u128::from(took) * u128::from(part) / u128::from(total)).unwrap_or(u64::MAX)
}

/// Cut between words; a word that is longer than a line has one to itself.
fn wrapped(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= LINE => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// `01:02:03` and the milliseconds.
pub(super) fn moment(ms: u64) -> (String, u64) {
    let seconds = ms / 1000;
    (format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60), ms % 1000)
}

#[cfg(test)]
mod tests {
    use super::*;
    use convoally_shared::utterance::{Speaker, UtteranceId};

    fn said(start_ms: u64, end_ms: u64, text: &str) -> Utterance {
        Utterance { id: UtteranceId(1), speaker: Speaker::Me, start_ms, end_ms, text: text.into() }
    }

    #[test]
    fn a_long_utterance_is_cut_and_its_time_is_shared_out_without_a_gap() {
        let text = "I led the billing team for four years and moved it from nightly batches to events, without a day \
                    on which a customer was billed twice.";
        let utterance = said(1_000, 9_000, text);
        let cut = of_utterance(&utterance, "Me");
        assert_eq!(cut.iter().flat_map(|one| one.lines.clone()).collect::<Vec<_>>().join(" "), text);
        assert!(cut.len() == 2 && cut.iter().all(|one| one.lines.len() <= LINES));
        assert!(cut.iter().flat_map(|one| &one.lines).all(|line| line.chars().count() <= LINE));
        assert_eq!((cut[0].start_ms, cut[0].end_ms, cut[1].end_ms), (1_000, cut[1].start_ms, 9_000));
        assert_eq!((cut[0].first, cut[1].first), (true, false));
    }

    #[test]
    fn every_caption_can_be_read_and_none_is_empty() {
        assert_eq!(of_utterance(&said(5, 5, "Yes."), "Me")[0].end_ms, 705);
        assert!(of_utterance(&said(0, 9, " \n "), "Me").is_empty());
        assert_eq!(of_utterance(&said(0, 900, &"x".repeat(90)), "Me")[0].lines.len(), 1);
        assert_eq!(of_utterance(&said(u64::MAX, u64::MAX, "Yes."), "Me")[0].end_ms, u64::MAX);
    }
}
