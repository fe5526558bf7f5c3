//! What cancelling does to the sound, with recorded speech and made-up rooms.

use super::*;

const MS: usize = SAMPLE_RATE as usize / 1000;
const PIECE: usize = 20 * MS;

/// A recording of the fixtures.
fn speech(name: &str) -> Vec<f32> {
    let wav = format!("{}/../tests/fixtures/speech/{name}.wav", env!("CARGO_MANIFEST_DIR"));
    let samples = hound::WavReader::open(wav).unwrap().into_samples::<i16>();
    samples.map(|sample| f32::from(sample.unwrap()) / 32_768.0).collect()
}

fn silence(ms: usize) -> Vec<f32> {
    vec![0.0; ms * MS]
}

/// White noise up to a peak, the same each time.
fn noise(peak: f32) -> impl FnMut() -> f32 {
    let mut seed = 12_345_u32;
    move || {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        peak * ((seed >> 8) as f32 / 8_388_608.0 - 1.0)
    }
}

/// One way from the loudspeaker to the microphone: samples that it takes, and what is left.
type Reflection = (usize, f32);

/// No room: the direct way alone.
const DRY: [Reflection; 1] = [(0, 1.0)];

/// A room: the direct way and 150 ms of reflections that die away, with the energy of one.
fn room() -> Vec<Reflection> {
    let mut random = noise(1.0);
    let late = (40..2_400).step_by(12).map(|n| (n, 0.5 * random() * (-(n as f32) / 500.0).exp()));
    let all: Vec<Reflection> = DRY.into_iter().chain(late).collect();
    let energy: f32 = all.iter().map(|(_, gain)| gain * gain).sum();
    all.into_iter().map(|(delay, gain)| (delay, gain / energy.sqrt())).collect()
}

/// What the microphone hears of the loudspeaker.
fn echo(them: &[f32], decibels: f32, delay_ms: usize, room: &[Reflection]) -> Vec<f32> {
    let level = 10_f32.powf(decibels / 20.0);
    let mut heard = vec![0.0; them.len()];
    for (delay, gain) in room {
        for (heard, sample) in heard.iter_mut().skip(delay_ms * MS + delay).zip(them) {
            *heard += level * gain * sample;
        }
    }
    heard
}

fn mixed(one: &[f32], other: &[f32]) -> Vec<f32> {
    one.iter().zip(other).map(|(one, other)| one + other).collect()
}

/// The microphone's sound after cancelling.
fn cancelled(them: &[f32], microphone: &[f32]) -> Vec<f32> {
    let mut canceller = EchoCanceller::new(&Speaker::BOTH, Pace::Real);
    let mut out = Vec::new();
    let mut take = |speaker, news| {
        for FromSource { speaker, news } in canceller.take(FromSource { speaker, news }) {
            if let (Speaker::Me, News::Samples { start, samples }) = (speaker, news) {
                assert_eq!(start, out.len() as u64);
                out.extend(samples);
            }
        }
    };
    for (n, (theirs, mine)) in them.chunks(PIECE).zip(microphone.chunks(PIECE)).enumerate() {
        let start = (n * PIECE) as u64;
        take(Speaker::Them, News::Samples { start, samples: theirs.to_vec() });
        take(Speaker::Me, News::Samples { start, samples: mine.to_vec() });
    }
    take(Speaker::Me, News::Ended);
    assert_eq!(out.len(), microphone.len());
    out
}

fn decibels(sound: &[f32]) -> f32 {
    let energy: f32 = sound.iter().map(|sample| sample * sample).sum();
    10.0 * (energy / sound.len() as f32 + 1e-12).log10()
}

/// They ask three questions; after the second I begin to talk, and talk on over the third.
struct Call {
    them: Vec<f32>,
    me: Vec<f32>,
    /// Where they alone are heard and the path has been learned; where I alone; where both.
    they: Range<usize>,
    i: Range<usize>,
    both: Range<usize>,
}

fn call() -> Call {
    let pieces = [speech("q1"), silence(500), speech("q2"), silence(3_000), speech("q5"), silence(500)];
    let begins = |piece: usize| pieces[..piece].iter().map(Vec::len).sum::<usize>();
    let mut me = silence(0);
    me.resize(begins(3) + 1_200 * MS, 0.0);
    me.extend([speech("q3"), speech("q4"), speech("q8")].concat());
    let (they, i) = (begins(2)..begins(3) - 500 * MS, begins(3) + 1_300 * MS..begins(4));
    let both = begins(4) + 300 * MS..begins(5) - 300 * MS;
    let them = pieces.concat();
    // A microphone is never quite silent.
    let mut random = noise(0.0003);
    me.resize(them.len(), 0.0);
    me.iter_mut().for_each(|sample| *sample += random());
    Call { them, me, they, i, both }
}

