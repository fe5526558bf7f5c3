//! A side whose sound, voice and texts the test decides: loud is voice, and each decode waits for the test's answer.

use super::Listener;
use crate::speech::activity::VoiceActivity;
use crate::speech::decoder::{Decoded, Decoder, Pending, Reply, Request, Urgency};
use crate::speech::{FromEngine, Report, Sound};
use crate::turn::TurnEvent;
use convoally_shared::fault::Fault;
use convoally_shared::utterance::Speaker;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

/// Samples in a millisecond.
const MS: u64 = 16;
/// Milliseconds of sound in a piece, as sources send them.
const PIECE: u64 = 20;
/// How long something may take on a loaded machine before the test fails.
const PATIENCE: Duration = Duration::from_secs(30);

/// A decode that the test has to answer.
pub struct Asked {
    pub request: Request,
    reply: Reply,
    _busy: Arc<()>,
}

impl Asked {
    pub fn answer(self, text: &str) {
        self.reply.send(Ok(Some(text.to_owned())));
    }

    pub fn reply(self, decoded: Decoded) {
        self.reply.send(decoded);
    }

    pub fn is_unwanted(&self) -> bool {
        self.reply.give_up().was_said()
    }

    /// Length of its sound.
    pub fn ms(&self) -> u64 {
        self.request.samples.len() as u64 / MS
    }
}

/// Hands every request to the test.
struct Scripted {
    asked: mpsc::UnboundedSender<Asked>,
    busy: Arc<()>,
    metered: bool,
}

impl Decoder for Scripted {
    fn request(&self, request: Request) -> Pending {
        let (pending, reply) = Pending::new();
        self.asked.send(Asked { request, reply, _busy: Arc::clone(&self.busy) }).unwrap();
        pending
    }

    fn is_idle(&self) -> bool {
        Arc::strong_count(&self.busy) == 1
    }

    fn is_metered(&self) -> bool {
        self.metered
    }
}

/// The side.
pub struct Side {
    sound: mpsc::Sender<Sound>,
    place: u64,
    asked: mpsc::UnboundedReceiver<Asked>,
    told: mpsc::Receiver<FromEngine>,
    listening: JoinHandle<Result<(), Fault>>,
}

impl Side {
    pub fn start() -> Self {
        Self::with(false)
    }

    /// One whose decoder takes money for each request.
    pub fn metered() -> Self {
        Self::with(true)
    }

    fn with(metered: bool) -> Self {
        let (sound, heard) = mpsc::channel(64);
        let (asking, asked) = mpsc::unbounded_channel();
        let (telling, told) = mpsc::channel(256);
        let decoder = Arc::new(Scripted { asked: asking, busy: Arc::default(), metered });
        let loud = VoiceActivity::judged_by(|frame| frame.iter().any(|sample| sample.abs() > 0.1));
        let listener = Listener::new(Speaker::Them, decoder, telling).judging_by(loud);
        let listening = tokio::spawn(listener.run(heard));
        Self { sound, place: 0, asked, told, listening }
    }

    pub async fn speech(&mut self, ms: u64) {
        self.hear(ms, 0.5).await;
    }

    pub async fn silence(&mut self, ms: u64) {
        self.hear(ms, 0.0).await;
    }

    /// Sound that never comes.
    pub fn hole(&mut self, ms: u64) {
        self.place += ms * MS;
    }

    /// The device is gone for now.
    pub async fn gone(&mut self) {
        let _ = self.sound.send(Sound { start: self.place, samples: Vec::new() }).await;
        self.settle().await;
    }

    /// Returns when the listener has done what it can do with the sound.
    async fn hear(&mut self, ms: u64, level: f32) {
        for _ in 0..ms / PIECE {
            let samples = vec![level; (PIECE * MS) as usize];
            let _ = self.sound.send(Sound { start: self.place, samples }).await;
            self.place += PIECE * MS;
            self.settle().await;
        }
    }

    /// The runtime of a test has one thread: when this task runs again, the listener waits.
    pub async fn settle(&self) {
        for _ in 0..8 {
            tokio::task::yield_now().await;
        }
    }

    /// What was asked for by now.
    pub fn asked(&mut self) -> Option<Asked> {
        self.asked.try_recv().ok()
    }

    /// The decode of the end that was asked for last; interim texts before it are given up.
    pub fn asked_at_the_end(&mut self) -> Asked {
        let mut asked: Vec<_> = std::iter::from_fn(|| self.asked()).collect();
        let end = asked.pop().filter(|last| last.request.urgency == Urgency::End).unwrap();
        asked.into_iter().for_each(|earlier| earlier.reply(Ok(None)));
        end
    }

    /// What was told by now, in short.
    pub async fn told(&mut self) -> Vec<String> {
        self.settle().await;
        let mut told = Vec::new();
        while let Ok(report) = self.told.try_recv() {
            told.push(short(report));
        }
        told
    }

    /// Waits for the next thing that is told.
    pub async fn next(&mut self) -> String {
        short(tokio::time::timeout(PATIENCE, self.told.recv()).await.unwrap().unwrap())
    }

    /// Closes the sound.
    pub fn close(&mut self) {
        self.sound = mpsc::channel(1).0;
    }

    /// What was told until the end, and how the listener ended.
    pub async fn ended(mut self) -> (Vec<String>, Result<(), Fault>) {
        self.close();
        let result = tokio::time::timeout(PATIENCE, &mut self.listening).await.unwrap().unwrap();
        (self.told().await, result)
    }
}

fn short(told: FromEngine) -> String {
    let Report::Turn(event) = told.report else { panic!("{told:?}") };
    match event {
        TurnEvent::Started { turn, start_ms } => format!("{} started {start_ms}", turn.0),
        TurnEvent::Updated { turn, text, .. } => format!("{} updated {text}", turn.0),
        TurnEvent::EagerEnd { turn, end_ms, text } => format!("{} eager {end_ms} {text}", turn.0),
        TurnEvent::Resumed { turn } => format!("{} resumed", turn.0),
        TurnEvent::Ended { turn, start_ms, end_ms, text } => format!("{} ended {start_ms} {end_ms} {text}", turn.0),
    }
}
