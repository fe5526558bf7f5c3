//! What the user said to a question, as far as it belongs beside it.

use crate::export::moment::clock;
use convoally_shared::utterance::Utterance;

/// Bytes of an answer beside its question: a minute and a half of speech. The transcript holds all of it.
const LONGEST: usize = 1_200;

/// The words, cut between two utterances when there are very many; then it says where the transcript goes on.
pub(super) fn words(said: &[&Utterance]) -> String {
    let mut words = String::new();
    for utterance in said {
        if !words.is_empty() && words.len() + utterance.text.len() > LONGEST {
            return format!("{words} … (goes on at {} in the transcript)", clock(utterance.start_ms));
        }
        if !words.is_empty() {
            words.push(' ');
        }
        words += utterance.text.trim();
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use convoally_shared::utterance::{Speaker, UtteranceId};

    #[test]
    fn a_very_long_answer_says_where_it_goes_on() {
        let said = |id: u32, text: &str| Utterance {
            id: UtteranceId(id),
            speaker: Speaker::Me,
            start_ms: u64::from(id) * 60_000,
            end_ms: 0,
            text: text.to_owned(),
        };
        let (first, second) = (said(1, "Because of the team."), said(2, &"word ".repeat(300)));
        assert_eq!(words(&[&first, &first]), "Because of the team. Because of the team.");
        assert_eq!(words(&[&first, &second]), "Because of the team. … (goes on at 02:00 in the transcript)");
        assert_eq!(words(&[&second]).len(), 1_499, "one utterance is never cut");
        assert_eq!(words(&[]), "");
    }
}
