//! One engine after the other: which faults move on, where in the stream, and what is told of it.

use super::dialect::Dialect;
use super::stand_in::{Script, StandIn, nobody};
use super::{IMPATIENT, PATIENT, drafted, sample, shown};
use crate::answer::order::Order;
use crate::answer::seat::Seat;
use crate::answer::{Answerer, Told};
use convoally_shared::fault::Fault;
use std::sync::Arc;

/// Two engines of which the first is given little time when it matters.
fn order(seats: Vec<Seat>, hurried: bool) -> Order {
    Order::of(seats, Arc::default()).unwrap().waiting(if hurried { IMPATIENT } else { PATIENT }, PATIENT)
}

fn whole(dialect: Dialect, text: &str) -> Script {
    Script::events(dialect.opening() + &dialect.text(text) + &dialect.ending("whole"))
}

/// The faults for which engines were left.
fn moves(told: &[Told]) -> Vec<&Fault> {
    let moved = told.iter().filter_map(|told| match told {
        Told::Moved { fault, .. } => Some(fault),
        Told::Text(_) => None,
    });
    moved.collect()
}

#[tokio::test]
async fn every_fault_moves_on_wherever_in_the_stream_it_happens() {
    for (first, second) in [(Dialect::OpenAi, Dialect::Anthropic), (Dialect::Anthropic, Dialect::OpenAi)] {
        let begun = first.opening() + &first.text("We cut");
        let refused = |status, kind| first.refusal(status, kind, None, "no");
        let table = [
            ("no answer", Script::never(), "answer.unreachable"),
            ("no first text", Script::events(first.opening()).held(), "answer.unreachable"),
            ("401", refused(401, "authentication_error"), "answer.wrong_key"),
            ("403", refused(403, "permission_error"), "answer.wrong_key"),
            ("402", refused(402, "billing_error"), "answer.no_credit"),
            ("404", refused(404, "not_found_error"), "answer.unknown_model"),
            ("429", refused(429, "rate_limit_error"), "answer.rate_limited"),
            (
                "429 and its body stalls",
                refused(429, "rate_limit_error").promising_more().held(),
                "answer.rate_limited",
            ),
            ("500", Script::new(500, "", "oops"), "answer.provider_down"),
            ("529", refused(529, "overloaded_error"), "answer.provider_down"),
            ("400", refused(400, "invalid_request_error"), "answer.failed"),
            ("error at once", Script::events(first.error_event()), "answer.provider_down"),
            ("error later", Script::events(begun.clone() + &first.error_event()), "answer.provider_down"),
            ("cut", Script::events(begun.clone()).promising_more(), "answer.cut_off"),
            ("cut inside a line", Script::events(begun.clone() + "data: {\"cho"), "answer.cut_off"),
            ("no end mark", Script::events(begun.clone()), "answer.cut_off"),
            ("silent in the middle", Script::events(begun.clone()).held(), "answer.cut_off"),
        ];
        for (name, script, code) in table {
            let [from, to] = [StandIn::start(vec![script]).await, StandIn::start(vec![whole(second, "Yes.")]).await];
            let hurried = name.starts_with("no") || name.starts_with("silent");
            let order = order(vec![first.seat(&from.address, "first"), second.seat(&to.address, "second")], hurried);
            let (result, told) = drafted(&order, &sample()).await;
            assert_eq!(result.expect(name).text, "Yes.", "{name}");
            assert_eq!(shown(&told), "Yes.", "{name}: what had arrived is void");
            assert_eq!(moves(&told).iter().map(|fault| fault.code.as_str()).collect::<Vec<_>>(), [code], "{name}");
            assert!(
                matches!(told.iter().rev().nth(1), Some(Told::Moved { engine, .. }) if engine == "second on this computer")
            );
        }
    }
}

#[tokio::test]
async fn a_refusal_stands_because_it_is_about_the_question() {
    let first = Dialect::OpenAi;
    let refusing = StandIn::start(vec![Script::events(first.text("I") + &first.ending("refused"))]).await;
    let other = StandIn::start(vec![whole(first, "Yes.")]).await;
    let order = order(vec![first.seat(&refusing.address, "a"), first.seat(&other.address, "b")], false);
    let (result, told) = drafted(&order, &sample()).await;
    assert_eq!(result.unwrap_err().fault.code, "answer.refused");
    assert!(moves(&told).is_empty() && other.seen().is_empty());
}

#[tokio::test]
async fn a_lasting_fault_takes_an_engine_out_of_the_session() {
    let (bad, good) = (Dialect::Anthropic, Dialect::OpenAi);
    let script = bad.refusal(401, "authentication_error", None, "no");
    let [first, second] = [StandIn::start(vec![script]).await, StandIn::start(vec![whole(good, "Yes.")]).await];
    let order = order(vec![bad.seat(&first.address, "a"), good.seat(&second.address, "b")], false);
    assert_eq!(order.label(), "a on this computer");
    let (_, told) = drafted(&order, &sample()).await;
    assert!(moves(&told)[0].action.ends_with("It is not asked again in this session."), "{told:?}");
    assert_eq!(order.label(), "b on this computer");
    let (result, told) = drafted(&order, &sample()).await;
    assert_eq!((result.unwrap().text.as_str(), moves(&told).len()), ("Yes.", 0));
    assert_eq!((first.seen().len(), second.seen().len()), (1, 2));
}

