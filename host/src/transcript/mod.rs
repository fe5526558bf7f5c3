//! Transcripts of other programs: subtitles (SRT, WebVTT) and the text files of Zoom, Teams, Meet, Otter and whoever
//! writes `Name: text`.
//!
//! A file is read several times and never held as a whole, because it may have a million lines: [`examine`] finds out
//! how it is encoded, what shape it has and who speaks, [`Transcript::read`] hands on what was said. Nothing here knows
//! which of the speakers is the user, what a question is, or where the file lies.

mod cues;
mod decoded;
mod error;
mod lines;
mod moment;
mod names;
mod timed;

#[cfg(test)]
mod tests;

pub use error::TranscriptError;

use decoded::Lines;
use encoding_rs::Encoding;
use names::Names;
use std::io::{self, Read};

/// Bytes of one stretch of speech; a longer one goes on as another.
const LONGEST: usize = 20_000;

/// A file that can be read again from its beginning.
pub trait Source {
    /// Opens it.
    ///
    /// # Errors
    /// What the system says.
    fn open(&self) -> io::Result<Box<dyn Read + '_>>;
}

/// Something that was said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spoken {
    /// Who, as the file calls them; none where it does not say.
    pub who: Option<String>,
    /// When it began, milliseconds since the beginning of the transcript.
    pub start_ms: u64,
    /// When it ended, same clock; estimated from its length where the file does not say.
    pub end_ms: u64,
    /// One line.
    pub text: String,
}

/// What a file says before its times are brought in order.
#[derive(Debug)]
struct Piece {
    who: Option<String>,
    start_ms: Option<u64>,
    end_ms: Option<u64>,
    text: String,
    /// The line in which it begins, from 1.
    line: u64,
}

/// How a file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    /// Captions with times; in WebVTT with tags and entities.
    Cues { web: bool },
    /// Everything else.
    Lines,
}

/// A file that was looked through.
pub struct Transcript<'a> {
    source: &'a dyn Source,
    encoding: &'static Encoding,
    shape: Shape,
    names: Names,
}

/// Looks a file through: its encoding, its shape, who speaks.
///
/// # Errors
/// [`TranscriptError`]: it cannot be read, is no text, or holds nothing that was said.
pub fn examine(source: &dyn Source) -> Result<Transcript<'_>, TranscriptError> {
    let encoding = decoded::encoding(source.open()?)?;
    let shape = shape(Lines::new(source.open()?, encoding))?;
    let mut transcript = Transcript { source, encoding, shape, names: Names::default() };
    let mut names = Names::default();
    let mut pieces = 0_u64;
    transcript.pieces(&mut |name, certain| names.count(name, certain), &mut |_| {
        pieces += 1;
        Ok::<_, TranscriptError>(())
    })?;
    if pieces == 0 {
        return Err(TranscriptError::NothingSaid);
    }
    names.decide();
    transcript.names = names;
    Ok(transcript)
}

impl Transcript<'_> {
    /// Everybody who speaks, in the order in which they begin.
    pub fn names(&self) -> Vec<&str> {
        self.names.accepted()
    }

    /// Hands on what was said, in the order of the file. Without `by_its_times` the times of the file are not used, and
    /// estimated instead.
    ///
    /// # Errors
    /// [`TranscriptError`], or what `take` says.
    pub fn read<E: From<TranscriptError>>(
        &self,
        by_its_times: bool,
        take: &mut dyn FnMut(Spoken) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut timed = timed::Timed::new(by_its_times);
        self.pieces(&mut |name, _| self.names.holds(name), &mut |piece| match timed.next(piece)? {
            Some(spoken) => take(spoken),
            None => Ok(()),
        })?;
        timed.last().map_or(Ok(()), take)
    }

    fn pieces<E: From<TranscriptError>>(
        &self,
        is_name: &mut dyn FnMut(&str, bool) -> bool,
        take: &mut dyn FnMut(Piece) -> Result<(), E>,
    ) -> Result<(), E> {
        let lines = Lines::new(self.source.open().map_err(TranscriptError::from)?, self.encoding);
        match self.shape {
            Shape::Cues { web } => cues::read(lines, web, is_name, take),
            Shape::Lines => lines::read(lines, !self.names.accepted().is_empty(), is_name, take),
        }
    }
}

/// What the first lines look like: a transcript in captions says so in its first line or has a time in the second.
fn shape(lines: Lines<'_>) -> Result<Shape, TranscriptError> {
    let first = lines.filter(|line| line.as_ref().is_ok_and(|(_, text)| !text.trim().is_empty()) || line.is_err());
    let first = first.take(3).map(|line| line.map(|(_, text)| text)).collect::<Result<Vec<_>, _>>()?;
    let is_time = |line: &&String| moment::range(line.trim()).is_some_and(|(_, rest)| rest.is_empty());
    Ok(match first.as_slice() {
        [head, ..] if head.trim_start().starts_with("WEBVTT") => Shape::Cues { web: true },
        [number, time, ..] if number.trim().parse::<u64>().is_ok() && is_time(&time) => Shape::Cues { web: false },
        _ => Shape::Lines,
    })
}
