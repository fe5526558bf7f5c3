//! Numbers and states in words.

use convoally_shared::card::Wish;
use convoally_shared::event::SourceState;
use convoally_shared::request::TAB_SOUND;
use convoally_shared::session::Mode;
use convoally_shared::utterance::Speaker;
use convoally_shared::view::SourceView;

/// Quieter than this is an empty bar, decibels relative to full scale.
const FLOOR_DBFS: f32 = -60.0;
/// For so long a hole is told after its end, milliseconds.
const HOLE_TOLD_MS: u64 = 15_000;

/// How one side is doing, `now_ms` after the session began.
pub fn hearing(source: &SourceView, now_ms: u64) -> String {
    let since = |at_ms: u64| now_ms.saturating_sub(at_ms);
    if source.muted && !matches!(source.state, SourceState::Ended) {
        return "muted in the call, not written down".to_owned();
    }
    match (&source.state, source.hole, source.last_heard_ms) {
        (SourceState::Opening, ..) => "opening".to_owned(),
        (SourceState::Silent { .. }, ..) => "sends only silence".to_owned(),
        (SourceState::Lost { .. }, ..) => "not heard, trying again".to_owned(),
        (SourceState::Ended, ..) => "ended".to_owned(),
        (_, Some((missing_ms, at_ms)), _) if since(at_ms) < HOLE_TOLD_MS => {
            format!("back, {} were not heard", tenths(missing_ms))
        }
        (SourceState::Quiet { since_ms }, ..) => format!("quiet for {}", length(since(*since_ms) / 1000)),
        (SourceState::Hearing | SourceState::Recovered { .. }, _, None) => "nothing said yet".to_owned(),
        (SourceState::Hearing | SourceState::Recovered { .. }, _, Some(at_ms)) => last_heard(since(at_ms) / 1000),
    }
}

/// How one side is doing in a word, for the style sheet.
pub fn sign(state: &SourceState) -> &'static str {
    match state {
        SourceState::Opening => "opening",
        SourceState::Hearing | SourceState::Recovered { .. } => "hearing",
        SourceState::Quiet { .. } => "quiet",
        SourceState::Silent { .. } => "silent",
        SourceState::Lost { .. } => "lost",
        SourceState::Ended => "ended",
    }
}

/// A side for the style sheet.
pub fn key(speaker: Speaker) -> &'static str {
    match speaker {
        Speaker::Me => "me",
        Speaker::Them => "them",
    }
}

/// Whether a side is not heard although it should be.
pub fn is_deaf(state: &SourceState) -> bool {
    matches!(state, SourceState::Silent { .. } | SourceState::Lost { .. })
}

/// What is listened to, for people. Only in a tab are the others heard alone.
pub fn device(source: &SourceView) -> String {
    let device = source.device.as_str();
    match source.speaker {
        Speaker::Them if !device.is_empty() && !device.starts_with(TAB_SOUND) => {
            ["computer’s sound, ", device].concat()
        }
        _ => device.to_owned(),
    }
}

fn last_heard(seconds: u64) -> String {
    if seconds < 2 { "heard just now".to_owned() } else { format!("last heard {} ago", length(seconds)) }
}

fn length(seconds: u64) -> String {
    if seconds < 60 { format!("{seconds} s") } else { format!("{} min", seconds / 60) }
}

/// `3.2 s`, `4 min`.
pub fn tenths(ms: u64) -> String {
    if ms < 60_000 { format!("{}.{} s", ms / 1000, ms % 1000 / 100) } else { length(ms / 1000) }
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

/// `$0.07`; `under 1 cent`. From millionths of a US dollar.
pub fn money(micro_usd: u64) -> String {
    let cents = micro_usd / 10_000;
    if cents == 0 { "under 1 cent".to_owned() } else { format!("${}.{:02}", cents / 100, cents % 100) }
}

/// What is wanted of a draft, as buttons and drafts say it.
pub fn wish(wish: Wish) -> &'static str {
    match wish {
        Wish::Spoken => "To speak",
        Wish::Bullets => "Points",
        Wish::Story => "Story",
        Wish::Code => "Code",
        Wish::Clarify => "Ask back",
        Wish::Shorter => "Shorter",
        Wish::Longer => "Longer",
        Wish::OtherExample => "Other example",
        Wish::Plainer => "Plainer",
    }
}

