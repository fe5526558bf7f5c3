//! The first page of an archive: every session with a link to its files.

use super::{line, page};
use crate::export::moment::{date, length};
use convoally_shared::view::SessionView;

/// One session in the archive.
pub(in crate::export) struct Entry {
    title: String,
    date: String,
    length: String,
    outcome: String,
    tags: String,
    questions: usize,
    /// What each file is called for people, and its name in the archive: letters, digits, hyphens and a dot.
    files: Vec<(&'static str, String)>,
}

impl Entry {
    /// What the page says of a session.
    pub(in crate::export) fn of(view: &SessionView, files: Vec<(&'static str, String)>) -> Self {
        Self {
            title: view.title(),
            date: date(view.started_unix_ms),
            length: length(view.last_ms),
            outcome: view.amended.outcome.map(|outcome| outcome.to_string()).unwrap_or_default(),
            tags: view.amended.tags.join(", "),
            questions: view.cards.len(),
            files,
        }
    }
}

/// The page.
pub(in crate::export) fn index(entries: &[Entry]) -> String {
    let sessions = if entries.len() == 1 { "1 session".to_owned() } else { format!("{} sessions", entries.len()) };
    let rows: String = entries.iter().map(row).collect();
    let table = format!(
        "<table class=\"index\">\n<thead><tr><th>When</th><th>Session</th><th>Length</th><th>Questions</th>\
         <th>Outcome</th><th>Tags</th><th>Also as</th></tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n"
    );
    page("Sessions", &format!("<header>\n<h1>Sessions</h1>\n<p class=\"when\">{sessions}</p>\n</header>\n{table}"))
}

fn row(entry: &Entry) -> String {
    let link = |name: &str, text: &str| format!("<a href=\"{}\">{}</a>", line(name), line(text));
    let main = entry.files.first().map_or_else(|| line(&entry.title), |(_, name)| link(name, &entry.title));
    let others: Vec<_> = entry.files.iter().skip(1).map(|(format, name)| link(name, format)).collect();
    format!(
        "<tr><td class=\"date\">{}</td><td dir=\"auto\">{main}</td><td>{}</td><td>{}</td><td>{}</td>\
         <td dir=\"auto\">{}</td><td>{}</td></tr>\n",
        line(&entry.date),
        line(&entry.length),
        entry.questions,
        line(&entry.outcome),
        line(&entry.tags),
        others.join(" ")
    )
}
