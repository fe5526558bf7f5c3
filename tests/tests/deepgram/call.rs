//! A call of half a minute, played to an engine.

use convoally::secret::Secret;
use convoally::speech::deepgram::{Deepgram, Model, Settings};
use convoally::speech::{FromEngine, Report, Sound, Transcriber};
use convoally::turn::{TurnEvent, TurnId};
use convoally_shared::fault::Fault;
use convoally_shared::utterance::Speaker;
use convoally_tests::deepgram::{KEY, RATE, Speech, StandIn};
use std::time::Duration;
use tokio::sync::mpsc;

/// When each sentence begins, milliseconds, and what it says.
pub const SENTENCES: [(u64, &str); 5] = [
    (500, "Tell me about yourself please."),
    (5_000, "Why do you want to"),
    (10_000, "work with us here?"),
    (14_000, "And what is the one thing that you would change?"),
    (22_000, "Thank you."),
];
/// Length of the call, milliseconds.
pub const LENGTH: u64 = 25_000;
/// Samples of a block, as sources send them: 20 ms.
const BLOCK: usize = RATE as usize / 50;
/// The call is played at four times its pace.
const PLAYED_IN: Duration = Duration::from_millis(5);
/// A call that takes longer than this will not end.
const LIMIT: Duration = Duration::from_secs(120);

pub fn speech() -> Speech {
    Speech::of(&SENTENCES)
}

pub fn settings(model: Model, endpoint: String) -> Settings {
    let key_terms = vec!["ConvoAlly".into()];
    Settings { key: Secret::new(KEY.into()), model, language: None, key_terms, endpoint }
}

pub fn engine(model: Model, stand_in: &StandIn) -> Deepgram {
    Deepgram::new(settings(model, stand_in.endpoint())).unwrap()
}

pub async fn stand_in() -> StandIn {
    StandIn::start(0, speech().ear()).await.unwrap()
}

/// What came of a call.
#[derive(Debug)]
pub struct Call {
    pub reports: Vec<Report>,
    pub ended: Result<(), Fault>,
}

/// Plays the call to an engine and lets `hear` see each report at once.
pub async fn play(engine: &dyn Transcriber, hear: impl FnMut(&Report)) -> Call {
    let feed = async |sound: mpsc::Sender<Sound>| say(&sound, 0, &speech().sound(LENGTH)).await;
    play_by(engine, feed, hear).await
}

/// Sends sound that begins at a place, as a source does.
pub async fn say(sound: &mpsc::Sender<Sound>, start: u64, samples: &[f32]) {
    for (n, block) in samples.chunks(BLOCK).enumerate() {
        let _ = sound.send(Sound { start: start + (n * BLOCK) as u64, samples: block.to_vec() }).await;
        tokio::time::sleep(PLAYED_IN).await;
    }
}

/// Lets `feed` send the sound to an engine, and `hear` see each report at once.
pub async fn play_by(
    engine: &dyn Transcriber,
    feed: impl AsyncFnOnce(mpsc::Sender<Sound>),
    mut hear: impl FnMut(&Report),
) -> Call {
    let (sound, heard) = mpsc::channel(64);
    let (reports, mut told) = mpsc::channel(64);
    let listening = engine.listen(Speaker::Them, heard, reports);
    let listening_in = async {
        let mut reports = Vec::new();
        while let Some(FromEngine { speaker, report }) = told.recv().await {
            assert_eq!(speaker, Speaker::Them);
            hear(&report);
            reports.push(report);
        }
        reports
    };
    let all = async { tokio::join!(listening, feed(sound), listening_in) };
    let (ended, (), reports) = tokio::time::timeout(LIMIT, all).await.expect("the call ends");
    Call { reports, ended }
}

impl Call {
    /// Panics unless every word was told once, in order, at its time, and everything else is in order too.
    pub fn assert_whole(&self) {
        assert_eq!(self.ended, Ok(()));
        assert_eq!(self.text(), speech().text(), "{:#?}", self.reports);
        self.assert_in_order();
    }

    /// Panics unless turns follow each other and no sound left before that was told.
    pub fn assert_in_order(&self) {
        let (mut open, mut count, mut sent) = (None, 0, None);
        for report in &self.reports {
            match report {
                Report::Turn(TurnEvent::Started { turn, .. }) => {
                    count += 1;
                    assert_eq!((open.replace(*turn), *turn), (None, TurnId(count)), "{:#?}", self.reports);
                }
                Report::Turn(TurnEvent::Ended { turn, start_ms, end_ms, .. }) => {
                    assert_eq!(open.take(), Some(*turn), "{:#?}", self.reports);
                    assert!(start_ms <= end_ms);
                }
                Report::Turn(
                    TurnEvent::Updated { turn, .. } | TurnEvent::EagerEnd { turn, .. } | TurnEvent::Resumed { turn },
                ) => assert_eq!(open, Some(*turn), "{:#?}", self.reports),
                Report::Sent { bytes, .. } => {
                    assert!(if sent.is_none() { *bytes == 0 } else { sent < Some(*bytes) }, "{:#?}", self.reports);
                    sent = Some(*bytes);
                }
                Report::Changed { .. } => {}
            }
        }
        assert_eq!(open, None, "every turn is ended");
    }

    /// Everything that was said, as it was understood.
    pub fn text(&self) -> String {
        let texts: Vec<String> = self.turns().into_iter().map(|(_, text)| text).collect();
        texts.join(" ")
    }

    /// When each turn with words began, milliseconds, and its text.
    pub fn turns(&self) -> Vec<(u64, String)> {
        let turn = |report: &Report| match report {
            Report::Turn(TurnEvent::Ended { start_ms, text, .. }) if !text.is_empty() => {
                Some((*start_ms, text.clone()))
            }
            _ => None,
        };
        self.reports.iter().filter_map(turn).collect()
    }

    /// Which engines were told to listen, and the codes of the faults that were the reasons.
    pub fn changes(&self) -> Vec<(String, Option<String>)> {
        let change = |report: &Report| match report {
            Report::Changed { engine, fault } => Some((engine.clone(), fault.as_ref().map(|fault| fault.code.clone()))),
            _ => None,
        };
        self.reports.iter().filter_map(change).collect()
    }
}
