//! `convoally history search`, and what the list may leave out.

use super::period::Period;
use crate::export::{clock, date, printable};
use crate::vault::search::{Found, FoundSession, Hit, Marked, Only, Said, Search, Source};
use clap::{Args, ValueEnum};
use convoally_shared::amendment::Outcome;
use convoally_shared::session::SessionSummary;
use convoally_shared::utterance::Speaker;

/// Leaves out sessions that do not fit.
#[derive(Args, Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Sessions with this company, or with this in their title
    #[arg(long, value_name = "NAME")]
    company: Option<String>,
    /// Sessions of this day, month or year and later ones (UTC): 2026-11-23, 2026-11 or 2026
    #[arg(long, value_name = "DATE")]
    from: Option<Period>,
    /// Sessions of this day, month or year and earlier ones
    #[arg(long, value_name = "DATE")]
    to: Option<Period>,
    /// Sessions that went on like this
    #[arg(long, value_enum)]
    outcome: Option<Known>,
    /// Sessions with this tag
    #[arg(long)]
    tag: Option<String>,
}

/// How sessions went on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Known {
    /// On to the next round
    Passed,
    /// They said no
    Rejected,
    /// They have not said yet
    Waiting,
    /// They made an offer
    Offer,
}

impl From<Known> for Outcome {
    fn from(known: Known) -> Self {
        match known {
            Known::Passed => Self::Passed,
            Known::Rejected => Self::Rejected,
            Known::Waiting => Self::Waiting,
            Known::Offer => Self::Offer,
        }
    }
}

impl Filter {
    pub fn only(&self) -> Only {
        Only {
            company: self.company.clone(),
            from_unix_ms: self.from.map(|period| period.begins),
            before_unix_ms: self.to.map(|period| period.ends),
            outcome: self.outcome.map(Outcome::from),
            tag: self.tag.clone(),
        }
    }
}

/// Arguments of `search`.
#[derive(Args, Clone, Debug, PartialEq, Eq)]
pub struct Find {
    /// Words that are all there; some in quotation marks stand side by side, one with a star is the beginning of others
    #[arg(required = true)]
    words: Vec<String>,
    #[command(flatten)]
    filter: Filter,
    /// What this side or person said alone: me, them, or a name that you gave
    #[arg(long, value_name = "WHO")]
    speaker: Option<String>,
    /// So many sessions at most
    #[arg(long, default_value_t = 10, value_name = "COUNT", value_parser = clap::value_parser!(u8).range(1..=50))]
    most: u8,
    /// Write JSON instead of text
    #[arg(long)]
    pub json: bool,
}

impl Find {
    pub fn search(&self) -> Search {
        let said = self.speaker.as_ref().map(|who| match who.to_lowercase().as_str() {
            "me" => Said::By(Speaker::Me),
            "them" => Said::By(Speaker::Them),
            _ => Said::ByName(who.clone()),
        });
        // The shell takes quotation marks away: an argument of several words is a phrase.
        let phrase =
            |words: &String| if words.contains(char::is_whitespace) { format!("\"{words}\"") } else { words.clone() };
        // One argument alone may hold the whole search.
        let words = match self.words.as_slice() {
            [one] => one.clone(),
            several => several.iter().map(phrase).collect::<Vec<_>>().join(" "),
        };
        Search { words, only: self.filter.only(), said, most: usize::from(self.most) }
    }
}

/// What was found, for a terminal that shows marks in bold, or without them.
pub fn text(found: &Found, bold: bool) -> String {
    if found.sessions.is_empty() {
        return "Nothing was found.\n".to_owned();
    }
    let mut parts: Vec<String> = found.sessions.iter().map(|session| one(session, bold)).collect();
    if found.more {
        parts.push("There is more: say more words, or leave out sessions with --company, --from, --to.\n".to_owned());
    }
    parts.join("\n")
}

fn one(found: &FoundSession, bold: bool) -> String {
    let session = &found.session;
    let mut lines = vec![format!("{}  {}  {}", session.id, date(session.started_unix_ms), about(session))];
    lines.extend(found.hits.iter().map(|hit| line(hit, bold)));
    lines.join("\n  ") + "\n"
}

/// What a session is called, with its tags and what came of it, in one line.
pub fn about(session: &SessionSummary) -> String {
    let mut about = one_line(&session.heading());
    for tag in &session.tags {
        about += " #";
        about += &one_line(tag).replace(' ', "-");
    }
    if let Some(outcome) = session.outcome {
        about += &format!(" [{outcome}]");
    }
    about
}

fn line(hit: &Hit, bold: bool) -> String {
    let text = marked(&hit.text, bold);
    match &hit.source {
        Source::Heading => format!("About: {text}"),
        Source::Notes => format!("Notes: {text}"),
        Source::Utterance { who, start_ms, .. } => format!("{} {}: {text}", clock(*start_ms), one_line(who)),
        Source::Question { at_ms, .. } => format!("{} Question: {text}", clock(*at_ms)),
        Source::Draft { at_ms, .. } => format!("{} Draft: {text}", clock(*at_ms)),
    }
}

fn marked(marked: &Marked, bold: bool) -> String {
    let mut text = String::new();
    let mut done = 0;
    for mark in &marked.marks {
        let (start, end) = (mark.start as usize, mark.end as usize);
        let (Some(before), Some(found)) = (marked.text.get(done..start), marked.text.get(start..end)) else { break };
        text += &plain(before);
        // The only commands to the terminal in all this: bold, and no longer bold.
        text += &if bold { format!("\u{1b}[1m{}\u{1b}[22m", plain(found)) } else { plain(found) };
        done = end;
    }
    text + &plain(marked.text.get(done..).unwrap_or_default())
}

/// A piece of a line: spaces at its ends stay.
fn plain(text: &str) -> String {
    printable(text).replace(['\n', '\t'], " ")
}

fn one_line(text: &str) -> String {
    plain(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use convoally_shared::card::Span;

    #[test]
    fn what_was_found_is_bold_on_a_terminal_that_obeys_nothing_else() {
        let hostile = Marked { text: "a\u{1b}[2J bill\u{7}ing\nteam".into(), marks: vec![Span { start: 6, end: 14 }] };
        assert_eq!(marked(&hostile, true), "a[2J \u{1b}[1mbilling\u{1b}[22m team");
        assert_eq!(marked(&hostile, false), "a[2J billing team");
        let broken = Marked { text: "ä".into(), marks: vec![Span { start: 1, end: 9 }] };
        assert_eq!(marked(&broken, true), "ä");
    }
}
