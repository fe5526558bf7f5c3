//! Would it work? Asked before a session begins.

use super::client::Client;
use super::error::{ServerError, Trouble};
use super::reading;
use super::wave::wave;
use crate::speech::SAMPLE_RATE;
use serde_json::Value;

/// Sent to a server that does not list its models. Shorter sound is refused by some.
const SILENCE: usize = SAMPLE_RATE as usize / 4;

/// Asks for the models, and where that settles nothing, for a transcription of silence.
pub async fn check(client: &Client) -> Result<(), ServerError> {
    let checked = match client.models().await {
        Ok((status, body)) if (200..300).contains(&status) && lists(&body, &client.model) => Ok(()),
        Ok((200..300, _)) => try_silence(client).await,
        Ok((status, body)) => match reading::refusal(status, None, &body) {
            trouble @ (Trouble::BadKey | Trouble::NoCredit | Trouble::RateLimited { .. } | Trouble::Down) => {
                Err(trouble)
            }
            // There is no such list here.
            _ => try_silence(client).await,
        },
        Err(trouble) => Err(trouble),
    };
    checked.map_err(|trouble| client.error(trouble))
}

/// `{"data": [{"id": …}]}`, as published. A list without the model proves nothing: some list only what is loaded.
fn lists(body: &[u8], model: &str) -> bool {
    let list: Value = serde_json::from_slice(body).unwrap_or_default();
    let models = list.get("data").and_then(Value::as_array);
    models.is_some_and(|models| models.iter().any(|entry| entry.get("id").and_then(Value::as_str) == Some(model)))
}

async fn try_silence(client: &Client) -> Result<(), Trouble> {
    let silence = wave(&[0.0; SILENCE]);
    client.checked(silence.len());
    client.transcribe(silence).await.map(drop)
}
