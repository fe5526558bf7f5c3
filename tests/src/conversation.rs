//! A call made of recorded lines: who says what when, as sound for each side, and what became of each line.
//!
//! Between the lines there is room tone, not digital silence: that would look like a missing permission.

use crate::chance::Chance;
use crate::error::{Error, Result};
use crate::fixtures::Take;
use crate::words::{self, Errors};
use convoally_shared::utterance::{Speaker, Utterance};
use std::path::Path;

/// Samples per second of the recordings.
const RATE: u32 = 16_000;
/// Loudest sample of the room tone: the noise floor of the recordings, −63 dBFS.
const ROOM_TONE: i16 = 22;
/// The shortest silence between two lines of a meeting, milliseconds: longer than any that is taken for a breath.
const SHORTEST_PAUSE_MS: f64 = 800.0;
/// The longest. With a square law between the two, the mean is as long as a line: half the time someone speaks.
const LONGEST_PAUSE_MS: f64 = 13_500.0;

/// One line, where it is said.
#[derive(Clone, Copy, Debug)]
pub struct Line<'a> {
    /// Who says it.
    pub speaker: Speaker,
    /// What is said.
    pub take: &'a Take,
    /// First sample.
    start: usize,
}

impl Line<'_> {
    /// The first sample of its recording, milliseconds since the beginning.
    pub fn start_ms(&self) -> f64 {
        ms(self.start)
    }

    /// The end of its last word, milliseconds since the beginning.
    pub fn last_word_ms(&self) -> f64 {
        self.start_ms() + self.take.speech_end_ms
    }

    fn end(&self) -> usize {
        self.start + self.take.samples.len()
    }
}

/// Lines that follow each other, of one side or of both.
#[derive(Clone, Debug)]
pub struct Conversation<'a> {
    lines: Vec<Line<'a>>,
}

impl<'a> Conversation<'a> {
    /// The other side says everything, with the same pause between any two lines.
    pub fn monologue(takes: &'a [Take], pause_ms: f64) -> Self {
        let mut conversation = Self { lines: Vec::new() };
        takes.iter().for_each(|take| conversation.say(Speaker::Them, take, pause_ms));
        conversation
    }

    /// Both sides take turns for about `length_ms`, nobody interrupting, with pauses as people make them. The same
    /// length gives the same meeting every time.
    pub fn meeting(takes: &'a [Take], length_ms: f64) -> Self {
        let mut conversation = Self { lines: Vec::new() };
        let mut chance = Chance::new(1);
        let of = |speaker| takes.iter().filter(|take| take.speaker == speaker).collect::<Vec<_>>();
        let sides = Speaker::BOTH.map(|speaker| (speaker, of(speaker)));
        for (speaker, takes) in sides.iter().cycle() {
            let Some(take) = takes.get((chance.draw() * takes.len() as f64) as usize) else { break };
            let pause = SHORTEST_PAUSE_MS + chance.draw().powi(2) * (LONGEST_PAUSE_MS - SHORTEST_PAUSE_MS);
            conversation.say(*speaker, take, pause);
            if conversation.length_ms() > length_ms {
                break;
            }
        }
        conversation
    }

    fn say(&mut self, speaker: Speaker, take: &'a Take, pause_ms: f64) {
        let start = self.end() + (pause_ms * f64::from(RATE) / 1000.0) as usize;
        self.lines.push(Line { speaker, take, start });
    }

    fn end(&self) -> usize {
        self.lines.last().map_or(0, Line::end)
    }

    /// What is said, in order.
    pub fn lines(&self) -> &[Line<'a>] {
        &self.lines
    }

    /// Until the last sample of the last line, milliseconds.
    pub fn length_ms(&self) -> f64 {
        ms(self.end())
    }

    /// Writes what one side's device would capture to a WAV file.
    ///
    /// # Errors
    /// [`Error::Wav`] when the file cannot be written.
    pub fn record(&self, speaker: Speaker, to: &Path) -> Result<()> {
        let spec = hound::WavSpec {
            channels: 1,
            sample_rate: RATE,
            bits_per_sample: 16,
            sample_format: hound::SampleFormat::Int,
        };
        let mut wav = hound::WavWriter::create(to, spec).map_err(Error::wav(to))?;
        let mut chance = Chance::new(2);
        let mut place = 0;
        let mut write = |sample| wav.write_sample(sample).map_err(Error::wav(to));
        for line in self.lines.iter().filter(|line| line.speaker == speaker) {
            (place..line.start).try_for_each(|_| write(room_tone(&mut chance)))?;
            line.take.samples.iter().try_for_each(|sample| write(*sample))?;
            place = line.end();
        }
        (place..self.end()).try_for_each(|_| write(room_tone(&mut chance)))?;
        wav.finalize().map_err(Error::wav(to))
    }

