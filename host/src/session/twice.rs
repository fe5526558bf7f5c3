//! Keeps my turns back until it is certain that their words are mine.
//!
//! With loudspeakers my microphone hears the others too, and what is left of that after cancelling may become words.
//! Final text is never taken back, so a turn of mine during which they talked waits for what they said: until their
//! turn has ended, or [`PATIENCE`] is over and what is known of it has to do. My turns never overtake each other.

use crate::turn::echo::{Said, own_words};
use convoally_shared::utterance::{Speaker, Utterance};
use std::collections::VecDeque;
use std::time::Duration;
use tokio::time::{Instant, sleep_until};

/// How long a finished turn of mine waits for the end of theirs.
const PATIENCE: Duration = Duration::from_millis(1_500);
/// So many finished turns of theirs are compared with mine: more than one turn of mine can overlap.
const REMEMBERED: usize = 16;

/// Turns that are over and whose words may be an echo, and those that they may be the echo of.
#[derive(Default)]
pub struct Twice {
    theirs: VecDeque<Utterance>,
    /// Turns of mine, and until when each of them waits at most.
    waiting: VecDeque<(Instant, Utterance)>,
}

impl Twice {
    /// Takes in a turn that is over, and gives those whose words are certain now, in order. An empty text among them
    /// was nothing but echo. `open` are the turns that have begun and not ended, as far as they are understood.
    pub fn ended<'a>(&mut self, turn: Utterance, open: impl Iterator<Item = &'a Utterance>) -> Vec<Utterance> {
        let mut certain = Vec::new();
        match turn.speaker {
            Speaker::Me => self.waiting.push_back((Instant::now() + PATIENCE, turn)),
            Speaker::Them => {
                if self.theirs.len() == REMEMBERED {
                    self.theirs.pop_front();
                }
                self.theirs.push_back(turn.clone());
                certain.push(turn);
            }
        }
        certain.extend(self.certain(open));
        certain
    }

    /// Turns of mine that need not wait any longer, with their own words.
    pub fn certain<'a>(&mut self, open: impl Iterator<Item = &'a Utterance>) -> Vec<Utterance> {
        let open: Vec<&Utterance> = open.filter(|turn| turn.speaker == Speaker::Them).collect();
        let mut certain = Vec::new();
        while let Some((until, mine)) = self.waiting.front() {
            let may_be_theirs = !mine.text.is_empty() && open.iter().any(|turn| turn.start_ms <= mine.end_ms);
            if may_be_theirs && Instant::now() < *until {
                break;
            }
            let Some((_, mine)) = self.waiting.pop_front() else { break };
            let theirs: Vec<Said<'_>> = self.theirs.iter().chain(open.iter().copied()).map(said).collect();
            let text = own_words(said(&mine), &theirs).to_owned();
            certain.push(Utterance { text, ..mine });
        }
        certain
    }

    /// Resolves when the next turn has waited long enough. Never while none waits.
    pub async fn due(&self) {
        match self.waiting.front() {
            Some((until, _)) => sleep_until(*until).await,
            None => std::future::pending().await,
        }
    }
}

fn said(turn: &Utterance) -> Said<'_> {
    Said { start_ms: turn.start_ms, end_ms: turn.end_ms, text: &turn.text }
}

#[cfg(test)]
mod tests {
    use super::*;
    use convoally_shared::utterance::UtteranceId;

    const QUESTION: &str = "What is your greatest weakness?";

    fn turn(id: u32, speaker: Speaker, start_ms: u64, end_ms: u64, text: &str) -> Utterance {
        Utterance { id: UtteranceId(id), speaker, start_ms, end_ms, text: text.to_owned() }
    }

    fn told(turns: Vec<Utterance>) -> Vec<(u32, String)> {
        turns.into_iter().map(|turn| (turn.id.0, turn.text)).collect()
    }

    #[tokio::test]
    async fn a_turn_of_mine_waits_for_the_end_of_theirs_and_is_compared_with_it() {
        let mut twice = Twice::default();
        let theirs = turn(1, Speaker::Them, 0, 2_000, "");
        let mine = turn(2, Speaker::Me, 100, 2_100, QUESTION);
        assert_eq!(twice.ended(mine, [&theirs].into_iter()), []);
        let certain = twice.ended(Utterance { text: QUESTION.into(), ..theirs }, [].into_iter());
        assert_eq!(told(certain), [(1, QUESTION.to_owned()), (2, String::new())]);
    }

    #[tokio::test]
    async fn while_they_are_silent_my_turn_does_not_wait() {
        let mut twice = Twice::default();
        let later = turn(2, Speaker::Them, 5_000, 5_500, "And");
        let certain = twice.ended(turn(1, Speaker::Me, 100, 2_100, "Yes, I can."), [&later].into_iter());
        assert_eq!(told(certain), [(1, "Yes, I can.".to_owned())]);
    }

    #[tokio::test]
    async fn it_waits_a_second_and_a_half_at_most_and_then_what_is_known_of_theirs_has_to_do() {
        let mut twice = Twice::default();
        let began = Instant::now();
        let theirs = turn(1, Speaker::Them, 0, 2_000, QUESTION);
        let echo = turn(2, Speaker::Me, 100, 2_100, QUESTION);
        let mine = turn(3, Speaker::Me, 3_000, 4_000, "I work too much.");
        assert_eq!(twice.ended(echo, [&theirs].into_iter()), []);
        assert_eq!(twice.ended(mine, [&theirs].into_iter()), [], "no turn of mine overtakes another");
        twice.due().await;
        assert!(began.elapsed() >= PATIENCE);
        let certain = twice.certain([&theirs].into_iter());
        assert_eq!(told(certain), [(2, String::new()), (3, "I work too much.".to_owned())]);
    }
}
