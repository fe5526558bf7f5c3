//! What was used of providers over some time, and what they ask for it.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What was used since a moment, by what it was used for. Drafts that moved on are counted with the engine that they
/// moved to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Used {
    /// Drafts by what wrote them, for people: `claude-haiku-4-5 at api.anthropic.com`.
    pub drafts: BTreeMap<String, Drafts>,
    /// Sound by where it went: `api.deepgram.com`.
    pub sound: BTreeMap<String, Sound>,
}

/// What one engine wrote.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drafts {
    /// How many, those that failed or were dropped among them.
    pub count: u64,
    /// Tokens that were sent.
    pub input_tokens: u64,
    /// Of those, the tokens that came from the provider's cache.
    pub cached_tokens: u64,
    /// Tokens that were written.
    pub output_tokens: u64,
    /// Millionths of a dollar, as far as prices were known.
    pub micro_usd: u64,
    /// Some of them had no price.
    pub unpriced: bool,
}

/// What went to one transcriber.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sound {
    /// How much, milliseconds of each side.
    pub audio_ms: u64,
    /// Millionths of a dollar, as far as prices were known.
    pub micro_usd: u64,
    /// Some of it had no price.
    pub unpriced: bool,
}

impl Used {
    /// What all of it cost, millionths of a dollar, as far as prices were known.
    pub fn micro_usd(&self) -> u64 {
        let drafts = self.drafts.values().map(|drafts| drafts.micro_usd);
        drafts.chain(self.sound.values().map(|sound| sound.micro_usd)).sum()
    }

    /// Adds what was used besides.
    pub fn add(&mut self, other: Self) {
        for (engine, more) in other.drafts {
            let drafts = self.drafts.entry(engine).or_default();
            drafts.count += more.count;
            drafts.input_tokens += more.input_tokens;
            drafts.cached_tokens += more.cached_tokens;
            drafts.output_tokens += more.output_tokens;
            drafts.micro_usd += more.micro_usd;
            drafts.unpriced |= more.unpriced;
        }
        for (recipient, more) in other.sound {
            let sound = self.sound.entry(recipient).or_default();
            sound.audio_ms += more.audio_ms;
            sound.micro_usd += more.micro_usd;
            sound.unpriced |= more.unpriced;
        }
    }

    /// Something in it had no price.
    pub fn is_unpriced(&self) -> bool {
        self.drafts.values().any(|drafts| drafts.unpriced) || self.sound.values().any(|sound| sound.unpriced)
    }
}

/// The prices of one model.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Price {
    /// A million tokens sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub input: Option<f64>,
    /// A million tokens sent that came from the provider's cache; as `input` where it is not said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cached: Option<f64>,
    /// A million tokens sent that were written to the cache; as `input` where it is not said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cache_write: Option<f64>,
    /// A million tokens written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub output: Option<f64>,
    /// A minute of sound.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minute: Option<f64>,
    /// The day on which it was looked up.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub taken: Option<String>,
}
