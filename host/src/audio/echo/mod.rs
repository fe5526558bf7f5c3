//! With loudspeakers the microphone hears the others. [`EchoCanceller`] takes them out of it again.
//!
//! `canceller` is the one piece of signal processing, `detector` says whether there is an echo at all, `blend` decides
//! block by block how much of the canceller's work is heard, `line` keeps sound by its place on the audio clock, and
//! this file brings both sides together and hands every piece of sound on in the order and at the place that it came.
//! Nothing here waits, and nothing here knows words: what is still heard twice is found in the text.

mod blend;
mod canceller;
mod detector;
mod line;

use super::{FromSource, News, Pace, SAMPLE_RATE};
use blend::Blend;
use canceller::BLOCK;
use convoally_shared::utterance::Speaker;
use line::Line;
use std::collections::VecDeque;
use std::ops::Range;

/// The canceller hears the others this much earlier than the microphone, 40 ms: the clocks of two devices agree no
/// better than that, and an echo that comes before its sound cannot be cancelled. With 0 ms one that comes at the
/// same moment stays whole (measured).
const LEAD: u64 = 40 * SAMPLE_RATE as u64 / 1000;
/// The microphone waits for the others' sound of the same moment until it is itself so far ahead, 540 ms. On a busy
/// computer sources are late by more than a tenth of a second now and then, and going on without the others lets their
/// echo through; when they fall silent without a word, it delays my sound once.
const LIVE_PATIENCE: u64 = LEAD + 500 * SAMPLE_RATE as u64 / 1000;
/// Two files that are read as fast as possible wait for each other; ten minutes are never between them.
const FILE_PATIENCE: u64 = 600 * SAMPLE_RATE as u64;
/// A hole longer than this is jumped over; a shorter one is filled with silence for the canceller.
const HOLE: u64 = SAMPLE_RATE as u64;
/// Sound of the others that is kept while the microphone brings none: 2 s.
const KEPT: u64 = 2 * SAMPLE_RATE as u64;

const BLOCK_LENGTH: u64 = BLOCK as u64;

/// Takes what "them" said out of what "me" hears.
///
/// Feed it everything that the sources tell, and go on with what it returns: the same news in the same order on each
/// side, every sample at its place. News of "them" passes at once; news of "me" comes about 60 ms later. With one
/// side alone everything passes at once.
pub struct EchoCanceller {
    both: bool,
    patience: u64,
    far: Line,
    /// The others' sound is coming. Otherwise nobody waits for it.
    far_expected: bool,
    near: Line,
    /// What "me" told and nobody has got yet.
    waiting: VecDeque<News>,
    blend: Blend,
    clean: Line,
    /// Place of the next block to process, a multiple of [`BLOCK`].
    next: u64,
    /// Places that were processed before their sound had come: it passes as it is.
    unheard: Range<u64>,
}

impl EchoCanceller {
    /// A canceller for the sides of a session, none of whose sound has been heard yet.
    pub fn new(sides: &[Speaker], pace: Pace) -> Self {
        let patience = match pace {
            Pace::Real => LIVE_PATIENCE,
            Pace::Fast | Pace::Times(_) => FILE_PATIENCE,
        };
        let line = || Line::new(patience.max(KEPT));
        Self {
            both: Speaker::BOTH.iter().all(|side| sides.contains(side)),
            patience,
            far: line(),
            far_expected: pace != Pace::Real,
            near: line(),
            waiting: VecDeque::new(),
            blend: Blend::default(),
            clean: line(),
            next: 0,
            unheard: 0..0,
        }
    }

    /// Takes in what a source told and returns what can go on.
    pub fn take(&mut self, message: FromSource) -> Vec<FromSource> {
        if !self.both {
            return vec![message];
        }
        let mut ready = Vec::with_capacity(2);
        match message.speaker {
            Speaker::Them => {
                self.far_news(&message.news);
                ready.push(message);
            }
            Speaker::Me => self.near_news(message.news, &mut ready),
        }
        self.release(false, &mut ready);
        ready
    }

    /// Hands on what still waits: the sources are gone.
    pub fn finish(&mut self) -> Vec<FromSource> {
        let mut ready = Vec::new();
        self.release(true, &mut ready);
        ready
    }

