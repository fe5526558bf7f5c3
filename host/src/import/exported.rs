//! A session that was exported as JSON, taken back without loss.

use super::error::ImportError;
use super::file::File;
use super::{Imported, Lender};
use crate::export::{ExportError, check_head, read_events};
use convoally_shared::event::{Event, EventKind};
use convoally_shared::session::SessionId;

/// Takes one in. It is read through before anything is written, so that the vault is not troubled by half a file.
///
/// # Errors
/// [`ImportError::Export`] or [`ImportError::Vault`].
pub(super) fn take(vault: &mut impl Lender, file: &File, even_if_erased: bool) -> Result<Imported, ImportError> {
    file.reading(|content| check_head(content))??;
    let mut check = Check::default();
    let amendments = file.reading(|content| read_events::<ImportError>(content, |event| check.event(&event)))??;
    let session = check.session.ok_or_else(|| wrong("it has no events"))?;
    if amendments.iter().any(|amendment| amendment.session != session) {
        return Err(wrong("it holds amendments of another session"));
    }
    let taken = vault.lend(|vault| {
        let mut intake = vault.take_in(session.clone(), even_if_erased);
        file.reading(|content| read_events::<ImportError>(content, |event| Ok(intake.event(event)?)))??;
        Ok(intake.finish(&amendments)?)
    })?;
    Ok(Imported { session, taken })
}

fn wrong(why: &str) -> ImportError {
    ExportError::NotASession(why.to_owned()).into()
}

/// What the events must be to be a session.
#[derive(Default)]
struct Check {
    session: Option<SessionId>,
    last_seq: u64,
}

impl Check {
    fn event(&mut self, event: &Event) -> Result<(), ImportError> {
        match &self.session {
            None if !matches!(event.kind, EventKind::SessionStarted { .. }) => {
                return Err(wrong("it does not begin with its beginning"));
            }
            None if !is_name(&event.session.0) => return Err(wrong("its id is none")),
            None => self.session = Some(event.session.clone()),
            Some(session) if *session != event.session => return Err(wrong("it holds several sessions")),
            Some(_) if matches!(event.kind, EventKind::SessionStarted { .. }) => {
                return Err(wrong("it begins twice"));
            }
            Some(_) => {}
        }
        // The vault counts in signed integers.
        let number = |number: u64| i64::try_from(number).is_ok();
        let ordered = event.seq > self.last_seq && number(event.seq) && number(event.at_ms);
        self.last_seq = event.seq;
        if ordered { Ok(()) } else { Err(wrong("its events are not in order")) }
    }
}

/// Ids become parts of commands and of files' names.
fn is_name(id: &str) -> bool {
    (1..=64).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}
