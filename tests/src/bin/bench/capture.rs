//! What hearing costs when nobody speaks: capture, conversion to 16 kHz and voice activity, both sides at once.

use convoally_shared::event::{Event, EventKind, SourceState};
use convoally_tests::chance::Chance;
use convoally_tests::child::Kept;
use convoally_tests::error::{Error, Result};
use convoally_tests::host::Host;
use convoally_tests::listening::Listening;
use convoally_tests::process::percent_of_a_core;
use convoally_tests::report::{Figure, Report};
use convoally_tests::sound::{FOREIGN_VARIABLES, SoundServer};
use convoally_tests::temporary::Temporary;
use convoally_tests::wait;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

/// The sides of a call.
const SOURCES: f64 = 2.0;
/// Processor time is measured so often …
pub const WINDOWS: usize = 4;
/// … and so long each time.
pub const WINDOW: Duration = Duration::from_secs(10);
/// Before the first window: models are loaded, queues filled.
pub const SETTLING: Duration = Duration::from_secs(3);
/// Noise that is heard but not taken for speech: −40 dBFS at its loudest, at the sound server's own rate.
const NOISE_PEAK: f64 = 327.0;
const NOISE_RATE: u32 = 48_000;

/// Measures it; takes about two minutes.
pub async fn report(name: &'static str, host: &Path) -> Result<Report> {
    let host = Host::new(host, false)?;
    host.pull_model("base-q8_0")?;
    let mut report = Report::new(name);
    let sound = SoundServer::start().await?;
    println!("Listening to silence on both sides …");
    let silence = measured(&host, &sound).await?;
    println!("Listening to noise on both sides …");
    let folder = Temporary::new("noise")?;
    let wav = folder.path().join("noise.wav");
    write_noise(&wav)?;
    let mut players = [played(&sound, "spk", &wav)?, played(&sound, "micsink", &wav)?];
    let noise = measured(&host, &sound).await?;
    if players.iter_mut().any(Kept::has_ended) {
        return Err(Error::Unexpected("the noise was over before it had been listened to".to_owned()));
    }
    report.figures = vec![
        silence.figure("processor per source, silence")?,
        noise.figure("processor per source, noise on both sides")?,
    ];
    report.notes = vec![format!(
        "the whole host with both sides captured from PulseAudio, halved; {WINDOWS} times {} s of each, no utterance",
        WINDOW.as_secs()
    )];
    Ok(report)
}

/// Percent of a core per source, in each window.
struct Measured {
    host: Vec<f64>,
    recorders: Vec<f64>,
}

impl Measured {
    fn figure(&self, name: &str) -> Result<Figure> {
        let recorder = Figure::of("parec", "%", self.recorders.iter().copied())?;
        let figure = Figure::of(name, "% of a core", self.host.iter().copied())?;
        Ok(figure.at_most(2.0).beside_one("parec, which only records", recorder.p50))
    }
}

/// Listens to both sides, beside two recorders that do the same and nothing else.
async fn measured(host: &Host, sound: &SoundServer) -> Result<Measured> {
    let listening = both_sides(sound, host.command().args(["listen", "--json", "--no-history"])).await?;
    let (speakers, microphone) = (recorder(sound, "spk.monitor")?, recorder(sound, "mic")?);
    let processes = [listening.process(), speakers.process(), microphone.process()];
    tokio::time::sleep(SETTLING).await;
    let mut measured = Measured { host: Vec::new(), recorders: Vec::new() };
    for _ in 0..WINDOWS {
        let shares = percent_of_a_core(&processes, WINDOW).await?;
        measured.host.push(shares[0] / SOURCES);
        measured.recorders.push((shares[1] + shares[2]) / SOURCES);
    }
    match utterances(&listening.interrupt()?) {
        0 => Ok(measured),
        some => Err(Error::Unexpected(format!("{some} times the noise was taken for speech, and decoded"))),
    }
}

/// Starts a host that listens to both sides of the sound server, and waits until it does.
pub async fn both_sides(sound: &SoundServer, listen: &mut Command) -> Result<Listening> {
    listen.envs(sound.envs());
    FOREIGN_VARIABLES.iter().for_each(|name| _ = listen.env_remove(name));
    let listening = Listening::start(listen)?;
    let opened = async || (opened(&listening.told()) >= 2).then_some(());
    wait::until("both sides to be captured", Duration::from_secs(30), opened).await?;
    Ok(listening)
}

fn opened(events: &[Event]) -> usize {
    let opening = |event: &&Event| matches!(event.kind, EventKind::SourceChanged { state: SourceState::Opening, .. });
    events.iter().filter(opening).count()
}

/// Whatever shows that something was decoded.
fn utterances(events: &[Event]) -> usize {
    use EventKind::{UtteranceDropped, UtteranceFinal, UtteranceUpdated};
    let decoded = |event: &&Event| {
        matches!(event.kind, UtteranceUpdated { .. } | UtteranceDropped { .. } | UtteranceFinal { .. })
    };
    events.iter().filter(decoded).count()
}

/// Records a device at the rate and in pieces of the length that the host wants, and throws everything away.
fn recorder(sound: &SoundServer, device: &str) -> Result<Kept> {
    let mut command = sound.client("parec");
    command.args(["--rate=16000", "--channels=1", "--format=float32le", "--latency-msec=20", "--raw"]);
    Kept::start(command.arg(format!("--device={device}")).stdout(Stdio::null()))
}

/// Plays a file on a sink for as long as the value lives.
pub fn played(sound: &SoundServer, sink: &str, wav: &Path) -> Result<Kept> {
    Kept::start(sound.client("paplay").arg(format!("--device={sink}")).arg(wav))
}

/// White noise that lasts longer than it is listened to.
fn write_noise(to: &Path) -> Result<()> {
    let spec = hound::WavSpec {
        channels: 1,
        sample_rate: NOISE_RATE,
        bits_per_sample: 16,
        sample_format: hound::SampleFormat::Int,
    };
    let seconds = (SETTLING + WINDOW * WINDOWS as u32 * 2).as_secs() as u32;
    let mut wav = hound::WavWriter::create(to, spec).map_err(Error::wav(to))?;
    let mut chance = Chance::new(7);
    for _ in 0..seconds * NOISE_RATE {
        wav.write_sample(((chance.draw() * 2.0 - 1.0) * NOISE_PEAK) as i16).map_err(Error::wav(to))?;
    }
    wav.finalize().map_err(Error::wav(to))
}
