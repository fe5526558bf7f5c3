//! Requests about what transcribes and what drafts: the choice, keys, checks, money.

use crate::engine::{Choice, Engine, Wanted};
use crate::fault::Fault;
use crate::privacy::KeyState;
use crate::spent::{Price, Used};
use crate::vault::Passphrase;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Asks how speech becomes text, what writes drafts, and what they cost.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShowEngines {}

/// All of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EnginesShown {
    /// What the user chose for speech.
    pub speech: Choice,
    /// Each engine for speech, and the name of the key that it needs or may need.
    pub speech_engines: Vec<(Engine, Option<String>)>,
    /// The order for drafts; empty means those that there is a key or a server for.
    pub order: Vec<Wanted>,
    /// What that comes to right now: each engine's name, and the model with its address for people.
    pub effective: Vec<(String, String)>,
    /// Every provider that a key may be kept for, and where its key is. Never a key.
    pub keys: Vec<(String, KeyState)>,
    /// The budget of a month, millionths of a US dollar.
    pub monthly_micro_usd: Option<u64>,
    /// What this month took so far; none while the vault is locked.
    pub used: Option<Used>,
    /// The price table by model.
    pub prices: BTreeMap<String, Price>,
}

/// Chooses what turns speech into text, for the sessions to come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChooseSpeech {
    /// The whole choice.
    pub choice: Choice,
}

/// Says which engines write drafts, in which order; none of them means those that there is a key or a server for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderEngines {
    /// The order.
    pub order: Vec<Wanted>,
}

/// Keeps a provider's key in the keychain, or in the vault where there is none. It never comes back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PutKey {
    /// The provider's name.
    pub provider: String,
    /// The key.
    pub key: Passphrase,
}

/// Where a key is now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyKept {
    /// Never the key.
    pub state: KeyState,
}

/// Forgets a provider's key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ForgetKey {
    /// The provider's name.
    pub provider: String,
}

/// Tries every engine that sessions would use. Nothing of the user's is sent but the keys. What is found comes one by one: [`EngineChecked`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckEngines {}

/// One engine that was tried.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EngineChecked {
    /// `speech`, or the engine's name in the order for drafts; `drafts` where a key could not be looked up, and `record` where
    /// what leaves could not be noted.
    pub name: String,
    /// Its model and address for people, or what is wrong.
    pub result: Result<String, Fault>,
}

/// Limits what a month may cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetBudget {
    /// Millionths of a US dollar; none for no limit.
    pub monthly_micro_usd: Option<u64>,
}

/// Names what a model costs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SetPrice {
    /// The model.
    pub model: String,
    /// Its price; none takes it off the table.
    pub price: Option<Price>,
}