#[tokio::test]
async fn a_rate_limit_takes_an_engine_out_for_as_long_as_the_provider_says() {
    let dialect = Dialect::OpenAi;
    let limited = |wait: &str| Script::new(429, &format!("retry-after: {wait}\r\n"), "");
    for (wait, asked, says) in [("3000", 1, "It is not asked for 3000 seconds."), ("0", 2, "for 0 seconds.")] {
        let first = StandIn::start(vec![limited(wait)]).await;
        let second = StandIn::start(vec![whole(dialect, "Yes.")]).await;
        let order = order(vec![dialect.seat(&first.address, "a"), dialect.seat(&second.address, "b")], false);
        let (_, told) = drafted(&order, &sample()).await;
        assert!(moves(&told)[0].action.ends_with(says), "{told:?}");
        drafted(&order, &sample()).await.0.unwrap();
        assert_eq!(first.seen().len(), asked, "retry-after: {wait}");
    }
}

/// A model that is read from the disk is late once; one that is late each time would cost every draft the wait.
#[tokio::test]
async fn an_engine_that_is_late_twice_in_a_row_is_passed_over_for_a_while() {
    let dialect = Dialect::OpenAi;
    let [late, quick] =
        [StandIn::start(vec![Script::never()]).await, StandIn::start(vec![whole(dialect, "Yes.")]).await];
    let order = order(vec![dialect.seat(&late.address, "a"), dialect.seat(&quick.address, "b")], true);
    let mut said = Vec::new();
    for _ in 0..3 {
        let (result, told) = drafted(&order, &sample()).await;
        assert_eq!(result.unwrap().text, "Yes.");
        said.push(moves(&told).first().map(|fault| fault.action.ends_with("It is not asked for 180 seconds.")));
    }
    assert_eq!(said, [Some(false), Some(true), None], "the third draft does not wait for it");
    assert_eq!((late.seen().len(), quick.seen().len()), (2, 3));
}

/// Another draft may have taken it out since.
#[tokio::test]
async fn what_leaves_for_another_engine_than_was_disclosed_is_told_first() {
    let (bad, good) = (Dialect::Anthropic, Dialect::OpenAi);
    let script = bad.refusal(401, "authentication_error", None, "no");
    let [first, second] = [StandIn::start(vec![script]).await, StandIn::start(vec![whole(good, "Yes.")]).await];
    let order = order(vec![bad.seat(&first.address, "a"), good.seat(&second.address, "b")], false);
    let mut other = sample();
    other.question.id.0 += 1;
    order.disclosure(&other);
    drafted(&order, &sample()).await.0.unwrap();
    let (result, told) = drafted(&order, &other).await;
    result.unwrap();
    assert_eq!(moves(&told).iter().map(|fault| fault.code.as_str()).collect::<Vec<_>>(), ["answer.wrong_key"]);
    assert_eq!(first.seen().len(), 1, "it was not asked again");
}

#[tokio::test]
async fn when_all_fail_the_user_is_told_what_can_be_mended() {
    let dialect = Dialect::OpenAi;
    let broke = StandIn::start(vec![dialect.no_credit()]).await;
    let busy = StandIn::start(vec![Script::new(503, "", "")]).await;
    let seats = || {
        vec![
            dialect.seat(&busy.address, "a"),
            dialect.seat(&broke.address, "b"),
            Seat::unusable("c", Fault::new("answer.bad_address", "No address.", "Correct it.")),
        ]
    };
    let order = order(seats(), false);
    let (result, told) = drafted(&order, &sample()).await;
    assert_eq!((result.unwrap_err().fault.code.as_str(), moves(&told).len()), ("answer.no_credit", 2));
    // The two that stay out are still what there is to mend.
    let (result, told) = drafted(&order, &sample()).await;
    assert_eq!((result.unwrap_err().fault.code.as_str(), moves(&told).len()), ("answer.no_credit", 0));
}

#[tokio::test]
async fn when_nobody_is_left_all_are_asked_again() {
    let dialect = Dialect::OpenAi;
    let mended = StandIn::start(vec![dialect.no_credit(), whole(dialect, "Yes.")]).await;
    let order = order(vec![dialect.seat(&mended.address, "a")], false);
    drafted(&order, &sample()).await.0.unwrap_err();
    assert_eq!(drafted(&order, &sample()).await.0.unwrap().text, "Yes.");
    assert_eq!(order.label(), "a on this computer");
}

#[tokio::test]
async fn the_last_engine_may_take_longer() {
    let dialect = Dialect::OpenAi;
    let slow = whole(dialect, "Yes.").after(IMPATIENT.first_text * 3);
    let last = StandIn::start(vec![slow]).await;
    let order = order(vec![dialect.seat(&nobody().await, "a"), dialect.seat(&last.address, "b")], true);
    assert_eq!(drafted(&order, &sample()).await.0.unwrap().text, "Yes.");
}

#[tokio::test]
async fn what_a_draft_took_that_was_cut_is_counted_too() {
    let (cut, good) = (Dialect::Anthropic, Dialect::OpenAi);
    let counted = cut.counted("We cut it down");
    let script = Script::events(counted.split("event: message_delta").next().unwrap());
    let [first, second] =
        [StandIn::start(vec![script]).await, StandIn::start(vec![Script::events(good.counted("Yes."))]).await];
    let order = order(vec![cut.seat(&first.address, "a"), good.seat(&second.address, "b")], false);
    let spent = drafted(&order, &sample()).await.0.unwrap().spent.unwrap();
    assert_eq!((spent.input_tokens, spent.cached_tokens, spent.estimated), (1800, 1280, true));
    assert_eq!(spent.output_tokens, 40 + "We cut it down".len().div_ceil(4) as u64);
}
