//! The host as a browser starts it: a process with a native-messaging port on its pipes.

use crate::error::{Error, Result};
use crate::host::Host;
use convoally::browser::frame;
use convoally_shared::event::Event;
use convoally_shared::fault::Fault;
use convoally_shared::request::{Hello, Request, Watch};
use convoally_shared::wire::{CHROMIUM_EXTENSION_ID, Call, Message, PROTOCOL_VERSION};
use std::collections::VecDeque;
use std::ffi::OsString;
use std::process::Stdio;
use tokio::process::{Child, ChildStdin, ChildStdout, Command};
use tokio::sync::mpsc;

/// A port to a running host. Dropping it kills the host.
#[derive(Debug)]
pub struct NativePort {
    child: Child,
    to_host: ChildStdin,
    /// Read by a task of its own: a frame that was begun must be read to its end, whoever stops waiting for it.
    from_host: mpsc::UnboundedReceiver<Result<Message>>,
    last_call: u64,
    /// Events that came while a reply was awaited.
    events: VecDeque<Event>,
}

impl NativePort {
    /// Starts the host with these variables besides its own, greets it and watches its sessions.
    ///
    /// # Errors
    /// [`Error::Start`] when the host cannot be started, [`Error::Unexpected`] when it does not greet back.
    pub async fn open(host: &Host, envs: impl IntoIterator<Item = (&'static str, OsString)>) -> Result<Self> {
        let mut command = Command::from(host.command());
        command.arg(format!("chrome-extension://{CHROMIUM_EXTENSION_ID}/")).envs(envs);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).kill_on_drop(true);
        let mut child = command.spawn().map_err(Error::start("the host"))?;
        let (Some(to_host), Some(from_host)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(Error::Unexpected("the host has no pipes".to_owned()));
        };
        let (messages, from_task) = mpsc::unbounded_channel();
        tokio::spawn(read(from_host, messages));
        let mut port = Self { child, to_host, from_host: from_task, last_call: 0, events: VecDeque::new() };
        port.ask(&Hello { protocol: PROTOCOL_VERSION, version: "bench".to_owned() }).await?;
        port.ask(&Watch::default()).await?;
        Ok(port)
    }

    /// The host's process.
    pub fn process(&self) -> Option<rustix::process::Pid> {
        rustix::process::Pid::from_raw(i32::try_from(self.child.id()?).ok()?)
    }

    /// Carries a request out and waits for its reply.
    ///
    /// # Errors
    /// [`Error::Unexpected`] with the fault's code when the host says no.
    pub async fn ask<R: Request>(&mut self, request: &R) -> Result<R::Reply> {
        self.last_call += 1;
        let id = self.last_call;
        let params = serde_json::to_value(request).map_err(unexpected)?;
        let call = serde_json::to_vec(&Call { id, request: R::NAME.to_owned(), params }).map_err(unexpected)?;
        frame::write(&mut self.to_host, &call).await.map_err(unexpected)?;
        loop {
            match self.hear().await? {
                Message::Happened { event } => self.events.push_back(event),
                Message::Reply { id: of, reply } if of == id => {
                    return serde_json::from_value(reply).map_err(unexpected);
                }
                Message::Failed { id: of, fault: Fault { code, .. } } if of.is_none_or(|of| of == id) => {
                    return Err(Error::Unexpected(format!("{} was answered with {code}", R::NAME)));
                }
                Message::Reply { .. } | Message::Progress { .. } | Message::Failed { .. } => {}
            }
        }
    }

    /// The next event. None is lost when the caller stops waiting.
    ///
    /// # Errors
    /// [`Error::Unexpected`] when the port closes.
    pub async fn event(&mut self) -> Result<Event> {
        if let Some(event) = self.events.pop_front() {
            return Ok(event);
        }
        loop {
            if let Message::Happened { event } = self.hear().await? {
                return Ok(event);
            }
        }
    }

    async fn hear(&mut self) -> Result<Message> {
        self.from_host.recv().await.ok_or_else(|| Error::Unexpected("the host closed its port".to_owned()))?
    }
}

/// Passes the host's messages on until it closes its port or breaks off.
async fn read(mut from_host: ChildStdout, messages: mpsc::UnboundedSender<Result<Message>>) {
    while let Some(read) = frame::read(&mut from_host).await.map_err(unexpected).transpose() {
        let message = read.and_then(|body| serde_json::from_slice(&body).map_err(unexpected));
        let broken = message.is_err();
        if messages.send(message).is_err() || broken {
            break;
        }
    }
}

fn unexpected(error: impl std::fmt::Display) -> Error {
    Error::Unexpected(error.to_string())
}
