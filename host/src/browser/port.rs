//! The port: reads calls, hands them to the desk, and writes replies and events in one order.
//!
//! A call that cannot be read gets an answer and the port goes on; only the end of the stream, or a frame after
//! which the stream makes no sense any more, ends it. Then the session is ended in order.
//!
//! To start a session may take seconds: the keychain asks the user, a model is loaded. Stop, and the end of the
//! stream, give it up.

use super::desk::{Desk, Outcome};
use super::frame::{self, FrameError};
use convoally_shared::fault::Fault;
use convoally_shared::request::{AnyRequest, Unreadable};
use convoally_shared::wire::{Call, MAX_MESSAGE_BYTES, Message};
use std::collections::VecDeque;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::mpsc;
use zeroize::Zeroizing;

/// Messages that wait for the browser. When they are this many, whoever tells the next one waits; events
/// stay in their log meanwhile.
const OUTGOING_CHANNEL: usize = 256;
/// Frames that were read and not yet looked at. When they are this many, reading waits.
const INCOMING_CHANNEL: usize = 16;
/// Calls that wait while a session starts. An overlay makes a few in that time; should they ever be this many, the
/// port looks at the next one only after the start.
const EARLY_CALLS: usize = 64;
/// The browser kills the host 1 to 2 s after it closed the port (measured); everything must be stored by then.
const LEAVE_WITHIN: Duration = Duration::from_millis(700);

/// Serves one browser until it closes the stream.
pub async fn serve<R, W>(reader: R, mut writer: W, mut desk: Desk)
where
    R: AsyncRead + Unpin + Send + 'static,
    W: AsyncWrite + Unpin + Send + 'static,
{
    let (outgoing, mut messages) = mpsc::channel::<Message>(OUTGOING_CHANNEL);
    let mut said = desk.said();
    let writing = tokio::spawn(async move {
        while let Some(message) = next(&mut messages, &mut said).await {
            if send(&mut writer, &message).await.is_err() {
                break;
            }
        }
    });
    let mut incoming = Incoming::of(reader);
    loop {
        let read = tokio::select! {
            read = incoming.next() => read,
            () = desk.rest() => continue,
        };
        let Some(read) = read else { break };
        let message = match read {
            Read::Call { id, request } => answer(&mut desk, id, request, &mut incoming, &outgoing).await,
            Read::Unreadable { id, fault } => Some(Message::Failed { id, fault }),
        };
        // A closed channel means that the browser is gone; the next read tells.
        if let Some(message) = message {
            let _ = outgoing.send(message).await;
        }
    }
    desk.close(LEAVE_WITHIN).await;
    drop(outgoing);
    // What is still to be said is said if the browser still listens; a closed stream ends this at once.
    let _ = tokio::time::timeout(LEAVE_WITHIN / 4, writing).await;
}

/// What is to be said next: events and answers of the desk before what errands say. None when the desk is closed.
async fn next(messages: &mut mpsc::Receiver<Message>, said: &mut Option<mpsc::Receiver<Message>>) -> Option<Message> {
    let Some(errands) = said else { return messages.recv().await };
    tokio::select! {
        biased;
        message = messages.recv() => message,
        Some(message) = errands.recv() => Some(message),
    }
}

/// Carries a call out. A start is given up when the user or the browser wants no more of it. None when the answer comes
/// later.
async fn answer(
    desk: &mut Desk,
    id: u64,
    request: AnyRequest,
    incoming: &mut Incoming,
    outgoing: &mpsc::Sender<Message>,
) -> Option<Message> {
    let may_wait = may_wait(&request);
    let carried_out = tokio::select! {
        biased;
        carried_out = desk.carry_out(id, request, outgoing) => carried_out,
        () = incoming.until_stop(), if may_wait => Err(given_up()),
    };
    match carried_out {
        Ok(Outcome::Done(reply)) => Some(Message::Reply { id, reply }),
        Ok(Outcome::Later) => None,
        Err(fault) => Some(Message::Failed { id: Some(id), fault }),
    }
}

/// The first request that needs the vault may wait for a keychain that asks the user. Those of a session that runs, and
/// those that leave the vault alone, do not. What erases is not given up: its answer says what is gone.
fn may_wait(request: &AnyRequest) -> bool {
    use AnyRequest as Any;
    !matches!(
        request,
        Any::Hello(_)
            | Any::Cancel(_)
            | Any::StopSession(_)
            | Any::AnswerNow(_)
            | Any::AskQuestion(_)
            | Any::DraftAgain(_)
            | Any::MarkCard(_)
            | Any::SetMode(_)
            | Any::Watch(_)
            | Any::TabSound(_)
            | Any::TabEnded(_)
            | Any::VaultStatus(_)
            | Any::LockVault(_)
            | Any::UnlockVault(_)
            | Any::ProtectVault(_)
            | Any::EraseSession(_)
            | Any::EraseInterview(_)
            | Any::EraseDocument(_)
            | Any::PutKey(_)
            | Any::ForgetKey(_)
            | Any::KeepFor(_)
            | Any::EraseEverything(_)
    )
}

