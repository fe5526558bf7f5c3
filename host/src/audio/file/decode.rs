//! Sound files of any format as mono samples at their own rate, a packet at a time.
//!
//! A file is a stranger's: no length in it is believed, what cannot be decoded is left out, and a reader that
//! loses its head over it takes nobody along.

use super::super::AudioError;
use super::super::resample::{clean, mix_down};
use super::header::{Chosen, Length, RATES, choose, guarded, probe, unreadable};
use super::sound_file::{Channel, SoundFile};
use std::io::ErrorKind;
use symphonia::core::codecs::audio::AudioDecoder;
use symphonia::core::errors::Error;
use symphonia::core::formats::FormatReader;
use symphonia::core::packet::Packet;
use symphonia::core::units::Timestamp;

/// Packets in a row that cannot be used, after which a file is given up: seconds of sound in every format.
const PATIENCE: usize = 500;

/// The longest silence in place of something that is missing, frames; times may be damaged too.
const LONGEST_HOLE: u64 = 1 << 20;

/// A stretch of sound.
pub(super) struct Piece {
    /// Samples per second.
    pub(super) rate: u32,
    /// One channel, −1.0 to 1.0.
    pub(super) mono: Vec<f32>,
}

/// What comes next in a file.
enum Step {
    Packet(Packet),
    /// Nothing that can be decoded.
    Nothing,
    End,
    /// The end, where the file says that there is more.
    CutShort,
}

/// An open sound file.
pub(super) struct Decoder {
    file: SoundFile,
    format: Box<dyn FormatReader>,
    codec: Box<dyn AudioDecoder>,
    track: u32,
    /// The first sound is decoded at opening: what is wrong with a file mostly shows there.
    first: Option<Piece>,
    /// Frames given out.
    frames: u64,
    /// Rate and frames of the last packet.
    last: Option<(u32, usize)>,
    length: Length,
    /// Whether the track's times count frames. Otherwise they are not looked at.
    counts_frames: bool,
    /// Where the next packet should begin.
    next: Option<Timestamp>,
    /// Frames that are missing before it.
    hole: usize,
    /// Something in the file could not be decoded.
    pub(super) damaged: bool,
}

impl Decoder {
    /// Reads the header and the first sound.
    pub(super) fn open(file: &SoundFile) -> Result<Self, AudioError> {
        guarded(&file.path, || {
            let mut new = Self::read_header(file)?;
            new.first = new.decode()?;
            if new.first.is_none() {
                return Err(new.without_sound());
            }
            Ok(new)
        })
    }

    /// The next stretch of sound; none at the end.
    ///
    /// # Errors
    /// The file ends before its header says so, or cannot be read on. Nothing follows.
    pub(super) fn next(&mut self) -> Result<Option<Piece>, AudioError> {
        if let Some(first) = self.first.take() {
            return Ok(Some(first));
        }
        let path = self.file.path.clone();
        guarded(&path, || self.decode())
    }

    fn read_header(file: &SoundFile) -> Result<Self, AudioError> {
        let path = &file.path;
        let format = probe(path)?;
        let Chosen { track, codec, length, counts_frames } = choose(format.as_ref(), path)?;
        let (file, first) = (file.clone(), None);
        Ok(Self {
            file,
            format,
            codec,
            track,
            first,
            frames: 0,
            last: None,
            length,
            counts_frames,
            next: None,
            hole: 0,
            damaged: false,
        })
    }

    /// The sound of the next packet that has any.
    fn decode(&mut self) -> Result<Option<Piece>, AudioError> {
        let mut useless = 0;
        while useless < PATIENCE {
            match self.step()? {
                Step::Packet(packet) if packet.track_id != self.track => continue,
                Step::Packet(packet) => {
                    self.look_for_hole(&packet);
                    if let Some(piece) = self.sound(&packet)? {
                        return Ok(Some(piece));
                    }
                }
                Step::Nothing => {}
                Step::End => return self.end(),
                Step::CutShort => break,
            }
            useless += 1;
        }
        self.cut_short()
    }

    fn step(&mut self) -> Result<Step, AudioError> {
        match self.format.next_packet() {
            Ok(packet) => return Ok(packet.map_or(Step::End, Step::Packet)),
            Err(Error::ResetRequired) => self.follow_on()?,
            Err(Error::IoError(error)) if error.kind() == ErrorKind::UnexpectedEof => return Ok(Step::CutShort),
            Err(Error::IoError(error)) => return Err(unreadable(&self.file.path, &error)),
            Err(_) => self.damaged = true,
        }
        Ok(Step::Nothing)
    }

