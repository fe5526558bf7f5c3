//! One connection to the sound server: shaking hands, asking with a limit, leaving for good.

use super::Server;
use super::address::sockets_of_this_user;
use super::inbox::{Inbox, Notice, read_all};
use crate::audio::AudioError;
use pulseaudio::protocol::{
    AuthParams, AuthReply, Command, CommandReply, MAX_VERSION, Prop, Props, ProtocolError, SetClientNameReply,
    SubscriptionMask, TagStructReader, encode_command_message,
};
use rustix::net::{SendAncillaryBuffer, SendAncillaryMessage, SendFlags, UCred, sendmsg};
use rustix::process::{getgid, getpid, getuid};
use std::ffi::CString;
use std::io::{self, IoSlice};
use std::mem::MaybeUninit;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use tokio::io::{AsyncWriteExt, Interest};
use tokio::net::UnixStream;
use tokio::net::unix::OwnedWriteHalf;
use tokio::sync::{Mutex, mpsc};
use tokio::task::AbortHandle;
use tokio::time::timeout;

/// How long the server may take for one answer. Long, because a loaded computer must not lose its sound.
const ANSWER_LIMIT: Duration = Duration::from_secs(2);
/// Bytes of the cookie that lets in who is not known otherwise. PulseAudio hangs up on any other length; zeros stand
/// for none.
const COOKIE: usize = 256;
/// The number of the first message, which nobody else uses.
const GREETING: u32 = 0;

/// A connection. Dropping it ends every stream on it.
pub(super) struct Connection {
    inbox: Arc<Inbox>,
    outgoing: Mutex<OwnedWriteHalf>,
    notices: Mutex<mpsc::UnboundedReceiver<Notice>>,
    number: AtomicU32,
    /// The lower of the server's and the crate's version of the protocol.
    version: u16,
    reading: AbortHandle,
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.reading.abort();
    }
}

impl Connection {
    /// Connects and shakes hands.
    ///
    /// # Errors
    /// [`AudioError::NoSoundServer`] where nobody answers; what the server says against it.
    pub(super) async fn open(server: &Server) -> Result<Self, AudioError> {
        let sockets = server.socket.clone().map_or_else(sockets_of_this_user, |socket| vec![socket]);
        let mut stream = Err(AudioError::NoSoundServer);
        for socket in sockets {
            stream = UnixStream::connect(socket).await.map_err(|_| AudioError::NoSoundServer);
            if stream.is_ok() {
                break;
            }
        }
        let mut connection = Self::on(stream?).await?;
        connection.introduce().await?;
        Ok(connection)
    }

    /// Sends the greeting and begins to read.
    async fn on(stream: UnixStream) -> Result<Self, AudioError> {
        let cookie = pulseaudio::cookie_path_from_env().and_then(|path| std::fs::read(path).ok());
        let greeting = encode(GREETING, &Command::Auth(greeting(cookie)), MAX_VERSION)?;
        let sent = stream.async_io(Interest::WRITABLE, || send_as_this_user(&stream, &greeting)).await;
        sent.map_err(|_| AudioError::NoSoundServer)?;
        let (incoming, outgoing) = stream.into_split();
        let inbox = Arc::new(Inbox::new());
        let (notify, notices) = mpsc::unbounded_channel();
        let reading = tokio::spawn(read_all(incoming, Arc::clone(&inbox), MAX_VERSION, notify)).abort_handle();
        let number = AtomicU32::new(GREETING + 1);
        Ok(Self { inbox, outgoing: outgoing.into(), notices: notices.into(), number, version: MAX_VERSION, reading })
    }

    /// Hears the answer to the greeting, says who this is, and asks to be told of changes.
    async fn introduce(&mut self) -> Result<(), AudioError> {
        let welcome: AuthReply = self.read(&self.answer(GREETING, async { Ok(()) }).await?)?;
        self.version = welcome.version.min(MAX_VERSION);
        let mut about = Props::new();
        about.set(Prop::ApplicationName, c"ConvoAlly");
        if let Ok(process) = CString::new(std::process::id().to_string()) {
            about.set(Prop::ApplicationProcessId, process);
        }
        self.ask::<SetClientNameReply>(&Command::SetClientName(about)).await?;
        let mask = SubscriptionMask::SERVER | SubscriptionMask::SOURCE | SubscriptionMask::SINK;
        self.send(&Command::Subscribe(mask)).await.map(drop)
    }

    /// Asks and waits for the answer.
    ///
    /// # Errors
    /// The server says no, does not answer in time, or is gone.
    pub(super) async fn ask<R: CommandReply>(&self, question: &Command) -> Result<R, AudioError> {
        self.read(&self.send(question).await?)
    }

    /// Gives the bytes of every fragment to `hear`. To be called before the stream is created.
    pub(super) fn listen(&self, hear: impl FnMut(&[u8]) + Send + 'static) {
        self.inbox.listen(hear);
    }

    /// Waits for the server to say something unasked; none when it is gone. Many changes at once are one notice.
    pub(super) async fn notice(&self) -> Option<Notice> {
        let mut notices = self.notices.lock().await;
        let mut notice = notices.recv().await?;
        while notice == Notice::Changed
            && let Ok(next) = notices.try_recv()
        {
            notice = next;
        }
        Some(notice)
    }

