//! Sound to words, on its own: how long one utterance takes and how many words are wrong, ours and faster-whisper's
//! in turns.
//!
//! Ours is the release host itself on a file that is read as fast as it can be decoded: whenever one utterance is
//! finished the next one waits already, so the time between two of them is what one takes, voice activity, the
//! decodes that the product gives up and everything else included. The peer's time is of its `transcribe` alone.

use convoally_shared::utterance::Speaker;
use convoally_tests::conversation::Conversation;
use convoally_tests::error::{Error, Result};
use convoally_tests::fixtures::Take;
use convoally_tests::heard::Heard;
use convoally_tests::host::Host;
use convoally_tests::latency::{self, Spread};
use convoally_tests::listening::Listening;
use convoally_tests::load;
use convoally_tests::peer::{Peer, Setting, Transcript};
use convoally_tests::report::Figure;
use convoally_tests::words::{self, Errors};
use std::path::{Path, PathBuf};

/// What the goal grants: this share of the peer's time where the peer is fastest, and so many points more of wrong
/// words than where it errs least.
const SHARE_OF_TIME: f64 = 0.7;
const POINTS_OF_ERRORS: f64 = 1.0;
/// Silence after which an utterance is over, milliseconds: the product's own, granted to the peer as well.
const END_SILENCE_MS: f64 = 500.0;

/// The same weights for both.
#[derive(Clone, Copy, Debug)]
pub struct Model {
    /// What the host calls them.
    pub ours: &'static str,
    /// What the peer calls them.
    pub theirs: &'static str,
}

/// The recorded lines as both read them.
pub struct Speech<'a> {
    /// The lines, one after the other.
    pub conversation: Conversation<'a>,
    /// All of them in one file.
    pub whole: PathBuf,
    /// Each in a file of its own.
    pub lines: Vec<PathBuf>,
}

impl<'a> Speech<'a> {
    /// Writes the lines into `folder`, with `pause_ms` before each in the file that holds all of them.
    pub fn write(takes: &'a [Take], pause_ms: f64, folder: &Path) -> Result<Self> {
        let conversation = Conversation::monologue(takes, pause_ms);
        let whole = folder.join("whole.wav");
        conversation.record(Speaker::Them, &whole)?;
        let mut lines = Vec::new();
        for (number, take) in takes.iter().enumerate() {
            let line = folder.join(format!("{number}.wav"));
            Conversation::monologue(std::slice::from_ref(take), 0.0).record(Speaker::Them, &line)?;
            lines.push(line);
        }
        Ok(Self { conversation, whole, lines })
    }
}

/// The times of one who decodes: for each line, one of every round.
type Times = Vec<Vec<f64>>;

/// Both, with the same model.
pub struct Comparison {
    model: Model,
    ours: Times,
    our_errors: Errors,
    /// The peer at its fastest.
    theirs: Times,
    threads: usize,
    /// The peer's errors at the same greedy search, and at its own default.
    their_errors: [Errors; 2],
}

impl Comparison {
    /// Lets both decode everything `rounds` times, in turns.
    pub fn run(host: &Host, peer: &mut Peer, speech: &Speech<'_>, model: Model, rounds: usize) -> Result<Self> {
        let greedy = |threads| Setting { model: model.theirs, threads, beam: 1 };
        let settings = thread_choices().map(greedy);
        let mut ours: Times = vec![Vec::new(); speech.lines.len()];
        let mut theirs = settings.map(|_| ours.clone());
        let mut our_errors = Errors::default();
        for setting in settings {
            // Loads the model and touches all of it.
            transcribe(peer, &speech.lines[..2], setting)?;
        }
        for _ in 0..rounds {
            let heard = decode(host, speech, model)?;
            our_errors = heard.errors(&speech.conversation);
            add(&mut ours, heard.decodes(&speech.conversation));
            for (setting, times) in settings.into_iter().zip(&mut theirs) {
                add(times, transcribe(peer, &speech.lines, setting)?.iter().map(|said| Some(said.ms)));
            }
        }
        let all = |times: &Times| latency::spread(times.concat()).map_or(f64::INFINITY, |spread| spread.p50);
        let fastest = settings.into_iter().zip(theirs).min_by(|one, other| all(&one.1).total_cmp(&all(&other.1)));
        let (setting, theirs) = fastest.ok_or_else(|| Error::Unexpected("the peer was not asked".to_owned()))?;
        let their_errors = [errors(peer, speech, setting)?, errors(peer, speech, Setting { beam: 5, ..setting })?];
        Ok(Self { model, ours, our_errors, theirs, threads: setting.threads, their_errors })
    }

