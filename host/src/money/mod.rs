//! What things cost: the user's price table, and the budget of a month.
//!
//! `prices` is a file that the user may edit; a model that is not in it has no price, and none is guessed. `purse`
//! is what one session spends from: it prices drafts and sound, and says when the month's budget is used up. What was
//! spent before comes from the vault's events, so no second account can drift away from them. Nothing here talks to a
//! provider. Start reading at [`Purse`].

mod month;
mod prices;
mod purse;

pub use month::began_unix_ms;
pub use prices::{Price, Prices, Tokens};
pub use purse::Purse;

/// Millionths of a dollar, for people: `$1.25`, and `$0.0042` for what is less than a cent or two.
pub fn dollars(micro_usd: u64) -> String {
    let usd = micro_usd as f64 / 1e6;
    if micro_usd == 0 || usd >= 0.02 { format!("${usd:.2}") } else { format!("${usd:.4}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_sums_are_not_rounded_to_nothing() {
        assert_eq!([0, 4_200, 1_250_000].map(dollars), ["$0.00", "$0.0042", "$1.25"]);
    }
}
