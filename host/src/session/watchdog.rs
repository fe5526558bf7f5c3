//! Says how one side's sound is doing. No clock but the audio clock, no task, no channel: it is fed and it answers.
//!
//! A green sign on a dead channel is a defect, and so is a sign that flickers. So [`SourceState::Hearing`] needs
//! something to hear, every hole is told with its length, and a device that sends plain zeros between two words is
//! believed a little longer each time.

use crate::audio::{AudioError, SAMPLE_RATE, SourceSpec};
use convoally_shared::event::SourceState;
use convoally_shared::fault::Fault;
use convoally_shared::utterance::Speaker;
use std::time::Duration;

/// Samples of a millisecond.
const MS: u64 = SAMPLE_RATE as u64 / 1000;
/// Peaks below this are nothing to hear, −60 dB relative to full scale: what converters and preamplifiers send with
/// nothing in front of them stays below it, a voice 40 dB below the usual −20 dB does not.
const FLOOR: f32 = 0.001;
/// Nothing to hear for so long is quiet.
const QUIET_AFTER: u64 = 10_000 * MS;
/// Nothing but zeros for so long is silence where no device sends zeros by itself.
const SILENT_AFTER: u64 = 2_000 * MS;
/// A device that has shown that it does is believed four times as long the next time, up to this.
const SILENT_AT_LAST: u64 = 60_000 * MS;
/// A shorter hole without a loss is the change from one device to another, or none that anybody would notice.
const HOLE: u64 = 200 * MS;
/// A source that says nothing at all for so long has stopped. It should have said so itself, a second before.
pub const STALL: Duration = Duration::from_secs(3);

/// What plain zeros mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Zeros {
    /// Nothing plays.
    Nothing,
    /// The microphone is muted or may not be heard.
    NoMicrophone,
    /// The system's sound may not be heard.
    NoSystemSound,
}

impl Zeros {
    /// What they mean from this source. A monitor on Linux sends them whenever nothing plays, and so does a file;
    /// a microphone always has noise, and macOS sends them where the permission is missing.
    pub fn from_source(speaker: Speaker, spec: &SourceSpec) -> Self {
        let device = matches!(
            spec,
            SourceSpec::Microphone | SourceSpec::System | SourceSpec::Device(_) | SourceSpec::Chosen { .. }
        );
        match speaker {
            Speaker::Me if device => Self::NoMicrophone,
            Speaker::Them if device && cfg!(target_os = "macos") => Self::NoSystemSound,
            _ => Self::Nothing,
        }
    }
}

/// Watches one side.
pub struct Watchdog {
    zeros: Zeros,
    device: String,
    /// What was told last.
    told: Option<SourceState>,
    muted: bool,
    /// Place behind the last sample; none before the first.
    end: Option<u64>,
    /// Sleep since the last sample, milliseconds.
    slept_ms: u64,
    /// Place behind the last sound above [`FLOOR`], or where listening began.
    heard: u64,
    /// Place of the first zero of those that came last.
    zeros_since: Option<u64>,
    /// How many zeros are believed.
    patience: u64,
    /// It was told that something is wrong because only zeros come.
    accused: bool,
}

impl Watchdog {
    /// Watches a side of which nothing is known yet.
    pub fn new(zeros: Zeros) -> Self {
        Self {
            zeros,
            device: String::new(),
            told: None,
            muted: false,
            end: None,
            slept_ms: 0,
            heard: 0,
            zeros_since: None,
            patience: SILENT_AFTER,
            accused: false,
        }
    }

    /// The device that is heard, for people.
    pub fn device(&self) -> &str {
        &self.device
    }

    /// A device was opened. After a loss that is not yet good news: sound is.
    pub fn opened(&mut self, device: &str) -> Option<SourceState> {
        let same = self.device == device;
        device.clone_into(&mut self.device);
        self.muted = false;
        self.zeros_since = None;
        self.patience = SILENT_AFTER;
        self.accused = false;
        let known =
            matches!(self.told, Some(SourceState::Lost { .. })) || (same && self.told_is(&SourceState::Opening));
        (!known).then(|| self.tell(SourceState::Opening))
    }

