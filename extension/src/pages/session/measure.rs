//! What a session measured: who spoke how long, and how long each card was waited for.

use super::model::Opened;
use convoally_shared::question::QuestionId;
use convoally_shared::utterance::Speaker;

/// How long each side spoke, milliseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Talk {
    /// The user.
    pub me_ms: u64,
    /// The others.
    pub them_ms: u64,
}

impl Talk {
    /// Adds up the utterances.
    pub fn of(opened: &Opened) -> Self {
        let mut talk = Self::default();
        for one in &opened.view.utterances {
            let side = match one.speaker {
                Speaker::Me => &mut talk.me_ms,
                Speaker::Them => &mut talk.them_ms,
            };
            *side += one.end_ms.saturating_sub(one.start_ms);
        }
        talk
    }

    /// The user's share, from 0 to 1; none when nobody spoke.
    pub fn share(self) -> Option<f64> {
        let whole = self.me_ms + self.them_ms;
        (whole > 0).then(|| self.me_ms as f64 / whole as f64)
    }
}

/// From the last word of a question to its card, milliseconds; none for one that was typed, or has no card.
pub fn wait_ms(opened: &Opened, question: QuestionId) -> Option<u64> {
    let asked_by = opened.view.card(question)?.question.utterance?;
    let said = opened.view.utterances.iter().find(|one| one.id == asked_by)?;
    Some(opened.opened_ms.get(&question)?.saturating_sub(said.end_ms))
}

/// All of those, in the order of the cards.
pub fn waits(opened: &Opened) -> Vec<(QuestionId, u64)> {
    let each = opened.view.cards.iter().map(|card| card.question.id);
    each.filter_map(|id| Some((id, wait_ms(opened, id)?))).collect()
}

/// The one in the middle, and the longest; none of none.
pub fn middle_and_longest(waits: &[(QuestionId, u64)]) -> Option<(u64, u64)> {
    let mut sorted = Vec::<u64>::new();
    for (_, ms) in waits {
        sorted.insert(sorted.partition_point(|other| other <= ms), *ms);
    }
    Some((*sorted.get(sorted.len().checked_sub(1)? / 2)?, *sorted.last()?))
}

/// Where the bars of a chart stand: left edge, width and height of each, in parts of a chart that is 100 by 100.
pub fn bars(values: &[u64]) -> Vec<(f64, f64, f64)> {
    let longest = values.iter().copied().max().unwrap_or_default().max(1) as f64;
    let step = 100.0 / values.len().max(1) as f64;
    // Two bars do not touch, and few of them are not broader than bars.
    let width = (step * 0.75).min(6.0);
    let bar = |(at, value): (usize, &u64)| (at as f64 * step, width, (*value as f64 / longest * 100.0).max(1.0));
    values.iter().enumerate().map(bar).collect()
}

#[cfg(test)]
mod tests {
    use super::super::model::tests::opened;
    use super::*;

    #[test]
    fn each_sides_speech_is_added_up() {
        let talk = Talk::of(&opened(Vec::new()));
        assert_eq!(talk, Talk { me_ms: 5_000, them_ms: 1_900 });
        assert_eq!((Talk { me_ms: 1, them_ms: 3 }.share(), Talk::default().share()), (Some(0.25), None));
    }

    #[test]
    fn a_card_is_waited_for_from_the_last_word_of_its_question() {
        let opened = opened(Vec::new());
        assert_eq!(waits(&opened), [(QuestionId(1), 1_500)]);
        assert_eq!(wait_ms(&opened, QuestionId(9)), None);
    }

    #[test]
    fn the_middle_of_an_even_number_is_the_smaller_one() {
        let waits = |ms: &[u64]| ms.iter().map(|ms| (QuestionId(1), *ms)).collect::<Vec<_>>();
        assert_eq!(middle_and_longest(&waits(&[900, 100, 300, 400])), Some((300, 900)));
        assert_eq!(middle_and_longest(&[]), None);
    }

    #[test]
    fn bars_fill_the_chart_and_a_short_one_is_still_seen() {
        let bars = bars(&[0, 50, 100]);
        assert_eq!(bars.iter().map(|(_, _, height)| *height).collect::<Vec<_>>(), [1.0, 50.0, 100.0]);
        assert!(bars.iter().all(|(left, width, _)| left + width <= 100.0));
        assert_eq!(super::bars(&[]), []);
    }
}
