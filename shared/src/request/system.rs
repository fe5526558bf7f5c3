//! Requests about this computer: devices, models, and which program this is.

use crate::check::{Check, Repair};
use crate::device::{Device, Devices, Reading};
use crate::model::{Purpose, State};
use crate::utterance::Speaker;
use serde::{Deserialize, Serialize};

/// Asks who the host is, for people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {}

/// Who it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HostAbout {
    /// Its release.
    pub version: String,
    /// [`crate::wire::PROTOCOL_VERSION`].
    pub protocol: u32,
    /// `linux`, `macos`, `windows`, and the processor.
    pub system: String,
    /// The program.
    pub program: String,
    /// Where history and settings are.
    pub data: String,
}

/// Looks at every link of the chain, from the browsers of this computer to the history. Takes seconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckSystem {}

/// How the chain is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SystemChecked {
    /// Each link, in the order in which a session depends on them; one that browsers share once for each that differs.
    pub checks: Vec<Check>,
}

/// Does what a [`Check`] offers. [`crate::model::Progress`] tells how far a model is; to cancel it keeps what came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RepairSystem {
    /// Which.
    pub repair: Repair,
}

/// Asks which microphones and outputs there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListDevices {}

/// What can be heard.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DevicesFound {
    /// Each device.
    pub devices: Vec<Device>,
    /// What the user chose.
    pub chosen: Devices,
}

/// Chooses what a side is heard by, for the sessions to come. Fails where it cannot be opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChooseDevice {
    /// Which side.
    pub speaker: Speaker,
    /// [`Device::id`]; none for the default of the moment.
    pub id: Option<String>,
}

/// Listens to every device, only to see how loud it is; nothing is kept or transcribed. It goes on until it is cancelled, two minutes at most, and
/// sends [`Levels`] ten times a second.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HearDevices {}

/// How loud devices are.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Levels {
    /// [`Device::id`] and its reading.
    pub levels: Vec<(String, Reading)>,
}

/// Asks which models there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListModels {}

/// The models, official ones first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Models {
    /// Each of them.
    pub models: Vec<ModelFound>,
}

/// One model.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModelFound {
    /// Its name.
    pub name: String,
    /// What it is for.
    pub purpose: Purpose,
    /// Size of the official file, bytes; none for one of the user's own.
    pub bytes: Option<u64>,
    /// One line for people: when to choose it.
    pub about: String,
    /// Sessions use it where nothing else is chosen.
    pub is_default: bool,
    /// What is on this computer.
    pub state: State,
}

/// Fetches a model, or goes on with a download that broke off. [`crate::model::Progress`] tells how far it is; to cancel it keeps what came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PullModel {
    /// Its name.
    pub name: String,
}

/// Deletes a model from this computer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemoveModel {
    /// Its name.
    pub name: String,
}
