//! One connection to the sound server: finding its socket, waiting for answers with a limit, leaving for good.

use super::Server;
use crate::audio::AudioError;
use pulseaudio::protocol::{ProtocolError, PulseError};
use pulseaudio::{Client, ClientError};
use std::env;
use std::io::ErrorKind;
use std::net::Shutdown;
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::time::Duration;
use tokio::time::{sleep, timeout};

/// How long the server may take for one answer. Long, because a loaded computer must not lose its sound.
const ANSWER_LIMIT: Duration = Duration::from_secs(2);

/// How long each attempt leaves the server to accept the connection before it says anything.
const ACCEPTING_MS: [u64; 4] = [0, 20, 100, 400];

/// A connection. Dropping it ends every stream on it.
pub(super) struct Connection {
    client: Client,
    /// The same socket: the crate's thread sleeps until something arrives on it and would outlive the client.
    socket: UnixStream,
}

impl Connection {
    /// Connects and shakes hands.
    ///
    /// PulseAudio knows this user by the credentials that the kernel adds to the first message, but only when it
    /// has accepted the connection before that message is written; otherwise a matching cookie must help. So
    /// where it says no, the next attempt gives it more time to accept.
    pub(super) async fn open(server: &Server) -> Result<Self, AudioError> {
        for pause in ACCEPTING_MS.map(Duration::from_millis) {
            match Self::attempt(server, pause).await {
                Err(ClientError::Protocol(ProtocolError::ServerError(PulseError::AccessDenied))) => {}
                Err(error) => return Err(describe(&error)),
                Ok(connection) => return Ok(connection),
            }
        }
        Err(AudioError::ServerRefused(PulseError::AccessDenied.to_string()))
    }

    async fn attempt(server: &Server, pause: Duration) -> pulseaudio::Result<Self> {
        let sockets = server.socket.clone().map_or_else(sockets_of_this_user, |socket| vec![socket]);
        let socket = sockets.iter().find_map(|socket| UnixStream::connect(socket).ok());
        let socket = socket.ok_or(ClientError::ServerUnavailable)?;
        // The handshake is the only thing that the crate does without a way to give up.
        socket.set_read_timeout(Some(ANSWER_LIMIT))?;
        socket.set_write_timeout(Some(ANSWER_LIMIT))?;
        sleep(pause).await;
        let cookie = pulseaudio::cookie_path_from_env().and_then(|path| std::fs::read(path).ok());
        let kept = socket.try_clone()?;
        Ok(Self { client: Client::new_unix(c"ConvoAlly", socket, cookie)?, socket: kept })
    }

    /// For the questions to put to [`Connection::ask`].
    pub(super) fn client(&self) -> &Client {
        &self.client
    }

    /// Waits for an answer.
    pub(super) async fn ask<T>(&self, question: impl Future<Output = pulseaudio::Result<T>>) -> Result<T, AudioError> {
        match timeout(ANSWER_LIMIT, question).await {
            Ok(answer) => answer.map_err(|error| describe(&error)),
            Err(_) => Err(AudioError::TimedOut),
        }
    }
}

/// The crate's error in our words.
fn describe(error: &ClientError) -> AudioError {
    match error {
        ClientError::ServerError(error) | ClientError::Protocol(ProtocolError::ServerError(error)) => {
            AudioError::ServerRefused(error.to_string())
        }
        ClientError::Io(error) | ClientError::Protocol(ProtocolError::Io(error)) => match error.kind() {
            ErrorKind::WouldBlock | ErrorKind::TimedOut => AudioError::TimedOut,
            _ => AudioError::NoSoundServer,
        },
        ClientError::Protocol(error) => AudioError::ServerRefused(error.to_string()),
        ClientError::UnexpectedSequenceNumber => AudioError::ServerRefused(error.to_string()),
        ClientError::ServerUnavailable | ClientError::Disconnected => AudioError::NoSoundServer,
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        // Fails only where the server has closed it already.
        let _ = self.socket.shutdown(Shutdown::Both);
    }
}

/// Where the user's own server may listen, in the order in which PulseAudio's clients look. Servers on other
/// computers are left out: sound of a call does not travel over the network.
fn sockets_of_this_user() -> Vec<PathBuf> {
    let folder = |name: &str| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    if let Some(server) = env::var("PULSE_SERVER").ok().filter(|server| !server.is_empty()) {
        return named(&server);
    }
    let runtime = folder("PULSE_RUNTIME_PATH").map(|path| path.join("native"));
    let session = folder("XDG_RUNTIME_DIR").map(|path| path.join("pulse/native"));
    let user = format!("/run/user/{}/pulse/native", rustix::process::getuid().as_raw());
    let system = PathBuf::from("/run/pulse/native");
    runtime.into_iter().chain(session).chain([user.into(), system]).collect()
}

/// The local sockets in a `PULSE_SERVER`: `unix:/a/socket`, `/a/socket`, several with spaces between, each
/// perhaps with the name of its computer in braces before it.
fn named(server: &str) -> Vec<PathBuf> {
    let local = |word: &str| {
        let address = word.rsplit_once('}').map_or(word, |(_, address)| address);
        let path = address.strip_prefix("unix:").unwrap_or(address);
        path.starts_with('/').then(|| PathBuf::from(path))
    };
    server.split_whitespace().filter_map(local).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sockets_in_a_server_address_are_found_and_other_computers_are_not() {
        assert_eq!(named("unix:/run/a"), [PathBuf::from("/run/a")]);
        assert_eq!(named("{host}unix:/run/a tcp:10.0.0.1 /run/b"), [PathBuf::from("/run/a"), "/run/b".into()]);
        assert!(named("tcp:10.0.0.1:4713 sound.example.org").is_empty());
    }

    #[tokio::test]
    async fn a_socket_with_nobody_behind_it_is_no_sound_server() {
        let folder = tempfile::tempdir().unwrap();
        let socket = folder.path().join("native");
        drop(std::os::unix::net::UnixListener::bind(&socket).unwrap());
        assert_eq!(Connection::open(&Server::at(&socket)).await.err(), Some(AudioError::NoSoundServer));
    }

    #[tokio::test]
    async fn a_server_that_never_answers_is_given_up() {
        let folder = tempfile::tempdir().unwrap();
        let socket = folder.path().join("native");
        let _listener = std::os::unix::net::UnixListener::bind(&socket).unwrap();
        assert_eq!(Connection::open(&Server::at(&socket)).await.err(), Some(AudioError::TimedOut));
    }
}
