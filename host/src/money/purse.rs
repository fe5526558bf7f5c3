//! What one session spends from: prices what it takes, and says when the month's budget is used up.
//!
//! The budget is hard, not exact: a draft that has begun is finished, so it can be passed by the drafts that were
//! under way; and another program that runs at the same time is seen when the next session begins. Recall costs
//! nothing and is never withheld.

use super::dollars;
use super::prices::{Prices, Tokens};
use convoally_shared::fault::Fault;
use convoally_shared::utterance::Speaker;
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The prices and the budget of one session.
#[derive(Debug, Default)]
pub struct Purse {
    prices: Prices,
    /// Millionths of a dollar for a month; none without a budget.
    limit: Option<u64>,
    /// What turns speech into text, as its label says.
    ear: String,
    spent: Mutex<Spent>,
}

/// Millionths of a dollar.
#[derive(Debug, Default)]
struct Spent {
    /// This month, before this session began; none as long as nobody has said.
    before: Option<u64>,
    drafts: u64,
    /// The sound of each side so far.
    sound: HashMap<Speaker, u64>,
}

impl Spent {
    fn all(&self) -> u64 {
        self.before.unwrap_or_default() + self.drafts + self.sound.values().sum::<u64>()
    }
}

impl Purse {
    /// A purse from which nothing was spent. `limit` is the budget of a month, millionths of a dollar.
    /// `ear` is the label of what turns speech into text; empty where nothing does.
    pub fn new(prices: Prices, limit: Option<u64>, ear: &str) -> Self {
        Self { prices, limit, ear: ear.to_owned(), spent: Mutex::default() }
    }

    /// There is a budget: what has no price must not be used, because nobody could count it.
    pub fn is_limited(&self) -> bool {
        self.limit.is_some()
    }

    /// Says what was spent this month before this session.
    pub fn spent_before(&self, micro_usd: u64) {
        self.lock().before = Some(micro_usd);
    }

    /// What tokens of a model cost; none where the table does not say.
    pub fn price(&self, model: &str, tokens: Tokens) -> Option<u64> {
        self.prices.of_tokens(model, tokens)
    }

    /// Takes out what a draft cost.
    pub fn pay(&self, micro_usd: u64) {
        self.lock().drafts += micro_usd;
    }

    /// What the sound of one side costs that went to the transcriber since the session's beginning, and takes it out.
    pub fn sound(&self, speaker: Speaker, audio_ms: u64) -> Option<u64> {
        let cost = self.prices.of_sound(&self.ear, audio_ms)?;
        self.lock().sound.insert(speaker, cost);
        Some(cost)
    }

    /// Sound is transcribed whatever it costs, since a session without it is none; a budget that cannot count it must not
    /// look as if it did. None without a budget, or where the price is known.
    pub fn uncounted_sound(&self) -> Option<Fault> {
        let unknown = !self.ear.is_empty() && self.prices.of_sound(&self.ear, 0).is_none();
        (self.is_limited() && unknown).then(|| {
            Fault::new(
                "money.sound_uncounted",
                format!("The month's budget cannot count the sound that goes to {}: its price is not known.", self.ear),
                format!("Say what a minute costs with `convoally prices set \"{}\" --minute USD`.", self.ear),
            )
        })
    }

    /// Why nothing may be drafted that costs; none while there is something left, and without a budget. A session
    /// that is not kept cannot be counted, and so has nothing to spend.
    pub fn withheld(&self) -> Option<Fault> {
        let limit = self.limit?;
        let spent = self.lock();
        if spent.before.is_none() {
            return Some(uncounted());
        }
        let spent = spent.all();
        (spent >= limit).then(|| {
            Fault::new(
                "answer.budget_spent",
                format!("This month's budget of {} is used up: {} were spent.", dollars(limit), dollars(spent)),
                "Passages still come. Raise the budget with `convoally budget set`, or wait for the next month.",
            )
        })
    }

    fn lock(&self) -> MutexGuard<'_, Spent> {
        self.spent.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn uncounted() -> Fault {
    Fault::new(
        "answer.uncounted",
        "There is a monthly budget, and this session is not kept, so nobody could count what it costs.",
        "Passages still come. Leave out --no-history, use a model on this computer, or take the budget off with \
         `convoally budget off`.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Price;

    fn purse(limit: Option<u64>) -> Purse {
        let mut prices = Prices::default();
        prices.models.insert("ear".to_owned(), Price { minute: Some(0.01), ..Price::default() });
        Purse::new(prices, limit, "Ear")
    }

    #[test]
    fn a_budget_that_cannot_count_the_sound_says_so() {
        let of = |limit, ear: &str| Purse::new(purse(limit).prices, limit, ear).uncounted_sound();
        let fault = of(Some(1), "Deepgram Flux").unwrap();
        assert_eq!(fault.code, "money.sound_uncounted");
        assert!(fault.action.contains(r#"prices set "Deepgram Flux" --minute"#), "{fault:?}");
        for (limit, ear) in
            [(None, "Deepgram Flux"), (Some(1), "Ear"), (Some(1), "whisper, on this computer"), (Some(1), "")]
        {
            assert_eq!(of(limit, ear), None, "{ear}");
        }
    }

    #[test]
    fn a_budget_is_used_up_by_what_came_before_by_drafts_and_by_sound() {
        let purse = purse(Some(30_000));
        purse.spent_before(5_000);
        assert_eq!(purse.withheld(), None);
        purse.pay(4_000);
        assert_eq!(purse.sound(Speaker::Them, 60_000), Some(10_000));
        assert_eq!(purse.sound(Speaker::Me, 60_000), Some(10_000));
        assert_eq!(purse.withheld(), None);
        // The sound of a side is told from its beginning on, so the last number counts and not the sum.
        assert_eq!(purse.sound(Speaker::Me, 66_000), Some(11_000));
        let fault = purse.withheld().unwrap();
        assert_eq!(fault.code, "answer.budget_spent");
        assert!(fault.sentence.contains("$0.03") && fault.sentence.contains("were spent"), "{fault}");
    }

    #[test]
    fn a_session_that_nobody_counts_has_nothing_to_spend() {
        let purse = purse(Some(30_000));
        assert_eq!(purse.withheld().unwrap().code, "answer.uncounted");
        purse.spent_before(0);
        assert_eq!(purse.withheld(), None);
    }

    #[test]
    fn a_budget_of_nothing_withholds_at_once_and_none_never() {
        let nothing = purse(Some(0));
        nothing.spent_before(0);
        assert_eq!(nothing.withheld().unwrap().code, "answer.budget_spent");
        let free = Purse::default();
        free.pay(u64::from(u32::MAX));
        assert_eq!((free.withheld(), free.sound(Speaker::Me, 9)), (None, None));
    }
}
