//! What every engine does alike: one table, run through each protocol.

use super::dialect::Dialect;
use super::stand_in::{Script, StandIn, nobody};
use super::{IMPATIENT, KEY, PATIENT, drafted, sample, shown};
use crate::answer::drafting::Patience;
use crate::answer::{Answerer, Told};
use convoally_shared::fault::Fault;
use tokio::sync::mpsc;

/// Runs one draft. Whatever comes of it, the key is in none of it.
async fn draft(dialect: Dialect, address: &str, patience: Patience) -> (Result<String, Fault>, String) {
    let engine = dialect.engine(address, patience);
    let (result, told) = drafted(&engine, &sample()).await;
    let traces = format!("{engine:?} {:?} {result:?} {told:?}", engine.label());
    assert!(!traces.contains(KEY) && !traces.contains("VerySecret"), "{dialect:?}: {traces}");
    (result.map(|draft| draft.text).map_err(|failed| failed.fault), shown(&told))
}

async fn draft_from(dialect: Dialect, script: Script, patience: Patience) -> (Result<String, Fault>, String) {
    draft(dialect, &StandIn::start(vec![script]).await.address, patience).await
}

#[tokio::test]
async fn a_draft_arrives_whole_however_its_bytes_are_cut() {
    for dialect in Dialect::ALL {
        let events =
            dialect.opening() + &dialect.text("Größer — ") + &dialect.text("120 ms ✓ [1]") + &dialect.ending("whole");
        for bytes in [1, 2, 3, 7, 64, 100_000] {
            let script = Script::events(events.as_str()).in_pieces_of(bytes);
            let (result, shown) = draft_from(dialect, script, PATIENT).await;
            assert_eq!(result.unwrap(), "Größer — 120 ms ✓ [1]", "{dialect:?} in pieces of {bytes}");
            assert_eq!(shown, "Größer — 120 ms ✓ [1]");
        }
    }
}

/// Local servers that do not know a model's template send its thoughts as text.
#[tokio::test]
async fn thoughts_between_tags_reach_nobody() {
    for dialect in Dialect::ALL {
        let events = dialect.opening()
            + &dialect.text("<think>They want a number. Alex has 120 ms.")
            + &dialect.text("</think>\n\nFrom 900 to 120 ms [1].")
            + &dialect.ending("whole");
        for bytes in [1, 9, 100_000] {
            let (result, shown) =
                draft_from(dialect, Script::events(events.as_str()).in_pieces_of(bytes), PATIENT).await;
            assert_eq!(
                (result.unwrap().as_str(), shown.as_str()),
                ("From 900 to 120 ms [1].", "From 900 to 120 ms [1].")
            );
        }
    }
}

#[tokio::test]
async fn a_draft_arrives_with_any_kind_of_line_ending() {
    for dialect in Dialect::ALL {
        let events = dialect.opening() + &dialect.text("Yes") + &dialect.ending("whole");
        let script = Script::events(events.replace('\n', "\r\n")).in_pieces_of(5);
        assert_eq!(draft_from(dialect, script, PATIENT).await.0.unwrap(), "Yes", "{dialect:?}");
    }
}

