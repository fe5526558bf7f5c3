//! A device engine that understands the stand-in's sound.

use convoally::speech::standby::Load;
use convoally::speech::{FromEngine, Listening, Report, Sound, Transcriber};
use convoally::turn::{TurnEvent, TurnId};
use convoally_shared::fault::Fault;
use convoally_shared::utterance::Speaker;
use convoally_tests::deepgram::{Ear, Listener, RATE};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use tokio::sync::mpsc;

/// Silence that ends a turn.
const SILENCE: u64 = RATE / 2;

/// The engine.
pub struct Device(pub Ear);

impl Device {
    /// Loads the engine, and counts how often.
    pub fn load(ear: Ear, loads: Arc<AtomicU32>) -> Load {
        Box::new(move || {
            loads.fetch_add(1, Ordering::Relaxed);
            let device: Arc<dyn Transcriber> = Arc::new(Device(ear.clone()));
            Box::pin(async move { Ok(device) })
        })
    }

    /// There is no engine to load.
    pub fn missing() -> Load {
        Box::new(|| Box::pin(async { Err(Fault::new("speech.no_model", "No model.", "Fetch one.")) }))
    }
}

impl Transcriber for Device {
    fn label(&self) -> String {
        "the device".to_owned()
    }

    fn listen(&self, speaker: Speaker, sound: mpsc::Receiver<Sound>, reports: mpsc::Sender<FromEngine>) -> Listening {
        let hearing = Hearing { ear: self.0.clone(), speaker, reports, count: 0, open: None, stretch: None };
        Box::pin(hearing.run(sound))
    }
}

struct Hearing {
    ear: Ear,
    speaker: Speaker,
    reports: mpsc::Sender<FromEngine>,
    count: u32,
    /// The open turn: first and last millisecond, and words.
    open: Option<(u64, u64, Vec<String>)>,
    /// Sound without a gap: its first place, and what listens to it.
    stretch: Option<(u64, Listener)>,
}

impl Hearing {
    async fn run(mut self, mut sound: mpsc::Receiver<Sound>) -> Result<(), Fault> {
        while let Some(piece) = sound.recv().await {
            self.hear(&piece).await;
        }
        self.end_stretch().await;
        Ok(())
    }

    async fn hear(&mut self, piece: &Sound) {
        if self.stretch.as_ref().is_none_or(|(start, listener)| start + listener.at() != piece.start) {
            self.end_stretch().await;
            self.stretch = Some((piece.start, Listener::new(self.ear.clone())));
        }
        let Some((_, listener)) = &mut self.stretch else { return };
        listener.hear(piece.samples.iter().map(|sample| (sample * f32::from(i16::MAX)).round() as i16));
        self.take_words().await;
        let Some((start, listener)) = &self.stretch else { return };
        let now_ms = (start + listener.at()) * 1000 / RATE;
        let pause = SILENCE * 1000 / RATE;
        if !listener.is_saying() && self.open.as_ref().is_some_and(|(_, end, _)| now_ms - end >= pause) {
            self.end().await;
        }
    }

    async fn take_words(&mut self) {
        let Some((start, listener)) = &mut self.stretch else { return };
        let start = *start;
        for word in listener.words() {
            let (from, to) = ((start + word.start) * 1000 / RATE, (start + word.end) * 1000 / RATE);
            if self.open.is_none() {
                self.count += 1;
                self.open = Some((from, to, Vec::new()));
                self.tell(TurnEvent::Started { turn: TurnId(self.count), start_ms: from }).await;
            }
            if let Some((_, end, words)) = &mut self.open {
                *end = to;
                words.push(word.text);
            }
        }
    }

    async fn end_stretch(&mut self) {
        if let Some((_, listener)) = &mut self.stretch {
            listener.finish();
        }
        self.take_words().await;
        self.end().await;
    }

    async fn end(&mut self) {
        let Some((start_ms, end_ms, words)) = self.open.take() else { return };
        let turn = TurnId(self.count);
        self.tell(TurnEvent::Ended { turn, start_ms, end_ms, text: words.join(" ") }).await;
    }

    async fn tell(&self, event: TurnEvent) {
        let _ = self.reports.send(FromEngine { speaker: self.speaker, report: Report::Turn(event) }).await;
    }
}
