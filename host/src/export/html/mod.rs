//! A session as one web page: the style is inside, there is no script and no address outside it, and it prints like a
//! document.
//!
//! Everything that was heard, quoted or drafted goes through [`escape`]; only this room writes tags. The page forbids
//! itself scripts and requests, so that a mistake here would still not let a call run anything.

mod index;
#[cfg(test)]
mod tests;

pub(super) use index::{Entry, index};

use super::notes::{Asked, Draft, Line, NONE_FOUND, Notes, WHAT_THEY_ARE};
use super::printable::{one_line, printable};
use convoally_shared::view::SessionView;

/// No script, no request; only the style that stands in the page.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";
const STYLE: &str = include_str!("page.css");

/// The whole page.
pub fn html(view: &SessionView) -> String {
    let notes = Notes::of(view);
    let mut sections = Vec::new();
    if !notes.own.trim().is_empty() {
        sections.push(section("notes", "My notes", &block("own", notes.own)));
    }
    sections.push(section("follow-up", "To follow up", &follow_ups(&notes)));
    sections.push(section("questions", "Questions", &questions(&notes.questions)));
    sections.push(section("left", "What left this computer", &left(&notes)));
    if !notes.wrong.is_empty() {
        let faults = notes.wrong.iter().map(|fault| line(&format!("{} {}", fault.sentence, fault.action)));
        sections.push(section("wrong", "What went wrong", &list(faults)));
    }
    sections.push(section("transcript", "Transcript", &transcript(&notes.transcript)));
    page(&notes.title, &format!("{}{}", head(&notes), sections.concat()))
}

/// A page around its content.
fn page(title: &str, content: &str) -> String {
    let title = line(title);
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" content=\"no-referrer\">\n\
         <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n{content}</main>\n</body>\n</html>\n"
    )
}

fn head(notes: &Notes) -> String {
    let facts =
        notes.facts.iter().map(|(label, value)| format!("<dt>{label}</dt><dd dir=\"auto\">{}</dd>\n", line(value)));
    let (title, when, facts) = (line(&notes.title), line(&notes.when), facts.collect::<String>());
    format!("<header>\n<h1 dir=\"auto\">{title}</h1>\n<p class=\"when\">{when}</p>\n<dl>\n{facts}</dl>\n</header>\n")
}

fn section(id: &str, title: &str, content: &str) -> String {
    format!("<section id=\"{id}\">\n<h2>{title}</h2>\n{content}</section>\n")
}

fn follow_ups(notes: &Notes) -> String {
    if notes.follow_ups.is_empty() {
        return paragraph("quiet", NONE_FOUND);
    }
    let each = notes
        .follow_ups
        .iter()
        .map(|one| format!("{} <strong>{}</strong> <q>{}</q>", time(&one.clock), line(one.who), line(one.text)));
    paragraph("quiet", WHAT_THEY_ARE) + &list(each)
}

fn questions(questions: &[Asked]) -> String {
    if questions.is_empty() {
        return paragraph("quiet", "No question was found.");
    }
    let rows = (1..).zip(questions).map(|(number, asked): (usize, _)| {
        let (text, kind) = (line(asked.text), line(&asked.kind));
        format!(
            "<tr><td>{}</td><td dir=\"auto\"><a href=\"#q{number}\">{text}</a></td><td>{kind}</td><td>{}</td></tr>\n",
            time(&asked.clock),
            asked.marks
        )
    });
    let table = format!(
        "<table>\n<thead><tr><th>When</th><th>Question</th><th>Kind</th><th>By you</th></tr></thead>\n\
         <tbody>\n{}</tbody>\n</table>\n",
        rows.collect::<String>()
    );
    table + &(1..).zip(questions).map(|(number, asked)| question(number, asked)).collect::<String>()
}

