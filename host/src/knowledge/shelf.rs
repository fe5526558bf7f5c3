//! Where vectors are kept from one session to the next. What a model makes of a text never changes, and making it
//! takes some milliseconds.

use super::meaning::{Meaning, Vector};
use sha2::{Digest, Sha256};
use std::collections::{HashMap, HashSet};

/// The SHA-256 of a text.
pub type TextDigest = [u8; 32];

/// Texts that are made vectors of at once, and then kept: some tenths of a second, in which nobody can stop it.
const BATCH: usize = 8;

/// A place for vectors. What cannot be kept or read is made again, so nothing here fails.
pub trait Shelf: Send + Sync {
    /// The vectors that a model made of these texts, of those that are here.
    fn take(&self, model: &str, texts: &[TextDigest]) -> HashMap<TextDigest, Vec<u8>>;

    /// Keeps vectors.
    fn put(&self, model: &str, vectors: &[(TextDigest, Vec<u8>)]);
}

/// Keeps nothing.
impl Shelf for () {
    fn take(&self, _: &str, _: &[TextDigest]) -> HashMap<TextDigest, Vec<u8>> {
        HashMap::new()
    }

    fn put(&self, _: &str, _: &[(TextDigest, Vec<u8>)]) {}
}

/// The vectors of texts: those that lie on a shelf, and those that are made and put there.
pub struct Vectors<'m, 't> {
    model: &'m Meaning,
    shelf: &'m dyn Shelf,
    found: HashMap<&'t str, Vector>,
}

impl<'m, 't> Vectors<'m, 't> {
    /// Those of these texts that lie on the shelf.
    pub fn kept(texts: impl IntoIterator<Item = &'t str>, model: &'m Meaning, shelf: &'m dyn Shelf) -> Self {
        let digests: HashMap<&str, TextDigest> = texts.into_iter().map(|text| (text, digest(text))).collect();
        let kept = shelf.take(model.name(), &digests.values().copied().collect::<Vec<_>>());
        let vector = |(text, digest)| Some((text, Vector::from_bytes(kept.get(&digest)?)?));
        let found = digests.into_iter().filter_map(vector).collect();
        Self { model, shelf, found }
    }

    /// The vector of a text, where it is there.
    pub fn of(&self, text: &str) -> Option<&Vector> {
        self.found.get(text)
    }

    /// Makes those of these texts that are not there. Each few are put on the shelf at once, so that whoever stops it
    /// loses nothing but them. Says whether all were made: not when `wanted` says that nobody waits for them any more.
    pub fn make(&mut self, texts: impl IntoIterator<Item = &'t str>, wanted: &dyn Fn() -> bool) -> bool {
        let mut met = HashSet::new();
        let is_missing = |text: &&'t str| !self.found.contains_key(text) && met.insert(*text);
        let missing: Vec<&str> = texts.into_iter().filter(is_missing).collect();
        for batch in missing.chunks(BATCH) {
            if !wanted() {
                return false;
            }
            let made = self.model.of(batch);
            let digests = batch.iter().map(|text| digest(text));
            let kept: Vec<_> = digests.zip(made.iter().map(Vector::bytes)).collect();
            self.shelf.put(self.model.name(), &kept);
            self.found.extend(batch.iter().copied().zip(made));
        }
        true
    }
}

/// The name of a text on a shelf.
pub fn digest(text: &str) -> TextDigest {
    Sha256::digest(text).into()
}
