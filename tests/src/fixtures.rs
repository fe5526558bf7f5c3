//! Recorded speech and sample documents.

use crate::error::{Error, Result};
use crate::parts::workspace;
use convoally_shared::utterance::Speaker;
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// Mean amplitude of 10 ms above which a frame counts as speech: six times the noise floor of the recordings.
const SPEECH: f64 = 130.0;

/// One recorded interview question.
#[derive(Clone, Debug, PartialEq)]
pub struct Clip {
    /// The sound: 16 kHz, mono, 16 bit.
    pub wav: PathBuf,
    /// What is said, word for word.
    pub text: String,
    /// Its length, milliseconds.
    pub duration_ms: f64,
    /// Where the last word ends, milliseconds from the first sample.
    pub speech_end_ms: f64,
}

/// One recorded line in memory: 16 kHz, mono.
#[derive(Clone, Debug, PartialEq)]
pub struct Take {
    /// Who says it in the recording.
    pub speaker: Speaker,
    /// What is said, word for word.
    pub text: String,
    /// The sound, with 100 to 250 ms of room tone around the words.
    pub samples: Vec<i16>,
    /// Where the last word ends, milliseconds from the first sample.
    pub speech_end_ms: f64,
}

/// One line of the recorded dialogue.
#[derive(Clone, Debug, Deserialize)]
pub struct Line {
    /// `i` asks, `c` answers.
    #[serde(rename = "spk")]
    pub speaker: String,
    /// What is said.
    pub text: String,
    /// First sample, seconds.
    pub start: f64,
    /// Last sample, seconds.
    pub end: f64,
}

/// A fixture's path.
pub fn path(name: &str) -> PathBuf {
    workspace().join("tests/fixtures").join(name)
}

/// The sample resume and job description.
pub fn documents() -> [PathBuf; 2] {
    [path("documents/resume.md"), path("documents/job.md")]
}

/// The eight recorded questions, in order.
///
/// # Errors
/// [`Error::File`] or [`Error::Wav`] when a fixture is missing or broken.
pub fn questions() -> Result<Vec<Clip>> {
    let list = path("speech/refs.txt");
    let lines = std::fs::read_to_string(&list).map_err(Error::file(&list))?;
    lines
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .map(|(name, text)| clip(&path(&format!("speech/{name}.wav")), text))
        .collect()
}

/// The lines of the recorded dialogue.
///
/// # Errors
/// [`Error::File`] when it is missing, [`Error::Unexpected`] when it is not a list of lines.
pub fn dialogue() -> Result<Vec<Line>> {
    let list = path("speech/dialogue.json");
    let json = std::fs::read(&list).map_err(Error::file(&list))?;
    serde_json::from_slice(&json).map_err(|error| Error::Unexpected(format!("dialogue.json: {error}")))
}

/// Cuts one line out of the dialogue, with 100 ms of room tone around it, into a WAV file at `to`.
///
/// # Errors
/// [`Error::Wav`] when either file cannot be used.
pub fn cut(line: &Line, to: &Path) -> Result<()> {
    let (spec, samples) = read(&path("speech/dialogue.wav"))?;
    let mut out = hound::WavWriter::create(to, spec).map_err(Error::wav(to))?;
    for sample in around(line, spec.sample_rate, &samples) {
        out.write_sample(*sample).map_err(Error::wav(to))?;
    }
    out.finalize().map_err(Error::wav(to))
}

fn around<'a>(line: &Line, rate: u32, samples: &'a [i16]) -> &'a [i16] {
    let at = |seconds: f64| ((seconds * f64::from(rate)).max(0.0) as usize).min(samples.len());
    &samples[at(line.start - 0.1)..at(line.end + 0.1)]
}

