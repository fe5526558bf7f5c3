//! Starts the program that a browser would start, the way the browser does, and says hello to it.

use super::registration::Registration;
use crate::browser::frame;
use convoally_shared::check::Link;
use convoally_shared::fault::Fault;
use convoally_shared::request::{Hello, Request, Welcome};
use convoally_shared::wire::{Call, Message, PROTOCOL_VERSION};
use std::process::Stdio;
use std::time::Duration;
use tokio::process::{Child, Command};

/// The release of this program, which the registered one should be.
const RELEASE: &str = env!("CARGO_PKG_VERSION");
/// A start from a cold disk takes about a second.
const PATIENCE: Duration = Duration::from_secs(10);
const REPAIR: &str = "Run `convoally install` with the program that you want to use.";

/// Starts it and waits for its welcome. It is ended afterwards.
///
/// # Errors
/// It does not start, does not answer, or is another release.
pub async fn greet(registration: &Registration) -> Result<(), (Link, Fault)> {
    let program = registration.program.display();
    let mut child = start(registration).map_err(|error| {
        let sentence = format!("{program} could not be started: {}.", error.kind());
        (Link::Launch, Fault::new("install.not_started", sentence, REPAIR))
    })?;
    let welcome = tokio::time::timeout(PATIENCE, exchange(&mut child)).await.ok().flatten();
    // It leaves by itself when its input ends, which dropping it would not wait for.
    drop(child.stdin.take());
    let _ = tokio::time::timeout(PATIENCE, child.wait()).await;
    match welcome {
        None => {
            let sentence = format!("{program} starts, but does not answer as this program does.");
            Err((Link::Handshake, Fault::new("install.no_answer", sentence, REPAIR)))
        }
        Some(Err(fault)) => Err((Link::Handshake, fault)),
        Some(Ok(welcome)) if welcome.version != RELEASE => {
            let sentence = format!("{program} is release {}, and this is {RELEASE}.", welcome.version);
            Err((Link::Handshake, Fault::new("install.other_release", sentence, REPAIR)))
        }
        Some(Ok(_)) => Ok(()),
    }
}

fn start(registration: &Registration) -> std::io::Result<Child> {
    let mut command = Command::new(&registration.program);
    command.args(&registration.arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    command.kill_on_drop(true).spawn()
}

/// The answer to a hello; none when none comes that can be read.
async fn exchange(child: &mut Child) -> Option<Result<Welcome, Fault>> {
    let hello = Hello { protocol: PROTOCOL_VERSION, version: RELEASE.to_owned() };
    let call = Call { id: 1, request: Hello::NAME.to_owned(), params: serde_json::to_value(hello).ok()? };
    frame::write(child.stdin.as_mut()?, &serde_json::to_vec(&call).ok()?).await.ok()?;
    let answer = frame::read(child.stdout.as_mut()?).await.ok()??;
    match serde_json::from_slice(&answer).ok()? {
        Message::Reply { id: 1, reply } => serde_json::from_value(reply).ok().map(Ok),
        Message::Failed { fault, .. } => Some(Err(fault)),
        _ => None,
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;

    async fn broken(program: &str) -> (Link, String) {
        let (link, fault) = greet(&Registration { program: program.into(), arguments: vec![] }).await.unwrap_err();
        (link, fault.code)
    }

    #[tokio::test]
    async fn what_is_no_program_does_not_start_and_what_is_another_does_not_answer() {
        assert_eq!(broken("/etc/hostname").await, (Link::Launch, "install.not_started".to_owned()));
        // One ends without a word, the other says what it hears.
        for program in ["/bin/true", "/bin/cat"] {
            assert_eq!(broken(program).await, (Link::Handshake, "install.no_answer".to_owned()));
        }
    }
}
