//! What a check sends, and that it names the real fault.

use super::KEY;
use super::dialect::Dialect;
use super::stand_in::{Script, StandIn, nobody};
use crate::answer::order::Order;
use crate::answer::seat::Seat;
use convoally_shared::fault::Fault;
use serde_json::{Value, json};
use std::sync::Arc;

async fn check(seat: Seat) -> Result<(), Fault> {
    Order::of(vec![seat], Arc::default()).unwrap().check().await.remove(0)
}

#[tokio::test]
async fn the_real_fault_is_named() {
    for dialect in Dialect::ALL {
        let refused = |status, kind| dialect.refusal(status, kind, None, "no");
        let table = [
            ("bad key", refused(401, "authentication_error"), "answer.wrong_key"),
            ("no credit", dialect.no_credit(), "answer.no_credit"),
            ("unknown model", refused(404, "not_found_error"), "answer.unknown_model"),
            ("rate limit", refused(429, "rate_limit_error"), "answer.rate_limited"),
            ("down", Script::new(503, "", "oops"), "answer.provider_down"),
        ];
        for (name, script, code) in table {
            let stand_in = StandIn::start(vec![script]).await;
            let fault = check(dialect.seat(&stand_in.address, "small")).await.expect_err(name);
            assert_eq!(fault.code, code, "{dialect:?}: {name}");
            assert!(!fault.to_string().contains(KEY), "{fault}");
        }
        let gone = check(dialect.seat(&nobody().await, "small")).await.unwrap_err();
        assert_eq!(gone.code, "answer.unreachable", "{dialect:?}");
    }
}

#[tokio::test]
async fn a_check_asks_for_a_word_and_says_nothing_of_the_user() {
    for dialect in Dialect::ALL {
        let stand_in = StandIn::start(vec![Script::json(200, "{}")]).await;
        check(dialect.seat(&stand_in.address, "small")).await.unwrap();
        let body: Value = serde_json::from_slice(&stand_in.seen()[0].body).unwrap();
        let word = json!({"model": "small", "messages": [{"role": "user", "content": "ping"}], "max_tokens": 16});
        assert_eq!(body, word, "{dialect:?}");
    }
}
