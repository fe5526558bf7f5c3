//! The record of what left is complete: what the providers counted is what it says.

use super::home::{Home, printed};
use super::provider::{Mood, Provider};
use serde_json::Value;
use std::path::Path;

const RESUME: &str =
    "# Experience\n\n## Northwind\n\nI led the billing team and moved it to Kubernetes in six weeks.\n";
const CALL: &str = r#"{"speaker":"them","start_ms":0,"end_ms":2100,"text":"Tell me about the billing team at Northwind?"}
{"speaker":"me","start_ms":2200,"end_ms":4100,"text":"I led it."}
{"speaker":"them","start_ms":5000,"end_ms":7100,"text":"How did you move it to Kubernetes?"}
"#;

/// The record as the program tells it to others.
fn left(home: &Home, session: &[&str]) -> Vec<Value> {
    let text = home.said(&[&["privacy", "left", "--json"], session].concat());
    serde_json::from_str(&text).unwrap()
}

/// Requests and bytes to one recipient.
fn sums(left: &[Value], host: &str) -> (u64, u64) {
    let to = left.iter().filter(|one| one["recipient"] == host);
    to.fold((0, 0), |sums, one| (sums.0 + one["requests"].as_u64().unwrap(), sums.1 + one["bytes"].as_u64().unwrap()))
}

/// Two engines, of which the first is down: each question goes to both.
async fn ordered(home: &Home) -> (Provider, Provider) {
    let (down, well) = (Provider::start(Mood::Down).await, Provider::start(Mood::Well).await);
    let urls = [format!("down={}", down.base), format!("well={}", well.base)];
    home.said(&["engines", "order", "down=m,well=m", "--url", &urls[0], "--url", &urls[1]]);
    (down, well)
}

#[tokio::test(flavor = "multi_thread")]
async fn every_draft_is_in_the_record_of_a_kept_session_and_of_one_that_is_not_kept() {
    let home = Home::new();
    let resume = home.write("resume.md", RESUME);
    home.said(&["documents", "add", &resume]);
    let (down, well) = ordered(&home).await;
    home.said(&["answer", "Tell me about the billing team."]);
    let kept = left(&home, &[]);
    assert_eq!((sums(&kept, &down.host), sums(&kept, &well.host)), (down.received(), well.received()));
    assert_eq!((down.received().0, well.received().0), (1, 1));
    assert!(kept.iter().all(|one| one["session"].is_string() && one["purpose"] == "draft"));
    assert!(kept[0]["sources"][0].as_str().unwrap().contains("Northwind"), "{kept:?}");
    let session = kept[0]["session"].as_str().unwrap();
    assert_eq!(left(&home, &[session]), kept);

    // Of what is not kept, there is everything but words and the session.
    home.said(&["answer", "Tell me about the billing team.", "--no-history"]);
    let call = home.write("call.jsonl", CALL);
    home.said(&["replay", &call, "--document", &resume]);
    let all = left(&home, &[]);
    assert_eq!((sums(&all, &down.host), sums(&all, &well.host)), (down.received(), well.received()));
    assert!(well.received().0 >= 4, "{:?}", well.received());
    let unkept: Vec<_> = all.iter().filter(|one| one["session"].is_null()).collect();
    assert!(unkept.len() >= 6 && unkept.iter().all(|one| one["sources"] == serde_json::json!([])), "{unkept:?}");

    let checked = home.command(&["engines", "check"]).output().unwrap();
    assert!(String::from_utf8_lossy(&checked.stdout).contains("well"));
    let all = left(&home, &[]);
    assert_eq!((sums(&all, &down.host), sums(&all, &well.host)), (down.received(), well.received()));
    assert_eq!(all.iter().filter(|one| one["purpose"] == "check").count(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn sound_and_the_names_that_go_along_are_counted_as_the_server_counts_them() {
    let home = Home::new();
    let server = Provider::start(Mood::Well).await;
    let resume = home.write("resume.md", RESUME);
    home.said(&["documents", "add", &resume]);
    let sound = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures/speech/q7.wav");
    let mut listen =
        home.command(&["listen", "--pace", "fast", "--engine", "server", "--server", &server.base, "--them"]);
    printed(listen.arg(sound).output().unwrap());
    let all = left(&home, &[]);
    assert_eq!(sums(&all, &server.host), server.received());
    assert!(server.received().0 >= 2, "the check before the session, and the utterance");
    assert!(all.iter().all(|one| one["purpose"] == "speech" && one["content"] == "sound of Them"), "{all:?}");
}
