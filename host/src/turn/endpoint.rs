//! Finds where speech begins and ends in a row of voiced and unvoiced frames.
//!
//! Works on sample positions, not on frame counts: a gap in the sound (a lost device) counts as the silence
//! that it is. How much silence ends a turn depends on the words, once they are known ([`Endpointer::understood`]).

use super::phrase::Phrase;

/// How long things must last, in samples.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timing {
    /// Uninterrupted voice that makes a start. 64 ms: clicks and single plosives stay out.
    pub onset: u64,
    /// Silence after which it is worth preparing for the end. Every second breath is this long, so it is taken back
    /// often; then what was prepared is given up at once, and has cost no more than the breath's own time.
    pub pause: u64,
    /// Silence that ends a turn which is getting too long. 240 ms splits every other turn (measured).
    pub breath: u64,
    /// Silence after which the turn has ended. 500 ms gave no wrong split down to 10 dB signal to noise.
    pub end: u64,
    /// The same after a finished question. Measured on the project's recorded speech: breaths within a question last
    /// up to 270 ms, and the longest within any turn, between two sentences, 370 ms.
    pub question: u64,
    /// The same after words that ask for more. A choice: nobody in the recorded speech searches for a
    /// word that long.
    pub open: u64,
    /// A turn this long ends at its next breath: whisper sees 30 s at most.
    pub long: u64,
    /// A turn this long is cut where it stands.
    pub longest: u64,
}

impl Timing {
    /// The measured times at a sample rate in Hz.
    pub const fn at(sample_rate: u32) -> Self {
        const fn samples(ms: u64, rate: u32) -> u64 {
            ms * rate as u64 / 1000
        }
        Self {
            onset: samples(64, sample_rate),
            pause: samples(128, sample_rate),
            breath: samples(240, sample_rate),
            end: samples(500, sample_rate),
            question: samples(350, sample_rate),
            open: samples(1_000, sample_rate),
            long: samples(14_000, sample_rate),
            longest: samples(27_000, sample_rate),
        }
    }
}

/// A boundary, with its place in samples.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Boundary {
    /// Speech began here.
    Started(u64),
    /// Speech stopped here, perhaps for good.
    Paused(u64),
    /// It goes on after all.
    Resumed,
    /// Speech ended here.
    Ended(u64),
}

#[derive(Clone, Copy, Debug)]
enum State {
    Silent,
    /// Voice since the given place, not yet long enough.
    Rising(u64),
    Speaking {
        start: u64,
        last_voice: u64,
        paused: bool,
        /// Silence that ends it.
        enough: u64,
    },
}

/// The state machine for one side.
#[derive(Debug)]
pub struct Endpointer {
    timing: Timing,
    state: State,
    /// Place after the last frame.
    heard_to: u64,
}

impl Endpointer {
    /// A machine that has heard nothing yet.
    pub fn new(timing: Timing) -> Self {
        Self { timing, state: State::Silent, heard_to: 0 }
    }

    /// Takes in the frame from `start` to `end` (samples) and says whether it makes a boundary.
    pub fn push(&mut self, start: u64, end: u64, voiced: bool) -> Option<Boundary> {
        // Voice before a gap and voice after it do not make one start.
        if start != self.heard_to && matches!(self.state, State::Rising(_)) {
            self.state = State::Silent;
        }
        self.heard_to = end;
        match self.state {
            State::Silent if voiced => {
                self.state = State::Rising(start);
                None
            }
            State::Silent => None,
            State::Rising(_) if !voiced => {
                self.state = State::Silent;
                None
            }
            State::Rising(since) => {
                if end - since < self.timing.onset {
                    return None;
                }
                self.state = State::Speaking { start: since, last_voice: end, paused: false, enough: self.timing.end };
                Some(Boundary::Started(since))
            }
            State::Speaking { start: began, last_voice, paused, enough } => {
                // Over already: a hole in the sound, or words that came after the silence that they ask for.
                if start - last_voice >= enough {
                    return self.end(last_voice);
                }
                if voiced {
                    return self.voice(began, end, paused);
                }
                self.silence(began, end)
            }
        }
    }

