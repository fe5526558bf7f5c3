//! What comes from the sound server: answers to the one who asked, sound to the one who listens, notices in a
//! queue.
//!
//! The crate's own client clears a megabyte for each read, twice a packet, which costs more than everything else
//! that capture does, and it throws the server's notices away. So only its types of messages are used.

use pulseaudio::protocol::{Command, DESCRIPTOR_SIZE, MAX_MEMBLOCKQ_LENGTH, PulseError, read_descriptor};
use std::collections::HashMap;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::io::{AsyncReadExt, BufReader};
use tokio::net::unix::OwnedReadHalf;
use tokio::sync::{mpsc, oneshot};

/// Bytes that one read may bring: a dozen fragments, or the list of all devices.
const READ: usize = 64 << 10;
/// The channel of messages that carry no sound.
const CONTROL: u32 = u32::MAX;

/// Something that the server says unasked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Notice {
    /// A device or a default is another than before.
    Changed,
    /// The stream is no more.
    Killed,
    /// The stream was attached to another device.
    Moved,
}

/// An answer: what follows the word "reply", or why not.
pub(super) type Answer = Result<Vec<u8>, PulseError>;
/// Takes the bytes of each fragment.
type Hear = Box<dyn FnMut(&[u8]) + Send>;

/// Who waits for what. Nobody can wait any more once the server is gone.
pub(super) struct Inbox(Mutex<Option<Waiting>>);

#[derive(Default)]
struct Waiting {
    answers: HashMap<u32, oneshot::Sender<Answer>>,
    hear: Option<Hear>,
}

impl Inbox {
    /// An inbox in which nobody waits yet.
    pub(super) fn new() -> Self {
        Self(Mutex::new(Some(Waiting::default())))
    }

    fn lock(&self) -> MutexGuard<'_, Option<Waiting>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The answer with this number. Closed when the server is gone.
    pub(super) fn expect(&self, number: u32) -> oneshot::Receiver<Answer> {
        let (answer, answered) = oneshot::channel();
        if let Some(waiting) = self.lock().as_mut() {
            waiting.answers.insert(number, answer);
        }
        answered
    }

    /// Gives the sound of every stream to `hear`, from the first byte.
    pub(super) fn listen(&self, hear: impl FnMut(&[u8]) + Send + 'static) {
        if let Some(waiting) = self.lock().as_mut() {
            waiting.hear = Some(Box::new(hear));
        }
    }

    fn sound(&self, bytes: &[u8]) {
        if let Some(hear) = self.lock().as_mut().and_then(|waiting| waiting.hear.as_mut()) {
            hear(bytes);
        }
    }

    fn answer(&self, number: u32, answer: Answer) {
        let waiting = self.lock().as_mut().and_then(|waiting| waiting.answers.remove(&number));
        if let Some(waiting) = waiting {
            // It may have given up.
            let _ = waiting.send(answer);
        }
    }
}

/// Reads until the server is gone or talks nonsense; then nobody waits in vain.
pub(super) async fn read_all(
    socket: OwnedReadHalf,
    inbox: Arc<Inbox>,
    version: u16,
    notices: mpsc::UnboundedSender<Notice>,
) {
    let mut socket = BufReader::with_capacity(READ, socket);
    let mut message = Vec::new();
    while let Ok(channel) = read_one(&mut socket, &mut message).await {
        if channel == CONTROL {
            control(&message, &inbox, version, &notices);
        } else {
            inbox.sound(&message);
        }
    }
    inbox.lock().take();
}

/// Reads a message and says its channel. A length that no server sends is an error, not an allocation.
async fn read_one(socket: &mut BufReader<OwnedReadHalf>, message: &mut Vec<u8>) -> io::Result<u32> {
    let mut head = [0; DESCRIPTOR_SIZE];
    socket.read_exact(&mut head).await?;
    let head = read_descriptor(&mut head.as_slice()).map_err(io::Error::other)?;
    let length = head.length as usize;
    if length > MAX_MEMBLOCKQ_LENGTH {
        return Err(io::ErrorKind::InvalidData.into());
    }
    message.resize(length, 0);
    socket.read_exact(message).await?;
    Ok(head.channel)
}

fn control(message: &[u8], inbox: &Inbox, version: u16, notices: &mpsc::UnboundedSender<Notice>) {
    let mut rest = message;
    let notice = match Command::read_tag_prefixed(&mut rest, version) {
        Ok((number, Command::Reply)) => return inbox.answer(number, Ok(rest.to_vec())),
        Ok((number, Command::Error(error))) => return inbox.answer(number, Err(error)),
        Ok((_, Command::SubscribeEvent(_))) => Notice::Changed,
        Ok((_, Command::RecordStreamKilled(_))) => Notice::Killed,
        Ok((_, Command::RecordStreamMoved(_))) => Notice::Moved,
        // What a newer server says and this program does not know.
        Ok(_) | Err(_) => return,
    };
    // Nobody reads it when the connection is just being closed.
    let _ = notices.send(notice);
}
