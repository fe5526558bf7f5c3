//! A private PulseAudio server with two loudspeakers and a microphone that hums, and ears for what a source
//! sends. Everything is the real thing but the hardware.

use convoally::audio::pulse::{self, Server};
use convoally::audio::{FromSource, News, SAMPLE_RATE, Source, SourceSpec};
use convoally_shared::utterance::Speaker;
use std::f32::consts::TAU;
use std::fs::File;
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};
use tokio::sync::mpsc;

/// What the microphone hums, Hz.
pub const MIC: f32 = 800.0;
/// Generous: a loaded computer must not fail a test.
const PATIENCE: Duration = Duration::from_secs(30);
/// Of the class `sound`, so that the server prefers both to `air` when it has to choose a new default.
pub const SPEAKERS: &str = "module-null-sink sink_name=spk rate=48000 \
    sink_properties='device.description=Speakers device.class=sound'";
const HEADSET: &str = "module-null-sink sink_name=headset rate=44100 \
    sink_properties='device.description=Headset device.class=sound'";
/// Sinks without hardware render some milliseconds ahead, in samples: 100 ms.
const EARLY: u64 = SAMPLE_RATE as u64 / 10;
const INSTALL: &str = "the packages pulseaudio and pulseaudio-utils must be installed";

/// The server with the sinks `spk` (the default) and `headset`, and the source `mic` (the default), which hears
/// what is played into the sink `air`. It ends with this value.
pub struct Rig {
    folder: tempfile::TempDir,
    server: Child,
    /// The hum in the air in front of the microphone.
    hum: Option<Playing>,
}

/// A sound that is being played. It ends with this value.
pub struct Playing(Child);

