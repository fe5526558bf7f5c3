//! What was asked of a provider and what it costs.

use serde::{Deserialize, Serialize};

/// What one draft took.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spent {
    /// Tokens that were sent, those from the provider's cache among them.
    pub input_tokens: u64,
    /// Of those, the tokens that came from the provider's cache.
    pub cached_tokens: u64,
    /// Tokens that were written.
    pub output_tokens: u64,
    /// The provider did not say; counted here from the length of the texts.
    pub estimated: bool,
    /// Millionths of a US dollar, by the user's price table; none where it names no price. A model on this computer
    /// costs 0.
    pub micro_usd: Option<u64>,
}

impl Spent {
    /// Tokens in both directions.
    pub fn tokens(&self) -> u64 {
        self.input_tokens + self.output_tokens
    }
}

/// What a session took so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spending {
    /// Tokens of drafts, in both directions.
    pub tokens: u64,
    /// Of those, the tokens of drafts that were given up before they were complete: the other side went on, or the
    /// user asked for another.
    pub wasted_tokens: u64,
    /// Millionths of a US dollar, as far as prices are known: drafts and transcription.
    pub micro_usd: u64,
    /// Something was used whose price is not known.
    pub unpriced: bool,
}

impl Spending {
    /// Adds a draft.
    pub fn add(&mut self, spent: &Spent, wasted: bool) {
        self.tokens += spent.tokens();
        self.wasted_tokens += if wasted { spent.tokens() } else { 0 };
        self.micro_usd += spent.micro_usd.unwrap_or(0);
        self.unpriced |= spent.micro_usd.is_none();
    }

    /// The share of tokens that were wasted, from 0 to 1.
    pub fn wasted_share(&self) -> f64 {
        if self.tokens == 0 { 0.0 } else { self.wasted_tokens as f64 / self.tokens as f64 }
    }
}
