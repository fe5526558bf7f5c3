//! One connection to the sound server: finding its socket, waiting for answers with a limit, leaving for good.

use super::Server;
use crate::audio::AudioError;
use pulseaudio::{Client, ClientError};
use std::env;
use std::net::Shutdown;
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// How long the server may take for one answer. Long, because a loaded computer must not lose its sound.
const ANSWER_LIMIT: Duration = Duration::from_secs(2);

/// A connection. Dropping it ends every stream on it.
pub(super) struct Connection {
    client: Client,
    /// The same socket: the crate's thread sleeps until something arrives on it and would outlive the client.
    socket: UnixStream,
}

impl Connection {
    /// Connects and shakes hands.
    pub(super) fn open(server: &Server) -> Result<Self, AudioError> {
        let sockets = server.socket.clone().map_or_else(sockets_of_this_user, |socket| vec![socket]);
        let socket = sockets.iter().find_map(|socket| UnixStream::connect(socket).ok());
        let socket = socket.ok_or(AudioError::NoSoundServer)?;
        let cookie = pulseaudio::cookie_path_from_env().and_then(|path| std::fs::read(path).ok());
        let since = Instant::now();
        let shaken = limit(&socket).and_then(|keep| Ok((Client::new_unix(c"ConvoAlly", socket, cookie)?, keep)));
        match shaken {
            Ok((client, socket)) => Ok(Self { client, socket }),
            Err(ClientError::ServerError(error)) => Err(AudioError::ServerRefused(error.to_string())),
            Err(_) if since.elapsed() >= ANSWER_LIMIT => Err(AudioError::TimedOut),
            Err(_) => Err(AudioError::NoSoundServer),
        }
    }

    /// For the questions to put to [`Connection::ask`].
    pub(super) fn client(&self) -> &Client {
        &self.client
    }

    /// Waits for an answer.
    pub(super) async fn ask<T>(&self, question: impl Future<Output = pulseaudio::Result<T>>) -> Result<T, AudioError> {
        match tokio::time::timeout(ANSWER_LIMIT, question).await {
            Ok(Ok(answer)) => Ok(answer),
            Ok(Err(ClientError::ServerError(error))) => Err(AudioError::ServerRefused(error.to_string())),
            Ok(Err(ClientError::Protocol(error))) => Err(AudioError::ServerRefused(error.to_string())),
            Ok(Err(_)) => Err(AudioError::NoSoundServer),
            Err(_) => Err(AudioError::TimedOut),
        }
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        // Fails only where the server has closed it already.
        let _ = self.socket.shutdown(Shutdown::Both);
    }
}

/// A second handle on the socket, whose handshake gives up after [`ANSWER_LIMIT`].
fn limit(socket: &UnixStream) -> pulseaudio::Result<UnixStream> {
    socket.set_read_timeout(Some(ANSWER_LIMIT))?;
    socket.set_write_timeout(Some(ANSWER_LIMIT))?;
    Ok(socket.try_clone()?)
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

    #[test]
    fn a_socket_with_nobody_behind_it_is_no_sound_server() {
        let folder = tempfile::tempdir().unwrap();
        let socket = folder.path().join("native");
        drop(std::os::unix::net::UnixListener::bind(&socket).unwrap());
        assert_eq!(Connection::open(&Server::at(&socket)).err(), Some(AudioError::NoSoundServer));
    }

    #[test]
    fn a_server_that_never_answers_is_given_up() {
        let folder = tempfile::tempdir().unwrap();
        let socket = folder.path().join("native");
        let _listener = std::os::unix::net::UnixListener::bind(&socket).unwrap();
        assert_eq!(Connection::open(&Server::at(&socket)).err(), Some(AudioError::TimedOut));
    }
}
