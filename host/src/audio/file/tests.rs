use super::*;
use crate::audio::tone::{strength, tone};
use convoally_shared::fault::Fault;
use hound::{SampleFormat, WavSpec, WavSpecEx, WavWriter};
use std::fs::File;
use std::io::BufWriter;
use std::num::NonZeroU16;
use std::path::PathBuf;

/// A WAV in a folder of its own that is removed with it.
pub(super) struct Made {
    folder: tempfile::TempDir,
}

impl Made {
    pub(super) fn with_bytes(bytes: &[u8]) -> Self {
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

    pub(super) fn path(&self) -> PathBuf {
        self.folder.path().join("call.wav")
    }

    pub(super) fn play(&self, pace: Pace) -> Result<(Source, mpsc::Receiver<FromSource>), AudioError> {
        self.play_as("", pace)
    }

    /// With `#left` or `#right` behind the name.
    fn play_as(&self, mark: &str, pace: Pace) -> Result<(Source, mpsc::Receiver<FromSource>), AudioError> {
        let (out, received) = mpsc::channel(4);
        let file = SoundFile::named(&format!("{}{mark}", self.path().display()));
        let source = open(file, Speaker::Them, pace, Instant::now(), out)?;
        Ok((source, received))
    }

    pub(super) fn fault(&self) -> Fault {
        self.play(Pace::Fast).expect_err("an error").into()
    }

    pub(super) fn code(&self) -> String {
        self.fault().code
    }
}

fn pcm16(rate: u32, channels: u16) -> WavSpec {
    WavSpec { channels, sample_rate: rate, bits_per_sample: 16, sample_format: SampleFormat::Int }
}

/// Everything until the channel closes: the sound as one piece, and the rest.
pub(super) fn hear(mut received: mpsc::Receiver<FromSource>) -> (Vec<f32>, Vec<News>) {
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

/// The codes of what went wrong meanwhile.
pub(super) fn fault_codes(news: &[News]) -> Vec<&str> {
    news.iter()
        .filter_map(|news| if let News::Lost { fault } = news { Some(fault.code.as_str()) } else { None })
        .collect()
}

#[test]
fn every_kind_of_wav_becomes_16_khz_mono_with_its_level_and_length() {
    let int = |bits, bytes| (SampleFormat::Int, bits, bytes);
    let kinds = [int(8, 1), int(16, 2), int(24, 3), int(32, 4), (SampleFormat::Float, 32, 4)];
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
    assert_eq!(Made::with_bytes(b"ID3\x04 this is an mp3").code(), "audio.not_sound");
    assert_eq!(Made::with_bytes(b"RIFF").code(), "audio.not_sound");
    assert_eq!(Made::wav(pcm16(2_000, 1), 2, &[0.0; 100]).code(), "audio.unsupported_rate");
    assert_eq!(Made::wav(pcm16(384_000, 1), 2, &[0.0; 100]).code(), "audio.unsupported_rate");
}

/// A good WAV with other bytes at some places.
fn patched(patches: &[(usize, &[u8])]) -> Made {
    let made = Made::wav(pcm16(16_000, 1), 2, &tone(440.0, 0.5, 16_000, 0.5));
    let mut bytes = std::fs::read(made.path()).unwrap();
    for (at, patch) in patches {
        bytes[*at..at + patch.len()].copy_from_slice(patch);
    }
    Made::with_bytes(&bytes)
}

#[test]
fn a_coding_that_is_not_read_is_refused_and_not_played_as_noise() {
    for (name, tag) in [("GSM 6.10", 0x31u16), ("MP3", 0x55), ("G.726", 0x64)] {
        assert_eq!(patched(&[(20, &tag.to_le_bytes())]).code(), "audio.unsupported_coding", "{name}");
    }
}

#[test]
fn a_rate_of_zero_is_refused() {
    assert_eq!(patched(&[(24, &[0; 4])]).code(), "audio.unsupported_rate");
}

/// What programs write that do not know the length when they begin: all ones. Anything else is a lie.
#[test]
fn a_length_that_is_not_true_does_no_harm() {
    for (length, told) in [(u32::MAX, vec![]), (u32::MAX - 15, vec!["audio.file_cut_short"])] {
        let made = patched(&[(4, &u32::MAX.to_le_bytes()), (40, &length.to_le_bytes())]);
        let (sound, rest) = hear(made.play(Pace::Fast).unwrap().1);
        assert_eq!((sound.len(), fault_codes(&rest)), (8_000 + SILENCE, told), "{length:#x}");
    }
}

#[test]
fn each_side_of_a_call_can_have_a_channel_of_its_own() {
    let (left, right) = (tone(440.0, 0.5, 16_000, 0.5), tone(1_000.0, 0.25, 16_000, 0.5));
    let made = Made { folder: tempfile::tempdir().unwrap() };
    let mut writer = WavWriter::create(made.path(), pcm16(16_000, 2)).unwrap();
    for (left, right) in left.iter().zip(&right) {
        writer.write_sample((left * 32_767.0) as i16).unwrap();
        writer.write_sample((right * 32_767.0) as i16).unwrap();
    }
    writer.finalize().unwrap();
    for (mark, device, levels) in [
        ("", "call.wav", [0.25, 0.125]),
        ("#left", "call.wav (left)", [0.5, 0.0]),
        ("#right", "call.wav (right)", [0.0, 0.25]),
    ] {
        let (sound, rest) = hear(made.play_as(mark, Pace::Fast).unwrap().1);
        assert_eq!(rest[0], News::Opened { device: device.into() });
        for (frequency, level) in [440.0, 1_000.0].into_iter().zip(levels) {
            let heard = strength(&sound[800..7_200], frequency, SAMPLE_RATE);
            assert!((heard - level).abs() < 0.01, "{frequency} Hz of {device}: {heard}");
        }
    }
}

#[test]
fn a_file_with_one_channel_has_no_left_and_right() {
    let made = Made::wav(pcm16(16_000, 1), 2, &[0.1; 800]);
    assert_eq!(made.play_as("#right", Pace::Fast).unwrap_err().code(), "audio.no_such_channel");
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
fn no_block_comes_before_it_has_sounded() {
    let made = Made::wav(pcm16(16_000, 1), 2, &tone(440.0, 0.5, 16_000, 0.2));
    for (pace, speed) in [(Pace::Real, 1), (Pace::Times(NonZeroU16::new(20).unwrap()), 20)] {
        let session_start = Instant::now();
        let (out, mut received) = mpsc::channel(4);
        let _source = open(made.path().into(), Speaker::Me, pace, session_start, out).unwrap();
        let mut ended = false;
        while let Some(message) = received.blocking_recv() {
            if let News::Samples { start, samples } = &message.news {
                let sounded = samples_in(session_start.elapsed() * speed);
                assert!(start + samples.len() as u64 <= sounded + 16, "{start} came at {sounded}");
            }
            ended = message.news == News::Ended;
        }
        assert!(ended);
    }
}

#[test]
fn at_many_times_the_pace_what_cannot_be_taken_waits_and_keeps_its_place() {
    let made = Made::wav(pcm16(16_000, 1), 2, &tone(440.0, 0.5, 16_000, 5.0));
    let (_source, mut received) = made.play(Pace::Times(NonZeroU16::new(1_000).unwrap())).unwrap();
    // Long enough for all of it to be due while four messages are taken.
    std::thread::sleep(Duration::from_millis(50));
    let (mut next, mut length) = (None, 0);
    while let Some(message) = received.blocking_recv() {
        if let News::Samples { start, samples } = message.news {
            assert_eq!(start, next.unwrap_or(start), "without a gap");
            next = Some(start + samples.len() as u64);
            length += samples.len();
        }
    }
    assert_eq!(length, 80_000 + SILENCE);
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
