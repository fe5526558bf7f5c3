//! The model of meaning as the detector's second reader, from the moment that it is in memory.

use crate::knowledge::meaning::{Asking, MeaningError};
use crate::question::{Impression, Said, SecondReader};
use crate::runtime::in_place;
use convoally_shared::utterance::Speaker;
use std::path::Path;
use std::sync::{Mutex, OnceLock, PoisonError};

/// What was read last: an utterance that is finished was mostly read at its pause already.
struct Last {
    before: Vec<Said>,
    text: String,
    impression: Impression,
}

/// A reader that has nothing to read with at first.
#[derive(Default)]
pub struct Reader {
    asking: OnceLock<Asking>,
    last: Mutex<Option<Last>>,
}

impl Reader {
    /// Reads the model, on the calling thread. Another model than the default one cannot do it; rules decide alone then.
    ///
    /// # Errors
    /// The file cannot be read or is something else.
    pub fn load(&self, model: &Path) -> Result<(), MeaningError> {
        if let Some(asking) = Asking::load(model)? {
            // Somebody else may have been faster, with the same result.
            let _ = self.asking.set(asking);
        }
        Ok(())
    }
}

impl SecondReader for Reader {
    fn read(&self, before: &[Said], text: &str) -> Option<Impression> {
        let asking = self.asking.get()?;
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(last) = last.as_ref().filter(|last| last.text == text && last.before == before) {
            return Some(last.impression.clone());
        }
        let impression = in_place(|| impression(asking, before, text));
        *last = Some(Last { before: before.to_vec(), text: text.to_owned(), impression: impression.clone() });
        Some(impression)
    }
}

fn impression(asking: &Asking, before: &[Said], text: &str) -> Impression {
    let before: Vec<(bool, &str)> =
        before.iter().map(|said| (said.speaker == Speaker::Me, said.text.as_str())).collect();
    let read = asking.read(&before, text);
    let [_, asks, goes_on] = read.labels;
    Impression { asks, goes_on, kinds: read.kinds }
}