    /// Time and errors, beside the peer's.
    pub fn figures(&self) -> Result<Vec<Figure>> {
        let Self { model, ours, theirs, .. } = self;
        let middle = |times: &Vec<f64>| latency::spread(times.iter().copied()).map(|spread| spread.p50);
        let ratios = ours.iter().zip(theirs).filter_map(|(ours, theirs)| Some(middle(ours)? / middle(theirs)?));
        let [greedy, wide] = self.their_errors.map(|errors| errors.percent().unwrap_or_default());
        let wrong = self.our_errors.percent().unwrap_or(100.0);
        let time = Figure::of(format!("decode of an utterance, {}", model.ours), "ms", ours.concat())?;
        let errors = Figure::single(format!("word error rate, {}", model.ours), "%", self.our_errors.spoken, wrong);
        Ok(vec![
            time.beside("faster-whisper", spread(theirs.concat())?),
            Figure::of("  share of faster-whisper's time", "×", ratios)?.at_most(SHARE_OF_TIME),
            errors
                .at_most(greedy.min(wide) + POINTS_OF_ERRORS)
                .beside_one(format!("faster-whisper ({wide:.2} with 5 beams)"), greedy),
        ])
    }

    /// What the peer would make a person wait if it began to decode after the same silence.
    pub fn their_waits(&self) -> Result<Spread> {
        their_waits(self.theirs.concat())
    }

    /// How the peer was set, for people.
    pub fn setting(&self) -> String {
        let threads = match self.threads {
            0 => "the threads that it chooses".to_owned(),
            1 => "one thread".to_owned(),
            threads => format!("{threads} threads"),
        };
        format!("faster-whisper {}: int8, greedy, {threads} because that was fastest", self.model.theirs)
    }
}

/// The peer's waits after the same silence, measured once through; for a machine that other programs use.
pub fn their_waits_now(peer: &mut Peer, speech: &Speech<'_>, model: Model) -> Result<Spread> {
    let mut fastest: Option<Spread> = None;
    for threads in thread_choices() {
        let said = transcribe(peer, &speech.lines, Setting { model: model.theirs, threads, beam: 1 })?;
        let waits = their_waits(said.iter().map(|said| said.ms))?;
        fastest = Some(fastest.filter(|fastest| fastest.p95 <= waits.p95).unwrap_or(waits));
    }
    fastest.ok_or_else(|| Error::Unexpected("the peer was not asked".to_owned()))
}

fn their_waits(decodes: impl IntoIterator<Item = f64>) -> Result<Spread> {
    spread(decodes.into_iter().map(|ms| END_SILENCE_MS + ms))
}

/// Its own choice, one, and one for each core.
fn thread_choices() -> [usize; 3] {
    [0, 1, load::cores()]
}

fn spread(times: impl IntoIterator<Item = f64>) -> Result<Spread> {
    latency::spread(times).ok_or_else(|| Error::Unexpected("nothing was decoded".to_owned()))
}

fn add(times: &mut Times, round: impl IntoIterator<Item = Option<f64>>) {
    times.iter_mut().zip(round).for_each(|(times, time)| times.extend(time));
}

fn decode(host: &Host, speech: &Speech<'_>, model: Model) -> Result<Heard> {
    let mut listen = host.command();
    listen.args(["listen", "--json", "--no-history", "--pace", "fast", "--model", model.ours, "--them"]);
    Ok(Heard::of(&Listening::start(listen.arg(&speech.whole))?.finish()?))
}

/// Words that the peer understood wrongly.
fn errors(peer: &mut Peer, speech: &Speech<'_>, setting: Setting) -> Result<Errors> {
    let said = transcribe(peer, &speech.lines, setting)?;
    let takes = speech.conversation.lines().iter().map(|line| line.take);
    Ok(takes.zip(said).map(|(take, said)| words::errors(&take.text, &said.text)).sum())
}

fn transcribe(peer: &mut Peer, wavs: &[PathBuf], setting: Setting) -> Result<Vec<Transcript>> {
    wavs.iter().map(|wav| peer.transcribe(wav, setting)).collect()
}
