//! Microphone and system sound on Linux, through the PulseAudio protocol, which PipeWire serves as well.
//!
//! The rule of this room: a stream is attached to one device that was chosen and checked, may not be moved by
//! the server (`no_move`), and is looked at whenever the server tells of a change. When the default changes or the
//! device goes away the stream is closed, and the choice is made and checked again. So the microphone can never
//! turn up as the sound of the others. Nothing here ever starts a sound server.
//!
//! Start at `stream`; `choose` decides which device is meant, `connection` talks to the server, `inbox` hears it.

mod address;
mod choose;
mod connection;
mod inbox;
mod stream;

use super::live;
use super::outlet::Outlet;
use super::source::{Ready, Source, on_own_thread};
use super::{AudioError, Device, FromSource, SourceSpec};
use connection::Connection;
use convoally_shared::utterance::Speaker;
use pulseaudio::protocol::{Command, ServerInfo, SourceInfoList};
use std::path::PathBuf;
use std::time::Instant;
use tokio::sync::mpsc;

/// Which sound server to talk to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Server {
    /// Its socket; none for the one that the user's session runs.
    socket: Option<PathBuf>,
}

impl Server {
    /// The server behind one socket. Tests run a server of their own.
    pub fn at(socket: impl Into<PathBuf>) -> Self {
        Self { socket: Some(socket.into()) }
    }
}

/// Captures from `server`; see [`super::open`].
///
/// # Errors
/// [`AudioError::NoSoundServer`] where no server answers, and whatever makes the device impossible.
pub fn open(
    server: &Server,
    spec: &SourceSpec,
    speaker: Speaker,
    session_start: Instant,
    out: mpsc::Sender<FromSource>,
) -> Result<Source, AudioError> {
    super::check_side(spec, speaker)?;
    let backend = stream::Pulse::new(server.clone(), spec.clone(), speaker);
    let outlet = Outlet::new(speaker, out);
    Source::spawn_live(move |ready, finish| live::run(backend, outlet, session_start, ready, finish))
}

/// Everything that `server` can capture from.
///
/// # Errors
/// [`AudioError::NoSoundServer`] where no server answers.
pub fn devices(server: &Server) -> Result<Vec<Device>, AudioError> {
    let server = server.clone();
    on_own_thread(|ready: Ready<_>| async move { ready.tell(list(&server).await) }).map(|(devices, _)| devices)
}

async fn list(server: &Server) -> Result<Vec<Device>, AudioError> {
    let connection = Connection::open(server).await?;
    let info: ServerInfo = connection.ask(&Command::GetServerInfo).await?;
    let sources: SourceInfoList = connection.ask(&Command::GetSourceInfoList).await?;
    Ok(sources.iter().map(|source| choose::describe(source, &info)).collect())
}
