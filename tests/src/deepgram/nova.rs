//! `/v1/listen` from the server's end.

use super::{Heard, Listener, Protocol, RATE, seconds};
use serde_json::{Value, json};

/// Stream between two interim results.
const INTERIM_EVERY: u64 = RATE;
/// A stretch is final after so much, pause or not.
const LONGEST_STRETCH: u64 = RATE * 4;

/// One connection's state.
#[derive(Debug)]
pub(super) struct Nova {
    /// Silence that makes an endpoint, and gap that ends an utterance.
    endpointing: u64,
    word_gap: u64,
    /// The stretch that is not final: where it begins and its words.
    from: u64,
    words: Vec<Heard>,
    last_word: Option<u64>,
    endpoint_told: bool,
    utterance_end_told: bool,
    last_result: u64,
}

impl Nova {
    /// With the silences that the query asks for, milliseconds.
    pub(super) fn new(endpointing_ms: u64, utterance_end_ms: u64) -> Self {
        Self {
            endpointing: endpointing_ms * RATE / 1000,
            word_gap: utterance_end_ms * RATE / 1000,
            from: 0,
            words: Vec::new(),
            last_word: None,
            endpoint_told: true,
            utterance_end_told: true,
            last_result: 0,
        }
    }

    fn result(&mut self, to: u64, is_final: bool, speech_final: bool) -> String {
        let words: Vec<Value> = self.words.iter().map(word).collect();
        let text = self.words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
        let message = json!({
            "type": "Results", "channel_index": [0, 1],
            "start": seconds(self.from), "duration": seconds(to - self.from),
            "is_final": is_final, "speech_final": speech_final, "from_finalize": false,
            "channel": {"alternatives": [{"transcript": text, "confidence": 0.98, "words": words}]},
            "metadata": {
                "request_id": "b2c4e1b8-7f6e-4a6f-9a3b-1f0f6f6d9c11", "model_uuid": "stand-in",
                "model_info": {"name": "general-nova-3", "version": "stand-in", "arch": "nova-3"}
            }
        });
        self.last_result = to;
        if is_final {
            self.from = to;
            self.words.clear();
        }
        message.to_string()
    }
}

fn word(heard: &Heard) -> Value {
    let plain = heard.text.trim_end_matches(['.', '?', '!', ',']).to_lowercase();
    json!({
        "word": plain, "punctuated_word": heard.text, "confidence": 0.98,
        "start": seconds(heard.start), "end": seconds(heard.end)
    })
}

impl Protocol for Nova {
    fn sound(&mut self, listener: &mut Listener) -> Vec<String> {
        let mut said = Vec::new();
        for word in listener.words() {
            self.last_word = Some(word.end);
            (self.endpoint_told, self.utterance_end_told) = (false, false);
            self.words.push(word);
        }
        let at = listener.at();
        let silence = self.last_word.filter(|_| !listener.is_saying()).map_or(0, |end| at - end);
        let boundary = if listener.is_saying() { self.last_word.unwrap_or(self.from).max(self.from) } else { at };
        if !self.endpoint_told && silence >= self.endpointing {
            self.endpoint_told = true;
            said.push(self.result(at, true, true));
        } else if at - self.from >= LONGEST_STRETCH && boundary > self.from {
            said.push(self.result(boundary, true, false));
        } else if at - self.last_result.min(at) >= INTERIM_EVERY {
            said.push(self.result(at, false, false));
        }
        if let Some(end) = self.last_word.filter(|_| !self.utterance_end_told && silence >= self.word_gap) {
            self.utterance_end_told = true;
            said.push(json!({"type": "UtteranceEnd", "channel": [0, 1], "last_word_end": seconds(end)}).to_string());
        }
        said
    }

    fn control(&mut self, kind: &str) -> Option<Vec<String>> {
        matches!(kind, "KeepAlive" | "Finalize").then(Vec::new)
    }

    fn close(&mut self, listener: &mut Listener) -> Vec<String> {
        listener.finish();
        self.words.extend(listener.words());
        let at = listener.at();
        let last = self.result(at, true, false);
        let metadata = json!({
            "type": "Metadata", "transaction_key": "deprecated", "request_id": "b2c4e1b8-7f6e-4a6f-9a3b-1f0f6f6d9c11",
            "sha256": "stand-in", "created": "2026-11-23T18:00:00.000Z", "duration": seconds(at), "channels": 1
        });
        vec![last, metadata.to_string()]
    }
}
