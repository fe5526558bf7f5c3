//! Nova's results become turns.
//!
//! Nova sends text for stretches of sound: interim ones that are replaced, then a final one that is not. Several
//! final stretches make an utterance, and none of Nova's marks alone says where it ends: `speech_final` comes with
//! every short pause, `UtteranceEnd` only after a second. Here a pause after a finished sentence ends the turn, a
//! pause after an open phrase is an eager end that more words take back, and a second without words ends it
//! anyway. What is final is settled: its sound is not needed any more.

use super::dialect::Reading;
use super::timeline::Timeline;
use super::trouble::Trouble;
use super::turns::Turns;
use crate::speech::SAMPLE_RATE;
use crate::turn::TurnEvent;
use deepgram::common::stream_response::{Alternatives, StreamResponse, Word};

/// So much understood sound without words ends a turn whose `UtteranceEnd` did not come.
const SILENCE: u64 = SAMPLE_RATE as u64 * 3 / 2;

/// One side's turns, as Nova tells them.
#[derive(Debug, Default)]
pub(super) struct Nova {
    turns: Turns,
    /// The open turn's final stretches.
    finals: String,
    /// What follows them, not final.
    interim: String,
    /// Text up to here is final.
    settled: u64,
    /// Where the last word ends.
    last_word: u64,
    /// The utterance is over as soon as its last words are final.
    ending: bool,
}

/// A stretch of a result that is new.
struct News {
    text: String,
    start: u64,
    end: u64,
}

impl Nova {
    /// Reads a message.
    pub(super) fn read(&mut self, text: &str, timeline: &Timeline) -> Reading {
        let mut reading = Reading::default();
        match serde_json::from_str(text) {
            Ok(StreamResponse::TranscriptResponse { start, duration, is_final, speech_final, channel, .. }) => {
                let (from, to) = (timeline.place(start), timeline.place(start + duration));
                (reading.is_answer, reading.heard) = (true, to);
                if let Some(best) = channel.alternatives.first() {
                    self.result(best, (from, to), is_final, speech_final, timeline);
                }
            }
            Ok(StreamResponse::UtteranceEndResponse { last_word_end, .. }) => {
                reading.is_answer = true;
                self.utterance_end(timeline.place(last_word_end));
            }
            Ok(StreamResponse::TerminalResponse { .. }) => reading.is_last = true,
            Ok(StreamResponse::Unknown(value)) if value["type"] == "Error" => {
                let code = ["code", "variant", "err_code"].iter().find_map(|name| value[name].as_str());
                reading.trouble = Some(Trouble::of_message(code.unwrap_or_default()));
            }
            // Other kinds of messages, those to come and those that are no messages, say nothing about turns.
            Ok(_) | Err(_) => {}
        }
        reading.turns = self.turns.told();
        reading.settled = self.settled;
        reading
    }

    fn result(
        &mut self,
        best: &Alternatives,
        (from, to): (u64, u64),
        is_final: bool,
        speech_final: bool,
        timeline: &Timeline,
    ) {
        // All of it was final before.
        if to <= self.settled {
            return;
        }
        let news = self.news(best, from, to, timeline);
        if let Some(news) = &news {
            self.turns.start(news.start);
            self.last_word = self.last_word.max(news.end);
        }
        let text = news.map(|news| news.text).unwrap_or_default();
        if is_final {
            self.settled = self.settled.max(to);
            append(&mut self.finals, &text);
            self.interim.clear();
        } else {
            self.interim = text;
        }
        self.turns.update(self.last_word, &joined(&self.finals, &self.interim));
        if is_final && self.turns.is_open() {
            self.pause(speech_final, to);
        }
    }

    /// What a result says about sound that was not final before.
    fn news(&self, best: &Alternatives, from: u64, to: u64, timeline: &Timeline) -> Option<News> {
        let span = |word: &Word| (timeline.place(word.start), timeline.place(word.end));
        let is_new = |word: &&Word| {
            let (start, end) = span(word);
            start + end.saturating_sub(start) / 2 >= self.settled
        };
        let words: Vec<&Word> = best.words.iter().filter(is_new).collect();
        let text = match (best.words.is_empty(), words.len() == best.words.len()) {
            (false, false) => words.iter().map(|word| shown(word)).collect::<Vec<_>>().join(" "),
            (true, _) if from + (to - from.min(to)) / 2 < self.settled => String::new(),
            _ => best.transcript.trim().to_owned(),
        };
        let start = words.first().map_or(from, |word| span(word).0).max(self.settled);
        let end = words.last().map_or(to, |word| span(word).1).max(start);
        (!text.is_empty()).then_some(News { text, start, end })
    }

    /// The words so far are final. Is the turn over?
    fn pause(&mut self, speech_final: bool, to: u64) {
        let silent = to.saturating_sub(self.last_word) >= SILENCE;
        if self.finals.is_empty() || self.ending || silent || (speech_final && is_sentence(&self.finals)) {
            self.end();
        } else if speech_final {
            self.turns.eager_end();
        }
    }

    fn utterance_end(&mut self, last_word: u64) {
        // One about an earlier turn may come late.
        if !self.turns.is_open() || last_word + SILENCE < self.last_word {
            return;
        }
        if self.interim.is_empty() {
            self.end();
        } else {
            self.ending = true;
        }
    }

    fn end(&mut self) {
        self.turns.end();
        self.finals.clear();
        self.interim.clear();
        self.ending = false;
    }

    /// A new connection hears the sound that is not settled once more.
    pub(super) fn reconnected(&mut self) {
        self.interim.clear();
    }

    /// Nothing more will come: what is known is the text.
    pub(super) fn close(&mut self) -> Vec<TurnEvent> {
        self.end();
        self.turns.told()
    }

    /// Somebody else hears what is not settled: only what is final stands.
    pub(super) fn give_back(&mut self) -> Vec<TurnEvent> {
        let finals = std::mem::take(&mut self.finals);
        self.turns.end_with(&finals, self.settled);
        self.close()
    }
}

fn shown(word: &Word) -> &str {
    word.punctuated_word.as_deref().unwrap_or(&word.word)
}

fn append(text: &mut String, more: &str) {
    if !text.is_empty() && !more.is_empty() {
        text.push(' ');
    }
    text.push_str(more);
}

fn joined(finals: &str, interim: &str) -> String {
    let mut text = finals.to_owned();
    append(&mut text, interim);
    text
}

/// A finished sentence needs less silence after it than an open phrase.
fn is_sentence(text: &str) -> bool {
    text.ends_with(['.', '?', '!', '…', '。', '？', '！'])
}

#[cfg(test)]
#[path = "nova_tests.rs"]
mod tests;
