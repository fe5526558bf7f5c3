//! Sounds that the page plays, so that there is something to hear. `static/sound.js` plays them.

use crate::locale::say;
use convoally_shared::fault::Fault;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(raw_module = "./sound.js")]
extern "C" {
    #[wasm_bindgen(catch, js_name = notes)]
    async fn play_notes() -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_name = question)]
    async fn play_question() -> Result<JsValue, JsValue>;
}

/// Plays three notes.
///
/// # Errors
/// `welcome.not_played`: the browser plays no sound.
pub async fn notes() -> Result<(), Fault> {
    play_notes().await.map(drop).map_err(|_| not_played())
}

/// Asks the practice question aloud.
///
/// # Errors
/// As [`notes`].
pub async fn question() -> Result<(), Fault> {
    play_question().await.map(drop).map_err(|_| not_played())
}

fn not_played() -> Fault {
    Fault::new("welcome.not_played", say("welcome_not_played"), say("welcome_not_played_action"))
}
