//! What drafts cost, and what happens when the month's budget is used up. Only addresses away from this computer cost,
//! and no test waits for one: what is told and withheld beforehand is what is looked at.

use super::dialect::Dialect;
use super::stand_in::{Script, StandIn};
use super::{PATIENT, drafted, sample};
use crate::answer::order::Order;
use crate::answer::seat::Seat;
use crate::answer::{Answerer, Told};
use crate::money::{Price, Prices, Purse};
use std::sync::Arc;

/// A dollar for a token sent, in a table with one model.
fn purse(limit: u64) -> Arc<Purse> {
    let mut prices = Prices::default();
    let price = Price { input: Some(1e6), output: Some(0.0), ..Price::default() };
    prices.models.insert("dear".to_owned(), price);
    let purse = Purse::new(prices, Some(limit), "");
    purse.spent_before(0);
    Arc::new(purse)
}

fn away(model: &str) -> Seat {
    Dialect::OpenAi.seat("https://models.example.com", model)
}

fn order(seats: Vec<Seat>, purse: &Arc<Purse>) -> Order {
    Order::of(seats, Arc::clone(purse)).unwrap().waiting(PATIENT, PATIENT)
}

async fn code(order: &Order) -> String {
    drafted(order, &sample()).await.0.unwrap_err().fault.code
}

#[tokio::test]
async fn a_budget_that_is_used_up_withholds_what_costs() {
    let purse = purse(100);
    let order = order(vec![away("dear")], &purse);
    assert_eq!(order.withheld(), None);
    assert!(order.disclosure(&sample()).is_some());
    purse.pay(100);
    assert_eq!(order.withheld().unwrap().code, "answer.budget_spent");
    assert_eq!((order.disclosure(&sample()), code(&order).await.as_str()), (None, "answer.budget_spent"));
}

#[tokio::test]
async fn a_model_on_this_computer_takes_over_and_that_is_told() {
    let (dialect, purse) = (Dialect::OpenAi, purse(100));
    let here = StandIn::start(vec![Script::events(dialect.text("Yes.") + &dialect.ending("whole"))]).await;
    let order = order(vec![away("dear"), dialect.seat(&here.address, "free")], &purse);
    assert_eq!(order.label(), "dear at models.example.com");
    purse.pay(100);
    assert_eq!((order.label().as_str(), order.withheld()), ("free on this computer", None));
    let (result, told) = drafted(&order, &sample()).await;
    let spent = result.unwrap().spent.unwrap();
    assert_eq!((spent.micro_usd, spent.estimated), (Some(0), true));
    assert!(
        matches!(&told[0], Told::Moved { fault, disclosure: None, .. } if fault.code == "answer.budget_spent"),
        "{told:?}"
    );
}

#[tokio::test]
async fn with_a_budget_nothing_is_asked_whose_price_nobody_knows() {
    assert_eq!(code(&order(vec![away("unknown")], &purse(100))).await, "answer.unpriced");
    let free = Order::of(vec![away("unknown")], Arc::default()).unwrap();
    assert_eq!(free.estimate(&sample(), "").micro_usd, None);
}

#[test]
fn an_estimate_has_the_price_of_what_would_be_asked() {
    let spent = order(vec![away("dear")], &purse(100)).estimate(&sample(), "We cut");
    assert_eq!(spent.micro_usd, Some(spent.input_tokens * 1_000_000));
    assert!(spent.estimated && spent.output_tokens == 2, "{spent:?}");
}

/// Nobody waits for the result any more, but the provider takes its money.
#[tokio::test]
async fn a_draft_that_is_given_up_is_paid_for() {
    let purse = purse(100);
    // An address that is reserved for documentation: nobody answers there.
    let order = order(vec![Dialect::OpenAi.seat("https://192.0.2.1", "dear")], &purse);
    let request = sample();
    let mut drafting = order.draft(&request, &|_| {});
    assert!(futures_util::poll!(&mut drafting).is_pending());
    assert_eq!(purse.withheld(), None);
    drop(drafting);
    assert_eq!(purse.withheld().unwrap().code, "answer.budget_spent");
}
