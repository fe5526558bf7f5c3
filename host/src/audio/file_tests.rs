use super::*;
use crate::audio::tone::{strength, tone};
use convoally_shared::fault::Fault;
use hound::{SampleFormat, WavSpec, WavSpecEx, WavWriter};
use std::fs::File;
use std::io::BufWriter;

/// A WAV in a folder of its own that is removed with it.
struct Made {
    folder: tempfile::TempDir,
}

impl Made {
    fn with_bytes(bytes: &[u8]) -> Self {
        let made = Self { folder: tempfile::tempdir().unwrap() };
        std::fs::write(made.path(), bytes).unwrap();
        made
    }

    /// The samples, −1.0 to 1.0, in each of the channels; `bytes` is the size of a sample in the file.
    fn wav(spec: WavSpec, bytes: u16, samples: &[f32]) -> Self {
        let made = Self { folder: tempfile::tempdir().unwrap() };
        let file = BufWriter::new(File::create(made.path()).unwrap());
        let spec_ex = WavSpecEx { spec, bytes_per_sample: bytes };
        let mut writer = WavWriter::new_with_spec_ex(file, spec_ex).unwrap();
        let loudest = f64::from(1u32 << (spec.bits_per_sample - 1)) - 1.0;
        for sample in samples {
            for _ in 0..spec.channels {
                match spec.sample_format {
                    SampleFormat::Float => writer.write_sample(*sample).unwrap(),
                    SampleFormat::Int => writer.write_sample((f64::from(*sample) * loudest) as i32).unwrap(),
                }
            }
        }
        writer.finalize().unwrap();
        made
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("call.wav")
    }

    fn play(&self, pace: Pace) -> Result<(Source, mpsc::Receiver<FromSource>), AudioError> {
        let (out, received) = mpsc::channel(4);
        let source = open(self.path(), Speaker::Them, pace, Instant::now(), out)?;
        Ok((source, received))
    }

    fn code(&self) -> String {
        Fault::from(self.play(Pace::Fast).expect_err("an error")).code
    }
}

fn pcm16(rate: u32, channels: u16) -> WavSpec {
    WavSpec { channels, sample_rate: rate, bits_per_sample: 16, sample_format: SampleFormat::Int }
}

/// Everything until the channel closes: the sound as one piece, and the rest.
fn hear(mut received: mpsc::Receiver<FromSource>) -> (Vec<f32>, Vec<News>) {
    let (mut sound, mut rest): (Vec<f32>, Vec<News>) = Default::default();
    while let Some(FromSource { speaker, news }) = received.blocking_recv() {
        assert_eq!(speaker, Speaker::Them);
        match news {
            News::Samples { start, samples } => {
                assert_eq!(start, sound.len() as u64, "blocks follow each other from 0");
                assert!(samples.len() <= BLOCK);
                sound.extend(samples);
            }
            other => rest.push(other),
        }
    }
    (sound, rest)
}

#[test]
fn every_kind_of_wav_becomes_16_khz_mono_with_its_level_and_length() {
    let int = |bits, bytes| (SampleFormat::Int, bits, bytes);
    let kinds = [int(8, 1), int(16, 2), int(24, 3), int(24, 4), int(32, 4), (SampleFormat::Float, 32, 4)];
    for (sample_format, bits_per_sample, bytes) in kinds {
        for (sample_rate, channels) in [(4_000, 1), (8_000, 1), (11_025, 2), (16_000, 1), (44_100, 2), (192_000, 6)] {
            let spec = WavSpec { channels, sample_rate, bits_per_sample, sample_format };
            let made = Made::wav(spec, bytes, &tone(440.0, 0.5, sample_rate, 0.5));
            let (_source, received) = made.play(Pace::Fast).unwrap();
            let (sound, rest) = hear(received);
            assert_eq!(rest, [News::Opened { device: "call.wav".into() }, News::Ended], "{spec:?}");
            assert!(sound.len().abs_diff(8_000 + SILENCE) <= 4, "{spec:?}: {}", sound.len());
            let level = strength(&sound[800..7_200], 440.0, SAMPLE_RATE);
            assert!((level - 0.5).abs() < 0.01, "{spec:?}: {level}");
            assert!(sound[8_100..].iter().all(|sample| sample.abs() < 0.001), "{spec:?}: silence at the end");
        }
    }
}

