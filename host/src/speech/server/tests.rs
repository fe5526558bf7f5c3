use super::stand_in::{FINE, Script, StandIn};
use super::*;
use crate::speech::Report;
use crate::speech::decoder::{Decoder, Request, Urgency};
use crate::turn::TurnId;
use convoally_shared::fault::Fault;
use std::time::Duration;

const QUOTA: &str = r#"{"error":{"type":"insufficient_quota","code":"insufficient_quota"}}"#;
const NO_MODEL: &str = r#"{"error":{"code":"model_not_found"}}"#;

fn settings(base: String) -> Settings {
    let key = Some(Secret::new("sk-very-secret".into()));
    let vocabulary = vec!["Acme Logistics".into(), "PostgreSQL".into()];
    Settings { base, key, model: "whisper-1".into(), language: Some("en".into()), vocabulary }
}

/// As patient as a test can be.
fn impatient(server: Server) -> Server {
    let later = [Duration::from_millis(20); 4];
    server.with_patience(Patience { at_once: Duration::from_millis(10), asked_for: Duration::from_secs(60), later })
}

/// One side with what it tells.
struct Bench {
    stand_in: StandIn,
    side: Side,
    told: mpsc::Receiver<FromEngine>,
}

impl Bench {
    async fn start(scripts: Vec<Script>) -> Self {
        let stand_in = StandIn::start(scripts).await;
        let server = impatient(Server::new(settings(stand_in.base())).unwrap());
        Self::of(stand_in, server)
    }

    /// One whose server is at a name that is not this computer's.
    async fn far(scripts: Vec<Script>) -> Self {
        let stand_in = StandIn::start(scripts).await;
        let base = format!("http://far.example:{}/v1", stand_in.port);
        let mut server = impatient(Server::new(Settings { key: None, ..settings(base) }).unwrap());
        let here = ([127, 0, 0, 1], stand_in.port).into();
        Arc::get_mut(&mut server.client).unwrap().resolve("far.example", here);
        Self::of(stand_in, server)
    }

    fn of(stand_in: StandIn, server: Server) -> Self {
        let (reports, told) = mpsc::channel(64);
        let side = Side::new(server.client, server.permits, server.patience, Speaker::Me, reports);
        Self { stand_in, side, told }
    }

    fn ask(&self, urgency: Urgency) -> crate::speech::decoder::Pending {
        let samples = vec![0.1; 16_000];
        self.side.request(Request { speaker: Speaker::Me, turn: TurnId(1), samples, urgency })
    }

    async fn text(&self) -> String {
        self.ask(Urgency::End).text().await.unwrap().unwrap()
    }

    /// The faults that were told, `None` for "it works again".
    fn changes(&mut self) -> Vec<Option<String>> {
        let mut changes = Vec::new();
        while let Ok(FromEngine { report, .. }) = self.told.try_recv() {
            if let Report::Changed { fault, .. } = report {
                changes.push(fault.map(|fault| fault.code));
            }
        }
        changes
    }
}

#[tokio::test]
async fn an_utterance_is_a_wav_file_in_a_form() {
    let bench = Bench::start(vec![FINE]).await;
    assert_eq!(bench.text().await, "Why us?");
    let seen = &bench.stand_in.seen()[0];
    assert!(seen.head.starts_with("post /v1/audio/transcriptions "), "{}", seen.head);
    assert!(seen.head.contains("authorization: bearer sk-very-secret"));
    let field = |name| seen.field(name).unwrap_or_default();
    assert_eq!(
        (field("model"), field("language"), field("prompt")),
        ("whisper-1".into(), "en".into(), "Acme Logistics, PostgreSQL".into())
    );
    assert_eq!((field("response_format"), field("temperature")), ("json".into(), "0".into()));
    let wav = seen.body.windows(4).position(|bytes| bytes == b"RIFF").unwrap();
    let samples = hound::WavReader::new(&seen.body[wav..]).unwrap().into_samples::<i16>().count();
    assert_eq!(samples, 16_000);
}

