//! Real files of each format, whole and broken.

use super::tests::{Made, fault_codes, hear};
use super::*;
use std::path::PathBuf;

/// Length of the recording in `speech.*`, samples at 16 kHz.
const LENGTH: usize = 19_200;
/// The formats that are read.
const READ: [&str; 4] = ["speech.flac", "speech.ogg", "speech.mp3", "speech.m4a"];

fn fixture(name: &str) -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures")).join(name)
}

fn bytes(name: &str) -> Vec<u8> {
    std::fs::read(fixture("formats").join(name)).unwrap()
}

/// What the fixtures were made of.
fn original() -> Vec<f32> {
    let all = hound::WavReader::open(fixture("speech/q3.wav")).unwrap().into_samples::<i16>();
    all.skip(3_200).take(LENGTH).map(|sample| f32::from(sample.unwrap()) / 32_768.0).collect()
}

/// How much of `heard` from `at` on is the original: 1 for all of it, at the shift that fits best. AAC begins with
/// 1,024 samples of its own that are not cut off.
fn likeness(heard: &[f32], at: usize, length: usize) -> f32 {
    let original = &original()[at..at + length];
    let energy = |samples: &[f32]| samples.iter().map(|sample| sample * sample).sum::<f32>();
    let shifted = |shift: usize| {
        let heard = heard.get((at + shift).saturating_sub(64)..)?.get(..length)?;
        let product: f32 = heard.iter().zip(original).map(|(a, b)| a * b).sum();
        Some(product / (energy(heard) * energy(original)).sqrt().max(f32::MIN_POSITIVE))
    };
    (0..1_024).filter_map(shifted).fold(0.0, f32::max)
}

/// Bytes without any order, the same for the same seed.
fn noise(seed: u32, length: usize) -> Vec<u8> {
    let next = |state: &u32| Some(state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223));
    std::iter::successors(Some(seed), next).skip(1).take(length).map(|state| (state >> 24) as u8).collect()
}

#[test]
fn every_format_sounds_like_what_it_was_made_of() {
    for name in READ {
        let (sound, rest) = hear(Made::with_bytes(&bytes(name)).play(Pace::Fast).unwrap().1);
        assert_eq!(fault_codes(&rest), [""; 0], "{name}");
        assert!(sound.len().abs_diff(LENGTH + SILENCE) <= 1_024, "{name}: {} samples", sound.len());
        let likeness = likeness(&sound, 1_600, 16_000);
        assert!(likeness > 0.9, "{name}: {likeness}");
    }
}

/// The file in this test is called `call.wav`, whatever is in it.
#[test]
fn the_name_of_a_file_says_nothing_about_its_format() {
    let made = Made::with_bytes(&bytes("speech.mp3"));
    assert_eq!(made.path().extension().unwrap(), "wav");
    assert!(made.play(Pace::Fast).is_ok());
}

#[test]
fn the_telephones_coding_is_read() {
    let (sound, rest) = hear(Made::with_bytes(&bytes("speech-mulaw.wav")).play(Pace::Fast).unwrap().1);
    assert_eq!(fault_codes(&rest), [""; 0]);
    assert!(likeness(&sound, 0, 3_900) > 0.9);
}

#[test]
fn opus_is_named_as_what_it_is_and_how_to_convert_it() {
    let fault = Made::with_bytes(&bytes("speech.opus")).fault();
    assert_eq!(fault.code, "audio.unsupported_opus");
    assert!(fault.sentence.contains("Opus") && fault.action.contains("ffmpeg"), "{fault:?}");
}

#[test]
fn what_is_no_sound_is_refused_whatever_it_is_called() {
    let fault = Made::with_bytes(&bytes("photo.jpg")).fault();
    assert_eq!(fault.code, "audio.not_sound");
    assert!(fault.sentence.contains("is not a sound file that can be read"), "{fault:?}");
    for seed in 0..24 {
        assert_eq!(Made::with_bytes(&noise(seed, 200_000)).code(), "audio.not_sound", "seed {seed}");
    }
}

#[test]
fn a_cut_file_is_played_to_where_it_goes_and_says_so() {
    for name in ["speech.flac", "speech.ogg", "speech.mp3"] {
        let bytes = bytes(name);
        let (sound, rest) = hear(Made::with_bytes(&bytes[..bytes.len() * 2 / 3]).play(Pace::Fast).unwrap().1);
        let played = sound.len() - SILENCE;
        assert!((LENGTH / 4..LENGTH * 9 / 10).contains(&played), "{name}: {played} samples");
        assert!(likeness(&sound, 800, 3_200) > 0.9, "{name}");
        assert_eq!(fault_codes(&rest), ["audio.file_cut_short"], "{name}");
    }
}

/// Its tables speak of what is not there.
#[test]
fn an_m4a_that_is_cut_is_refused() {
    let bytes = bytes("speech.m4a");
    assert_eq!(Made::with_bytes(&bytes[..bytes.len() * 2 / 3]).code(), "audio.not_sound");
}

#[test]
fn wherever_a_file_is_cut_it_is_played_or_refused() {
    let allowed = ["audio.empty_file", "audio.not_sound", "audio.unsupported_coding"];
    for name in READ {
        let bytes = bytes(name);
        for sixteenth in 0..16 {
            match Made::with_bytes(&bytes[..bytes.len() * sixteenth / 16]).play(Pace::Fast) {
                Ok((_source, received)) => assert_eq!(hear(received).1.last(), Some(&News::Ended)),
                Err(error) => assert!(allowed.contains(&error.code()), "{name}, {sixteenth}/16: {error:?}"),
            }
        }
    }
}

#[test]
fn damage_in_the_middle_is_left_out_and_told_once() {
    for name in READ {
        let mut bytes = bytes(name);
        let (from, to) = (bytes.len() / 2, bytes.len() * 6 / 10);
        bytes[from..to].copy_from_slice(&noise(7, to - from));
        let (sound, rest) = hear(Made::with_bytes(&bytes).play(Pace::Fast).unwrap().1);
        assert_eq!(fault_codes(&rest), ["audio.file_damaged"], "{name}");
        assert!(matches!(rest[..], [News::Opened { .. }, News::Lost { .. }, News::Opened { .. }, News::Ended]));
        assert!(likeness(&sound, 800, 3_200) > 0.9, "{name}: what is before the damage");
        let played = sound.len() - SILENCE;
        assert!((LENGTH * 3 / 4..=LENGTH + 1_024).contains(&played), "{name}: {played} samples");
    }
}
