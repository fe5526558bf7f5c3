//! The port: reads calls, hands them to the desk, and writes replies and events in one order.
//!
//! A call that cannot be read gets an answer and the port goes on; only the end of the stream, or a frame after
//! which the stream makes no sense any more, ends it. Then the session is ended in order.

use super::desk::Desk;
use super::frame::{self, FrameError};
use convoally_shared::fault::Fault;
use convoally_shared::request::{AnyRequest, Unreadable};
use convoally_shared::wire::{Call, MAX_MESSAGE_BYTES, Message};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::mpsc;

/// Messages that wait for the browser. When they are this many, whoever tells the next one waits; events
/// stay in their log meanwhile.
const OUTGOING_CHANNEL: usize = 256;
/// The browser kills the host 1 to 2 s after it closed the port (measured); everything must be stored by then.
const LEAVE_WITHIN: Duration = Duration::from_millis(700);

/// Serves one browser until it closes the stream.
pub async fn serve<R, W>(mut reader: R, mut writer: W, mut desk: Desk)
where
    R: AsyncRead + Unpin,
    W: AsyncWrite + Unpin + Send + 'static,
{
    let (outgoing, mut messages) = mpsc::channel::<Message>(OUTGOING_CHANNEL);
    let writing = tokio::spawn(async move {
        while let Some(message) = messages.recv().await {
            if send(&mut writer, &message).await.is_err() {
                break;
            }
        }
    });
    loop {
        match frame::read(&mut reader).await {
            Ok(Some(body)) => answer(&mut desk, &body, &outgoing).await,
            Ok(None) | Err(FrameError::CutOff | FrameError::Io(_)) => break,
            Err(FrameError::TooLarge(length)) => {
                let _ = outgoing.send(Message::Failed { id: None, fault: too_large(length) }).await;
                break;
            }
        }
    }
    desk.close(LEAVE_WITHIN).await;
    drop(outgoing);
    // What is still to be said is said if the browser still listens; a closed stream ends this at once.
    let _ = tokio::time::timeout(LEAVE_WITHIN / 4, writing).await;
}

async fn send<W: AsyncWrite + Unpin>(writer: &mut W, message: &Message) -> Result<(), FrameError> {
    let Ok(body) = serde_json::to_vec(message) else { return Ok(()) };
    match frame::write(writer, &body).await {
        // The browser would close the port: better one message less than no port.
        Err(FrameError::TooLarge(_)) => {
            let id = match message {
                Message::Reply { id, .. } => Some(*id),
                _ => None,
            };
            let fault = too_large(body.len());
            let body = serde_json::to_vec(&Message::Failed { id, fault }).unwrap_or_default();
            frame::write(writer, &body).await
        }
        written => written,
    }
}

async fn answer(desk: &mut Desk, body: &[u8], outgoing: &mpsc::Sender<Message>) {
    let (id, result) = match serde_json::from_slice::<Call>(body) {
        Ok(Call { id, request, params }) => match AnyRequest::read(&request, params) {
            Ok(request) => (Some(id), desk.carry_out(request, outgoing).await),
            Err(unreadable) => (Some(id), Err(not_understood(&request, unreadable))),
        },
        Err(error) => (None, Err(not_json(&error))),
    };
    let message = match (id, result) {
        (Some(id), Ok(reply)) => Message::Reply { id, reply },
        (id, Err(fault)) => Message::Failed { id, fault },
        (None, Ok(_)) => return,
    };
    // A closed channel means that the browser is gone; the next read tells.
    let _ = outgoing.send(message).await;
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
