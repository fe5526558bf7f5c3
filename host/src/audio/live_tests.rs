use super::*;
use crate::audio::source::Source;
use crate::audio::{FromSource, SAMPLE_RATE};
use convoally_shared::utterance::Speaker;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::sync::Mutex;

/// Generous: a loaded computer must not fail a test.
const PATIENCE: Duration = Duration::from_secs(30);

/// A device at the end of two strings.
#[derive(Clone, Copy, Default)]
struct Kind {
    pauses: bool,
    latency: Duration,
}

struct Puppet {
    kind: Kind,
    opened: Arc<AtomicUsize>,
    strings: mpsc::UnboundedSender<Strings>,
}

/// What moves one opened stream: its fragments and its signs.
struct Strings {
    fragments: mpsc::UnboundedSender<Fragment>,
    signs: mpsc::UnboundedSender<Sign>,
}

impl Backend for Puppet {
    type Stream = Mutex<mpsc::UnboundedReceiver<Sign>>;

    async fn open(&mut self) -> Result<Opened<Self::Stream>, AudioError> {
        let (fragments, received) = mpsc::unbounded_channel();
        let (signs, seen) = mpsc::unbounded_channel();
        let number = self.opened.fetch_add(1, Ordering::SeqCst);
        self.strings.send(Strings { fragments, signs }).unwrap();
        let device = format!("device {number}");
        let pauses = self.kind.pauses;
        Ok(Opened {
            stream: seen.into(),
            device,
            fragments: received,
            rate: SAMPLE_RATE,
            muted: false,
            latency: None,
            pauses,
        })
    }

    async fn latency(&self, _: &Self::Stream) -> Duration {
        self.kind.latency
    }

    async fn watch(&self, stream: &Self::Stream) -> Sign {
        match stream.lock().await.recv().await {
            Some(sign) => sign,
            None => std::future::pending().await,
        }
    }
}

/// A source on a puppet, and ears for it.
struct Stage {
    source: Source,
    strings: mpsc::UnboundedReceiver<Strings>,
    news: mpsc::Receiver<FromSource>,
    began: Instant,
}

impl Stage {
    fn with(kind: Kind) -> Self {
        let (strings, pulled) = mpsc::unbounded_channel();
        let (out, news) = mpsc::channel(1_000);
        let puppet = Puppet { kind, opened: Arc::default(), strings };
        // A second ago: what was in the air before the session is not heard.
        let began = Instant::now() - Duration::from_secs(1);
        let outlet = Outlet::new(Speaker::Them, out);
        let source = Source::spawn_live(move |ready, finish| run(puppet, outlet, began, ready, finish)).unwrap();
        Self { source, strings: pulled, news, began }
    }

    async fn strings(&mut self) -> Strings {
        timeout(PATIENCE, self.strings.recv()).await.expect("the device is opened").unwrap()
    }

    async fn news(&mut self) -> News {
        timeout(PATIENCE, self.news.recv()).await.expect("news").expect("the source is there").news
    }

    /// News that is no sound; sound before it is dropped.
    async fn sign(&mut self) -> News {
        loop {
            match self.news().await {
                News::Samples { .. } => {}
                other => return other,
            }
        }
    }
}

fn block(value: f32) -> Fragment {
    Fragment::until_now(vec![value; 320], SAMPLE_RATE)
}

fn opened(number: usize) -> News {
    News::Opened { device: format!("device {number}") }
}

#[tokio::test]
async fn a_device_that_sends_nothing_is_told_of_and_opened_again() {
    let mut stage = Stage::with(Kind::default());
    let first = stage.strings().await;
    first.fragments.send(block(0.5)).unwrap();
    assert_eq!(stage.sign().await, opened(0));
    let News::Lost { fault } = stage.sign().await else { panic!("not told") };
    assert_eq!(fault.code, "audio.stalled");
    let second = stage.strings().await;
    assert_eq!(stage.sign().await, opened(1));
    second.fragments.send(block(0.5)).unwrap();
    assert!(matches!(stage.news().await, News::Samples { .. }));
}

