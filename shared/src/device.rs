//! The microphones and outputs of the user's computer, how loud each is, and which of them the user chose.

use crate::fault::Fault;
use crate::utterance::Speaker;
use serde::{Deserialize, Serialize};

/// Something that sound can be captured from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Device {
    /// What a session is told to listen to: the same after a restart and after being plugged in again.
    pub id: String,
    /// For people.
    pub name: String,
    /// It hears what an output plays. Otherwise it is a microphone or the like.
    pub is_monitor: bool,
    /// It is what the default microphone or, for a monitor, the default output means now.
    pub is_default: bool,
}

/// How one device is doing.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    /// The loudest sample since the last reading, decibels relative to full scale; none when no sound came.
    pub dbfs: Option<f32>,
    /// Why nothing can be heard: it cannot be opened, is muted, or went away.
    pub fault: Option<Fault>,
}

/// What each side is heard by when a session names nothing; none means the default of that moment.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Devices {
    /// The user's microphone.
    pub me: Option<Chosen>,
    /// What hears the others.
    pub them: Option<Chosen>,
}

/// A device that the user chose for good.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chosen {
    /// The sound system's name of it, which stays the same.
    pub id: String,
    /// What it was called when it was chosen, for people.
    pub name: String,
}

impl Devices {
    /// The device of one side.
    pub fn of(&self, speaker: Speaker) -> Option<&Chosen> {
        match speaker {
            Speaker::Me => self.me.as_ref(),
            Speaker::Them => self.them.as_ref(),
        }
    }

    /// Chooses the device of one side; none goes back to the default.
    pub fn choose(&mut self, speaker: Speaker, device: Option<Chosen>) {
        match speaker {
            Speaker::Me => self.me = device,
            Speaker::Them => self.them = device,
        }
    }
}