/// What a provider does, and the fault that the user is told. What had arrived before it stays shown.
#[tokio::test]
async fn every_way_to_fail_has_its_fault() {
    for dialect in Dialect::ALL {
        let begun = dialect.opening() + &dialect.text("We cut");
        let refused = |status, kind| dialect.refusal(status, kind, None, "no");
        let waiting =
            Script::new(429, "retry-after: 60\r\n", r#"{"error":{"message":"slow","type":"rate_limit_error"}}"#);
        let table = [
            ("wrong key", refused(401, "authentication_error"), "answer.wrong_key", ""),
            ("wrong key, told in HTML", Script::new(401, "", "<h1>no</h1>"), "answer.wrong_key", ""),
            ("key without permission", refused(403, "permission_error"), "answer.wrong_key", ""),
            ("no credit", dialect.no_credit(), "answer.no_credit", ""),
            ("payment required", refused(402, "billing_error"), "answer.no_credit", ""),
            ("unknown model", refused(404, "not_found_error"), "answer.unknown_model", ""),
            ("unknown address", Script::new(404, "", "not here"), "answer.unknown_model", ""),
            ("rate limit", waiting, "answer.rate_limited", ""),
            ("rate limit, told in HTML", Script::new(429, "", "slow down"), "answer.rate_limited", ""),
            ("server error", Script::new(500, "", "oops"), "answer.provider_down", ""),
            ("overloaded", refused(529, "overloaded_error"), "answer.provider_down", ""),
            ("overloaded for long", Script::new(503, "retry-after: 60\r\n", ""), "answer.provider_down", ""),
            ("bad request", refused(400, "invalid_request_error"), "answer.failed", ""),
            ("error at once", Script::events(dialect.error_event()), "answer.provider_down", ""),
            (
                "error in the middle",
                Script::events(begun.clone() + &dialect.error_event()),
                "answer.provider_down",
                "We cut",
            ),
            ("closed in the middle", Script::events(begun.clone()), "answer.cut_off", "We cut"),
            ("closed inside a line", Script::events(begun.clone() + "data: {\"cho"), "answer.cut_off", "We cut"),
            ("broken off", Script::events(begun.clone()).promising_more(), "answer.cut_off", "We cut"),
            ("filtered", Script::events(begun.clone() + &dialect.ending("refused")), "answer.refused", "We cut"),
            ("no text", Script::events(dialect.opening() + &dialect.ending("whole")), "answer.failed", ""),
            ("a web page", Script::new(200, "content-type: text/html\r\n", "<h1>Hi</h1>"), "answer.failed", ""),
            ("not the protocol", Script::events("data: {]\n\n"), "answer.failed", ""),
        ];
        for (name, script, code, shown) in table {
            let (result, arrived) = draft_from(dialect, script, PATIENT).await;
            let fault = result.expect_err(name);
            assert_eq!((fault.code.as_str(), arrived.as_str()), (code, shown), "{dialect:?}: {name}: {fault}");
        }
    }
}

#[tokio::test]
async fn a_draft_at_its_limit_shows_that_it_is_not_whole() {
    for dialect in Dialect::ALL {
        let script = Script::events(dialect.opening() + &dialect.text("We cut") + &dialect.ending("length"));
        assert_eq!(draft_from(dialect, script, PATIENT).await.0.unwrap(), "We cut …", "{dialect:?}");
    }
}

#[tokio::test]
async fn a_provider_that_falls_silent_is_given_up() {
    for dialect in Dialect::ALL {
        let begun = dialect.opening() + &dialect.text("We cut");
        let table = [
            ("no answer", Script::never(), IMPATIENT, "answer.unreachable"),
            ("no event", Script::events("").held(), IMPATIENT, "answer.unreachable"),
            ("no text", Script::events(dialect.opening()).held(), IMPATIENT, "answer.unreachable"),
            (
                "no end",
                Script::events(begun).held(),
                Patience { silence: IMPATIENT.silence, ..PATIENT },
                "answer.cut_off",
            ),
        ];
        for (name, script, patience, code) in table {
            let stand_in = StandIn::start(vec![script]).await;
            let fault = draft(dialect, &stand_in.address, patience).await.0.expect_err(name);
            assert_eq!(fault.code, code, "{dialect:?}: {name}");
            stand_in.left().await;
        }
    }
}

#[tokio::test]
async fn signs_of_life_do_not_prolong_the_wait_for_the_first_text() {
    for dialect in Dialect::ALL {
        let thinking = dialect.opening();
        let events = thinking.repeat(2_000) + &dialect.text("Yes") + &dialect.ending("whole");
        let script = Script::events(events).in_pieces_of(thinking.len());
        let fault = draft_from(dialect, script, IMPATIENT).await.0.unwrap_err();
        assert_eq!(fault.code, "answer.unreachable", "{dialect:?}: {fault}");
    }
}

#[tokio::test]
async fn nobody_listening_is_unreachable() {
    for dialect in Dialect::ALL {
        let fault = draft(dialect, &nobody().await, PATIENT).await.0.unwrap_err();
        assert_eq!(fault.code, "answer.unreachable", "{dialect:?}");
    }
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    for dialect in Dialect::ALL {
        let other = StandIn::start(vec![Script::events(dialect.text("stolen"))]).await;
        for status in [301, 302, 307, 308] {
            let script = Script::new(status, &format!("location: {}/v1/messages\r\n", other.address), "");
            let fault = draft_from(dialect, script, PATIENT).await.0.unwrap_err();
            assert_eq!(fault.code, "answer.failed", "{dialect:?} {status}");
            assert!(fault.sentence.contains("another address"), "{fault}");
        }
        assert!(other.seen().is_empty(), "{dialect:?}");
    }
}

#[tokio::test]
async fn dropping_a_draft_closes_the_connection() {
    for dialect in Dialect::ALL {
        for begun in [String::new(), dialect.opening() + &dialect.text("We cut")] {
            let stand_in = StandIn::start(vec![Script::events(begun.clone()).held()]).await;
            let engine = dialect.engine(&stand_in.address, PATIENT);
            let (sender, mut pieces) = mpsc::unbounded_channel();
            let drafting = tokio::spawn(async move {
                let tell = |told| sender.send(told).unwrap();
                engine.draft(&sample(), &tell).await.unwrap_err()
            });
            stand_in.asked().await;
            if !begun.is_empty() {
                assert_eq!(pieces.recv().await, Some(Told::Text("We cut".into())), "{dialect:?}");
            }
            drafting.abort();
            stand_in.left().await;
        }
    }
}