#[test]
fn float_samples_that_are_no_numbers_do_not_spoil_the_rest() {
    let spec = WavSpec { channels: 1, sample_rate: 48_000, bits_per_sample: 32, sample_format: SampleFormat::Float };
    let mut samples = tone(440.0, 0.5, 48_000, 0.5);
    samples[100] = f32::NAN;
    samples[200] = f32::INFINITY;
    let (_source, received) = Made::wav(spec, 4, &samples).play(Pace::Fast).unwrap();
    let (sound, _) = hear(received);
    assert!((strength(&sound[800..7_200], 440.0, SAMPLE_RATE) - 0.5).abs() < 0.01);
}

#[test]
fn what_cannot_be_played_is_told_with_a_code_of_its_own() {
    let nothing = Made { folder: tempfile::tempdir().unwrap() };
    assert_eq!(nothing.code(), "audio.file_not_found");
    std::fs::create_dir(nothing.path()).unwrap();
    assert_eq!(nothing.code(), "audio.file_unreadable");
    assert_eq!(Made::with_bytes(b"").code(), "audio.empty_file");
    assert_eq!(Made::wav(pcm16(16_000, 1), 2, &[]).code(), "audio.empty_file");
    assert_eq!(Made::with_bytes(b"ID3\x04 this is an mp3").code(), "audio.not_wav");
    assert_eq!(Made::with_bytes(b"RIFF").code(), "audio.not_wav");
    assert_eq!(Made::wav(pcm16(2_000, 1), 2, &[0.0; 100]).code(), "audio.unsupported_rate");
    assert_eq!(Made::wav(pcm16(384_000, 1), 2, &[0.0; 100]).code(), "audio.unsupported_rate");
}

/// Compressed codings, by the tag in the header, and floats of 64 bits.
#[test]
fn compressed_sound_is_refused_and_not_played_as_noise() {
    let made = Made::wav(pcm16(8_000, 1), 2, &[0.1; 800]);
    let bytes = std::fs::read(made.path()).unwrap();
    for (name, tag) in [("ADPCM", 2u16), ("A-law", 6), ("µ-law", 7), ("MP3", 0x55)] {
        let mut bytes = bytes.clone();
        bytes[20..22].copy_from_slice(&tag.to_le_bytes());
        assert_eq!(Made::with_bytes(&bytes).code(), "audio.unsupported_coding", "{name}");
    }
    let mut double = bytes;
    double[20..22].copy_from_slice(&3u16.to_le_bytes());
    double[28..32].copy_from_slice(&64_000u32.to_le_bytes());
    double[32..34].copy_from_slice(&8u16.to_le_bytes());
    double[34..36].copy_from_slice(&64u16.to_le_bytes());
    assert_eq!(Made::with_bytes(&double).code(), "audio.unsupported_coding", "64-bit float");
}

#[test]
fn a_file_that_is_cut_short_is_played_to_where_it_goes_and_says_so() {
    let made = Made::wav(pcm16(16_000, 1), 2, &tone(440.0, 0.5, 16_000, 1.0));
    let bytes = std::fs::read(made.path()).unwrap();
    std::fs::write(made.path(), &bytes[..bytes.len() / 2]).unwrap();
    let (_source, received) = made.play(Pace::Fast).unwrap();
    let (sound, rest) = hear(received);
    assert!(sound.len().abs_diff(8_000 + SILENCE) <= 100, "{}", sound.len());
    let lost = News::Lost { fault: AudioError::FileCutShort(made.path()).into() };
    assert_eq!(rest, [News::Opened { device: "call.wav".into() }, lost, News::Ended]);
}

#[test]
fn at_real_pace_no_block_comes_before_it_has_sounded() {
    let made = Made::wav(pcm16(16_000, 1), 2, &tone(440.0, 0.5, 16_000, 0.2));
    let session_start = Instant::now();
    let (out, mut received) = mpsc::channel(4);
    let _source = open(made.path(), Speaker::Me, Pace::Real, session_start, out).unwrap();
    let mut ended = false;
    while let Some(message) = received.blocking_recv() {
        if let News::Samples { start, samples } = &message.news {
            let sounded = samples_in(session_start.elapsed());
            assert!(start + samples.len() as u64 <= sounded + 16, "{start} came at {sounded}");
        }
        ended = message.news == News::Ended;
    }
    assert!(ended);
}

#[test]
fn dropping_the_source_stops_the_file() {
    let made = Made::wav(pcm16(16_000, 1), 2, &vec![0.1; 16_000 * 60]);
    let (source, mut received) = made.play(Pace::Fast).unwrap();
    assert!(matches!(received.blocking_recv(), Some(FromSource { news: News::Opened { .. }, .. })));
    drop(source);
    let (mut blocks, mut last) = (0, News::Ended);
    while let Some(message) = received.blocking_recv() {
        (blocks, last) = (blocks + 1, message.news);
    }
    assert!(blocks < 3_000 && last != News::Ended, "{blocks} blocks");
}
