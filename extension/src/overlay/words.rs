//! Numbers and states in words.

use crate::locale::{say, say_with, write};
use convoally_shared::card::Wish;
use convoally_shared::event::SourceState;
use convoally_shared::question::QuestionKind;
use convoally_shared::request::TAB_SOUND;
use convoally_shared::session::Mode;
use convoally_shared::utterance::Speaker;
use convoally_shared::view::SourceView;

/// Quieter than this is an empty bar, decibels relative to full scale.
const FLOOR_DBFS: f32 = -60.0;
/// For so long a hole is told after its end, milliseconds.
const HOLE_TOLD_MS: u64 = 15_000;
/// How the host names an engine that sends nothing away.
const ON_THIS_COMPUTER: &str = "on this computer";
/// How it names the host of any other.
const AT: &str = " at ";

/// How one side is doing, `now_ms` after the session began.
pub fn hearing(source: &SourceView, now_ms: u64) -> String {
    let since = |at_ms: u64| now_ms.saturating_sub(at_ms);
    // To the second: what changes oftener than that, nobody can read.
    let length = |ms: u64| write::length(ms / 1000 * 1000);
    if source.muted && !matches!(source.state, SourceState::Ended) {
        return say("panel_muted");
    }
    match (&source.state, source.hole, source.last_heard_ms) {
        (SourceState::Opening, ..) => say("panel_side_opening"),
        (SourceState::Silent { .. }, ..) => say("panel_silent"),
        (SourceState::Lost { .. }, ..) => say("panel_lost"),
        (SourceState::Ended, ..) => say("panel_side_ended"),
        (_, Some((missing_ms, at_ms)), _) if since(at_ms) < HOLE_TOLD_MS => {
            say_with("panel_hole", &[&write::length(missing_ms)])
        }
        (SourceState::Quiet { since_ms }, ..) => say_with("panel_quiet", &[&length(since(*since_ms))]),
        (SourceState::Hearing | SourceState::Recovered { .. }, _, None) => say("panel_heard_nothing"),
        (SourceState::Hearing | SourceState::Recovered { .. }, _, Some(at_ms)) => match since(at_ms) {
            0..2_000 => say("panel_heard_just_now"),
            ms => say_with("panel_heard_ago", &[&length(ms)]),
        },
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

/// Who speaks.
pub fn side(speaker: Speaker) -> String {
    say(match speaker {
        Speaker::Me => "panel_me",
        Speaker::Them => "panel_them",
    })
}

/// What is listened to. Only in a tab are the others heard alone.
pub fn device(source: &SourceView) -> String {
    let device = source.device.as_str();
    let tab = device.strip_prefix(TAB_SOUND).and_then(|rest| rest.strip_prefix(", "));
    match (source.speaker, tab) {
        (_, Some(site)) => say_with("panel_tab_sound", &[site]),
        (Speaker::Them, None) if !device.is_empty() => say_with("panel_computer_sound", &[device]),
        _ => device.to_owned(),
    }
}

/// What transcribes or drafts, which the host names in English.
pub fn engine(name: &str) -> String {
    if let Some(name) = name.strip_suffix(ON_THIS_COMPUTER) {
        return say_with("panel_engine_here", &[name.trim_end_matches([',', ' '])]);
    }
    match name.rsplit_once(AT) {
        Some((name, host)) => say_with("panel_engine_at", &[name.trim_end_matches(','), host]),
        None => name.to_owned(),
    }
}

/// Whether an engine sends nothing away. Of any other, less is promised.
pub fn is_here(engine: &str) -> bool {
    engine.ends_with(ON_THIS_COMPUTER)
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

/// What is wanted of a draft, as buttons and drafts say it.
pub fn wish(wish: Wish) -> String {
    say(match wish {
        Wish::Spoken => "wish_spoken",
        Wish::Bullets => "wish_bullets",
        Wish::Story => "wish_story",
        Wish::Code => "wish_code",
        Wish::Clarify => "wish_clarify",
        Wish::Shorter => "keys_shorter",
        Wish::Longer => "keys_longer",
        Wish::OtherExample => "keys_other_example",
        Wish::Plainer => "keys_plainer",
    })
}

/// When cards open, in the middle of a line.
pub fn mode(mode: Mode) -> String {
    say(match mode {
        Mode::Automatic => "mode_automatic",
        Mode::OnCommand => "mode_on_command",
        Mode::Off => "mode_off",
    })
}

/// What sort of answer a question asks for.
pub fn kind(kind: QuestionKind) -> String {
    say(match kind {
        QuestionKind::Background => "kind_background",
        QuestionKind::Motivation => "kind_motivation",
        QuestionKind::Behavioral => "kind_behavioral",
        QuestionKind::Situational => "kind_situational",
        QuestionKind::Technical => "kind_technical",
        QuestionKind::Design => "kind_design",
        QuestionKind::Coding => "kind_coding",
        QuestionKind::Salary => "kind_salary",
        QuestionKind::Availability => "kind_availability",
        QuestionKind::FollowUp => "kind_follow_up",
        QuestionKind::Closing => "kind_closing",
        QuestionKind::Other => "session_asks",
    })
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
        assert_eq!(hearing_at(SourceState::Hearing, Some(62_000)), "last heard 3 sec ago");
        assert_eq!(hearing_at(SourceState::Quiet { since_ms: 50_000 }, Some(0)), "quiet for 15 sec");
    }

    #[test]
    fn a_hole_is_told_for_a_while_unless_there_is_worse_to_tell() {
        let after_hole = |state, now_ms| {
            let hole = Some((3_210, 10_000));
            hearing(&SourceView { hole, ..source(state, Some(0)) }, now_ms)
        };
        assert_eq!(after_hole(SourceState::Recovered { missing_ms: 3_210 }, 10_000), "back, 3.2 sec were not heard");
        assert_eq!(after_hole(SourceState::Hearing, 24_000), "back, 3.2 sec were not heard");
        assert_eq!(after_hole(SourceState::Hearing, 26_000), "last heard 26 sec ago");
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
    fn times_are_written_as_people_read_them() {
        assert_eq!((clock(7_000), clock(3_847_000)), ("0:07".into(), "1:04:07".into()));
    }

    #[test]
    fn an_engine_is_named_in_the_readers_words() {
        let named = ["qwen on this computer", "whisper base, on this computer", "Deepgram Nova-3"].map(engine);
        assert_eq!(named, ["qwen, on this computer", "whisper base, on this computer", "Deepgram Nova-3"]);
        assert_eq!(engine("gpt-x at api.openai.com"), "gpt-x at api.openai.com");
    }
}
