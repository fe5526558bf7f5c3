//! What cancelling does to the stream of news: nothing but to let "me" come a little later.

use super::*;
use crate::audio::AudioError;

const PIECE: u64 = 320;

fn samples(speaker: Speaker, start: u64, length: u64) -> FromSource {
    // Loud enough to wake the canceller, and different everywhere.
    let value = |place: u64| ((place * 7_919 % 1_000) as f32 - 500.0) / 2_000.0;
    FromSource { speaker, news: News::Samples { start, samples: (start..start + length).map(value).collect() } }
}

fn news(speaker: Speaker, news: News) -> FromSource {
    FromSource { speaker, news }
}

fn lost() -> News {
    News::Lost { fault: AudioError::NoMicrophone.into() }
}

/// A piece of news without its sound: what may not change.
fn shape(message: &FromSource) -> (Speaker, String) {
    let shape = match &message.news {
        News::Samples { start, samples } => format!("{} samples at {start}", samples.len()),
        other => format!("{other:?}"),
    };
    (message.speaker, shape)
}

fn of(side: Speaker, messages: &[FromSource]) -> Vec<String> {
    messages.iter().map(shape).filter(|(speaker, _)| *speaker == side).map(|(_, shape)| shape).collect()
}

/// Numbers that look random and are the same each time.
struct Random(u32);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        u64::from(self.0 >> 8) % limit
    }
}

/// One side's news: sound in pieces of all lengths, holes, devices that go and come, and an end.
fn side(speaker: Speaker, random: &mut Random) -> Vec<FromSource> {
    let mut told = vec![news(speaker, News::Opened { device: "first".into() })];
    let mut place = random.below(5_000);
    for _ in 0..300 {
        match random.below(40) {
            0 => place += random.below(800),
            1 => place += random.below(80_000),
            2 => told.extend([lost(), News::Opened { device: "next".into() }].map(|told| news(speaker, told))),
            _ => {}
        }
        let length = if random.below(10) == 0 { 1 + random.below(PIECE) } else { PIECE };
        told.push(samples(speaker, place, length));
        place += length;
    }
    told.push(news(speaker, News::Ended));
    told
}

#[test]
fn in_any_order_of_arrival_nothing_is_lost_invented_moved_or_told_out_of_order() {
    for (seed, pace) in (1..=30).flat_map(|seed| [(seed, Pace::Real), (seed, Pace::Fast)]) {
        let mut random = Random(seed);
        let mut told = [side(Speaker::Me, &mut random), side(Speaker::Them, &mut random)].map(Vec::into_iter);
        let mut canceller = EchoCanceller::new(&Speaker::BOTH, pace);
        let (mut came, mut went) = (Vec::new(), Vec::new());
        let mut turn = 0;
        while let Some(message) = told[turn].next().or_else(|| told[1 - turn].next()) {
            came.push(message.clone());
            went.extend(canceller.take(message));
            if random.below(3) == 0 {
                turn = 1 - turn;
            }
        }
        for speaker in Speaker::BOTH {
            assert_eq!(of(speaker, &came), of(speaker, &went), "{speaker} of {seed} at {pace:?}");
        }
    }
}

#[test]
fn one_side_alone_passes_at_once_and_untouched() {
    for side in Speaker::BOTH {
        let mut canceller = EchoCanceller::new(&[side], Pace::Real);
        let message = samples(side, 77, PIECE);
        assert_eq!(canceller.take(message.clone()), [message]);
    }
}

#[test]
fn theirs_passes_at_once_and_untouched() {
    let mut canceller = EchoCanceller::new(&Speaker::BOTH, Pace::Real);
    canceller.take(samples(Speaker::Me, 0, PIECE));
    let message = samples(Speaker::Them, 0, PIECE);
    assert_eq!(canceller.take(message.clone())[0], message);
}

/// How much of my sound is held back when mine and theirs come in step.
#[test]
fn mine_comes_less_than_a_tenth_of_a_second_later() {
    let mut canceller = EchoCanceller::new(&Speaker::BOTH, Pace::Real);
    let mut given = 0;
    for n in 0..100 {
        let start = n * PIECE;
        let mut ready = canceller.take(samples(Speaker::Them, start, PIECE));
        ready.extend(canceller.take(samples(Speaker::Me, start, PIECE)));
        given += ready.iter().filter(|message| message.speaker == Speaker::Me).count() as u64 * PIECE;
        assert!(start + PIECE - given < u64::from(SAMPLE_RATE) / 10, "{} samples wait", start + PIECE - given);
    }
}

#[test]
fn when_theirs_stops_without_a_word_mine_waits_once_and_then_no_more() {
    let mut canceller = EchoCanceller::new(&Speaker::BOTH, Pace::Real);
    canceller.take(samples(Speaker::Them, 0, PIECE));
    let mut held = Vec::new();
    let mut given = 0;
    for n in 0..50 {
        given += canceller.take(samples(Speaker::Me, n * PIECE, PIECE)).len() as u64;
        held.push(n + 1 - given);
    }
    assert!(held.iter().all(|held| *held * PIECE <= LIVE_PATIENCE + PIECE), "{held:?}");
    assert!(held[30..].iter().all(|held| *held <= 1), "only what the canceller itself needs: {held:?}");
}

#[test]
fn that_my_microphone_is_lost_is_told_at_once_after_all_of_its_sound() {
    let mut canceller = EchoCanceller::new(&Speaker::BOTH, Pace::Real);
    canceller.take(samples(Speaker::Them, 0, PIECE));
    let mut ready = canceller.take(samples(Speaker::Me, 0, PIECE));
    ready.extend(canceller.take(news(Speaker::Me, lost())));
    assert_eq!(of(Speaker::Me, &ready), ["320 samples at 0".to_owned(), format!("{:?}", lost())]);
}

/// Two files that are read as fast as possible are never in step.
#[test]
fn files_that_come_one_after_the_other_are_cancelled_like_files_that_come_in_step() {
    let all = |speaker| {
        (0..500)
            .map(move |n| samples(speaker, n * PIECE, PIECE))
            .chain([news(speaker, News::Ended)])
            .collect::<Vec<_>>()
    };
    let (mine, theirs) = (all(Speaker::Me), all(Speaker::Them));
    let in_step: Vec<_> = mine.iter().zip(&theirs).flat_map(|(mine, theirs)| [mine, theirs]).cloned().collect();
    let run = |order: Vec<FromSource>| -> Vec<FromSource> {
        let mut canceller = EchoCanceller::new(&Speaker::BOTH, Pace::Fast);
        let ready = order.into_iter().flat_map(|message| canceller.take(message));
        ready.filter(|message| message.speaker == Speaker::Me).collect()
    };
    let expected = run(in_step);
    assert!(expected != mine, "the canceller was awake");
    assert!(run([mine.clone(), theirs.clone()].concat()) == expected, "mine first");
    assert!(run([theirs, mine].concat()) == expected, "theirs first");
}
