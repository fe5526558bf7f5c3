//! Sessions as a file that comes in pieces: one session, or a zip of many. Of many, one at a time is in memory.

use super::Desk;
use super::lent::Lent;
use super::parts::tell;
use crate::browser::safe::interrupted;
use crate::export::{ExportError, Kept, archive, date, file_name};
use crate::session::unix_ms;
use base64::prelude::{BASE64_STANDARD, Engine};
use convoally_shared::export::Format;
use convoally_shared::fault::Fault;
use convoally_shared::request::{ExportSessions, Exported, FilePart, FileWritten, PIECE_BYTES};
use convoally_shared::search::Only;
use convoally_shared::session::SessionId;
use std::io::{self, Write};
use tokio::sync::mpsc;

/// Sessions whose names are looked up at once.
const PAGE: usize = 500;

impl Desk {
    pub(super) async fn export(
        &mut self,
        call: u64,
        ExportSessions { sessions, format }: ExportSessions,
    ) -> Result<impl Future<Output = Result<FileWritten, Fault>> + Send + use<>, Fault> {
        let (vault, teller) = (self.lent().await?, self.errands.teller::<ExportSessions>(call));
        Ok(async move {
            // Whoever gives the errand up drops the receiver, and the writer stops at its next piece.
            let (pieces, mut written) = mpsc::channel(1);
            let writing = tokio::task::spawn_blocking(move || write(&vault, sessions, format, Pieces::to(pieces)));
            while let Some(piece) = written.recv().await {
                tell(&teller, &FilePart { base64: BASE64_STANDARD.encode(piece) }).await?;
            }
            writing.await.map_err(|_| interrupted())?
        })
    }
}

fn write(vault: &Lent, sessions: Exported, format: Format, mut out: Pieces) -> Result<FileWritten, Fault> {
    let (name, media_type) = match sessions {
        Exported::One(session) => {
            let kept = kept(vault, &session)?;
            kept.write(format, &mut out)?;
            (file_name(&kept.view(), format), format.media_type())
        }
        Exported::All(only) => {
            let sessions = chosen(vault, &only)?;
            if sessions.is_empty() {
                return Err(ExportError::Nothing.into());
            }
            archive(sessions.iter().map(|session| kept(vault, session)), format, &mut out)?;
            let today = date(unix_ms());
            let day = today.split(' ').next().unwrap_or_default();
            (format!("convoally-sessions-{day}.zip"), "application/zip")
        }
    };
    let bytes = out.finish().map_err(ExportError::from)?;
    Ok(FileWritten { name, media_type: media_type.to_owned(), bytes })
}

fn kept(vault: &Lent, session: &SessionId) -> Result<Kept, Fault> {
    vault.lend_blocking(|vault| Ok(Kept { events: vault.events(session)?, amendments: vault.amendments(session)? }))
}

/// Their names page by page: what is written down meanwhile does not wait for all of them.
fn chosen(vault: &Lent, only: &Only) -> Result<Vec<SessionId>, Fault> {
    let mut chosen: Vec<SessionId> = Vec::new();
    loop {
        let page = vault.lend_blocking(|vault| Ok::<_, Fault>(vault.sessions_page(only, chosen.last(), PAGE)?))?;
        chosen.extend(page.sessions.into_iter().map(|session| session.id));
        if !page.more {
            return Ok(chosen);
        }
    }
}

/// Cuts what is written into pieces.
struct Pieces {
    to: mpsc::Sender<Vec<u8>>,
    piece: Vec<u8>,
    sent: u64,
}

impl Pieces {
    fn to(to: mpsc::Sender<Vec<u8>>) -> Self {
        Self { to, piece: Vec::with_capacity(PIECE_BYTES), sent: 0 }
    }

    /// Sends the last one. Gives how many bytes there were.
    fn finish(mut self) -> io::Result<u64> {
        self.send()?;
        Ok(self.sent)
    }

    fn send(&mut self) -> io::Result<()> {
        if self.piece.is_empty() {
            return Ok(());
        }
        let piece = std::mem::replace(&mut self.piece, Vec::with_capacity(PIECE_BYTES));
        self.sent += piece.len() as u64;
        self.to.blocking_send(piece).map_err(|_| io::ErrorKind::BrokenPipe.into())
    }
}

impl Write for Pieces {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let taken = bytes.len().min(PIECE_BYTES - self.piece.len());
        self.piece.extend_from_slice(&bytes[..taken]);
        if self.piece.len() == PIECE_BYTES {
            self.send()?;
        }
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests;
