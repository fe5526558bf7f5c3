//! A private sound server with two loudspeakers and a microphone that hums. Everything is the real thing but the
//! hardware.

use super::ears::{Ears, PATIENCE};
use super::servers::{INSTALL, Kind, Processes};
use convoally::audio::SourceSpec;
use convoally::audio::pulse::{self, Server};
use convoally_shared::utterance::Speaker;
use std::f32::consts::TAU;
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};
use tokio::sync::mpsc;

/// What the microphone hums, Hz.
pub const MIC: f32 = 800.0;
/// Of the class `sound`, so that the server prefers both to `air` when it has to choose a new default.
pub const SPEAKERS: &str = "module-null-sink sink_name=spk rate=48000 \
    sink_properties='device.description=Speakers device.class=sound'";
/// At another rate than the loudspeakers.
pub const HEADSET: &str = "module-null-sink sink_name=headset rate=44100 \
    sink_properties='device.description=Headset device.class=sound'";
/// The air in front of the microphone.
pub const AIR: &str = "module-null-sink sink_name=air rate=48000 sink_properties=device.description=Air";
/// Hears what is in the air.
pub const MICROPHONE: &str =
    "module-remap-source source_name=mic master=air.monitor source_properties=device.description=Microphone";

/// The server with the sinks `spk` (the default) and `headset`, and the source `mic` (the default), which hears
/// what is played into the sink `air`. It ends with this value.
pub struct Rig {
    kind: Kind,
    folder: tempfile::TempDir,
    server: Processes,
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
        self.server.kill();
    }
}

impl Rig {
    /// Starts it and waits until it answers.
    pub fn start(kind: Kind) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let server = Processes::start(kind, folder.path());
        let mut rig = Self { kind, folder, server, hum: None };
        rig.settle();
        rig
    }

    fn settle(&mut self) {
        self.retry(&["info"]);
        if self.kind == Kind::PipeWire {
            for module in [SPEAKERS, HEADSET, AIR, MICROPHONE] {
                self.load(module);
            }
        }
        self.make_default("sink", "spk");
        self.make_default("source", "mic");
        self.hum = Some(self.play("air", MIC));
    }

    /// Runs `pactl` until it succeeds.
    fn retry(&self, arguments: &[&str]) {
        let since = Instant::now();
        while !self.try_pactl(arguments).status.success() {
            assert!(since.elapsed() < PATIENCE, "pactl {arguments:?} never succeeds");
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// Makes a `sink` or a `source` the default and waits until it is.
    pub fn make_default(&self, what: &str, name: &str) {
        self.retry(&[&format!("set-default-{what}"), name]);
        let since = Instant::now();
        while self.pactl(&[&format!("get-default-{what}")]).trim() != name {
            assert!(since.elapsed() < PATIENCE, "{name} does not become the default");
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Makes a device.
    pub fn load(&self, module: &str) {
        let (module, arguments) = module.split_once(' ').unwrap();
        self.pactl(&["load-module", module, arguments]);
    }

    /// Kills the server without a word, as a crash would.
    pub fn kill(&mut self) {
        self.server.kill();
    }

    /// Stops the server in the middle of what it does, or lets it go on.
    pub fn freeze(&self, frozen: bool) {
        self.server.signal(if frozen { "STOP" } else { "CONT" });
    }

    /// Starts it again at the same socket.
    pub fn restart(&mut self) {
        self.server = Processes::start(self.kind, self.folder.path());
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
        Ears::new(source, speaker, session_start, received)
    }
}