impl Drop for Playing {
    fn drop(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

impl Drop for Rig {
    fn drop(&mut self) {
        self.kill();
    }
}

impl Rig {
    /// Starts it and waits until it answers.
    pub fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let server = spawn(&folder);
        let mut rig = Self { folder, server, hum: None };
        rig.settle();
        rig
    }

    fn settle(&mut self) {
        let since = Instant::now();
        while !self.try_pactl(&["info"]).status.success() {
            assert!(since.elapsed() < PATIENCE, "the sound server does not start");
            std::thread::sleep(Duration::from_millis(50));
        }
        self.pactl(&["set-default-sink", "spk"]);
        self.pactl(&["set-default-source", "mic"]);
        self.hum = Some(self.play("air", MIC));
    }

    /// Kills the server without a word, as a crash would.
    pub fn kill(&mut self) {
        self.server.kill().unwrap();
        self.server.wait().unwrap();
    }

    /// Starts it again at the same socket.
    pub fn restart(&mut self) {
        self.server = spawn(&self.folder);
        self.settle();
    }

    fn socket(&self) -> PathBuf {
        self.folder.path().join("pulse/native")
    }

    pub fn server(&self) -> Server {
        Server::at(self.socket())
    }

    fn try_pactl(&self, arguments: &[&str]) -> Output {
        let server = format!("unix:{}", self.socket().display());
        Command::new("pactl").arg("--server").arg(server).args(arguments).output().expect(INSTALL)
    }

    /// Runs `pactl` and gives what it prints.
    pub fn pactl(&self, arguments: &[&str]) -> String {
        let output = self.try_pactl(arguments);
        assert!(output.status.success(), "pactl {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    /// Tries to move a recording to another source, as a mixer's window does.
    pub fn moved(&self, source_output: &str, source: &str) -> Result<(), String> {
        let output = self.try_pactl(&["move-source-output", source_output, source]);
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        if output.status.success() { Ok(()) } else { Err(error) }
    }

    /// Removes a device by the module that made it.
    pub fn remove(&self, argument: &str) {
        let modules = self.pactl(&["list", "short", "modules"]);
        let module = modules.lines().find(|line| line.contains(argument)).expect("the device's module");
        self.pactl(&["unload-module", module.split_whitespace().next().unwrap()]);
    }

    /// Plays a tone (whole Hz) of half the full scale into a sink for a minute.
    pub fn play(&self, sink: &str, frequency: f32) -> Playing {
        let path = self.folder.path().join(format!("{frequency}.raw"));
        let sine = |n: u16| (f32::from(n) / 48_000.0 * frequency * TAU).sin() * 16_384.0;
        let second: Vec<u8> = (0..48_000).flat_map(|n| (sine(n) as i16).to_le_bytes()).collect();
        std::fs::write(&path, second.repeat(60)).unwrap();
        let server = format!("--server=unix:{}", self.socket().display());
        let device = format!("--device={sink}");
        let mut command = Command::new("paplay");
        command.args([server.as_str(), &device, "--latency-msec=30", "--raw", "--format=s16le"]);
        command.args(["--rate=48000", "--channels=1"]).arg(path);
        Playing(command.stdin(Stdio::null()).stderr(Stdio::null()).spawn().expect(INSTALL))
    }

    /// Opens a source on this server.
    pub fn listen(&self, spec: SourceSpec, speaker: Speaker) -> Ears {
        let (out, received) = mpsc::channel(64);
        let session_start = Instant::now();
        let source = pulse::open(&self.server(), &spec, speaker, session_start, out).unwrap();
        Ears { source: Some(source), speaker, session_start, received, news: Vec::new(), sound: Vec::new() }
    }
}

/// A server in the foreground with folders of its own. The environment of the tests is left alone.
fn spawn(folder: &tempfile::TempDir) -> Child {
    let modules = [
        "module-native-protocol-unix",
        SPEAKERS,
        HEADSET,
        "module-null-sink sink_name=air rate=48000",
        "module-remap-source source_name=mic master=air.monitor source_properties=device.description=Microphone",
    ];
    let mut command = Command::new("pulseaudio");
    command.args(["-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no"]);
    command.args(modules.iter().flat_map(|module| ["-L", module]));
    command.env("XDG_RUNTIME_DIR", folder.path()).env("HOME", folder.path()).env("XDG_CONFIG_HOME", folder.path());
    for name in ["PULSE_SERVER", "PULSE_RUNTIME_PATH", "PULSE_COOKIE", "DBUS_SESSION_BUS_ADDRESS", "DISPLAY"] {
        command.env_remove(name);
    }
    let log = File::create(folder.path().join("server.log")).unwrap();
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log).spawn().expect(INSTALL)
}

/// Hears everything that a source sends.
pub struct Ears {
    source: Option<Source>,
    speaker: Speaker,
    session_start: Instant,
    received: mpsc::Receiver<FromSource>,
    /// All news but sound, oldest first.
    pub news: Vec<News>,
    /// All sound: place of the first sample, samples.
    pub sound: Vec<(u64, Vec<f32>)>,
}

impl Ears {
    /// Listens until `done`.
    pub fn until(&mut self, what: &str, mut done: impl FnMut(&Self) -> bool) {
        let since = Instant::now();
        loop {
            while let Ok(message) = self.received.try_recv() {
                self.hear(message);
            }
            if done(self) {
                return;
            }
            assert!(since.elapsed() < PATIENCE, "waited in vain: {what}; the news: {:?}", self.news);
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    fn hear(&mut self, message: FromSource) {
        assert_eq!(message.speaker, self.speaker);
        let News::Samples { start, samples } = message.news else { return self.news.push(message.news) };
        let end = start + samples.len() as u64;
        let next = self.sound.last().map_or(0, |(start, samples)| start + samples.len() as u64);
        let now = self.session_start.elapsed().as_millis() as u64 * u64::from(SAMPLE_RATE) / 1_000;
        assert!(start >= next, "the clock ran backwards: {start} after {next}");
        assert!(end <= now + EARLY, "sound from the future: {end} at {now}");
        self.sound.push((start, samples));
    }

    /// Listens until a tone is heard clearly.
    pub fn until_tone(&mut self, frequency: f32) {
        self.until(&format!("{frequency} Hz"), |ears| ears.level(frequency) > 0.3);
    }

    /// Listens until a fault with this code has come.
    pub fn until_lost(&mut self, code: &str) {
        self.until(code, |ears| ears.lost().any(|lost| lost == code));
    }

    /// The codes of the faults so far.
    pub fn lost(&self) -> impl Iterator<Item = &str> {
        self.news.iter().filter_map(|news| match news {
            News::Lost { fault } => Some(fault.code.as_str()),
            _ => None,
        })
    }

    /// The devices so far.
    pub fn opened(&self) -> Vec<&str> {
        self.news
            .iter()
            .filter_map(|news| match news {
                News::Opened { device } => Some(device.as_str()),
                _ => None,
            })
            .collect()
    }

    /// The amplitude of a tone in the last 200 ms.
    pub fn level(&self, frequency: f32) -> f32 {
        let tail: Vec<f32> = self.sound.iter().rev().take(10).rev().flat_map(|(_, samples)| samples.clone()).collect();
        if tail.len() < 3_200 { 0.0 } else { amplitude(&tail, frequency) }
    }

    /// The loudest that a tone has been in any 100 ms since the beginning.
    pub fn loudest(&self, frequency: f32) -> f32 {
        let all: Vec<f32> = self.sound.iter().flat_map(|(_, samples)| samples.clone()).collect();
        all.chunks_exact(1_600).map(|piece| amplitude(piece, frequency)).fold(0.0, f32::max)
    }

    /// Drops the source.
    pub fn stop(&mut self) {
        self.source = None;
    }
}

/// One bin of a Fourier transform.
fn amplitude(samples: &[f32], frequency: f32) -> f32 {
    let (mut re, mut im) = (0.0f64, 0.0f64);
    for (n, sample) in samples.iter().enumerate() {
        let angle = std::f64::consts::TAU * f64::from(frequency) * n as f64 / f64::from(SAMPLE_RATE);
        re += f64::from(*sample) * angle.cos();
        im += f64::from(*sample) * angle.sin();
    }
    (2.0 * re.hypot(im) / samples.len() as f64) as f32
}