#[tokio::test]
async fn the_servers_word_about_muting_is_passed_on_and_the_stream_stays() {
    let mut stage = Stage::with(Kind::default());
    let strings = stage.strings().await;
    for muted in [true, false] {
        strings.signs.send(Sign::Muted(muted)).unwrap();
    }
    let told = [stage.sign().await, stage.sign().await, stage.sign().await];
    assert_eq!(told, [opened(0), News::Muted { muted: true }, News::Muted { muted: false }]);
}

#[tokio::test]
async fn what_another_device_captured_is_thrown_away_and_what_was_captured_before_a_change_is_not() {
    for (over, kept) in [(Over::Strayed, false), (Over::Left, true)] {
        let (out, mut news) = mpsc::channel(100);
        let mut feed = Feed::new(Outlet::new(Speaker::Them, out), Instant::now());
        feed.begin("device", SAMPLE_RATE);
        let (sender, fragments) = mpsc::unbounded_channel();
        sender.send(block(0.5)).unwrap();
        let (device, rate) = ("device".to_owned(), SAMPLE_RATE);
        let mut opened = Opened { stream: (), device, fragments, rate, muted: false, latency: None, pauses: false };
        settle(over, &mut opened, &mut feed);
        feed.flush().await.unwrap();
        let heard = std::iter::from_fn(|| news.try_recv().ok());
        assert_eq!(heard.filter(|message| matches!(message.news, News::Samples { .. })).count() > 0, kept);
    }
}

#[tokio::test]
async fn sleep_is_told_behind_the_sound_that_came_before_it() {
    let (out, mut news) = mpsc::channel(100);
    let mut feed = Feed::new(Outlet::new(Speaker::Them, out), Instant::now());
    feed.begin("device", SAMPLE_RATE);
    let (sender, fragments) = mpsc::unbounded_channel();
    sender.send(block(0.5)).unwrap();
    let (device, rate) = ("device".to_owned(), SAMPLE_RATE);
    let mut opened = Opened { stream: (), device, fragments, rate, muted: false, latency: None, pauses: false };
    settle(Over::Slept(Duration::from_secs(60)), &mut opened, &mut feed);
    feed.flush().await.unwrap();
    let told: Vec<News> = std::iter::from_fn(|| news.try_recv().ok()).map(|message| message.news).collect();
    assert!(matches!(told[1], News::Samples { .. }), "{told:?}");
    assert_eq!(told.last(), Some(&News::Slept { ms: 60_000 }));
}

#[tokio::test]
async fn the_last_word_before_the_stop_is_handed_over_also_when_it_is_still_on_its_way() {
    let mut stage = Stage::with(Kind { latency: Duration::from_millis(40), ..Kind::default() });
    let strings = stage.strings().await;
    strings.fragments.send(block(0.25)).unwrap();
    stage.source.finish();
    // In the air before the stop, at the computer after it.
    tokio::time::sleep(Duration::from_millis(20)).await;
    strings.fragments.send(block(0.5)).unwrap();
    let mut last = 0.0;
    while let Some(message) = timeout(PATIENCE, stage.news.recv()).await.expect("the source ends") {
        if let News::Samples { samples, .. } = message.news {
            last = samples.last().copied().unwrap_or(last);
        }
    }
    assert_eq!(last, 0.5);
}

#[tokio::test]
async fn a_device_that_pauses_while_nothing_plays_is_heard_as_silence_at_the_right_time() {
    let mut stage = Stage::with(Kind { pauses: true, ..Kind::default() });
    let strings = stage.strings().await;
    assert_eq!(stage.news().await, opened(0));
    let mut end = 0;
    while end < u64::from(SAMPLE_RATE) * 3 / 2 {
        let News::Samples { start, samples } = stage.news().await else { panic!("a pause is no loss") };
        assert!(start >= end && samples.iter().all(|sample| *sample == 0.0));
        end = start + samples.len() as u64;
    }
    strings.fragments.send(block(0.5)).unwrap();
    let now = (stage.began.elapsed().as_secs_f64() * f64::from(SAMPLE_RATE)) as u64;
    loop {
        let News::Samples { start, samples } = stage.news().await else { panic!("a pause is no loss") };
        assert!(start >= end, "the clock runs forwards");
        end = start + samples.len() as u64;
        if samples.contains(&0.5) {
            assert!(end <= now + 1, "sound from the future: {end} at {now}");
            return;
        }
    }
}
