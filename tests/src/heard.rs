//! What a host understood of a conversation, and when.

use crate::conversation::{Conversation, Line};
use crate::words::Errors;
use convoally_shared::event::{Event, EventKind, SourceState};
use convoally_shared::utterance::Utterance;

/// The final utterances of one run, in the order in which they were told.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Heard {
    /// When the first source was open, milliseconds since the session began: a file's first sample sounds then.
    pub began_ms: f64,
    /// When each became final, milliseconds since the session began.
    pub final_ms: Vec<f64>,
    /// The utterances.
    pub utterances: Vec<Utterance>,
}

impl Heard {
    /// Picks them out of a session's events.
    pub fn of(events: &[Event]) -> Self {
        let mut heard = Self::default();
        for event in events.iter().rev() {
            if matches!(event.kind, EventKind::SourceChanged { state: SourceState::Opening, .. }) {
                heard.began_ms = event.at_ms as f64;
            }
        }
        for event in events {
            if let EventKind::UtteranceFinal { utterance } = &event.kind {
                heard.final_ms.push(event.at_ms as f64);
                heard.utterances.push(utterance.clone());
            }
        }
        heard
    }

    /// From the end of each line's last word to the moment at which the last of its words became final, in
    /// milliseconds, when the conversation was played `pace` times as fast as it was spoken. None for a line of
    /// which nothing was understood.
    pub fn waits(&self, conversation: &Conversation<'_>, pace: f64) -> Vec<Option<f64>> {
        let wait = |(line, done): (&Line<'_>, Option<f64>)| Some(done? - self.began_ms - line.last_word_ms() / pace);
        conversation.lines().iter().zip(self.line_done_ms(conversation)).map(wait).collect()
    }

    /// How long the decoding of each line took, milliseconds, when the conversation was fed faster than it could be
    /// decoded: one line is begun when the one before it is done. None for the first, which finds the engine cold,
    /// and for lines of which, or of whose predecessor, nothing was understood.
    pub fn decodes(&self, conversation: &Conversation<'_>) -> Vec<Option<f64>> {
        let done = self.line_done_ms(conversation);
        let before = std::iter::once(None).chain(done.iter().copied());
        done.iter().zip(before).map(|(done, before)| Some((*done)? - before?)).collect()
    }

    /// Lines of which nothing was understood.
    pub fn lost(&self, conversation: &Conversation<'_>) -> usize {
        conversation.matched(&self.utterances).iter().filter(|places| places.is_empty()).count()
    }

    /// Utterances that were told after one that began later.
    pub fn out_of_order(&self) -> usize {
        let mut latest = 0;
        let late = |utterance: &&Utterance| {
            latest = latest.max(utterance.start_ms);
            utterance.start_ms < latest
        };
        self.utterances.iter().filter(late).count()
    }

    /// Words that were understood wrongly.
    pub fn errors(&self, conversation: &Conversation<'_>) -> Errors {
        conversation.errors(&self.utterances)
    }

    /// When the last utterance of each line became final.
    fn line_done_ms(&self, conversation: &Conversation<'_>) -> Vec<Option<f64>> {
        let last = |places: &Vec<usize>| places.iter().map(|at| self.final_ms[*at]).max_by(f64::total_cmp);
        conversation.matched(&self.utterances).iter().map(last).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::Take;
    use convoally_shared::session::SessionId;
    use convoally_shared::utterance::{Speaker, UtteranceId};

    const THEM: Speaker = Speaker::Them;

    fn event(at_ms: u64, kind: EventKind) -> Event {
        Event { session: SessionId("s".into()), seq: at_ms + 1, at_ms, kind }
    }

    fn opened(at_ms: u64) -> Event {
        event(at_ms, EventKind::SourceChanged { speaker: THEM, device: String::new(), state: SourceState::Opening })
    }

    fn said(at_ms: u64, start_ms: u64) -> Event {
        let text = "Why us?".into();
        let utterance = Utterance { id: UtteranceId(1), speaker: THEM, start_ms, end_ms: start_ms + 400, text };
        event(at_ms, EventKind::UtteranceFinal { utterance })
    }

    /// Two lines of a second, the last word of each over after 900 ms, with half a second before each.
    fn takes() -> [Take; 2] {
        [(); 2].map(|()| Take {
            speaker: THEM,
            text: "why us".to_owned(),
            samples: vec![0; 16_000],
            speech_end_ms: 900.0,
        })
    }

    #[test]
    fn a_wait_counts_from_the_last_word_to_the_last_utterance_of_its_line() {
        let takes = takes();
        let conversation = Conversation::monologue(&takes, 500.0);
        let heard = Heard::of(&[opened(5), said(1200, 505), said(2005, 1000), opened(2100)]);
        assert_eq!(heard.waits(&conversation, 1.0), [Some(600.0), None]);
        assert_eq!(heard.lost(&conversation), 1);
    }

    #[test]
    fn faster_than_spoken_the_last_word_comes_sooner_too() {
        let takes = takes();
        let conversation = Conversation::monologue(&takes, 500.0);
        let heard = Heard::of(&[opened(0), said(170, 505), said(445, 2005)]);
        assert_eq!(heard.waits(&conversation, 10.0), [Some(30.0), Some(155.0)]);
    }

    #[test]
    fn a_line_is_decoded_from_the_end_of_the_one_before() {
        let takes = takes();
        let conversation = Conversation::monologue(&takes, 500.0);
        let heard = Heard::of(&[opened(0), said(700, 505), said(1000, 2005), said(1150, 2500)]);
        assert_eq!(heard.decodes(&conversation), [None, Some(450.0)]);
    }

    #[test]
    fn an_utterance_is_out_of_order_when_a_later_one_was_told_first() {
        let starts = |starts: &[u64]| starts.iter().map(|start| said(9_000, *start)).collect::<Vec<_>>();
        assert_eq!(Heard::of(&starts(&[100, 200, 300])).out_of_order(), 0);
        assert_eq!(Heard::of(&starts(&[100, 300, 200, 250, 400])).out_of_order(), 2);
    }
}