#[tokio::test]
async fn what_passes_at_once_is_not_told() {
    let passing = [
        Script::Answer(500, "", "oops"),
        Script::Answer(503, "", ""),
        Script::Answer(429, "retry-after: 0.02\r\n", ""),
        Script::BreaksOff(r#"{"text":"Why"#),
        Script::Answer(200, "", r#"{"text":"Why"#),
        Script::Closed,
    ];
    for fault in passing {
        let mut bench = Bench::start(vec![fault, FINE]).await;
        assert_eq!(bench.text().await, "Why us?");
        assert_eq!((bench.stand_in.seen().len(), bench.changes()), (2, vec![]));
    }
}

#[tokio::test]
async fn a_longer_failure_is_told_and_so_is_its_end_and_no_word_is_lost() {
    let down = Script::Answer(500, "", "");
    let mut bench = Bench::start(vec![down.clone(), down.clone(), down, FINE]).await;
    assert_eq!(bench.text().await, "Why us?");
    assert_eq!(bench.changes(), [Some("speech.server.down".to_owned()), None]);
}

#[tokio::test]
async fn words_that_are_lost_in_the_end_are_told_and_the_side_goes_on() {
    let refused = Script::Answer(401, "", "");
    let mut scripts = vec![refused; 6];
    scripts.push(FINE);
    let mut bench = Bench::start(scripts).await;
    assert_eq!(bench.text().await, "");
    let lost = vec![Some("speech.server.bad_key".to_owned()), Some("speech.server.words_lost".to_owned())];
    assert_eq!(bench.changes(), lost);
    assert_eq!(bench.text().await, "Why us?");
    assert_eq!(bench.changes(), [None]);
}

#[tokio::test]
async fn while_utterances_are_lost_the_next_is_not_repeated_for_long() {
    let mut bench = Bench::start(vec![Script::Answer(500, "", "")]).await;
    bench.text().await;
    let before = bench.stand_in.seen().len();
    bench.text().await;
    assert_eq!(bench.stand_in.seen().len() - before, 2);
    assert_eq!(bench.changes().len(), 3);
}

#[tokio::test]
async fn a_server_that_stalls_is_given_up_and_asked_again() {
    let stand_in = StandIn::start(vec![Script::Silent, FINE]).await;
    let mut server = impatient(Server::new(settings(stand_in.base())).unwrap());
    Arc::get_mut(&mut server.client).unwrap().patience = Duration::from_millis(200);
    let bench = Bench::of(stand_in, server);
    // On a loaded machine the second may take too long as well; the text comes all the same.
    assert!(["Why us?", ""].contains(&bench.text().await.as_str()));
    assert!(bench.stand_in.seen().len() >= 2);
}

#[tokio::test]
async fn a_text_that_is_given_up_closes_its_connection() {
    let bench = Bench::start(vec![Script::Silent]).await;
    let pending = bench.ask(Urgency::End);
    bench.stand_in.asked(1).await;
    assert!(!bench.side.is_idle());
    pending.give_up().now();
    assert_eq!(pending.text().await, Ok(None));
    bench.stand_in.left().await;
}

#[tokio::test]
async fn interim_text_is_not_worth_a_second_try() {
    let mut bench = Bench::start(vec![Script::Answer(500, "", ""), FINE]).await;
    assert_eq!(bench.ask(Urgency::Interim).text().await, Ok(None));
    assert_eq!((bench.stand_in.seen().len(), bench.changes()), (1, vec![]));
}

#[tokio::test]
async fn two_requests_run_at_a_time() {
    let bench = Bench::start(vec![Script::Silent]).await;
    let _pending: Vec<_> = (0..4).map(|_| bench.ask(Urgency::End)).collect();
    bench.stand_in.asked(2).await;
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert_eq!(bench.stand_in.seen().len(), 2);
}

#[tokio::test]
async fn sound_that_leaves_the_computer_is_told_before_and_after() {
    let mut bench = Bench::far(vec![FINE]).await;
    assert!(bench.side.is_metered());
    bench.text().await;
    bench.text().await;
    let mut sent = Vec::new();
    while let Ok(FromEngine { report, .. }) = bench.told.try_recv() {
        let Report::Sent { recipient, requests, bytes, audio_ms } = report else { panic!("{report:?}") };
        assert_eq!(recipient, format!("far.example:{}", bench.stand_in.port));
        sent.push((requests, bytes, audio_ms));
    }
    let one = 32_000 + 44 + "Acme Logistics, PostgreSQL".len() as u64;
    assert_eq!(sent, [(0, 0, 0), (1, one, 1000), (2, 2 * one, 2000)]);
}

#[tokio::test]
async fn on_this_computer_nothing_leaves_and_nothing_costs() {
    let mut bench = Bench::start(vec![FINE]).await;
    assert!(!bench.side.is_metered());
    bench.text().await;
    assert!(bench.told.try_recv().is_err());
}

async fn checked(scripts: Vec<Script>) -> (Result<(), String>, usize) {
    let stand_in = StandIn::start(scripts).await;
    let checked = Server::new(settings(stand_in.base())).unwrap().check().await;
    (checked.map_err(|error| Fault::from(error).code), stand_in.seen().len())
}

#[tokio::test]
async fn a_listed_model_needs_no_sound() {
    let list = Script::Answer(200, "", r#"{"object":"list","data":[{"id":"gpt-x"},{"id":"whisper-1"}]}"#);
    assert_eq!(checked(vec![list]).await, (Ok(()), 1));
}

#[tokio::test]
async fn where_the_list_settles_nothing_silence_does() {
    let empty = Script::Answer(200, "", r#"{"text":""}"#);
    for no_list in [
        Script::Answer(404, "", "Not Found"),
        Script::Answer(200, "", r#"{"data":[{"id":"other"}]}"#),
        Script::Answer(200, "", "<html>"),
    ] {
        assert_eq!(checked(vec![no_list.clone(), empty.clone()]).await, (Ok(()), 2));
        let unknown = (Err("speech.server.unknown_model".to_owned()), 2);
        assert_eq!(checked(vec![no_list, Script::Answer(404, "", NO_MODEL)]).await, unknown);
    }
}

#[tokio::test]
async fn each_reason_has_its_code() {
    let table = [
        (Script::Answer(401, "", ""), "bad_key"),
        (Script::Answer(429, "", QUOTA), "no_credit"),
        (Script::Answer(402, "", ""), "no_credit"),
        (Script::Answer(429, "", ""), "rate_limited"),
        (Script::Answer(500, "", ""), "down"),
        (Script::Answer(200, "", "<html>"), "not_a_server"),
        (Script::Answer(404, "", ""), "not_a_server"),
        (Script::Closed, "unreachable"),
        (Script::BreaksOff("{"), "broken_answer"),
    ];
    for (script, code) in table {
        assert_eq!(checked(vec![script]).await.0, Err(format!("speech.server.{code}")));
    }
}

#[tokio::test]
async fn nobody_there_is_unreachable_and_no_fault_holds_the_key() {
    let port = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port();
    let server = Server::new(settings(format!("http://127.0.0.1:{port}/v1"))).unwrap();
    let error = server.check().await.unwrap_err();
    assert_eq!(error.trouble, Trouble::Unreachable);
    let printed = format!("{server:?} {error:?} {}", Fault::from(error.clone()));
    assert!(!printed.contains("very-secret"), "{printed}");
}