    /// Readers pass over what they do not understand. That something is missing then shows in the times.
    fn look_for_hole(&mut self, packet: &Packet) {
        let end = packet.pts.checked_add(packet.dur);
        // What is less than a packet was rounded.
        let most = self.next.and_then(|next| next.checked_add(packet.dur));
        if let (Some(next), true) = (self.next, most.is_some_and(|most| packet.pts > most)) {
            self.damaged = true;
            self.hole = packet.pts.abs_delta(next).get().min(LONGEST_HOLE) as usize;
        }
        self.next = end.filter(|_| self.counts_frames);
    }

    /// Decodes a packet.
    fn sound(&mut self, packet: &Packet) -> Result<Option<Piece>, AudioError> {
        match self.codec.decode(packet) {
            Ok(sound) if sound.frames() == 0 => Ok(None),
            Ok(sound) => {
                let (rate, channels) = (sound.spec().rate(), sound.spec().channels().count());
                let mut interleaved: Vec<f32> = Vec::new();
                sound.copy_to_vec_interleaved(&mut interleaved);
                interleaved.iter_mut().for_each(|sample| *sample = clean(*sample));
                self.give(rate, self.file.channel.of(&interleaved, channels)).map(Some)
            }
            Err(Error::ResetRequired) => {
                self.codec.reset();
                Ok(None)
            }
            // Silence of the same length keeps what follows in its place.
            Err(_) => {
                self.damaged = true;
                let lost = self.last.map(|(rate, frames)| self.give(rate, Some(vec![0.0; frames])));
                lost.transpose()
            }
        }
    }

    fn give(&mut self, rate: u32, mono: Option<Vec<f32>>) -> Result<Piece, AudioError> {
        let path = || self.file.path.clone();
        let mono = mono.ok_or_else(|| AudioError::NoSuchChannel(path()))?;
        if !RATES.contains(&rate) {
            return Err(AudioError::UnsupportedRate { path: path(), rate });
        }
        self.last = Some((rate, mono.len()));
        let mut with_hole = vec![0.0; std::mem::take(&mut self.hole)];
        with_hole.extend(mono);
        self.frames += with_hole.len() as u64;
        Ok(Piece { rate, mono: with_hole })
    }

    /// Another stream begins in the same file, as in a recording of internet radio.
    fn follow_on(&mut self) -> Result<(), AudioError> {
        let Chosen { track, codec, counts_frames, .. } = choose(self.format.as_ref(), &self.file.path)?;
        (self.track, self.codec, self.counts_frames) = (track, codec, counts_frames);
        (self.length, self.next) = (Length::Guessed, None);
        Ok(())
    }

    fn end(&self) -> Result<Option<Piece>, AudioError> {
        let Length::Frames(promised) = self.length else { return Ok(None) };
        // What is less than a packet was rounded, and what is damaged was told.
        let packet = self.last.map_or(0, |(_, frames)| frames as u64);
        let missing = promised.saturating_sub(self.frames) > packet;
        if missing && !self.damaged { self.cut_short() } else { Ok(None) }
    }

    fn cut_short(&self) -> Result<Option<Piece>, AudioError> {
        // Without any sound, what is wrong is told at opening.
        if self.frames == 0 || self.length == Length::Open {
            return Ok(None);
        }
        Err(AudioError::FileCutShort(self.file.path.clone()))
    }

    fn without_sound(&self) -> AudioError {
        let path = self.file.path.clone();
        if self.damaged {
            AudioError::NotSound { path, detail: "nothing in it can be decoded".to_owned() }
        } else {
            AudioError::EmptyFile(path)
        }
    }
}

impl Channel {
    /// This one of interleaved samples; none where there are fewer channels.
    fn of(self, interleaved: &[f32], channels: usize) -> Option<Vec<f32>> {
        let at = match self {
            Self::Mix => return Some(mix_down(interleaved, channels)),
            Self::Left => 0,
            Self::Right => 1,
        };
        // Of a recording with one channel, neither side is on a channel of its own.
        (channels > 1).then(|| interleaved.iter().skip(at).step_by(channels).copied().collect())
    }
}