    /// For each line, the places in `heard` of the utterances of its side whose middle lies between its beginning and
    /// the next one's of the same side. Their times count from the beginning of the conversation.
    pub fn matched(&self, heard: &[Utterance]) -> Vec<Vec<usize>> {
        let within = |line: &Line<'_>, until_ms: f64| {
            let belongs = |utterance: &Utterance| {
                let middle = (utterance.start_ms + utterance.end_ms) as f64 / 2.0;
                utterance.speaker == line.speaker && (line.start_ms()..until_ms).contains(&middle)
            };
            (0..heard.len()).filter(|at| belongs(&heard[*at])).collect()
        };
        let next_of_side = |at: usize| self.lines[at + 1..].iter().find(|next| next.speaker == self.lines[at].speaker);
        let until_ms = |at: usize| next_of_side(at).map_or(f64::INFINITY, Line::start_ms);
        self.lines.iter().enumerate().map(|(at, line)| within(line, until_ms(at))).collect()
    }

    /// Wrong words of each line, utterance by utterance; those that belong to no line count as added.
    pub fn errors(&self, heard: &[Utterance]) -> Errors {
        let matched = self.matched(heard);
        let text = |places: &[usize]| {
            let texts: Vec<&str> = places.iter().map(|at| heard[*at].text.as_str()).collect();
            texts.join(" ")
        };
        let of_lines =
            self.lines.iter().zip(&matched).map(|(line, places)| words::errors(&line.take.text, &text(places)));
        let stray = (0..heard.len()).filter(|at| !matched.iter().flatten().any(|known| known == at));
        of_lines.chain(stray.map(|at| words::errors("", &heard[at].text))).sum()
    }
}

fn room_tone(chance: &mut Chance) -> i16 {
    (chance.draw() * f64::from(2 * ROOM_TONE + 1)) as i16 - ROOM_TONE
}

fn ms(samples: usize) -> f64 {
    samples as f64 * 1000.0 / f64::from(RATE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures;
    use convoally_shared::utterance::UtteranceId;

    fn take(speaker: Speaker, text: &str) -> Take {
        Take { speaker, text: text.to_owned(), samples: vec![9_000; 16_000], speech_end_ms: 900.0 }
    }

    fn heard(speaker: Speaker, start_ms: u64, text: &str) -> Utterance {
        Utterance { id: UtteranceId(1), speaker, start_ms, end_ms: start_ms + 400, text: text.to_owned() }
    }

    #[test]
    fn a_monologue_has_its_lines_where_it_says_and_room_tone_between() {
        let takes = [take(Speaker::Me, "why us"), take(Speaker::Me, "why now")];
        let conversation = Conversation::monologue(&takes, 500.0);
        let starts: Vec<f64> = conversation.lines().iter().map(Line::start_ms).collect();
        assert_eq!(starts, [500.0, 2000.0]);
        assert_eq!(conversation.lines()[1].last_word_ms(), 2900.0);
        let folder = crate::temporary::Temporary::new("monologue").unwrap();
        let wav = folder.path().join("them.wav");
        conversation.record(Speaker::Them, &wav).unwrap();
        let (_, samples) = fixtures::read(&wav).unwrap();
        assert_eq!(samples.len(), 48_000);
        assert_eq!(samples.iter().filter(|sample| **sample == 9_000).count(), 32_000);
        assert!(samples[..8_000].iter().all(|sample| sample.abs() <= ROOM_TONE));
        assert!(samples[..8_000].iter().any(|sample| *sample != 0), "not digital silence");
    }

    #[test]
    fn in_a_meeting_somebody_speaks_about_half_the_time_and_nobody_interrupts() {
        let takes = fixtures::takes().unwrap();
        let meeting = Conversation::meeting(&takes, 600_000.0);
        let spoken: f64 = meeting.lines().iter().map(|line| line.take.speech_end_ms).sum();
        let share = spoken / meeting.length_ms();
        assert!((0.4..0.6).contains(&share), "{share}");
        assert!(meeting.lines().windows(2).all(|pair| pair[0].speaker != pair[1].speaker));
        assert!(
            meeting.lines().windows(2).all(|pair| pair[1].start_ms() - ms(pair[0].end()) >= SHORTEST_PAUSE_MS - 1.0)
        );
        let again = Conversation::meeting(&takes, 600_000.0);
        assert_eq!(again.length_ms(), meeting.length_ms(), "the same every time");
    }

    #[test]
    fn utterances_belong_to_the_line_of_their_side_in_which_their_middle_lies() {
        let takes = [take(Speaker::Me, "why us"), take(Speaker::Me, "why now")];
        let conversation = Conversation::monologue(&takes, 500.0);
        let utterances = [
            heard(Speaker::Them, 480, "Why"),
            heard(Speaker::Them, 1000, "us?"),
            heard(Speaker::Me, 1000, "Thank you."),
            heard(Speaker::Them, 2100, "Why?"),
        ];
        assert_eq!(conversation.matched(&utterances), [vec![0, 1], vec![3]]);
        assert_eq!(conversation.errors(&utterances), Errors { wrong: 3, spoken: 4 }, "one left out and two added");
        assert_eq!(conversation.errors(&[]), Errors { wrong: 4, spoken: 4 });
    }
}
