//! A line of the transcript as it is typed: by the time that stands before it, or by its number.

use crate::export::clock;
use convoally_shared::fault::Fault;
use convoally_shared::utterance::{Utterance, UtteranceId};
use convoally_shared::view::SessionView;

/// Which line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// The one that begins in this second of the session: `01:05`.
    At(u64),
    /// The one with this number: `#12`.
    Number(u32),
}

impl std::str::FromStr for Line {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let line = text
            .strip_prefix('#')
            .map_or_else(|| seconds(text).map(Line::At), |number| number.parse().ok().map(Line::Number));
        line.ok_or_else(|| "a line is the time before it (01:05) or its number (#12)".to_owned())
    }
}

/// `mm:ss` or `h:mm:ss`.
fn seconds(text: &str) -> Option<u64> {
    let parts: Vec<u64> = text.split(':').map(|part| part.parse().ok()).collect::<Option<_>>()?;
    match parts[..] {
        [minutes, seconds @ 0..60] => minutes.checked_mul(60)?.checked_add(seconds),
        [hours, minutes @ 0..60, seconds @ 0..60] => hours.checked_mul(3600)?.checked_add(minutes * 60 + seconds),
        _ => None,
    }
}

impl Line {
    /// The line of a session.
    ///
    /// # Errors
    /// `history.not_in_session` when there is none, `history.ambiguous_line` when several begin in that second.
    pub fn find(self, view: &SessionView) -> Result<UtteranceId, Fault> {
        let is_it = |one: &&Utterance| match self {
            Line::At(second) => one.start_ms / 1000 == second,
            Line::Number(number) => one.id.0 == number,
        };
        let found: Vec<&Utterance> = view.utterances.iter().filter(is_it).collect();
        let written = match self {
            Line::At(second) => clock(second.saturating_mul(1000)),
            Line::Number(number) => format!("#{number}"),
        };
        match found[..] {
            [] => Err(Fault::new(
                "history.not_in_session",
                format!("The session has no line {written}; nothing was changed."),
                "See its lines with `convoally history show ID`.",
            )),
            [one] => Ok(one.id),
            _ => {
                let lines: Vec<_> = found.iter().map(|one| format!("#{} ({})", one.id.0, one.speaker)).collect();
                Err(Fault::new(
                    "history.ambiguous_line",
                    format!("Several lines begin at {written}: {}.", lines.join(", ")),
                    "Give the number of the one that you mean.",
                ))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use convoally_shared::utterance::Speaker;

    #[test]
    fn a_line_is_a_time_or_a_number() {
        assert_eq!("01:05".parse(), Ok(Line::At(65)));
        assert_eq!("1:00:05".parse(), Ok(Line::At(3605)));
        assert_eq!("75:00".parse(), Ok(Line::At(4500)));
        assert_eq!("#12".parse(), Ok(Line::Number(12)));
        for wrong in ["", "12", "01:60", "1:60:00", "#", "#-1", "a:b", "::", "99999999999999999999:00"] {
            assert!(wrong.parse::<Line>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_time_that_several_lines_share_is_asked_about() {
        let mut view = SessionView::default();
        for (id, speaker, start_ms) in [(4, Speaker::Them, 65_100), (5, Speaker::Me, 65_900), (6, Speaker::Me, 70_000)]
        {
            view.utterances.push(Utterance { id: UtteranceId(id), speaker, start_ms, end_ms: 0, text: "x".into() });
        }
        assert_eq!(Line::At(70).find(&view), Ok(UtteranceId(6)));
        assert_eq!(Line::Number(5).find(&view), Ok(UtteranceId(5)));
        let refused = Line::At(65).find(&view).unwrap_err();
        assert!(refused.code == "history.ambiguous_line" && refused.sentence.contains("#4 (Them), #5 (Me)"));
        assert_eq!(Line::At(66).find(&view).unwrap_err().code, "history.not_in_session");
    }
}