    /// Sound came: its place on the audio clock, how many samples, and the largest of them. More than one state when
    /// a hole ends here.
    pub fn sound(&mut self, start: u64, samples: usize, peak: f32) -> Vec<SourceState> {
        let mut news = Vec::new();
        news.extend(self.recovered(start));
        let end = start + samples as u64;
        self.end = Some(end);
        if peak > FLOOR {
            self.heard = end;
        }
        if peak == 0.0 {
            self.zeros_since.get_or_insert(start);
        } else {
            self.zeros_since = None;
        }
        news.extend(self.judge(peak, end));
        news
    }

    /// Whether the sound system keeps the device silent. Told with the next sound.
    pub fn muted(&mut self, muted: bool) {
        self.muted = muted;
        // What was muted has to prove again that it sends only zeros.
        self.zeros_since = None;
    }

    /// The computer slept.
    pub fn slept(&mut self, ms: u64) {
        self.slept_ms += ms;
    }

    /// The device went away.
    pub fn lost(&mut self, fault: Fault) -> Option<SourceState> {
        let lost = SourceState::Lost { fault };
        (!self.told_is(&lost)).then(|| self.tell(lost))
    }

    /// Nothing at all came for [`STALL`].
    pub fn stalled(&mut self) -> Option<SourceState> {
        match self.told {
            None | Some(SourceState::Lost { .. } | SourceState::Ended) => None,
            _ => self.lost(AudioError::Stalled(self.device.clone()).into()),
        }
    }

    /// A file is at its end.
    pub fn ended(&mut self) -> Option<SourceState> {
        (!self.told_is(&SourceState::Ended)).then(|| self.tell(SourceState::Ended))
    }

    fn told_is(&self, state: &SourceState) -> bool {
        self.told.as_ref() == Some(state)
    }

    fn tell(&mut self, state: SourceState) -> SourceState {
        self.told.insert(state).clone()
    }

    /// The hole before this sample, when there was a loss or it is long enough to be told. Holes with nothing heard
    /// between them are one, which has grown.
    fn recovered(&mut self, start: u64) -> Option<SourceState> {
        let hole = start.saturating_sub(self.end.unwrap_or(if self.was_lost() { 0 } else { start }));
        let missing_ms = hole / MS + self.slept_ms;
        if !self.was_lost() && missing_ms < HOLE / MS {
            return None;
        }
        self.slept_ms = 0;
        self.heard = start;
        self.zeros_since = None;
        let before = match self.told {
            Some(SourceState::Recovered { missing_ms }) => missing_ms,
            _ => 0,
        };
        Some(self.tell(SourceState::Recovered { missing_ms: before + missing_ms }))
    }

    fn was_lost(&self) -> bool {
        matches!(self.told, Some(SourceState::Lost { .. }))
    }

    /// What the sound up to `end`, whose last piece had this peak, means now.
    fn judge(&mut self, peak: f32, end: u64) -> Option<SourceState> {
        let silent = matches!(self.told, Some(SourceState::Silent { .. }));
        let state = if peak > FLOOR {
            SourceState::Hearing
        } else if self.muted {
            SourceState::Silent { fault: AudioError::Muted(self.device.clone()).into() }
        } else if let Some(fault) = self.silence(end) {
            self.accused = true;
            SourceState::Silent { fault }
        } else if silent || end.saturating_sub(self.heard) >= QUIET_AFTER {
            if matches!(self.told, Some(SourceState::Quiet { .. })) {
                return None;
            }
            SourceState::Quiet { since_ms: self.heard / MS }
        } else {
            return None;
        };
        if peak > 0.0 && std::mem::take(&mut self.accused) {
            self.patience = (self.patience * 4).min(SILENT_AT_LAST);
        }
        (!self.told_is(&state)).then(|| self.tell(state))
    }

    /// What is wrong when nothing but zeros has come for too long.
    fn silence(&self, end: u64) -> Option<Fault> {
        let zeros = end - self.zeros_since?;
        if zeros < self.patience {
            return None;
        }
        let device = self.device.clone();
        match self.zeros {
            Zeros::Nothing => None,
            Zeros::NoMicrophone => Some(AudioError::SilentMicrophone(device).into()),
            Zeros::NoSystemSound => Some(AudioError::SilentSystem(device).into()),
        }
    }
}

#[cfg(test)]
#[path = "watchdog_tests.rs"]
mod tests;
