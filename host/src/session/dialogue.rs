//! What was said so far, as drafts need it.

use convoally_shared::utterance::Utterance;
use std::collections::VecDeque;

/// So many utterances before the question go along with it.
const RECENT: usize = 6;

/// The dialogue of a session.
#[derive(Default)]
pub struct Dialogue {
    recent: VecDeque<Utterance>,
    utterances: usize,
}

impl Dialogue {
    /// Takes in a finished utterance.
    pub fn said(&mut self, utterance: Utterance) {
        self.utterances += 1;
        self.recent.push_back(utterance);
        if self.recent.len() > RECENT {
            self.recent.pop_front();
        }
    }

    /// How many utterances were finished.
    pub fn utterances(&self) -> usize {
        self.utterances
    }

    /// The last utterances, oldest first.
    pub fn recent(&self) -> Vec<Utterance> {
        self.recent.iter().cloned().collect()
    }
}