/// When cards open, in the middle of a line.
pub fn mode(mode: Mode) -> &'static str {
    match mode {
        Mode::Automatic => "automatic",
        Mode::OnCommand => "on command",
        Mode::Off => "off",
    }
}

/// `812 bytes`, `3.1 KB`, `1.2 MB`.
pub fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{}.{} KB", bytes / 1000, bytes % 1000 / 100),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use convoally_shared::fault::Fault;

    fn source(state: SourceState, last_heard_ms: Option<u64>) -> SourceView {
        let (speaker, device) = (Speaker::Me, "Mic".into());
        SourceView { speaker, device, state, muted: false, stand_in: None, hole: None, dbfs: -90.0, last_heard_ms }
    }

    #[test]
    fn silence_a_missing_permission_and_speech_are_told_apart() {
        let hearing_at = |state, last| hearing(&source(state, last), 65_000);
        let fault = Fault::new("audio.silent", "S.", "A.");
        assert_eq!(hearing_at(SourceState::Silent { fault }, None), "sends only silence");
        assert_eq!(hearing_at(SourceState::Hearing, None), "nothing said yet");
        assert_eq!(hearing_at(SourceState::Hearing, Some(64_500)), "heard just now");
        assert_eq!(hearing_at(SourceState::Hearing, Some(62_000)), "last heard 3 s ago");
        assert_eq!(hearing_at(SourceState::Quiet { since_ms: 50_000 }, Some(0)), "quiet for 15 s");
    }

    #[test]
    fn a_hole_is_told_for_a_while_unless_there_is_worse_to_tell() {
        let after_hole = |state, now_ms| {
            let hole = Some((3_210, 10_000));
            hearing(&SourceView { hole, ..source(state, Some(0)) }, now_ms)
        };
        assert_eq!(after_hole(SourceState::Recovered { missing_ms: 3_210 }, 10_000), "back, 3.2 s were not heard");
        assert_eq!(after_hole(SourceState::Hearing, 24_000), "back, 3.2 s were not heard");
        assert_eq!(after_hole(SourceState::Hearing, 26_000), "last heard 26 s ago");
        let fault = Fault::new("audio.device_gone", "S.", "A.");
        assert_eq!(after_hole(SourceState::Lost { fault }, 11_000), "not heard, trying again");
    }

    #[test]
    fn their_side_says_whether_the_tab_or_the_computer_is_heard() {
        let named = |speaker, name: &str| {
            device(&SourceView { speaker, device: name.into(), ..source(SourceState::Hearing, None) })
        };
        assert_eq!(named(Speaker::Them, "Speakers"), "computer’s sound, Speakers");
        assert_eq!(named(Speaker::Them, "tab sound, zoom.us"), "tab sound, zoom.us");
        assert_eq!((named(Speaker::Me, "Mic"), named(Speaker::Them, "")), ("Mic".into(), String::new()));
    }

    #[test]
    fn the_bar_is_empty_in_silence_and_full_at_full_scale() {
        assert_eq!([-90.0, -60.0, -30.0, 0.0, 6.0].map(level_percent), [0, 0, 50, 100, 100]);
    }

    #[test]
    fn times_and_sizes_are_written_as_people_read_them() {
        assert_eq!((clock(7_000), clock(3_847_000)), ("0:07".into(), "1:04:07".into()));
        assert_eq!([812, 3_140, 1_260_000].map(size), ["812 bytes", "3.1 KB", "1.2 MB"]);
        assert_eq!([9_999, 74_300, 12_050_000].map(money), ["under 1 cent", "$0.07", "$12.05"]);
    }
}
