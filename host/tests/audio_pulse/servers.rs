//! The real servers, in the foreground with a folder of their own. The environment of the tests is left alone.

use super::ears::PATIENCE;
use super::rig::{AIR, HEADSET, MICROPHONE, SPEAKERS};
use std::fs::File;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// What the packages are called where something cannot be started.
pub const INSTALL: &str =
    "the packages pulseaudio, pulseaudio-utils, pipewire, pipewire-pulse, wireplumber and dbus must be installed";

/// Which server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    PulseAudio,
    PipeWire,
}

/// The processes of a server.
pub struct Processes(Vec<Child>);

impl Processes {
    /// Starts them. PulseAudio has its devices when it answers; PipeWire is given them afterwards.
    pub fn start(kind: Kind, folder: &Path) -> Self {
        match kind {
            Kind::PulseAudio => Self(vec![pulseaudio(folder)]),
            Kind::PipeWire => Self(pipewire(folder)),
        }
    }

    /// Kills the server without a word, as a crash would; its helpers leave when it is gone.
    pub fn kill(&mut self) {
        for process in &mut self.0 {
            process.kill().unwrap();
            process.wait().unwrap();
        }
    }

    /// Sends the server itself a signal.
    pub fn signal(&self, signal: &str) {
        let process = self.0[0].id().to_string();
        let sent = Command::new("kill").args([format!("-{signal}"), process]).status().unwrap();
        assert!(sent.success(), "{signal}");
    }
}

fn pulseaudio(folder: &Path) -> Child {
    let modules = ["module-native-protocol-unix", SPEAKERS, HEADSET, AIR, MICROPHONE];
    let mut command = command("pulseaudio", folder);
    command.args(["-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no"]);
    command.args(modules.iter().flat_map(|module| ["-L", module]));
    spawn(&mut command)
}

/// The server, what decides about links and defaults (it insists on a message bus), and the PulseAudio protocol.
///
/// Sockets of servers that were killed still lie there: on a busy machine somebody is soon enough to call into one, and leaves.
fn pipewire(folder: &Path) -> Vec<Child> {
    for socket in ["pipewire-0", "bus", "pulse/native"] {
        let _ = std::fs::remove_file(folder.join(socket));
    }
    let server = spawn(&mut command("pipewire", folder));
    wait_for(&folder.join("pipewire-0"));
    let pulse = spawn(&mut command("pipewire-pulse", folder));
    let mut manager = command("dbus-daemon", folder);
    let bus = format!("unix:path={}", folder.join("bus").display());
    manager.args(["--session", "--nofork", "--nopidfile", "--address", &bus]);
    let daemon = spawn(&mut manager);
    wait_for(&folder.join("bus"));
    let manager = spawn(command("wireplumber", folder).env("DBUS_SESSION_BUS_ADDRESS", bus));
    vec![server, pulse, manager, daemon]
}

fn wait_for(socket: &Path) {
    let since = Instant::now();
    while !socket.exists() {
        assert!(since.elapsed() < PATIENCE, "{} does not appear", socket.display());
        std::thread::sleep(Duration::from_millis(10));
    }
}

fn command(program: &str, folder: &Path) -> Command {
    let mut command = Command::new(program);
    for name in ["XDG_RUNTIME_DIR", "HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"] {
        command.env(name, folder);
    }
    for name in ["PULSE_SERVER", "PULSE_RUNTIME_PATH", "PULSE_COOKIE", "DBUS_SESSION_BUS_ADDRESS", "DISPLAY"] {
        command.env_remove(name);
    }
    let log = File::create(folder.join(format!("{program}.log"))).unwrap();
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log);
    command
}

fn spawn(command: &mut Command) -> Child {
    command.spawn().expect(INSTALL)
}
