//! Numbers and states in words.

use convoally_shared::event::SourceState;
use convoally_shared::view::SourceView;

/// Quieter than this is an empty bar, decibels relative to full scale.
const FLOOR_DBFS: f32 = -60.0;

/// How one side is doing, `now_ms` after the session began.
pub fn hearing(source: &SourceView, now_ms: u64) -> String {
    match (&source.state, source.last_heard_ms) {
        (SourceState::Opening, _) => "opening".to_owned(),
        (SourceState::Silent { .. }, _) => "every sample is zero".to_owned(),
        (SourceState::Hearing | SourceState::Recovered { .. }, None) => "nothing heard yet".to_owned(),
        (SourceState::Hearing | SourceState::Recovered { .. }, Some(at_ms)) => {
            last_heard(now_ms.saturating_sub(at_ms) / 1000)
        }
        (SourceState::Quiet { since_ms }, _) => {
            format!("quiet for {}", length(now_ms.saturating_sub(*since_ms) / 1000))
        }
        (SourceState::Lost { .. }, _) => "lost, trying again".to_owned(),
        (SourceState::Ended, _) => "ended".to_owned(),
    }
}

fn last_heard(seconds: u64) -> String {
    if seconds < 2 { "heard just now".to_owned() } else { format!("last heard {} ago", length(seconds)) }
}

fn length(seconds: u64) -> String {
    if seconds < 60 { format!("{seconds} s") } else { format!("{} min", seconds / 60) }
}

/// How far the level bar is filled, percent.
pub fn level_percent(dbfs: f32) -> u32 {
    ((1.0 - dbfs.clamp(FLOOR_DBFS, 0.0) / FLOOR_DBFS) * 100.0) as u32
}

/// `4:07`, `1:04:07`.
pub fn clock(ms: u64) -> String {
    let (hours, minutes, seconds) = (ms / 3_600_000, ms / 60_000 % 60, ms / 1000 % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{seconds:02}") } else { format!("{minutes}:{seconds:02}") }
}

/// `812 bytes`, `3.1 KB`.
pub fn size(bytes: u64) -> String {
    if bytes < 1000 { format!("{bytes} bytes") } else { format!("{}.{} KB", bytes / 1000, bytes % 1000 / 100) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use convoally_shared::fault::Fault;
    use convoally_shared::utterance::Speaker;

    fn source(state: SourceState, last_heard_ms: Option<u64>) -> SourceView {
        let (speaker, device) = (Speaker::Me, "Mic".into());
        SourceView { speaker, device, state, stand_in: None, dbfs: -90.0, last_heard_ms }
    }

    #[test]
    fn silence_a_missing_permission_and_speech_are_told_apart() {
        let hearing_at = |state, last| hearing(&source(state, last), 65_000);
        let fault = Fault::new("audio.silent", "S.", "A.");
        assert_eq!(hearing_at(SourceState::Silent { fault }, None), "every sample is zero");
        assert_eq!(hearing_at(SourceState::Hearing, None), "nothing heard yet");
        assert_eq!(hearing_at(SourceState::Hearing, Some(64_500)), "heard just now");
        assert_eq!(hearing_at(SourceState::Hearing, Some(62_000)), "last heard 3 s ago");
        assert_eq!(hearing_at(SourceState::Recovered { missing_ms: 900 }, Some(0)), "last heard 1 min ago");
        assert_eq!(hearing_at(SourceState::Quiet { since_ms: 50_000 }, Some(0)), "quiet for 15 s");
    }

    #[test]
    fn the_bar_is_empty_in_silence_and_full_at_full_scale() {
        assert_eq!([-90.0, -60.0, -30.0, 0.0, 6.0].map(level_percent), [0, 0, 50, 100, 100]);
    }

    #[test]
    fn times_and_sizes_are_written_as_people_read_them() {
        assert_eq!((clock(7_000), clock(3_847_000)), ("0:07".into(), "1:04:07".into()));
        assert_eq!((size(812), size(3_140)), ("812 bytes".into(), "3.1 KB".into()));
    }
}
