//! What a model of meaning made of the passages. A vector gives away what its text is about, so it is kept where
//! the text is and goes when the text goes.

use super::error::VaultError;
use super::store::Vault;
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::{HashMap, HashSet};

/// The SHA-256 of a passage's text: two passages with the same words have the same vector.
pub type PassageDigest = [u8; 32];

impl Vault {
    /// The vectors that a model made of these passages, as they were put; a passage without one is not among them.
    ///
    /// # Errors
    /// What the file says.
    pub fn vectors(
        &self,
        model: &str,
        passages: &[PassageDigest],
    ) -> Result<HashMap<PassageDigest, Vec<u8>>, VaultError> {
        let query = "select vector from passage_vector where model = ? and sha256 = ?";
        let mut statement = self.connection.prepare(query)?;
        let mut found = HashMap::with_capacity(passages.len());
        for passage in passages {
            let vector = statement.query_row(params![model, passage], |row| row.get(0)).optional()?;
            found.extend(vector.map(|vector| (*passage, vector)));
        }
        Ok(found)
    }

    /// Keeps vectors, all or none. One that is there already is replaced.
    ///
    /// # Errors
    /// What the file says.
    pub fn put_vectors(&mut self, model: &str, vectors: &[(PassageDigest, Vec<u8>)]) -> Result<(), VaultError> {
        let change = self.change()?;
        {
            let put = "insert or replace into passage_vector (model, sha256, vector) values (?, ?, ?)";
            let mut statement = change.prepare(put)?;
            for (passage, vector) in vectors {
                statement.execute(params![model, passage, vector])?;
            }
        }
        Ok(change.commit()?)
    }

    /// Forgets the vectors, of every model, of passages that stand in no document. The caller names the passages of
    /// all documents, because the vault does not know how they are cut.
    ///
    /// # Errors
    /// What the file says.
    pub fn forget_vectors_except(&mut self, passages: &[PassageDigest]) -> Result<(), VaultError> {
        let change = self.change()?;
        forget_except(&change, passages)?;
        Ok(change.commit()?)
    }
}

pub(super) fn forget_except(change: &Connection, passages: &[PassageDigest]) -> Result<(), VaultError> {
    let kept: HashSet<&PassageDigest> = passages.iter().collect();
    let stored = {
        let mut statement = change.prepare("select distinct sha256 from passage_vector")?;
        statement.query_map([], |row| row.get(0))?.collect::<Result<Vec<PassageDigest>, _>>()?
    };
    for passage in stored.iter().filter(|passage| !kept.contains(passage)) {
        change.execute("delete from passage_vector where sha256 = ?", [passage])?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    const ONE: PassageDigest = [1; 32];
    const TWO: PassageDigest = [2; 32];
    const THREE: PassageDigest = [3; 32];

    #[test]
    fn vectors_belong_to_their_model_and_come_back_byte_for_byte() {
        let home = sample::Home::new();
        let mut vault = home.open();
        vault.put_vectors("small", &[(ONE, vec![0, 255]), (TWO, vec![2])]).unwrap();
        vault.put_vectors("large", &[(ONE, vec![9; 4096])]).unwrap();
        vault.put_vectors("small", &[(TWO, vec![22])]).unwrap();
        drop(vault);
        let vault = home.open();
        let found = vault.vectors("small", &[ONE, TWO, THREE]).unwrap();
        assert_eq!(found, HashMap::from([(ONE, vec![0, 255]), (TWO, vec![22])]));
        assert_eq!(vault.vectors("large", &[ONE, TWO]).unwrap(), HashMap::from([(ONE, vec![9; 4096])]));
        assert_eq!(vault.vectors("small", &[]).unwrap(), HashMap::new());
    }

    #[test]
    fn what_stands_in_no_document_is_forgotten_for_every_model() {
        let home = sample::Home::new();
        let mut vault = home.open();
        for model in ["small", "large"] {
            vault.put_vectors(model, &[(ONE, vec![1]), (TWO, vec![2])]).unwrap();
        }
        vault.forget_vectors_except(&[TWO, THREE]).unwrap();
        for model in ["small", "large"] {
            assert_eq!(vault.vectors(model, &[ONE, TWO]).unwrap(), HashMap::from([(TWO, vec![2])]));
        }
    }
}
