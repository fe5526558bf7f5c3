//! What a draft took: from the provider's own count, else estimated from the lengths of the texts.

use super::prompt::Prompt;
use convoally_shared::money::Spent;

/// Bytes of a token of English text, by the providers' own rule of thumb. Other languages take fewer: there the
/// estimate is too low.
const BYTES_PER_TOKEN: usize = 4;

/// What a provider says that it counted. Fields that it does not say are 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Used {
    /// Tokens that were sent, those from and to the cache among them.
    pub input: u64,
    /// Of those, the tokens that came from the cache.
    pub cache_read: u64,
    /// Of those, the tokens that were written to the cache.
    pub cache_written: u64,
    /// Tokens that were written.
    pub output: u64,
}

impl Used {
    /// Joins two reports on the same draft. Providers count up, so the larger number is the later one.
    pub fn and(self, other: Self) -> Self {
        Self {
            input: self.input.max(other.input),
            cache_read: self.cache_read.max(other.cache_read),
            cache_written: self.cache_written.max(other.cache_written),
            output: self.output.max(other.output),
        }
    }
}

/// Tokens of a text, roughly.
fn tokens(bytes: usize) -> u64 {
    bytes.div_ceil(BYTES_PER_TOKEN) as u64
}

/// What a draft took whose provider did not say, `written` bytes long.
pub(super) fn guessed(prompt: &Prompt, written: usize) -> Used {
    Used { input: tokens(prompt.len()), output: tokens(written), ..Used::default() }
}

/// What a draft took that stopped half-way. The tokens that were sent are known where the provider said them at the
/// beginning; those that it wrote come with the end.
pub(super) fn half(used: Option<Used>, prompt: &Prompt, written: &str) -> Option<Used> {
    match used {
        Some(used) => Some(used.and(Used { output: tokens(written.len()), ..Used::default() })),
        None => (!written.is_empty()).then(|| guessed(prompt, written.len())),
    }
}

/// Adds what two engines took for the same draft. A price that is known is not lost beside one that is not: the
/// budget counts what it can.
pub(super) fn sum(first: Option<Spent>, second: Option<Spent>) -> Option<Spent> {
    let (first, second) = match (first, second) {
        (Some(first), Some(second)) => (first, second),
        (first, second) => return first.or(second),
    };
    Some(Spent {
        input_tokens: first.input_tokens + second.input_tokens,
        cached_tokens: first.cached_tokens + second.cached_tokens,
        output_tokens: first.output_tokens + second.output_tokens,
        estimated: first.estimated || second.estimated,
        micro_usd: match (first.micro_usd, second.micro_usd) {
            (Some(first), Some(second)) => Some(first + second),
            (first, second) => first.or(second),
        },
    })
}
