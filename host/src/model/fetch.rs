//! Downloads the official file of a model: goes on where an earlier download stopped, tries again after a
//! cut, and believes nothing but the checksum.

use super::catalogue::Entry;
use super::error::ModelError;
use super::part::Part;
use super::progress::{Listener, Progress};
use super::space;
use super::store::Store;
use reqwest::header::{CONTENT_RANGE, RANGE};
use reqwest::{Client, Response, StatusCode};
use std::error::Error;
use std::path::PathBuf;
use std::time::Duration;

/// Names another place that has the same files: a mirror inside a company, a server in a test.
const PLACE_VARIABLE: &str = "CONVOALLY_MODELS_URL";
/// A host that does not even accept the connection in this time is out of reach.
const CONNECT_LIMIT: Duration = Duration::from_secs(10);
/// A transfer in which nothing arrives for this long has stalled.
const STALL_LIMIT: Duration = Duration::from_secs(30);
/// Tries in a row that brought next to nothing before it is left to the person.
const FRUITLESS_LIMIT: u32 = 4;
/// A try that brought this many bytes was not fruitless.
const WORTHWHILE: u64 = 1 << 20;

/// Where to download from, and how patiently.
#[derive(Clone, Debug)]
pub struct Fetcher {
    /// The folder of a mirror, without a slash at its end; none fetches from where the official files lie.
    pub mirror: Option<String>,
    /// Waited before the next try; doubled after each fruitless one.
    pub pause: Duration,
    /// Longest time without a byte.
    pub stall: Duration,
}

impl Default for Fetcher {
    fn default() -> Self {
        let named = std::env::var(PLACE_VARIABLE).ok().filter(|place| !place.is_empty());
        let mirror = named.map(|place| place.trim_end_matches('/').to_owned());
        Self { mirror, pause: Duration::from_secs(1), stall: STALL_LIMIT }
    }
}

impl Fetcher {
    /// Downloads into the store, whose lock the caller holds.
    pub async fn fetch(&self, entry: &Entry, store: &Store, listener: Listener<'_>) -> Result<PathBuf, ModelError> {
        let folder = store.folder()?;
        let (path, limit) = (store.part(entry.purpose, entry.name), entry.bytes);
        // Hashing what an earlier download left may take a second.
        let mut part = super::blocking(move || Part::open(path, limit)).await?;
        let filled = match space::require(folder, part.missing()) {
            Ok(()) => self.fill(entry, &mut part, listener).await,
            no_room => no_room,
        };
        if let Err(error) = filled {
            part.leave();
            return Err(error);
        }
        let place = store.place(entry.purpose, entry.name);
        part.finish(entry, &place)?;
        Ok(place)
    }

    async fn fill(&self, entry: &Entry, part: &mut Part, listener: Listener<'_>) -> Result<(), ModelError> {
        let client = self.client()?;
        let mut fruitless = 0;
        let mut arrived = false;
        while part.missing() > 0 {
            let before = part.bytes();
            let outcome = self.attempt(&client, entry, part, listener).await;
            let gained = part.bytes().saturating_sub(before);
            arrived |= gained > 0;
            match outcome {
                Ok(()) => continue,
                Err(ModelError::CutOff { .. }) => {}
                // Once something arrived, losing the host is a cut, not a host out of reach.
                Err(error) if arrived && error.is_out_of_reach() => {}
                Err(error) => return Err(error),
            }
            fruitless = if gained >= WORTHWHILE { 1 } else { fruitless + 1 };
            if fruitless >= FRUITLESS_LIMIT {
                return Err(cut_off(part));
            }
            tokio::time::sleep(self.pause * (1 << (fruitless - 1))).await;
        }
        Ok(())
    }

    fn address(&self, entry: &Entry) -> String {
        match &self.mirror {
            Some(mirror) => format!("{mirror}/{}", entry.file_name()),
            None => entry.address(),
        }
    }

    fn client(&self) -> Result<Client, ModelError> {
        let client = Client::builder().connect_timeout(CONNECT_LIMIT).read_timeout(self.stall);
        client.build().map_err(|error| unreachable(&error))
    }

    async fn attempt(
        &self,
        client: &Client,
        entry: &Entry,
        part: &mut Part,
        listener: Listener<'_>,
    ) -> Result<(), ModelError> {
        let mut request = client.get(self.address(entry));
        if part.bytes() > 0 {
            request = request.header(RANGE, format!("bytes={}-", part.bytes()));
        }
        let mut response = request.send().await.map_err(|error| unreachable(&error))?;
        prepare(&response, entry, part)?;
        listener(Progress::Downloading { done: part.bytes(), total: entry.bytes });
        while let Some(piece) = response.chunk().await.map_err(|_| cut_off(part))? {
            if piece.len() as u64 > part.missing() {
                let found = part.bytes() + piece.len() as u64;
                part.restart()?;
                return Err(not_the_file(entry, found));
            }
            part.add(&piece)?;
            listener(Progress::Downloading { done: part.bytes(), total: entry.bytes });
        }
        if part.missing() > 0 { Err(cut_off(part)) } else { Ok(()) }
    }
}

/// Looks at the answer's head: does its body go on where the part ends?
fn prepare(response: &Response, entry: &Entry, part: &mut Part) -> Result<(), ModelError> {
    match response.status() {
        StatusCode::PARTIAL_CONTENT if continues(response, part.bytes()) => {}
        // The server knows no ranges and sends the whole.
        StatusCode::OK => part.restart()?,
        // Another range than was asked for, or none: begin again on the next try.
        StatusCode::PARTIAL_CONTENT | StatusCode::RANGE_NOT_SATISFIABLE => {
            part.restart()?;
            return Err(cut_off(part));
        }
        StatusCode::NOT_FOUND | StatusCode::GONE => return Err(ModelError::NotOffered(entry.name.to_owned())),
        status => return Err(ModelError::Refused { status: status.as_u16() }),
    }
    match response.content_length() {
        Some(length) if length != part.missing() => Err(not_the_file(entry, part.bytes() + length)),
        _ => Ok(()),
    }
}

fn continues(response: &Response, from: u64) -> bool {
    let range = response.headers().get(CONTENT_RANGE).and_then(|range| range.to_str().ok());
    range.is_some_and(|range| range.starts_with(&format!("bytes {from}-")))
}

fn cut_off(part: &Part) -> ModelError {
    ModelError::CutOff { done: part.bytes(), total: part.bytes() + part.missing() }
}

fn not_the_file(entry: &Entry, found: u64) -> ModelError {
    ModelError::NotTheFile { name: entry.name.to_owned(), found, wanted: entry.bytes }
}

/// The innermost cause says what people can act on: a name that does not resolve, a connection refused.
fn unreachable(error: &reqwest::Error) -> ModelError {
    if error.is_timeout() {
        return ModelError::Unreachable { reason: "it does not answer".into() };
    }
    let mut cause: &dyn Error = error;
    while let Some(deeper) = cause.source() {
        cause = deeper;
    }
    ModelError::Unreachable { reason: cause.to_string() }
}

#[cfg(test)]
mod tests;
