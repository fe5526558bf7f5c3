//! What a session hears of a tab, and of what comes after it.

use super::*;
use crate::audio::{News, SoundFile};

fn wav() -> SourceSpec {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/speech/q7.wav");
    SourceSpec::File(SoundFile::named(file))
}

struct Heard {
    news: mpsc::Receiver<FromSource>,
    _source: Source,
}

impl Heard {
    async fn next(&mut self) -> News {
        let news = timeout(Duration::from_secs(60), self.news.recv()).await;
        news.expect("news in time").expect("the source lives").news
    }

    /// The next news that is not sound.
    async fn next_state(&mut self) -> News {
        loop {
            match self.next().await {
                News::Samples { .. } => {}
                state => return state,
            }
        }
    }

    async fn until_lost(&mut self) -> String {
        match self.next_state().await {
            News::Lost { fault } => fault.code,
            other => panic!("{other:?}"),
        }
    }
}

fn open_tab(instead: SourceSpec) -> (TabInlet, Heard) {
    let (inlet, spec) = tab("meet.google.com", instead);
    let (out, news) = mpsc::channel(1000);
    // What is older than the session is not heard: it began a while ago.
    let began = Instant::now().checked_sub(Duration::from_secs(5)).unwrap();
    let source = open_any(&spec, Speaker::Them, Pace::Real, began, out).unwrap();
    (inlet, Heard { news, _source: source })
}

fn opened(device: &str) -> News {
    News::Opened { device: device.to_owned() }
}

#[tokio::test]
async fn pieces_become_sound_in_order_and_repeated_ones_are_passed_over() {
    let (inlet, mut heard) = open_tab(wav());
    assert_eq!(heard.next().await, opened("tab sound, meet.google.com"));
    for (seq, value) in [(0, 0.25), (1, 0.5), (1, 0.9), (0, 0.9), (2, 0.75)] {
        inlet.hear(seq, vec![value; 1280]);
    }
    let mut blocks = Vec::new();
    let mut end = None;
    while blocks.len() < 12 {
        let News::Samples { start, samples } = heard.next().await else { panic!("not sound") };
        assert!(end.is_none_or(|end| start == end), "without a gap");
        end = Some(start + samples.len() as u64);
        blocks.push(samples[0]);
    }
    assert_eq!(blocks, [[0.25; 4], [0.5; 4], [0.75; 4]].concat());
}

#[tokio::test]
async fn a_missing_piece_is_a_hole_and_time_goes_on_behind_it() {
    let (inlet, mut heard) = open_tab(wav());
    heard.next().await;
    inlet.hear(0, vec![0.5; 1280]);
    let mut end = 0;
    for _ in 0..4 {
        let News::Samples { start, samples } = heard.next().await else { panic!("not sound") };
        end = start + samples.len() as u64;
    }
    sleep(Duration::from_millis(400)).await;
    inlet.hear(4, vec![0.5; 1280]);
    let News::Samples { start, .. } = heard.next().await else { panic!("not sound") };
    // 400 ms passed at least, of which the piece itself takes 80.
    assert!(start >= end + 300 * 16, "{start} {end}");
}

#[tokio::test]
async fn a_tab_that_is_left_is_told_and_the_other_source_is_heard_instead() {
    let (inlet, mut heard) = open_tab(wav());
    inlet.hear(0, vec![0.5; 1280]);
    heard.next().await;
    inlet.end(TabEnd::Left);
    assert_eq!(heard.until_lost().await, "audio.tab_left");
    assert_eq!(heard.next_state().await, opened("q7.wav"));
    assert!(matches!(heard.next().await, News::Samples { .. }));
}

#[tokio::test]
async fn a_browser_that_is_gone_ends_the_tab_too() {
    let (inlet, mut heard) = open_tab(SourceSpec::File(SoundFile::named("nowhere.wav")));
    heard.next().await;
    drop(inlet);
    assert_eq!(heard.until_lost().await, "audio.tab_stopped");
    assert_eq!(heard.until_lost().await, "audio.file_not_found", "and why nothing is heard instead");
}

#[tokio::test]
async fn a_tab_that_sends_nothing_is_told_and_told_again_when_it_is_back() {
    let (inlet, mut heard) = open_tab(wav());
    heard.next().await;
    assert_eq!(heard.until_lost().await, "audio.tab_stalled");
    inlet.hear(0, vec![0.5; 1280]);
    assert!(matches!(heard.next().await, News::Opened { .. }));
    assert!(matches!(heard.next().await, News::Samples { .. }));
}

#[test]
fn a_tab_is_never_the_users_own_side_and_is_opened_once() {
    let (_inlet, spec) = tab("meet.google.com", SourceSpec::System);
    let open_for = |speaker| {
        let (out, _news) = mpsc::channel(1);
        open_any(&spec, speaker, Pace::Real, Instant::now(), out)
    };
    assert!(matches!(open_for(Speaker::Me), Err(AudioError::WrongSide { .. })));
    let source = open_for(Speaker::Them);
    assert!(source.is_ok());
    assert!(matches!(open_for(Speaker::Them), Err(AudioError::Busy(_))));
}
