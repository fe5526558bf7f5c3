//! What a session is about and may quote: an interview of the vault, and what the command line adds to it.

use crate::knowledge;
use crate::vault::Vault;
use convoally_shared::document::Document;
use convoally_shared::fault::Fault;
use convoally_shared::interview::InterviewId;
use convoally_shared::session::Brief;
use std::path::PathBuf;

/// The documents: the files that were named, and of the vault the general ones with those of the interview. Files
/// that are named without an interview are all that may be quoted.
///
/// # Errors
/// A file cannot be read, or the interview is not known.
pub fn documents(files: &[PathBuf], interview: Option<&str>, vault: Option<&Vault>) -> Result<Vec<Document>, Fault> {
    let mut documents = knowledge::read_all(files)?;
    if let Some(vault) = vault.filter(|_| files.is_empty() || interview.is_some()) {
        let interview = interview.map(|name| vault.interview(&InterviewId(name.to_owned()))).transpose()?;
        documents.extend(vault.documents_for(interview.map(|interview| interview.id).as_ref())?);
    }
    Ok(documents)
}

/// The brief of the interview. What the command line says goes before.
///
/// # Errors
/// The interview is not known.
pub fn brief(said: Brief, interview: Option<&str>, vault: Option<&Vault>) -> Result<Brief, Fault> {
    let known = match (interview, vault) {
        (Some(name), Some(vault)) => vault.interview(&InterviewId(name.to_owned()))?.brief,
        _ => Brief::default(),
    };
    Ok(said.or(known))
}
