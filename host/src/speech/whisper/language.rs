//! Which language the model is told to expect, where the user did not say.
//!
//! Letting it detect the language costs a second run of the encoder, over the whole window (1.1 s for base on one
//! slow core), and on a short or noisy stretch it is often wrong. So it is asked once an utterance at most, and not
//! any more when several utterances agree.

use crate::speech::SAMPLE_RATE;
use crate::speech::decoder::{Request, Urgency};
use crate::turn::TurnId;
use convoally_shared::utterance::Speaker;
use std::collections::HashMap;

/// So many utterances in a row of one language settle it.
const AGREEMENT: u32 = 3;
/// Less sound than this says too little about a language.
const TELLING: usize = SAMPLE_RATE as usize * 3 / 2;

/// What is known about the language.
#[derive(Debug, Default)]
pub struct Language {
    settled: Option<String>,
    /// The language that was detected last, and how often in a row.
    last: Option<(&'static str, u32)>,
    /// What each side's newest utterance was found to be.
    found: HashMap<Speaker, (TurnId, &'static str)>,
}

impl Language {
    /// The user's choice; none to find out.
    pub fn new(chosen: Option<String>) -> Self {
        Self { settled: chosen, ..Self::default() }
    }

    /// The language to decode this with; none to detect it.
    pub fn of(&self, request: &Request) -> Option<&str> {
        if let Some(settled) = &self.settled {
            return Some(settled);
        }
        let found = self.found.get(&request.speaker).filter(|(turn, _)| *turn == request.turn);
        let guess = self.last.map(|(language, _)| language);
        let hurried = request.urgency == Urgency::Interim || request.samples.len() < TELLING;
        found.map(|(_, language)| *language).or(guess.filter(|_| hurried))
    }

    /// The language that was detected while this was decoded.
    pub fn detected(&mut self, request: &Request, language: &'static str) {
        if request.samples.len() < TELLING {
            // Good enough for what is as short, until something longer was heard.
            self.last.get_or_insert((language, 0));
            return;
        }
        self.found.insert(request.speaker, (request.turn, language));
        let agreed = match self.last {
            Some((last, times)) if last == language => times + 1,
            _ => 1,
        };
        self.last = Some((language, agreed));
        if agreed >= AGREEMENT {
            self.settled = Some(language.to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(turn: u32, seconds: usize, urgency: Urgency) -> Request {
        let samples = vec![0.0; seconds * SAMPLE_RATE as usize];
        Request { speaker: Speaker::Them, turn: TurnId(turn), samples, urgency }
    }

    #[test]
    fn three_utterances_that_agree_settle_the_language() {
        let mut language = Language::new(None);
        for (turn, heard) in [(1, "de"), (2, "en"), (3, "de"), (4, "de")] {
            let utterance = request(turn, 3, Urgency::End);
            assert_eq!(language.of(&utterance), None);
            language.detected(&utterance, heard);
        }
        assert_eq!(language.of(&request(5, 3, Urgency::End)), None);
        language.detected(&request(5, 3, Urgency::End), "de");
        assert_eq!(language.of(&request(6, 3, Urgency::End)), Some("de"));
    }

    #[test]
    fn an_utterance_is_asked_about_once() {
        let mut language = Language::new(None);
        language.detected(&request(1, 3, Urgency::End), "de");
        assert_eq!(language.of(&request(1, 5, Urgency::End)), Some("de"));
        assert_eq!(language.of(&request(2, 3, Urgency::End)), None);
    }

    #[test]
    fn what_is_short_or_passing_takes_the_last_guess_and_settles_nothing() {
        let mut language = Language::new(None);
        language.detected(&request(1, 1, Urgency::End), "cy");
        assert_eq!(language.of(&request(1, 2, Urgency::Interim)), Some("cy"));
        assert_eq!(language.of(&request(2, 1, Urgency::End)), Some("cy"));
        assert_eq!(language.of(&request(2, 2, Urgency::End)), None);
        language.detected(&request(2, 2, Urgency::End), "en");
        assert_eq!(language.of(&request(3, 1, Urgency::End)), Some("en"));
    }

    #[test]
    fn the_users_choice_is_not_questioned() {
        assert_eq!(Language::new(Some("sv".into())).of(&request(1, 3, Urgency::End)), Some("sv"));
    }
}
