//! Stands where an engine was configured that cannot work, so that the user is told instead of wondering why no
//! draft comes.

use super::{Answerer, DraftRequest, Drafting};
use convoally_shared::card::Disclosure;
use convoally_shared::fault::Fault;
use tokio::sync::mpsc;

/// An engine that sends nothing and answers every request with the same fault.
#[derive(Clone, Debug)]
pub(super) struct Unusable(pub Fault);

impl Answerer for Unusable {
    fn label(&self) -> String {
        "no model: it is not set up rightly".to_owned()
    }

    fn disclosure(&self, _: &DraftRequest) -> Option<Disclosure> {
        None
    }

    fn draft<'a>(&'a self, _: &'a DraftRequest, _: mpsc::Sender<String>) -> Drafting<'a> {
        Box::pin(async { Err(self.0.clone()) })
    }
}