    async fn send(&self, command: &Command) -> Result<Vec<u8>, AudioError> {
        let number = self.number.fetch_add(1, Ordering::Relaxed);
        let message = encode(number, command, self.version)?;
        self.answer(number, async { self.outgoing.lock().await.write_all(&message).await }).await
    }

    /// Sends by `sending` and waits for the answer with this number.
    async fn answer(&self, number: u32, sending: impl Future<Output = io::Result<()>>) -> Result<Vec<u8>, AudioError> {
        let answered = self.inbox.expect(number);
        let exchange = async {
            sending.await.map_err(|_| AudioError::NoSoundServer)?;
            let answer = answered.await.map_err(|_| AudioError::NoSoundServer)?;
            answer.map_err(|refusal| AudioError::ServerRefused(refusal.to_string()))
        };
        timeout(ANSWER_LIMIT, exchange).await.unwrap_or(Err(AudioError::TimedOut))
    }

    fn read<R: CommandReply>(&self, answer: &[u8]) -> Result<R, AudioError> {
        let mut rest = answer;
        TagStructReader::new(&mut rest, self.version).read().map_err(|error| unreadable(&error))
    }
}

/// What the user's cookie lets in. Nothing is shared but the socket.
fn greeting(cookie: Option<Vec<u8>>) -> AuthParams {
    let mut cookie = cookie.unwrap_or_default();
    cookie.resize(COOKIE, 0);
    AuthParams { version: MAX_VERSION, supports_shm: false, supports_memfd: false, cookie }
}

fn encode(number: u32, command: &Command, version: u16) -> Result<Vec<u8>, AudioError> {
    let mut message = Vec::new();
    encode_command_message(&mut message, number, command, version).map_err(|error| unreadable(&error))?;
    Ok(message)
}

/// Sends the first message together with this process's credentials: PulseAudio lets in whom it knows by them,
/// and does not see those that the kernel adds by itself when it was slow to accept the connection.
fn send_as_this_user(socket: &UnixStream, message: &[u8]) -> io::Result<()> {
    let credentials = UCred { pid: getpid(), uid: getuid(), gid: getgid() };
    let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmCredentials(1))];
    let mut ancillary = SendAncillaryBuffer::new(&mut space);
    ancillary.push(SendAncillaryMessage::ScmCredentials(credentials));
    let sent = sendmsg(socket, &[IoSlice::new(message)], &mut ancillary, SendFlags::NOSIGNAL)?;
    // The socket is new and the message small; half of it could not be taken back.
    if sent == message.len() { Ok(()) } else { Err(io::ErrorKind::WriteZero.into()) }
}

fn unreadable(error: &ProtocolError) -> AudioError {
    AudioError::ServerRefused(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::net::UnixListener;
    use tokio::io::AsyncReadExt;

    #[tokio::test]
    async fn a_socket_with_nobody_behind_it_is_no_sound_server() {
        let folder = tempfile::tempdir().unwrap();
        let socket = folder.path().join("native");
        drop(UnixListener::bind(&socket).unwrap());
        assert_eq!(Connection::open(&Server::at(&socket)).await.err(), Some(AudioError::NoSoundServer));
    }

    #[tokio::test]
    async fn a_server_that_never_answers_is_given_up() {
        let folder = tempfile::tempdir().unwrap();
        let socket = folder.path().join("native");
        let _listener = UnixListener::bind(&socket).unwrap();
        assert_eq!(Connection::open(&Server::at(&socket)).await.err(), Some(AudioError::TimedOut));
    }

    #[test]
    fn a_user_without_a_cookie_sends_zeros_in_its_place() {
        assert_eq!(greeting(None).cookie, [0; 256]);
        assert_eq!(greeting(Some(vec![7; 256])).cookie, [7; 256]);
    }

    /// What a stranger behind the socket says to the greeting.
    async fn answered_with(bytes: &'static [u8]) -> Option<AudioError> {
        let folder = tempfile::tempdir().unwrap();
        let socket = folder.path().join("native");
        let listener = tokio::net::UnixListener::bind(&socket).unwrap();
        let stranger = async {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut greeting = [0; 4];
            stream.read_exact(&mut greeting).await.unwrap();
            stream.write_all(bytes).await.unwrap();
            stream
        };
        let server = Server::at(&socket);
        let (opened, _stranger) = tokio::join!(Connection::open(&server), stranger);
        opened.err()
    }

    #[tokio::test]
    async fn a_length_that_no_server_sends_ends_the_connection_and_allocates_nothing() {
        let huge = &[0xff, 0xff, 0xff, 0xf0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        assert_eq!(answered_with(huge).await, Some(AudioError::NoSoundServer));
    }

    #[tokio::test]
    async fn words_of_another_protocol_are_no_sound_server() {
        assert_eq!(answered_with(b"HTTP/1.1 400 Bad Request\r\n\r\n").await, Some(AudioError::NoSoundServer));
    }
}
