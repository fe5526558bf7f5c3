//! A session as plain text, for the terminal.

use super::moment::{clock, date, length};
use super::printable::{one_line, printable};
use super::wording::{form, marks, spending, unsupported};
use convoally_shared::view::{CardView, DraftView, Phase, SessionView};
use std::fmt::Write;

/// The same content as the Markdown document. Holds no control character but the line end.
pub fn text(view: &SessionView) -> String {
    let mut parts = vec![head(view)];
    parts.push(section("Questions", "No question was found.", view.cards.iter().map(question)));
    let left = view.departures.iter().map(|one| {
        let sources = if one.sources.is_empty() { String::new() } else { format!(" ({})", one.sources.join("; ")) };
        one_line(&format!("{}: {}, {} bytes{sources}", one.recipient, one.content, one.bytes))
    });
    parts.push(section("What left this computer", "Nothing left this computer.", left));
    if !view.faults.is_empty() {
        let faults = view.faults.iter().map(|fault| one_line(&fault.to_string()));
        parts.push(section("What went wrong", "", faults));
    }
    let said = view
        .utterances
        .iter()
        .map(|one| format!("{} {:<5} {}", clock(one.start_ms), format!("{}:", one.speaker), one_line(&one.text)));
    parts.push(section("Transcript", "Nothing was said.", said));
    parts.join("\n")
}

fn head(view: &SessionView) -> String {
    let mut lines = vec![one_line(&view.brief.title())];
    let mut line = format!("{}, {}", date(view.started_unix_ms), length(view.last_ms));
    if !view.brief.kind.is_empty() {
        line += ", ";
        line += &one_line(&view.brief.kind);
    }
    lines.push(line);
    lines.push(one_line(&format!("Heard by {}", view.transcriber)));
    lines.push(
        view.answerer.as_deref().map_or_else(
            || "Passages only, no drafts".to_owned(),
            |answerer| one_line(&format!("Drafts by {answerer}")),
        ),
    );
    if !view.documents.is_empty() {
        lines.push(one_line(&format!("Documents: {}", view.documents.join(", "))));
    }
    lines.extend(spending(&view.spending).map(|took| format!("Took {took}")));
    if view.phase != Phase::Ended {
        lines.push("Not ended: the session was still running, or was cut off".to_owned());
    }
    lines.join("\n") + "\n"
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

fn question(card: &CardView) -> String {
    let typed = if card.question.utterance.is_none() { ", typed" } else { "" };
    let (time, asked, kind) = (clock(card.asked_ms), one_line(&card.question.text), card.question.kind);
    let mut text = format!("{time} {asked} [{kind}{typed}]\n");
    let marks = marks(&card.marks);
    if !marks.is_empty() {
        let _ = writeln!(text, "  By you: {marks}");
    }
    let passages = card.card.as_ref().map_or(&[][..], |card| &card.passages);
    if passages.is_empty() {
        text += "  No passage of your documents fits.\n";
    }
    for passage in passages {
        let _ = writeln!(text, "  From {}:", one_line(&passage.source()));
        indent(&mut text, &passage.text);
    }
    draft(&mut text, card);
    text
}

fn draft(text: &mut String, card: &CardView) {
    for fault in &card.moved {
        let _ = writeln!(text, "  Asked before, and gave up: {}", one_line(&fault.sentence));
    }
    let form = form(card.wish);
    let _ = match &card.draft {
        DraftView::None => Ok(()),
        DraftView::Streaming { .. } => writeln!(text, "  Draft{form}, unfinished:"),
        DraftView::Finished { .. } => writeln!(text, "  Draft{form}:"),
        DraftView::Failed { fault, .. } => writeln!(text, "  Draft{form}, given up: {}", one_line(&fault.sentence)),
    };
    indent(text, card.draft.text());
    let facts: Vec<_> = unsupported(card).into_iter().map(|fact| format!("“{}”", one_line(fact))).collect();
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
        let text = text(&SessionView::of(&sample::events()));
        let expected = "\
Backend engineer at Northwind
2026-11-23 15:15 UTC, 2 min 30 s, phone screen
Heard by whisper base-q8_0, on this computer
Drafts by a-model at api.example.com
Documents: resume
Took 2,000 tokens for drafts, 10 % of them for drafts that were given up; at least $0.0021: not every price is known

Questions
---------
01:01 Why do you want to work here? [Motivation]
  By you: used, pinned, helped
  From resume › Experience:
    I led the *billing* team.
    Four people.
  Draft, shorter:
    Because of the *billing* team of twelve.
  In no source: “twelve”
01:20 And then? [Follow-up]
  No passage of your documents fits.
  Asked before, and gave up: There is no connection.
  Draft, given up: The provider stopped in the middle.
    I would
01:40 What is a mutex? [Technical, typed]
  By you: did not help
  No passage of your documents fits.

What left this computer
-----------------------
api.example.com: question and passages, 1200 bytes (resume › Experience)
api.example.com: question and passages, 1234 bytes (resume › Experience)
api.example.com: question, passages and draft before, 1300 bytes (resume › Experience)
api.example.com: question, 200 bytes

What went wrong
---------------
audio.lost: The microphone went away. Plug it in again.

Transcript
----------
01:00 Them: Welcome. Why do you want to work here?
01:05 Me:   Because of the team.
";
        assert_eq!(text, expected);
    }

    #[test]
    fn a_terminal_obeys_no_text_from_a_call() {
        let text = text(&SessionView::of(&sample::events_with("\u{1b}[2J\u{1b}]0;owned\u{7}\nno\r")));
        assert!(text.chars().all(|letter| letter == '\n' || !letter.is_control()), "{text:?}");
    }
}
