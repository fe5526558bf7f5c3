//! A session as plain text, for the terminal and for programs that know nothing else.

use super::notes::{Asked, Draft, NONE_FOUND, Notes, WHAT_THEY_ARE};
use super::printable::{one_line, printable};
use convoally_shared::view::SessionView;
use std::fmt::Write;

/// The same content as the Markdown document. Holds no control character but the line end.
pub fn text(view: &SessionView) -> String {
    let notes = Notes::of(view);
    let mut parts = vec![head(&notes)];
    if !notes.own.trim().is_empty() {
        let lines = printable(notes.own).trim_matches('\n').lines().map(str::to_owned).collect::<Vec<_>>();
        parts.push(section("My notes", "", lines.into_iter()));
    }
    let about = (!notes.follow_ups.is_empty()).then(|| format!("({WHAT_THEY_ARE})"));
    let follow_ups = notes.follow_ups.iter().map(|one| one_line(&format!("{} {}: {}", one.clock, one.who, one.text)));
    parts.push(section("To follow up", NONE_FOUND, about.into_iter().chain(follow_ups)));
    parts.push(section("Questions", "No question was found.", notes.questions.iter().map(question)));
    let left = notes.left.iter().map(|one| {
        let sources = if one.sources.is_empty() { String::new() } else { format!(" ({})", one.sources.join("; ")) };
        one_line(&format!("{}: {}, {} bytes{sources}", one.recipient, one.content, one.bytes))
    });
    parts.push(section("What left this computer", "Nothing left this computer.", left));
    if !notes.wrong.is_empty() {
        let faults = notes.wrong.iter().map(|fault| one_line(&fault.to_string()));
        parts.push(section("What went wrong", "", faults));
    }
    parts.push(section("Transcript", "Nothing was said.", transcript(&notes)));
    parts.join("\n")
}

fn head(notes: &Notes) -> String {
    let lines = [one_line(&notes.title), notes.when.clone()].into_iter();
    let facts = notes.facts.iter().map(|(label, value)| one_line(&format!("{label}: {value}")));
    lines.chain(facts).collect::<Vec<_>>().join("\n") + "\n"
}

fn section(title: &str, empty: &str, lines: impl Iterator<Item = String>) -> String {
    let mut text = format!("{title}\n{}\n", "-".repeat(title.len()));
    let before = text.len();
    for line in lines {
        text += line.trim_end();
        text.push('\n');
    }
    if text.len() == before {
        text += empty;
        text.push('\n');
    }
    text
}

/// Texts begin in one column when names are short.
fn transcript<'a>(notes: &'a Notes) -> impl Iterator<Item = String> + 'a {
    let names = notes.transcript.iter().map(|line| one_line(line.who).chars().count());
    let width = names.max().unwrap_or(0).min(16) + 1;
    notes.transcript.iter().map(move |line| {
        let heard = line.heard.map(|heard| format!(" (heard: {})", one_line(heard))).unwrap_or_default();
        format!("{} {:<width$} {}{heard}", line.clock, format!("{}:", one_line(line.who)), one_line(line.text))
    })
}

fn question(asked: &Asked) -> String {
    let mut text = format!("{} {} [{}]\n", asked.clock, one_line(asked.text), asked.kind);
    if !asked.marks.is_empty() {
        let _ = writeln!(text, "  By you: {}", asked.marks);
    }
    if !asked.answer.is_empty() {
        text += "  You said:\n";
        indent(&mut text, &asked.answer);
    }
    if asked.passages.is_some_and(<[_]>::is_empty) {
        text += "  No passage of your documents fits.\n";
    }
    for passage in asked.passages.unwrap_or_default() {
        let _ = writeln!(text, "  From {}:", one_line(&passage.source()));
        indent(&mut text, &passage.text);
    }
    if let Some(one) = &asked.draft {
        draft(&mut text, one);
    }
    text
}

fn draft(text: &mut String, draft: &Draft) {
    for fault in draft.before {
        let _ = writeln!(text, "  Asked before, and gave up: {}", one_line(&fault.sentence));
    }
    let given_up = draft.given_up.map(|why| format!(", given up: {}", one_line(why)));
    let _ = writeln!(text, "  {}{}", one_line(&draft.title), given_up.unwrap_or_else(|| ":".to_owned()));
    indent(text, draft.text);
    let facts: Vec<_> = draft.unsupported.iter().map(|fact| format!("“{}”", one_line(fact))).collect();
    if !facts.is_empty() {
        let _ = writeln!(text, "  In no source: {}", facts.join(", "));
    }
}

fn indent(text: &mut String, quoted: &str) {
    for line in printable(quoted).trim_matches('\n').lines() {
        let _ = writeln!(text, "    {}", line.replace('\t', "    "));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::sample;

    #[test]
    fn the_terminal_shows_what_the_document_says() {
        let text = text(&SessionView::of_amended(&sample::events(), &sample::amendments()));
        assert_eq!(text, include_str!("text/sample.txt"));
    }

    #[test]
    fn a_terminal_obeys_no_text_from_a_call() {
        let (events, amendments) = sample::hostile("\u{1b}[2J\u{1b}]0;owned\u{7}\nno\r");
        let text = text(&SessionView::of_amended(&events, &amendments));
        assert!(text.chars().all(|letter| letter == '\n' || !letter.is_control()), "{text:?}");
    }
}
