//! The steps from a fresh browser to the first card: which is done, which comes next. Knows no browser.

use crate::locale::Key;
use convoally_shared::device::Device;
use convoally_shared::model::State;
use convoally_shared::request::{DevicesFound, Levels, ModelFound};
use convoally_shared::session::{Brief, Mode};
use convoally_shared::utterance::Speaker;
use convoally_shared::view::{CardView, DraftView, Phase, SessionView};

/// What practice sessions say of their kind, so that they are known again in the history.
pub const PRACTICE: &str = "practice";
/// What is louder than this was surely a sound, decibels relative to full scale: a quiet room's microphone stays below.
const HEARD_DBFS: f32 = -42.0;

/// One step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    /// The program is there.
    Program,
    /// What it needs for hearing is there.
    Models,
    /// It hears the user.
    Microphone,
    /// It hears the others.
    Sound,
    /// It has something to quote.
    Document,
    /// It answers a question.
    Practice,
}

impl Step {
    /// All of them, in order.
    pub const ALL: [Self; 6] =
        [Self::Program, Self::Models, Self::Microphone, Self::Sound, Self::Document, Self::Practice];

    /// Its heading.
    pub fn name(self) -> Key {
        match self {
            Self::Program => Key("welcome_program"),
            Self::Models => Key("welcome_models"),
            Self::Microphone => Key("welcome_microphone"),
            Self::Sound => Key("welcome_sound"),
            Self::Document => Key("welcome_document"),
            Self::Practice => Key("welcome_practice"),
        }
    }

    /// In a word, for the style sheet and for tests.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Program => "program",
            Self::Models => "models",
            Self::Microphone => "microphone",
            Self::Sound => "sound",
            Self::Document => "document",
            Self::Practice => "practice",
        }
    }
}

/// What is known so far.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Known {
    /// The program answers.
    pub connected: bool,
    /// The models that it found; none before it said.
    pub models: Option<Vec<ModelFound>>,
    /// The user was heard.
    pub heard_me: bool,
    /// The computer's sound was heard.
    pub heard_them: bool,
    /// How many documents there are.
    pub documents: usize,
    /// A practice question has its card.
    pub answered: bool,
    /// What the user goes past.
    pub passed: Vec<Step>,
}

impl Known {
    /// Whether a step is done.
    pub fn is_done(&self, step: Step) -> bool {
        match step {
            Step::Program => self.connected,
            Step::Models => self.models.as_ref().is_some_and(|models| wanting(models).is_empty()),
            Step::Microphone => self.heard_me,
            Step::Sound => self.heard_them,
            Step::Document => self.documents > 0,
            Step::Practice => self.answered,
        }
    }

    /// The step that comes next: the first that is neither done nor passed. The program cannot be passed. None when nothing
    /// is left.
    pub fn next(&self) -> Option<Step> {
        let left = |step: &Step| !self.is_done(*step) && (*step == Step::Program || !self.passed.contains(step));
        Step::ALL.into_iter().find(left)
    }
}

/// The models that sessions use where nothing else is chosen, and that are not whole on this computer.
pub fn wanting(models: &[ModelFound]) -> Vec<ModelFound> {
    let is_there = |state: State| matches!(state, State::Official | State::Converted { .. });
    models.iter().filter(|model| model.is_default && !is_there(model.state)).cloned().collect()
}

/// How much of them is still to come, bytes.
pub fn to_fetch(wanting: &[ModelFound]) -> u64 {
    let left = |model: &ModelFound| {
        let here = if let State::Begun { bytes } = model.state { bytes } else { 0 };
        model.bytes.unwrap_or(0).saturating_sub(here)
    };
    wanting.iter().map(left).sum()
}

/// Whether some of it came before.
pub fn is_begun(wanting: &[ModelFound]) -> bool {
    wanting.iter().any(|model| matches!(model.state, State::Begun { .. }))
}

/// The devices that a side can be heard by.
pub fn devices_of(found: &DevicesFound, speaker: Speaker) -> Vec<Device> {
    found.devices.iter().filter(|device| device.is_monitor == (speaker == Speaker::Them)).cloned().collect()
}

/// The device that a side is heard by now: what the user chose, as long as it is there, or the default.
pub fn device_of(found: &DevicesFound, speaker: Speaker) -> Option<Device> {
    let devices = devices_of(found, speaker);
    let chosen = found.chosen.of(speaker).and_then(|chosen| devices.iter().find(|device| device.id == chosen.id));
    chosen.or_else(|| devices.iter().find(|device| device.is_default)).cloned()
}

/// How loud a device is; far below anything where nothing came.
pub fn loudness(levels: &Levels, device: &Device) -> f32 {
    let reading = levels.levels.iter().find(|(id, _)| *id == device.id);
    reading.and_then(|(_, reading)| reading.dbfs).unwrap_or(-100.0)
}

/// Whether that was a sound.
pub fn is_heard(dbfs: f32) -> bool {
    dbfs > HEARD_DBFS
}

/// What a practice session is about.
pub fn practice_brief() -> Brief {
    Brief { kind: PRACTICE.to_owned(), ..Brief::default() }
}

/// Where the practice stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Practice {
    /// Nothing listens.
    Idle,
    /// Another session listens: it is not disturbed.
    Occupied,
    /// The practice session listens and has no card yet.
    Listening,
    /// Its card is there and a draft is being written.
    Answering,
    /// Its card is there, whole.
    Answered,
}

impl Practice {
    /// From the session that runs, or ran last.
    pub fn of(view: &SessionView) -> Self {
        let ours = view.brief.kind == PRACTICE;
        match (view.phase, ours, card(view)) {
            (Phase::Listening, false, _) => Self::Occupied,
            (Phase::Listening, true, None) => Self::Listening,
            (_, true, Some(card)) if view.phase == Phase::Ended || is_whole(view, card) => Self::Answered,
            (_, true, Some(_)) => Self::Answering,
            _ => Self::Idle,
        }
    }
}

/// The newest card that has its passages.
pub fn card(view: &SessionView) -> Option<&CardView> {
    view.cards.iter().rev().find(|card| card.card.is_some())
}

fn is_whole(view: &SessionView, card: &CardView) -> bool {
    let drafts = view.answerer.is_some() && view.mode != Mode::Off;
    !drafts || matches!(card.draft, DraftView::Finished { .. } | DraftView::Failed { .. })
}

#[cfg(test)]
#[path = "model_tests.rs"]
mod tests;
