//! What a person may be shown while a model is being fetched or imported.

pub use convoally_shared::model::{Origin, Progress};

/// Who is told. `Send`, so that a fetch can run as a task.
pub type Listener<'a> = &'a mut (dyn FnMut(Progress) + Send);
