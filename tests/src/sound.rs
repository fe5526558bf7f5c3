//! A sound server for machines without sound hardware: speakers that can be recorded, a microphone that can be
//! played into. Private to the run: its socket lies in a folder of its own, which children find by `XDG_RUNTIME_DIR`.

use crate::child::{self, Kept};
use crate::error::Result;
use crate::temporary::Temporary;
use crate::wait;
use std::ffi::OsString;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

/// What the private server is made of: modules and their arguments.
const MODULES: [&str; 4] = [
    // Only this user can enter the folder of the socket, so no cookie file in the user's home is needed.
    "module-native-protocol-unix auth-anonymous=1 auth-cookie-enabled=0",
    "module-null-sink sink_name=spk rate=48000 sink_properties=device.description=Speakers",
    "module-null-sink sink_name=micsink rate=48000 sink_properties=device.description=IntoMicrophone",
    "module-remap-source source_name=mic master=micsink.monitor source_properties=device.description=Microphone",
];

/// What children must not inherit, because it would lead them to another server.
pub const FOREIGN_VARIABLES: [&str; 2] = ["PULSE_SERVER", "PULSE_RUNTIME_PATH"];

/// A sound server with a default output `spk` and a default input `mic`, killed on drop.
#[derive(Debug)]
pub struct SoundServer {
    // Fields drop in order: the server before its folder.
    _server: Kept,
    runtime: Temporary,
}

impl SoundServer {
    /// Starts a private PulseAudio and waits until it answers. It works as root, without hardware and D-Bus.
    ///
    /// # Errors
    /// [`crate::error::Error::Start`] when PulseAudio is not installed, [`crate::error::Error::Waited`] when it does not answer.
    pub async fn start() -> Result<Self> {
        let runtime = Temporary::new("sound")?;
        let mut command = Command::new("pulseaudio");
        command.args(["-n", "--daemonize=no", "--exit-idle-time=-1", "--disallow-exit=no", "--use-pid-file=no"]);
        command.arg(format!("--log-target=file:{}", runtime.path().join("log").display()));
        command.args(MODULES.iter().flat_map(|module| ["-L", module]));
        command.env("XDG_RUNTIME_DIR", runtime.path()).stdout(Stdio::null()).stderr(Stdio::null());
        FOREIGN_VARIABLES.iter().for_each(|name| _ = command.env_remove(name));
        let server = Self { _server: Kept::start(&mut command)?, runtime };
        wait::until("the sound server", Duration::from_secs(20), async || server.control(&["info"]).ok()).await?;
        server.control(&["set-default-sink", "spk"])?;
        server.control(&["set-default-source", "mic"])?;
        Ok(server)
    }

    /// Whether the user's session has a sound server of its own.
    pub fn exists_already() -> bool {
        let info = Command::new("pactl").arg("info").stdout(Stdio::null()).stderr(Stdio::null()).status();
        info.is_ok_and(|status| status.success())
    }

    /// What leads a child process to this server. [`FOREIGN_VARIABLES`] have to be taken away besides.
    pub fn envs(&self) -> Vec<(&'static str, OsString)> {
        let mut envs = vec![("XDG_RUNTIME_DIR", self.runtime.path().into())];
        // A Wayland display is named relative to the folder that has just been replaced.
        if let (Some(display), Some(folder)) =
            (std::env::var_os("WAYLAND_DISPLAY"), std::env::var_os("XDG_RUNTIME_DIR"))
        {
            envs.push(("WAYLAND_DISPLAY", Path::new(&folder).join(display).into()));
        }
        envs
    }

    /// A command that talks to this server: `paplay`, `parec`, `pactl`.
    pub fn client(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        FOREIGN_VARIABLES.iter().for_each(|name| _ = command.env_remove(name));
        command.envs(self.envs());
        command
    }

    /// Makes an output to which nothing is played the default, and returns what lets a program play into the speakers
    /// all the same: who listens to what this computer plays hears nothing of it.
    ///
    /// # Errors
    /// [`crate::error::Error::Failed`] with the server's own words.
    pub fn hide_speakers(&self) -> Result<(&'static str, OsString)> {
        self.control(&["load-module", "module-null-sink", "sink_name=aside", "rate=48000"])?;
        self.control(&["set-default-sink", "aside"])?;
        Ok(("PULSE_SINK", "spk".into()))
    }

    /// Speaks a WAV file into the virtual microphone and returns when it has been said.
    ///
    /// # Errors
    /// [`crate::error::Error::Failed`] with the player's own words.
    pub async fn play_into_microphone(&self, wav: &Path) -> Result<()> {
        let mut command = self.client("paplay");
        command.args(["--device=micsink", "--latency-msec=30"]).arg(wav);
        child::output_later(command).await.map(drop)
    }

    fn control(&self, arguments: &[&str]) -> Result<()> {
        child::output(self.client("pactl").args(arguments)).map(drop)
    }
}