    /// What was said before the present pause has been understood: sets how long the pause may become.
    pub fn understood(&mut self, words: Phrase) {
        let allowed = self.allowed(words);
        if let State::Speaking { paused: true, enough, .. } = &mut self.state {
            *enough = allowed;
        }
    }

    /// The words of a turn that ended at `last_voice`, having begun at `start`, came late, and they ask for more
    /// silence than there was. True when the turn goes on, paused; false when it is too late for that.
    pub fn reopen(&mut self, start: u64, last_voice: u64, words: Phrase) -> bool {
        let enough = self.allowed(words);
        let speaking = matches!(self.state, State::Speaking { .. });
        let in_time = self.heard_to.saturating_sub(last_voice) < enough && self.heard_to - start < self.timing.long;
        if speaking || !in_time {
            return false;
        }
        self.state = State::Speaking { start, last_voice, paused: true, enough };
        true
    }

    fn allowed(&self, words: Phrase) -> u64 {
        match words {
            Phrase::Question => self.timing.question,
            Phrase::Sentence => self.timing.end,
            Phrase::Open => self.timing.open,
        }
    }

    /// The sound is over: ends a turn that is still open.
    pub fn finish(&mut self) -> Option<Boundary> {
        match self.state {
            State::Speaking { last_voice, .. } => self.end(last_voice),
            _ => None,
        }
    }

    fn end(&mut self, place: u64) -> Option<Boundary> {
        self.state = State::Silent;
        Some(Boundary::Ended(place))
    }

    fn voice(&mut self, began: u64, end: u64, paused: bool) -> Option<Boundary> {
        if end - began >= self.timing.longest {
            return self.end(end);
        }
        self.state = State::Speaking { start: began, last_voice: end, paused: false, enough: self.timing.end };
        paused.then_some(Boundary::Resumed)
    }