/// Everything that was recorded: the eight questions, then the lines of the dialogue.
///
/// # Errors
/// As [`questions`] and [`dialogue`].
pub fn takes() -> Result<Vec<Take>> {
    let mut takes = Vec::new();
    for Clip { wav, text, speech_end_ms, .. } in questions()? {
        takes.push(Take { speaker: Speaker::Them, text, samples: read(&wav)?.1, speech_end_ms });
    }
    let (spec, samples) = read(&path("speech/dialogue.wav"))?;
    for line in dialogue()? {
        let samples = around(&line, spec.sample_rate, &samples).to_vec();
        let Some((_, speech_end_ms)) = speech_span(&samples, spec.sample_rate) else { continue };
        let speaker = if line.speaker == "c" { Speaker::Me } else { Speaker::Them };
        takes.push(Take { speaker, text: line.text, samples, speech_end_ms });
    }
    Ok(takes)
}

/// All samples of a 16-bit mono WAV file.
///
/// # Errors
/// [`Error::Wav`] when it is something else.
pub fn read(wav: &Path) -> Result<(hound::WavSpec, Vec<i16>)> {
    let reader = hound::WavReader::open(wav).map_err(Error::wav(wav))?;
    let spec = reader.spec();
    let samples = reader.into_samples().collect::<std::result::Result<_, _>>().map_err(Error::wav(wav))?;
    Ok((spec, samples))
}

/// First and last 10 ms frame of speech, milliseconds; none in silence.
pub fn speech_span(samples: &[i16], rate: u32) -> Option<(f64, f64)> {
    let frame = rate as usize / 100;
    let loud = |frame: &[i16]| {
        let sum: f64 = frame.iter().map(|sample| f64::from(sample.unsigned_abs())).sum();
        sum / frame.len() as f64 > SPEECH
    };
    let frames: Vec<bool> = samples.chunks_exact(frame).map(loud).collect();
    let first = frames.iter().position(|&speech| speech)?;
    let last = frames.iter().rposition(|&speech| speech)?;
    Some((first as f64 * 10.0, (last + 1) as f64 * 10.0))
}

/// A recording that the interviewer can say, and the words in it.
///
/// # Errors
/// [`Error::Wav`] when it is no 16-bit mono WAV file.
pub fn clip(wav: &Path, text: &str) -> Result<Clip> {
    let (spec, samples) = read(wav)?;
    let duration_ms = samples.len() as f64 * 1000.0 / f64::from(spec.sample_rate);
    let speech_end_ms = speech_span(&samples, spec.sample_rate).map_or(duration_ms, |(_, end)| end);
    Ok(Clip { wav: wav.to_owned(), text: text.to_owned(), duration_ms, speech_end_ms })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_question_has_a_fifth_of_a_second_of_silence_at_its_end() {
        let clips = questions().unwrap();
        assert_eq!(clips.len(), 8);
        for clip in clips {
            let silence = clip.duration_ms - clip.speech_end_ms;
            assert!((190.0..260.0).contains(&silence), "{silence} ms after {:?}", clip.text);
        }
    }

    #[test]
    fn a_line_that_is_cut_out_holds_its_speech_and_little_else() {
        let folder = crate::temporary::Temporary::new("cut").unwrap();
        let wav = folder.path().join("line.wav");
        let line = dialogue().unwrap().remove(7);
        cut(&line, &wav).unwrap();
        let (spec, samples) = read(&wav).unwrap();
        let (start, end) = speech_span(&samples, spec.sample_rate).unwrap();
        assert!((end - start - (line.end - line.start) * 1000.0).abs() < 100.0);
    }

    #[test]
    fn every_recorded_line_is_one_take_with_its_words_inside() {
        let takes = takes().unwrap();
        assert_eq!(takes.len(), 18);
        for take in takes {
            let silence = take.samples.len() as f64 / 16.0 - take.speech_end_ms;
            assert!((50.0..260.0).contains(&silence), "{silence} ms after {:?}", take.text);
        }
    }

    #[test]
    fn silence_holds_no_speech() {
        assert_eq!(speech_span(&[3; 16_000], 16_000), None);
    }
}
