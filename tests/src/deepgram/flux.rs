//! `/v2/listen` from the server's end.

use super::{Listener, Protocol, RATE, seconds};
use serde_json::json;

/// Stream between two updates.
const UPDATE_EVERY: u64 = RATE / 4;
/// Silence after which the turn has probably ended, and after which it has.
const EAGER_AFTER: u64 = RATE * 300 / 1000;
const END_AFTER: u64 = RATE * 700 / 1000;
const REQUEST: &str = "b2c4e1b8-7f6e-4a6f-9a3b-1f0f6f6d9c11";

/// One connection's state.
#[derive(Debug, Default)]
pub(super) struct Flux {
    sequence: u32,
    turn: u32,
    /// Where the turn's window begins.
    from: u64,
    words: Vec<String>,
    last_word: u64,
    started: bool,
    eager: bool,
    last_message: u64,
}

impl Flux {
    fn info(&mut self, event: &str, at: u64) -> String {
        self.sequence += 1;
        self.last_message = at;
        let words: Vec<_> = self.words.iter().map(|word| json!({"word": word, "confidence": 0.98})).collect();
        json!({
            "type": "TurnInfo", "request_id": REQUEST, "sequence_id": self.sequence, "event": event,
            "turn_index": self.turn, "audio_window_start": seconds(self.from), "audio_window_end": seconds(at),
            "transcript": self.words.join(" "), "words": words, "end_of_turn_confidence": 0.5
        })
        .to_string()
    }

    fn end_turn(&mut self, at: u64) -> String {
        let message = self.info("EndOfTurn", at);
        self.turn += 1;
        self.from = at;
        self.words.clear();
        (self.started, self.eager) = (false, false);
        message
    }
}

impl Protocol for Flux {
    fn greeting(&mut self) -> Option<String> {
        Some(json!({"type": "Connected", "request_id": REQUEST, "sequence_id": 0}).to_string())
    }

    fn sound(&mut self, listener: &mut Listener) -> Vec<String> {
        let (mut said, at) = (Vec::new(), listener.at());
        for word in listener.words() {
            self.last_word = word.end;
            self.words.push(word.text);
            if !self.started {
                self.started = true;
                said.push(self.info("StartOfTurn", at));
            } else if std::mem::take(&mut self.eager) {
                said.push(self.info("TurnResumed", at));
            }
        }
        let silence = if listener.is_saying() { 0 } else { at - self.last_word.min(at) };
        if self.started && silence >= END_AFTER {
            said.push(self.end_turn(at));
        } else if self.started && !self.eager && silence >= EAGER_AFTER {
            self.eager = true;
            said.push(self.info("EagerEndOfTurn", at));
        } else if at - self.last_message >= UPDATE_EVERY {
            said.push(self.info("Update", at));
        }
        said
    }

    fn control(&mut self, kind: &str) -> Option<Vec<String>> {
        match kind {
            "ForceEndTurn" if self.started => {
                let at = self.last_message;
                Some(vec![self.end_turn(at)])
            }
            "ForceEndTurn" => Some(Vec::new()),
            _ => None,
        }
    }

    /// As documented: updates for what was heard, no end of the turn, no summary.
    fn close(&mut self, listener: &mut Listener) -> Vec<String> {
        listener.finish();
        let at = listener.at();
        self.words.extend(listener.words().into_iter().map(|word| word.text));
        vec![self.info("Update", at)]
    }
}