fn question(number: usize, asked: &Asked) -> String {
    let mut parts = vec![
        format!("<h3 dir=\"auto\">{} {}</h3>\n", time(&asked.clock), line(asked.text)),
        paragraph("quiet", &format!("{}: {}", asked.kind, asked.reason)),
    ];
    if !asked.marks.is_empty() {
        parts.push(paragraph("marks", &format!("By you: {}", asked.marks)));
    }
    if !asked.answer.is_empty() {
        parts.push(quotation("You said", "said", &asked.answer));
    }
    if asked.passages.is_some_and(<[_]>::is_empty) {
        parts.push(paragraph("quiet", "No passage of your documents fits."));
    }
    for passage in asked.passages.unwrap_or_default() {
        parts.push(quotation(&format!("From {}", passage.source()), "passage", &passage.text));
    }
    parts.extend(asked.draft.as_ref().map(draft));
    format!("<article id=\"q{number}\">\n{}</article>\n", parts.concat())
}

fn draft(draft: &Draft) -> String {
    let before =
        draft.before.iter().map(|fault| paragraph("quiet", &format!("Asked before, and gave up: {}", fault.sentence)));
    let given_up = draft.given_up.map(|why| format!(", given up: {why}")).unwrap_or_default();
    let title = format!("{}{given_up}", draft.title);
    let text = if draft.text.is_empty() { paragraph("label", &title) } else { quotation(&title, "draft", draft.text) };
    let facts: Vec<_> = draft.unsupported.iter().map(|fact| format!("“{fact}”")).collect();
    let doubt = match facts.as_slice() {
        [] => String::new(),
        facts => paragraph("doubt", &format!("In no source: {}", facts.join(", "))),
    };
    format!("{}{text}{doubt}", before.collect::<String>())
}

fn left(notes: &Notes) -> String {
    if notes.left.is_empty() {
        return paragraph("quiet", "Nothing left this computer.");
    }
    list(notes.left.iter().map(|one| {
        let from = match one.sources.join("; ") {
            sources if sources.is_empty() => sources,
            sources => format!(", with passages from {sources}"),
        };
        format!(
            "<strong>{}</strong> {}",
            line(&one.recipient),
            line(&format!("{}, {} bytes{from}", one.content, one.bytes))
        )
    }))
}

fn transcript(lines: &[Line]) -> String {
    if lines.is_empty() {
        return paragraph("quiet", "Nothing was said.");
    }
    let each = lines.iter().map(|one| {
        let class = if one.mine { "line mine" } else { "line" };
        let (time, who, text) = (time(&one.clock), line(one.who), line(one.text));
        format!("<div class=\"{class}\">{time}<b dir=\"auto\">{who}</b><p dir=\"auto\">{text}</p></div>\n")
    });
    each.collect()
}

fn time(clock: &str) -> String {
    format!("<time>{clock}</time>")
}

fn list(items: impl Iterator<Item = String>) -> String {
    format!("<ul>\n{}</ul>\n", items.map(|item| format!("<li dir=\"auto\">{item}</li>\n")).collect::<String>())
}

fn paragraph(class: &str, text: &str) -> String {
    format!("<p class=\"{class}\" dir=\"auto\">{}</p>\n", line(text))
}

fn quotation(label: &str, class: &str, text: &str) -> String {
    format!(
        "<figure class=\"{class}\">\n<figcaption dir=\"auto\">{}</figcaption>\n{}</figure>\n",
        line(label),
        block("", text)
    )
}

/// Several lines, as they are.
fn block(class: &str, text: &str) -> String {
    let class = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
    format!("<blockquote{class} dir=\"auto\">{}</blockquote>\n", escape(printable(text).trim_matches('\n')))
}

/// One line of text, harmless.
fn line(text: &str) -> String {
    escape(&one_line(text))
}

/// Text that is text in an element and in a quoted attribute.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped += "&amp;",
            '<' => escaped += "&lt;",
            '>' => escaped += "&gt;",
            '"' => escaped += "&quot;",
            '\'' => escaped += "&#39;",
            letter => escaped.push(letter),
        }
    }
    escaped
}
