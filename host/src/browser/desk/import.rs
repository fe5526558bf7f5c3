//! Sessions from a file that came through the browser. It was never on the disk; the vault is lent for one session at a
//! time.

use super::lent::Lent;
use super::{Desk, aside};
use crate::import::{File, ImportError, Lender, Wanted, import};
use crate::session::unix_ms;
use crate::vault::Vault;
use convoally_shared::fault::Fault;
use convoally_shared::request::{ImportSessions, Imported, Imports};

/// Speakers that a page is told to choose from.
const MOST_SPEAKERS: usize = 100;

impl Desk {
    pub(super) async fn import(
        &mut self,
        wanted: ImportSessions,
    ) -> Result<impl Future<Output = Result<Imports, Fault>> + Send + use<>, Fault> {
        let content = self.uploads.take(&wanted.upload)?;
        // The first session may be one that another computer wrote: the vault is made for it.
        let vault = self.lent_or_made().await?;
        let file = File::received(&wanted.name, content, unix_ms());
        Ok(aside(move || taken(vault, &file, wanted)))
    }
}

fn taken(mut vault: Lent, file: &File, asked: ImportSessions) -> Result<Imports, Fault> {
    let ImportSessions { me, without_me, started_unix_ms, even_if_erased, .. } = asked;
    let wanted = Wanted { me, without_me, started_unix_ms, even_if_erased, ..Wanted::default() };
    let mut imports = Imports::default();
    for result in import(&mut vault, file, &wanted)? {
        if let Err(ImportError::WhoIsMe { names }) = &result {
            imports.speakers.extend(names.iter().take(MOST_SPEAKERS).cloned());
        }
        let told = |imported: crate::import::Imported| Imported {
            session: imported.session,
            new: imported.taken.new,
            events: imported.taken.events,
        };
        imports.sessions.push(result.map(told).map_err(Fault::from));
    }
    Ok(imports)
}

impl Lender for Lent {
    fn lend<T>(&mut self, work: impl FnOnce(&mut Vault) -> Result<T, ImportError>) -> Result<T, ImportError> {
        self.lend_blocking(work)
    }
}

#[cfg(test)]
mod tests;
