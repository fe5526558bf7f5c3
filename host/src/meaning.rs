//! The way to recall by meaning: the model on this computer, and the vault as the place of its vectors.
//!
//! The vault and the documents' passages do not know each other; this file knows both.

use crate::knowledge::{self, MeaningSource, Shelf, TextDigest};
use crate::model::{self, Purpose};
use crate::vault::Vault;
use convoally_shared::document::Document;
use convoally_shared::fault::Fault;
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError, Weak};

/// The default model, where it is on this computer; `vault` keeps what it makes of the passages.
pub fn source(vault: Option<Arc<Mutex<Vault>>>) -> Option<MeaningSource> {
    let model = model()?;
    let shelf: Arc<dyn Shelf> = match vault {
        Some(vault) => Arc::new(InVault(vault)),
        None => Arc::new(()),
    };
    Some(MeaningSource { model, shelf })
}

/// Lets the model read documents before a session needs them, for as long as the vault is open; `tell` hears how many of how
/// many passages were read, and says whether to go on. Without a model nothing happens. Blocks.
///
/// # Errors
/// The model cannot be read; a session then goes by words.
pub fn read_ahead(
    vault: &Weak<Mutex<Vault>>,
    documents: &[Document],
    tell: &dyn Fn(usize, usize) -> bool,
) -> Result<(), Fault> {
    let Some(model) = model() else { return Ok(()) };
    let source = MeaningSource { model, shelf: Arc::new(WhileOpen(Weak::clone(vault))) };
    let go_on = |read, of| vault.strong_count() > 0 && tell(read, of);
    Ok(knowledge::read_ahead(documents, &source, &go_on)?)
}

/// Forgets what was made of documents that the vault does not have any more: a vector gives away what its text is about.
///
/// # Errors
/// What the vault says.
pub fn forget_others(vault: &mut Vault) -> Result<(), Fault> {
    let needed = knowledge::needed(&vault.documents()?);
    Ok(vault.forget_vectors_except(&needed)?)
}

/// The model that recall by meaning needs.
pub fn model_name() -> &'static str {
    model::default_for(Purpose::Meaning)
}

/// Whether recall goes by meaning.
///
/// # Errors
/// The model is not here or is damaged; the fault says how to get it.
pub fn examine() -> Result<String, Fault> {
    let name = model_name();
    model::find(Purpose::Meaning, name)?;
    Ok(format!("Passages are found by words and by meaning, with {name}."))
}

fn model() -> Option<PathBuf> {
    model::find(Purpose::Meaning, model::default_for(Purpose::Meaning)).ok()
}

/// Vectors in the vault. One that cannot be read or kept is made again next time: it is no loss that a person must know
/// of, and a vault that is broken tells so when the session is stored.
struct InVault(Arc<Mutex<Vault>>);

impl Shelf for InVault {
    fn take(&self, model: &str, texts: &[TextDigest]) -> HashMap<TextDigest, Vec<u8>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).vectors(model, texts).unwrap_or_default()
    }

    fn put(&self, model: &str, vectors: &[(TextDigest, Vec<u8>)]) {
        let _ = self.0.lock().unwrap_or_else(PoisonError::into_inner).put_vectors(model, vectors);
    }
}

/// Vectors in a vault that is not held open for them.
struct WhileOpen(Weak<Mutex<Vault>>);

impl Shelf for WhileOpen {
    fn take(&self, model: &str, texts: &[TextDigest]) -> HashMap<TextDigest, Vec<u8>> {
        self.0.upgrade().map(|vault| InVault(vault).take(model, texts)).unwrap_or_default()
    }

    fn put(&self, model: &str, vectors: &[(TextDigest, Vec<u8>)]) {
        if let Some(vault) = self.0.upgrade() {
            InVault(vault).put(model, vectors);
        }
    }
}
