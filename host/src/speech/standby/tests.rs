//! Both engines are made up: each says a word for every loud piece of sound, and the test decides who is there.

use super::*;
use crate::speech::{Report, SAMPLE_RATE, to_ms};
use crate::turn::{TurnEvent, TurnId};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

/// Length of a word and of the silence after it, samples.
const WORD: usize = SAMPLE_RATE as usize / 10;
const SILENCE: usize = SAMPLE_RATE as usize * 2 / 5;

/// Says the numbers of the words that it hears; `late` after it has heard them.
async fn say(sound: &Sound, count: &mut u32, late: Duration, reports: &mpsc::Sender<FromEngine>) {
    let loudest = sound.samples.iter().fold(0.0_f32, |loudest, sample| loudest.max(*sample));
    let text = format!("{}", (loudest * 100.0).round());
    if text == "0" {
        return;
    }
    *count += 1;
    let (turn, start_ms) = (TurnId(*count), to_ms(sound.start));
    let end_ms = start_ms + to_ms(sound.samples.len() as u64);
    let tell = async |event| {
        let _ = reports.send(FromEngine { speaker: Speaker::Me, report: Report::Turn(event) }).await;
    };
    tell(TurnEvent::Started { turn, start_ms }).await;
    tokio::time::sleep(late).await;
    tell(TurnEvent::Ended { turn, start_ms, end_ms, text }).await;
}

/// A cloud engine that hears so many pieces in its first stint, and has told all but the last few of them.
struct Cloud {
    hears: usize,
    stints: AtomicU32,
    accepts: bool,
}

impl Transcriber for Cloud {
    fn label(&self) -> String {
        "cloud".to_owned()
    }

    fn listen(&self, _: Speaker, _: mpsc::Receiver<Sound>, _: mpsc::Sender<FromEngine>) -> Listening {
        unreachable!("it is asked for stints")
    }
}

impl Remote for Cloud {
    fn stint(&self, mut stint: Stint) -> BoxFuture<'static, Parting> {
        let first = self.stints.fetch_add(1, Ordering::Relaxed) == 0;
        let hears = if first { self.hears } else { usize::MAX };
        Box::pin(async move {
            let (mut count, mut heard) = (0, 0);
            while heard < hears {
                let piece = match stint.held.take() {
                    Some(piece) => piece,
                    None => match stint.sound.recv().await {
                        Some(piece) => piece,
                        None => return Parting::SoundOver,
                    },
                };
                say(&piece, &mut count, Duration::ZERO, &stint.reports).await;
                heard += 1;
            }
            // The next ones it has heard, and not understood.
            for _ in 0..3 {
                if let Some(piece) = stint.sound.recv().await {
                    stint.held.push(&piece);
                }
            }
            stint.held.finish();
            let fault = Fault::new("test.lost", "Lost.", "Wait.");
            Parting::LineLost { held: stint.held, sound: stint.sound, fault }
        })
    }

    fn check(&self) -> BoxFuture<'static, Result<(), Fault>> {
        let accepts = self.accepts;
        Box::pin(async move { if accepts { Ok(()) } else { Err(Fault::new("test.refused", "No.", "Wait.")) } })
    }
}

/// A device engine that takes its time, and breaks after so many pieces.
struct Device {
    late: Duration,
    breaks_after: usize,
}

impl Transcriber for Device {
    fn label(&self) -> String {
        "device".to_owned()
    }

    fn listen(&self, _: Speaker, mut sound: mpsc::Receiver<Sound>, reports: mpsc::Sender<FromEngine>) -> Listening {
        let (late, breaks_after) = (self.late, self.breaks_after);
        Box::pin(async move {
            let (mut count, mut heard, mut word) = (0, 0, None::<Sound>);
            while let Some(piece) = sound.recv().await {
                // Pieces are cut elsewhere than words: a word is over with the silence after it.
                match &mut word {
                    Some(word) if piece.samples[0] > 0.0 => word.samples.extend(&piece.samples),
                    _ => {
                        if let Some(word) = word.replace(piece) {
                            heard += 1;
                            say(&word, &mut count, late, &reports).await;
                        }
                    }
                }
                if heard >= breaks_after {
                    return Err(Fault::new("test.broken", "Broken.", "Mend it."));
                }
            }
            if let Some(word) = word {
                say(&word, &mut count, late, &reports).await;
            }
            Ok(())
        })
    }
}