    fn silence(&mut self, began: u64, end: u64) -> Option<Boundary> {
        let long = end - began >= self.timing.long;
        let State::Speaking { last_voice, paused, enough, .. } = &mut self.state else { return None };
        let (silence, place) = (end - *last_voice, *last_voice);
        if silence >= if long { self.timing.breath } else { *enough } {
            return self.end(place);
        }
        if silence >= self.timing.pause && !*paused {
            *paused = true;
            return Some(Boundary::Paused(place));
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RATE: u32 = 16_000;
    const FRAME: u64 = 256;

    /// Feeds runs of (milliseconds, voiced) and collects the boundaries in milliseconds.
    fn boundaries(runs: &[(u64, bool)]) -> Vec<String> {
        let mut endpointer = Endpointer::new(Timing::at(RATE));
        let mut place = 0;
        let mut found = Vec::new();
        for &(ms, voiced) in runs {
            for _ in 0..(ms * 16 / FRAME) {
                found.extend(endpointer.push(place, place + FRAME, voiced));
                place += FRAME;
            }
        }
        found.extend(endpointer.finish());
        found
            .into_iter()
            .map(|boundary| match boundary {
                Boundary::Started(at) => format!("started {}", at / 16),
                Boundary::Paused(at) => format!("paused {}", at / 16),
                Boundary::Resumed => "resumed".to_owned(),
                Boundary::Ended(at) => format!("ended {}", at / 16),
            })
            .collect()
    }

    #[test]
    fn speech_between_silences_is_one_turn() {
        let found = boundaries(&[(320, false), (1600, true), (800, false)]);
        assert_eq!(found, ["started 320", "paused 1920", "ended 1920"]);
    }

    #[test]
    fn a_click_is_not_speech() {
        assert!(boundaries(&[(320, false), (32, true), (800, false)]).is_empty());
    }

    #[test]
    fn a_breath_within_a_sentence_takes_the_eager_end_back() {
        let found = boundaries(&[(1600, true), (320, false), (1600, true), (640, false)]);
        assert_eq!(found, ["started 0", "paused 1600", "resumed", "paused 3520", "ended 3520"]);
    }

    #[test]
    fn a_monologue_is_cut_at_a_breath_before_the_model_overflows() {
        let found = boundaries(&[(16_000, true), (320, false), (1600, true)]);
        assert_eq!(found, ["started 0", "paused 16000", "ended 16000", "started 16320", "ended 17920"]);
    }

    #[test]
    fn speech_without_a_breath_is_cut_at_the_longest() {
        let found = boundaries(&[(32_000, true)]);
        assert_eq!(found[1], "ended 27008");
    }

    /// A second of speech, a pause after which the words are understood to be `words`, and then silence: how long
    /// the pause was when the turn ended, and when it was reopened after an end.
    fn silence_until_end(understood_after_ms: u64, words: Phrase) -> u64 {
        let mut endpointer = Endpointer::new(Timing::at(RATE));
        let speech = 64 * FRAME;
        for place in (0..speech).step_by(FRAME as usize) {
            endpointer.push(place, place + FRAME, true);
        }
        let mut ended = None;
        for place in (speech..speech + 32_000).step_by(FRAME as usize) {
            if let Some(Boundary::Ended(_)) = endpointer.push(place, place + FRAME, false) {
                ended = Some((place + FRAME - speech) / 16);
            }
            if (place + FRAME - speech) / 16 == understood_after_ms {
                endpointer.understood(words);
                if ended.is_some() && endpointer.reopen(0, speech, words) {
                    ended = None;
                }
            }
        }
        ended.unwrap()
    }

    #[test]
    fn the_silence_that_ends_a_turn_adapts_to_the_words() {
        assert_eq!(silence_until_end(208, Phrase::Question), 352);
        assert_eq!(silence_until_end(208, Phrase::Sentence), 512);
        assert_eq!(silence_until_end(208, Phrase::Open), 1008);
    }

    #[test]
    fn a_question_that_is_understood_late_ends_at_once() {
        assert_eq!(silence_until_end(400, Phrase::Question), 416);
    }

    #[test]
    fn a_turn_that_ended_too_early_goes_on_unless_that_is_known_too_late() {
        assert_eq!(silence_until_end(704, Phrase::Open), 1008);
        assert_eq!(silence_until_end(1200, Phrase::Open), 512);
        assert_eq!(silence_until_end(704, Phrase::Sentence), 512);
    }

    #[test]
    fn new_speech_keeps_an_ended_turn_ended() {
        let mut endpointer = Endpointer::new(Timing::at(RATE));
        for place in (0..8).map(|n| n * FRAME) {
            endpointer.push(place, place + FRAME, true);
        }
        assert!(!endpointer.reopen(0, 0, Phrase::Open));
    }

    #[test]
    fn a_start_does_not_reach_across_a_hole() {
        let mut endpointer = Endpointer::new(Timing::at(RATE));
        endpointer.push(0, FRAME, true);
        let after_hole = 160_000;
        let starts: Vec<Boundary> = (0..4)
            .filter_map(|n| endpointer.push(after_hole + n * FRAME, after_hole + (n + 1) * FRAME, true))
            .collect();
        assert_eq!(starts, [Boundary::Started(after_hole)]);
    }

    #[test]
    fn a_hole_in_the_sound_ends_the_turn_before_it() {
        let mut endpointer = Endpointer::new(Timing::at(RATE));
        for frame in 0..10 {
            endpointer.push(frame * FRAME, (frame + 1) * FRAME, true);
        }
        let after_hole = 10 * FRAME + 16_000;
        assert_eq!(endpointer.push(after_hole, after_hole + FRAME, true), Some(Boundary::Ended(10 * FRAME)));
    }
}
