//! Chooses the engines of a session from what the user has.

use crate::answer::{Answerer, Keys, configured};
use crate::speech::Transcriber;
use crate::speech::model;
use crate::speech::whisper::{Settings, Whisper};
use convoally_shared::fault::Fault;
use std::sync::Arc;

/// What a user may choose.
#[derive(Clone, Debug, Default)]
pub struct Choice {
    /// A model's name, or the path of a ggml file; the default model when none is named.
    pub model: Option<String>,
    /// Two-letter code of the language that is spoken; English when none is named.
    pub language: Option<String>,
    /// Names and terms that are likely to be said, most telling first.
    pub vocabulary: Vec<String>,
}

/// Loads the transcriber.
///
/// # Errors
/// The model is not on this computer, or cannot be loaded; the fault says how to fetch it.
pub async fn transcriber(choice: &Choice) -> Result<Arc<dyn Transcriber>, Fault> {
    let name = choice.model.clone().unwrap_or_else(|| model::DEFAULT.to_owned());
    let language = Some(choice.language.clone().unwrap_or_else(|| "en".to_owned())).filter(|code| *code != "auto");
    let vocabulary = choice.vocabulary.clone();
    let loading = tokio::task::spawn_blocking(move || -> Result<Whisper, Fault> {
        Ok(Whisper::load(Settings { model: model::find(&name)?, language, vocabulary })?)
    });
    let whisper = loading.await.map_err(|_| {
        Fault::new("speech.stopped", "The speech engine on this computer stopped.", "Start the session again.")
    })??;
    Ok(Arc::new(whisper))
}

/// The answerer that the user has a key or a local server for; none means passages only.
pub async fn answerer(keys: &Keys) -> Option<Arc<dyn Answerer>> {
    configured(keys).await
}
