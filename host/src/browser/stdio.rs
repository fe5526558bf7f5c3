//! The standard streams belong to the port: anything else printed on them would end the connection.

use convoally_shared::fault::Fault;
use tokio::io::{AsyncRead, AsyncWrite};

/// Takes the standard streams for the port. On Unix, file descriptor 1 then points at standard error for
/// everybody else, C libraries included.
///
/// # Errors
/// The descriptors cannot be duplicated.
pub fn take() -> Result<(impl AsyncRead + Unpin + Send, impl AsyncWrite + Unpin + Send), Fault> {
    let output = take_output().map_err(|error| {
        Fault::new(
            "browser.no_stdout",
            format!("The connection to the browser could not be opened: {}.", error.kind()),
            "Reload the extension.",
        )
    })?;
    Ok((tokio::io::stdin(), output))
}

#[cfg(unix)]
fn take_output() -> std::io::Result<tokio::fs::File> {
    let port = rustix::io::dup(rustix::stdio::stdout())?;
    rustix::stdio::dup2_stdout(rustix::stdio::stderr())?;
    Ok(tokio::fs::File::from_std(std::fs::File::from(port)))
}

#[cfg(not(unix))]
fn take_output() -> std::io::Result<tokio::io::Stdout> {
    Ok(tokio::io::stdout())
}