#[test]
fn the_echo_of_several_rooms_is_taken_out_and_my_voice_stays() {
    let call = call();
    let room = room();
    let paths: [(f32, usize, &[Reflection]); 4] =
        [(-12.0, 80, &DRY), (-6.0, 80, &room), (-12.0, 0, &DRY), (-12.0, 250, &DRY)];
    for (level, delay, room) in paths {
        let microphone = mixed(&call.me, &echo(&call.them, level, delay, room));
        let out = cancelled(&call.them, &microphone);
        let change =
            |before: &[f32], range: &Range<usize>| decibels(&out[range.clone()]) - decibels(&before[range.clone()]);
        let (echo, mine, both) =
            (change(&microphone, &call.they), change(&call.me, &call.i), change(&call.me, &call.both));
        println!(
            "{level} dB, {delay} ms: echo {echo:.1} dB, mine alone {mine:+.2} dB, mine while both talk {both:+.2} dB"
        );
        assert!(echo < -20.0, "{level} dB, {delay} ms: echo {echo}");
        assert!(mine.abs() < 1.0, "{level} dB, {delay} ms: mine alone {mine}");
        assert!(both.abs() < 3.0, "{level} dB, {delay} ms: mine while both talk {both}");
    }
}

/// My words keep their place: what comes out fits what I said best without any shift.
#[test]
fn the_delay_of_the_canceller_is_taken_off() {
    let call = call();
    let out = cancelled(&call.them, &mixed(&call.me, &echo(&call.them, -12.0, 80, &DRY)));
    let fit =
        |shift: isize| -> f32 { call.i.clone().map(|n| call.me[n] * out[n.checked_add_signed(shift).unwrap()]).sum() };
    let best = (-200..=200).max_by(|one, other| fit(*one).total_cmp(&fit(*other)));
    assert_eq!(best, Some(0));
}

#[test]
fn with_headphones_my_voice_is_untouched_as_soon_as_that_is_clear() {
    let call = call();
    let out = cancelled(&call.them, &call.me);
    let clear = 2_000 * MS;
    assert!(out[clear..] == call.me[clear..], "to the last bit");
}

#[test]
fn with_headphones_it_becomes_clear_even_when_both_talk_all_the_time() {
    let them = [speech("q1"), speech("q2"), speech("q6")].concat();
    let mut me = [speech("q5"), speech("q3"), speech("q4"), speech("q8")].concat();
    me.resize(them.len(), 0.0);
    let out = cancelled(&them, &me);
    let clear = 6_000 * MS;
    assert!(out[clear..] == me[clear..], "to the last bit");
}

#[test]
fn when_the_headphones_are_taken_off_the_echo_is_found_soon() {
    let call = call();
    let taken_off = call.they.start;
    let mut microphone = mixed(&call.me, &echo(&call.them, -12.0, 80, &DRY));
    microphone[..taken_off].copy_from_slice(&call.me[..taken_off]);
    let out = cancelled(&call.them, &microphone);
    let found = taken_off + 1_500 * MS..call.they.end;
    let change = decibels(&out[found.clone()]) - decibels(&microphone[found]);
    assert!(change < -20.0, "{change}");
}

#[test]
fn while_they_are_silent_my_voice_is_untouched_whatever_the_echo_was() {
    let call = call();
    let microphone = mixed(&call.me, &echo(&call.them, -12.0, 80, &DRY));
    let out = cancelled(&call.them, &microphone);
    let silent = call.they.end + 500 * MS + 1_100 * MS..call.both.start - 400 * MS;
    assert!(out[silent.clone()] == microphone[silent], "to the last bit");
}

/// A tone that goes on while the canceller wakes, 40 ms before their first sound, and falls asleep, a second after
/// the last.
#[test]
fn switching_does_not_click() {
    let mut random = noise(0.1);
    let burst: Vec<f32> = (0..1_000 * MS).map(|_| random()).collect();
    let them = [silence(2_000), burst, silence(2_000)].concat();
    let me: Vec<f32> = (0..them.len()).map(|n| 0.2 * (n as f32 * 0.05).sin()).collect();
    let out = cancelled(&them, &me);
    let steepest = |sound: &[f32]| sound.windows(2).map(|pair| (pair[1] - pair[0]).abs()).fold(0.0, f32::max);
    assert!(out[2_500 * MS..3_000 * MS] != me[2_500 * MS..3_000 * MS], "the canceller was awake");
    for switch in [1_940 * MS..1_990 * MS, 3_940 * MS..4_000 * MS] {
        let (steepest_out, steepest_in) = (steepest(&out[switch.clone()]), steepest(&me));
        assert!(steepest_out < 1.2 * steepest_in, "{steepest_out} of {steepest_in}");
    }
}

#[test]
fn a_muted_microphone_stays_silent_to_the_last_bit() {
    let them = [speech("q1"), speech("q2")].concat();
    assert!(cancelled(&them, &vec![0.0; them.len()]).iter().all(|sample| *sample == 0.0));
}