    fn far_news(&mut self, news: &News) {
        if let News::Samples { start, samples } = news {
            self.far.push(*start, samples);
            self.far_expected = true;
        } else if matches!(news, News::Opened { .. }) {
            self.blend.reset();
        } else if matches!(news, News::Lost { .. } | News::Ended) {
            self.far_expected = false;
        }
    }

    fn near_news(&mut self, news: News, ready: &mut Vec<FromSource>) {
        let News::Samples { start, samples } = &news else {
            self.waiting.push_back(news);
            // What happens to a device is told at once.
            if self.patience == LIVE_PATIENCE {
                self.release(true, ready);
            }
            return;
        };
        if *start > self.near.end() + HOLE {
            self.release(true, ready);
        }
        self.near.push(*start, samples);
        self.waiting.push_back(news);
    }

    /// Hands on what waits, as far as it is processed; all of it `at_once`, with what is known of the others.
    fn release(&mut self, at_once: bool, ready: &mut Vec<FromSource>) {
        while let Some(front) = self.waiting.front() {
            if let News::Samples { start, samples } = front {
                let (start, end) = (*start, *start + samples.len() as u64);
                if !self.process_to(start, end, at_once) {
                    return;
                }
            }
            let Some(news) = self.waiting.pop_front() else { return };
            let news = match news {
                News::Samples { start, samples } => News::Samples { start, samples: self.cleaned(start, samples) },
                other => self.told(other),
            };
            ready.push(FromSource { speaker: Speaker::Me, news });
        }
    }

    /// Draws the consequences of what a device told about itself.
    fn told(&mut self, news: News) -> News {
        if matches!(news, News::Opened { .. }) {
            self.blend.reset();
        } else if news == News::Ended {
            // Nothing of mine follows, so nothing of theirs need be kept.
            self.both = false;
            self.far = Line::new(0);
        }
        news
    }

    /// Processes all blocks that sound from `start` to `end` needs. False when they have not all come yet.
    fn process_to(&mut self, start: u64, end: u64, at_once: bool) -> bool {
        if start > self.next + HOLE {
            self.next = start / BLOCK_LENGTH * BLOCK_LENGTH;
            self.blend.skip();
        }
        // A block comes out when the next one goes in.
        while self.next < end.next_multiple_of(BLOCK_LENGTH) + BLOCK_LENGTH {
            if !at_once && !self.is_ready(start) {
                return false;
            }
            self.process();
        }
        true
    }

    /// Whether the next block can be processed, for the sake of sound that begins at `start`.
    fn is_ready(&mut self, start: u64) -> bool {
        let end = self.next + BLOCK_LENGTH;
        let near_ends = || self.waiting.iter().any(|news| !matches!(news, News::Samples { .. }));
        if self.near.end() < end && !near_ends() {
            return false;
        }
        let heard = !self.far_expected || self.far.end() >= end + LEAD;
        if !heard && self.near.end().saturating_sub(start) > self.patience {
            self.far_expected = false;
            return true;
        }
        heard
    }

    fn process(&mut self) {
        let (mut near, mut far) = ([0.0; BLOCK], [0.0; BLOCK]);
        self.near.read(self.next, &mut near);
        self.far.read(self.next + LEAD, &mut far);
        let clean = self.blend.block(&near, &far);
        if let Some(before) = self.next.checked_sub(BLOCK_LENGTH) {
            self.clean.push(before, &clean);
        }
        self.next += BLOCK_LENGTH;
        if self.near.end() < self.next {
            self.unheard = self.near.end()..self.next;
        }
        self.near.forget(self.next);
        self.far.forget(self.next + LEAD);
    }

    fn cleaned(&mut self, start: u64, mut samples: Vec<f32>) -> Vec<f32> {
        // A muted microphone stays silent to the last bit: that is how it is noticed.
        let muted = samples.iter().all(|sample| *sample == 0.0);
        if !muted {
            let from = if self.unheard.contains(&start) { self.unheard.end } else { start };
            let untouched = ((from - start) as usize).min(samples.len());
            self.clean.read(from, &mut samples[untouched..]);
        }
        self.clean.forget(start + samples.len() as u64);
        samples
    }
}

#[cfg(test)]
mod sound_tests;
#[cfg(test)]
mod stream_tests;
