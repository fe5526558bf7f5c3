//! Asks a server which models it has, and looks for a model server on this computer.

use super::choose::LOCAL;
use super::endpoint::{Endpoint, Protocol, Provider, read_start};
use futures_util::future::join_all;
use serde::Deserialize;
use std::time::Duration;

/// Where model servers listen unless told otherwise: Ollama, LM Studio, llama-server, vLLM.
const PORTS: [u16; 4] = [11434, 1234, 8080, 8000];
/// What the names of models have in them that hear, speak, compare or sort, and do not write.
const NO_WRITERS: [&str; 7] = ["embed", "minilm", "bge", "paraphrase", "whisper", "tts", "rerank"];
/// A server on this computer answers in a few milliseconds; one that does not is not there.
pub(super) const PATIENCE_HERE: Duration = Duration::from_millis(300);
/// A server elsewhere, which the user named.
pub(super) const PATIENCE_ELSEWHERE: Duration = Duration::from_secs(3);
/// Lists of models are a few kilobytes.
const MAX_LIST_BYTES: usize = 1024 * 1024;

#[derive(Deserialize)]
struct List {
    data: Vec<Model>,
}

#[derive(Deserialize)]
struct Model {
    id: String,
}

/// The first model that a server lists and that can write; none when it lists none or is not a model server.
pub(super) async fn first(endpoint: &Endpoint, patience: Duration) -> Option<String> {
    let client = endpoint.client().timeout(patience).build().ok()?;
    let mut request = client.get(format!("{}/models", endpoint.base));
    if let Some(key) = &endpoint.key {
        request = request.bearer_auth(key.reveal());
    }
    let response = request.send().await.ok()?.error_for_status().ok()?;
    let list: List = serde_json::from_slice(&read_start(response, MAX_LIST_BYTES).await).ok()?;
    // Servers list them among the others, and a transcription server may listen on a usual port.
    let writes = |id: &String| {
        let id = id.to_ascii_lowercase();
        !id.is_empty() && !NO_WRITERS.iter().any(|other| id.contains(other))
    };
    list.data.into_iter().map(|model| model.id).find(writes)
}

/// Whose models are found on this computer.
pub(super) fn provider() -> Provider {
    Provider { name: LOCAL.to_owned(), protocol: Protocol::Chat, place: "the order of engines" }
}

/// The addresses under which model servers on this computer are reached, in the order in which they are preferred.
pub(super) fn usual_addresses() -> [String; PORTS.len()] {
    PORTS.map(|port| format!("http://127.0.0.1:{port}/v1"))
}

/// The first of some addresses that lists a model, and that model. All are asked at the same time.
pub(super) async fn find(bases: impl IntoIterator<Item = String>, patience: Duration) -> Option<(String, String)> {
    let asked = bases.into_iter().map(|base| async move {
        let endpoint = Endpoint::new(provider(), &base, None, "").ok()?;
        first(&endpoint, patience).await.map(|model| (base, model))
    });
    join_all(asked).await.into_iter().flatten().next()
}
