//! What no path through a browser can beat: the same host with the same speech from a file, and no browser open.

use crate::child;
use crate::error::{Error, Result};
use crate::fixtures::Clip;
use crate::host::Host;
use convoally_shared::event::{Event, EventKind, SourceState};

/// From the end of the last word to the final utterance for each clip that was understood, milliseconds. Each is
/// played as it was spoken, so this takes as long as the clips and a second more for each.
///
/// # Errors
/// [`Error::Failed`] with the host's own words.
pub fn waits(host: &Host, clips: &[Clip]) -> Result<Vec<f64>> {
    let waits = clips.iter().map(|clip| {
        let mut listen = host.command();
        listen.args(["listen", "--json", "--no-history", "--them"]).arg(&clip.wav);
        let lines = child::output(&mut listen)?;
        let events = serde_json::Deserializer::from_slice(&lines).into_iter::<Event>();
        let events = events.collect::<std::result::Result<Vec<_>, _>>();
        let events = events.map_err(|error| Error::Unexpected(format!("listen --json: {error}")))?;
        Ok(wait(&events, clip.speech_end_ms))
    });
    waits.filter_map(Result::transpose).collect()
}

fn wait(events: &[Event], speech_end_ms: f64) -> Option<f64> {
    let at = |wanted: fn(&EventKind) -> bool| events.iter().rev().find(|event| wanted(&event.kind));
    let began = at(|kind| matches!(kind, EventKind::SourceChanged { state: SourceState::Opening, .. }))?;
    let finished = at(|kind| matches!(kind, EventKind::UtteranceFinal { .. }))?;
    Some(finished.at_ms as f64 - began.at_ms as f64 - speech_end_ms)
}

#[cfg(test)]
mod tests {
    use super::*;
    use convoally_shared::session::SessionId;
    use convoally_shared::utterance::{Speaker, Utterance, UtteranceId};

    fn event(at_ms: u64, kind: EventKind) -> Event {
        Event { session: SessionId("s".into()), seq: at_ms, at_ms, kind }
    }

    #[test]
    fn the_wait_counts_from_the_last_word_in_the_file() {
        let (speaker, device) = (Speaker::Them, "q1.wav".to_owned());
        let utterance = Utterance { id: UtteranceId(1), speaker, start_ms: 0, end_ms: 1, text: "Why us?".into() };
        let events = [
            event(5, EventKind::SourceChanged { speaker, device, state: SourceState::Opening }),
            event(2605, EventKind::UtteranceFinal { utterance }),
        ];
        assert_eq!(wait(&events, 2000.0), Some(600.0));
        assert_eq!(wait(&events[..1], 2000.0), None);
    }
}