/// What the browser says, read by a task of its own: to read a frame cannot be given up half-way, and the end of the
/// stream must be seen whatever the desk is doing.
struct Incoming {
    frames: mpsc::Receiver<Read>,
    /// Read while a request waited.
    early: VecDeque<Read>,
}

/// One frame.
enum Read {
    Call { id: u64, request: AnyRequest },
    Unreadable { id: Option<u64>, fault: Fault },
}

impl Read {
    fn stops(&self) -> bool {
        matches!(self, Read::Call { request: AnyRequest::StopSession(_), .. })
    }
}

impl Incoming {
    fn of<R: AsyncRead + Unpin + Send + 'static>(mut reader: R) -> Self {
        let (sender, frames) = mpsc::channel(INCOMING_CHANNEL);
        tokio::spawn(async move {
            loop {
                let (read, last) = match frame::read(&mut reader).await {
                    // It may hold a passphrase.
                    Ok(Some(body)) => (understand(&Zeroizing::new(body)), false),
                    Ok(None) | Err(FrameError::CutOff | FrameError::Io(_)) => break,
                    Err(FrameError::TooLarge(length)) => {
                        (Read::Unreadable { id: None, fault: too_large(length) }, true)
                    }
                };
                if sender.send(read).await.is_err() || last {
                    break;
                }
            }
        });
        Self { frames, early: VecDeque::new() }
    }

    /// The next frame; none at the end of the stream.
    async fn next(&mut self) -> Option<Read> {
        match self.early.pop_front() {
            Some(read) => Some(read),
            None => self.frames.recv().await,
        }
    }

    /// Resolves when the user asks to stop, or at the end of the stream: then nothing that was read before matters.
    async fn until_stop(&mut self) {
        if self.early.iter().any(Read::stops) {
            return;
        }
        while self.early.len() < EARLY_CALLS {
            let Some(read) = self.frames.recv().await else { return self.early.clear() };
            let stops = read.stops();
            self.early.push_back(read);
            if stops {
                return;
            }
        }
        std::future::pending().await
    }
}

fn understand(body: &[u8]) -> Read {
    let Call { id, request, params } = match serde_json::from_slice(body) {
        Ok(call) => call,
        Err(error) => return Read::Unreadable { id: None, fault: not_json(&error) },
    };
    match AnyRequest::read(&request, params) {
        Ok(request) => Read::Call { id, request },
        Err(unreadable) => Read::Unreadable { id: Some(id), fault: not_understood(&request, unreadable) },
    }
}

async fn send<W: AsyncWrite + Unpin>(writer: &mut W, message: &Message) -> Result<(), FrameError> {
    let Ok(body) = serde_json::to_vec(message) else { return Ok(()) };
    match frame::write(writer, &body).await {
        // The browser would close the port: better one message less than no port.
        Err(FrameError::TooLarge(_)) => {
            let id = match message {
                Message::Reply { id, .. } | Message::Progress { id, .. } => Some(*id),
                _ => None,
            };
            let fault = too_large(body.len());
            let body = serde_json::to_vec(&Message::Failed { id, fault }).unwrap_or_default();
            frame::write(writer, &body).await
        }
        written => written,
    }
}

fn given_up() -> Fault {
    Fault::new("session.given_up", "What was asked was given up.", "Ask again when you are ready.")
}

fn too_large(length: usize) -> Fault {
    Fault::new(
        "wire.too_large",
        format!("A message of {length} bytes is over the limit of {MAX_MESSAGE_BYTES}."),
        "Reload the extension; if it stays so, please report it.",
    )
}

fn not_json(error: &serde_json::Error) -> Fault {
    // The position only: the content may be what somebody said.
    let sentence = format!("A message could not be read at line {}, column {}.", error.line(), error.column());
    Fault::new("wire.not_json", sentence, "Reload the extension; if it stays so, please report it.")
}

fn not_understood(name: &str, unreadable: Unreadable) -> Fault {
    let update = "Update the host and the extension to the same version.";
    match unreadable {
        Unreadable::UnknownName => {
            let name: String = name.chars().filter(|c| !c.is_control()).take(60).collect();
            Fault::new("wire.unknown_request", format!("The host does not know the request “{name}”."), update)
        }
        Unreadable::BadParams(_) => {
            Fault::new("wire.bad_params", format!("The request “{name}” is not of the expected shape."), update)
        }
    }
}