/// Says the numbers from 1 to `words` to both, pausing before the last ten until the cloud engine is back if that is
/// to be awaited, and returns what was told: words, and changes of engine.
async fn call(words: usize, cloud: Cloud, device: Device, await_cloud: bool) -> (Vec<String>, Vec<String>) {
    let cloud_is_back = AtomicBool::new(!await_cloud);
    let device: Arc<dyn Transcriber> = Arc::new(device);
    let load: Load = Box::new(move || {
        let device = Arc::clone(&device);
        Box::pin(async move { Ok(device) })
    });
    let (sound, heard) = mpsc::channel(4);
    let (reports, mut told) = mpsc::channel(4);
    let listening = Standby::new(Arc::new(cloud), load).listen(Speaker::Me, heard, reports);
    let is_back = &cloud_is_back;
    let saying = async move {
        let mut place = 0;
        for n in 1..=words {
            while n + 10 > words && !is_back.load(Ordering::Relaxed) {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
            for (loudness, length) in [(n as f32 / 100.0, WORD), (0.0, SILENCE)] {
                let _ = sound.send(Sound { start: place, samples: vec![loudness; length] }).await;
                place += length as u64;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    let collecting = async {
        let (mut words, mut changes, mut turns) = (Vec::new(), Vec::new(), 0);
        while let Some(FromEngine { report, .. }) = told.recv().await {
            match report {
                Report::Turn(TurnEvent::Ended { turn, text, .. }) => {
                    turns += 1;
                    assert_eq!(turn, TurnId(turns), "one row of numbers");
                    words.push(text);
                }
                Report::Changed { engine, .. } => {
                    cloud_is_back.fetch_or(engine == "cloud", Ordering::Relaxed);
                    changes.push(engine);
                }
                _ => {}
            }
        }
        (words, changes)
    };
    let all = async { tokio::join!(listening, saying, collecting) };
    let (ended, (), told) = tokio::time::timeout(Duration::from_secs(60), all).await.expect("the call ends");
    ended.unwrap();
    told
}

fn all(words: usize) -> Vec<String> {
    (1..=words).map(|n| n.to_string()).collect()
}

#[tokio::test]
async fn a_device_engine_that_is_behind_is_not_taken_for_one_between_turns() {
    let cloud = Cloud { hears: 20, stints: AtomicU32::new(0), accepts: true };
    let device = Device { late: Duration::from_millis(25), breaks_after: usize::MAX };
    let (words, changes) = call(90, cloud, device, true).await;
    assert_eq!(words, all(90));
    assert_eq!(changes, ["device", "cloud"]);
}

#[tokio::test]
async fn a_provider_that_does_not_accept_again_leaves_the_rest_to_the_device_engine() {
    let cloud = Cloud { hears: 20, stints: AtomicU32::new(0), accepts: false };
    let (words, changes) = call(40, cloud, Device { late: Duration::ZERO, breaks_after: usize::MAX }, false).await;
    assert_eq!(words, all(40));
    assert_eq!(changes, ["device"]);
}

#[tokio::test]
async fn a_device_engine_that_breaks_leaves_the_rest_to_the_cloud_engine() {
    let cloud = Cloud { hears: 20, stints: AtomicU32::new(0), accepts: false };
    let (words, changes) = call(40, cloud, Device { late: Duration::ZERO, breaks_after: 8 }, false).await;
    assert_eq!(words, all(40));
    assert_eq!(changes, ["device", "cloud"]);
}
