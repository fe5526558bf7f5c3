//! What the vault's own terms are called, for people.

use crate::locale::say;
use convoally_shared::amendment::Outcome;
use convoally_shared::export::Format;
use convoally_shared::session::{SessionId, SessionSummary};
use convoally_shared::utterance::Speaker;

/// How an interview went on.
pub fn outcome(outcome: Outcome) -> String {
    say(match outcome {
        Outcome::Passed => "history_passed",
        Outcome::Rejected => "history_rejected",
        Outcome::Waiting => "history_waiting",
        Outcome::Offer => "history_offer",
    })
}

/// A format.
pub fn format(format: Format) -> String {
    say(match format {
        Format::Markdown => "history_markdown",
        Format::Html => "history_html",
        Format::Docx => "history_docx",
        Format::Text => "history_text",
        Format::Json => "history_json",
        Format::Srt => "history_srt",
        Format::Vtt => "history_vtt",
    })
}

/// A side to which the user gave no name.
pub fn side(speaker: Speaker) -> String {
    say(match speaker {
        Speaker::Me => "history_me",
        Speaker::Them => "history_them",
    })
}

/// What a session is called: the user's title, or what it was about, or the word for a session.
pub fn heading(session: &SessionSummary) -> String {
    let said = |text: &&String| !text.is_empty();
    match (&session.title, Some(&session.brief.role).filter(said), Some(&session.brief.company).filter(said)) {
        (None, None, None) => say("history_session"),
        _ => session.heading(),
    }
}

/// What a session is called of which only the name is known: its day and time in UTC as they stand in the name.
pub fn when(id: &SessionId) -> String {
    let name = id.0.as_str();
    match (name.get(..4), name.get(4..6), name.get(6..8), name.get(9..11), name.get(11..13)) {
        (Some(year), Some(month), Some(day), Some(hour), Some(minute)) if name.is_ascii() => {
            [year, "-", month, "-", day, " ", hour, ":", minute].concat()
        }
        _ => name.to_owned(),
    }
}

/// `4:07`, `1:04:07`.
pub fn clock(ms: u64) -> String {
    let (hours, minutes, seconds) = (ms / 3_600_000, ms / 60_000 % 60, ms / 1000 % 60);
    let two = |number: u64| format!("{number:02}");
    match hours {
        0 => [&minutes.to_string(), ":", &two(seconds)].concat(),
        hours => [&hours.to_string(), ":", &two(minutes), ":", &two(seconds)].concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_within_a_session_are_told_as_on_a_clock() {
        assert_eq!([0, 247_000, 3_847_000].map(clock), ["0:00", "4:07", "1:04:07"]);
    }

    #[test]
    fn every_outcome_and_format_has_a_name_of_its_own() {
        let mut names: Vec<String> = Outcome::ALL.map(outcome).into_iter().chain(Format::ALL.map(format)).collect();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), Outcome::ALL.len() + Format::ALL.len());
        assert!(names.iter().all(|name| !name.is_empty()));
    }
}
