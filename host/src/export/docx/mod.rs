//! A session as a Word document: real headings, so that the navigator and a table of contents find them, a table of the
//! questions, and below it everything that the other documents say, too.

mod style;
#[cfg(test)]
mod tests;

use super::error::ExportError;
use super::notes::{Asked, Draft, Line, NONE_FOUND, Notes, WHAT_THEY_ARE};
use super::printable::{one_line, printable};
use convoally_shared::departure::Departure;
use convoally_shared::view::SessionView;
use docx_rs::{Docx, Paragraph, Run, Table, TableCell, TableRow, WidthType};
use std::io::{Seek, Write};
use style::Style;

/// Columns of the table of questions, twentieths of a point; together as wide as the text.
const COLUMNS: [usize; 4] = [850, 5_188, 1_800, 1_800];

/// Writes the document.
///
/// # Errors
/// What `out` says.
pub fn docx(view: &SessionView, out: impl Write + Seek) -> Result<(), ExportError> {
    let notes = Notes::of(view);
    let mut page = Page(style::apply(Docx::new()));
    page.say(Style::Title, &notes.title);
    page.say(Style::Subtitle, &notes.when);
    for (label, value) in &notes.facts {
        page.labelled(Style::Fact, label, value);
    }
    if !notes.own.trim().is_empty() {
        page.say(Style::Heading1, "My notes");
        page.lines(Style::Body, notes.own);
    }
    page.say(Style::Heading1, "To follow up");
    page.say(Style::Small, if notes.follow_ups.is_empty() { NONE_FOUND } else { WHAT_THEY_ARE });
    for one in &notes.follow_ups {
        page.labelled(Style::Point, &format!("{} {}", one.clock, one.who), one.text);
    }
    page.say(Style::Heading1, "Questions");
    if notes.questions.is_empty() {
        page.say(Style::Body, "No question was found.");
    } else {
        page.0 = page.0.add_table(at_a_glance(&notes.questions));
    }
    notes.questions.iter().for_each(|asked| page.question(asked));
    page.say(Style::Heading1, "What left this computer");
    if notes.left.is_empty() {
        page.say(Style::Body, "Nothing left this computer.");
    }
    notes.left.iter().for_each(|one| page.departure(one));
    if !notes.wrong.is_empty() {
        page.say(Style::Heading1, "What went wrong");
        notes.wrong.iter().for_each(|fault| page.say(Style::Point, &format!("{} {}", fault.sentence, fault.action)));
    }
    page.say(Style::Heading1, "Transcript");
    if notes.transcript.is_empty() {
        page.say(Style::Body, "Nothing was said.");
    }
    notes.transcript.iter().for_each(|line| page.spoken(line));
    page.0.pack(out).map_err(|error| std::io::Error::from(error).into())
}

/// The document so far.
struct Page(Docx);

impl Page {
    fn add(&mut self, paragraph: Paragraph) {
        self.0 = std::mem::take(&mut self.0).add_paragraph(paragraph);
    }

    fn say(&mut self, style: Style, text: &str) {
        self.add(style.paragraph().add_run(run(text)));
    }

    fn labelled(&mut self, style: Style, label: &str, text: &str) {
        self.add(style.paragraph().add_run(run(&format!("{label}: ")).bold()).add_run(run(text)));
    }

    /// Several lines, each with its indentation.
    fn lines(&mut self, style: Style, text: &str) {
        let text = printable(text);
        let mut run = Run::new();
        for (at, line) in text.trim_matches('\n').lines().enumerate() {
            if at > 0 {
                run = run.add_break(docx_rs::BreakType::TextWrapping);
            }
            run = run.add_text(legal(line).replace('\t', "    "));
        }
        self.add(style.paragraph().add_run(run));
    }

    fn question(&mut self, asked: &Asked) {
        self.say(Style::Heading2, &format!("{} {}", asked.clock, asked.text));
        let marks = if asked.marks.is_empty() { String::new() } else { format!(". By you: {}", asked.marks) };
        self.say(Style::Small, &format!("{}: {}{marks}", asked.kind, asked.reason));
        if !asked.answer.is_empty() {
            self.labelled(Style::Body, "You said", &asked.answer);
        }
        if asked.passages.is_some_and(<[_]>::is_empty) {
            self.say(Style::Small, "No passage of your documents fits.");
        }
        for passage in asked.passages.unwrap_or_default() {
            self.say(Style::Source, &passage.source());
            self.lines(Style::Quotation, &passage.text);
        }
        if let Some(draft) = &asked.draft {
            self.draft(draft);
        }
    }

    fn draft(&mut self, draft: &Draft) {
        for fault in draft.before {
            self.say(Style::Small, &format!("Asked before, and gave up: {}", fault.sentence));
        }
        let given_up = draft.given_up.map(|why| format!(", given up: {why}")).unwrap_or_default();
        self.say(Style::Source, &format!("{}{given_up}", draft.title));
        if !draft.text.is_empty() {
            self.lines(Style::Quotation, draft.text);
        }
        if !draft.unsupported.is_empty() {
            let facts: Vec<_> = draft.unsupported.iter().map(|fact| format!("“{fact}”")).collect();
            self.say(Style::Small, &format!("In no source: {}", facts.join(", ")));
        }
    }

    fn departure(&mut self, one: &Departure) {
        let from = match one.sources.join("; ") {
            sources if sources.is_empty() => sources,
            sources => format!(", with passages from {sources}"),
        };
        self.labelled(Style::Point, &one.recipient, &format!("{}, {} bytes{from}", one.content, one.bytes));
    }

    fn spoken(&mut self, line: &Line) {
        let who = run(line.who).bold().color(if line.mine { style::ACCENT } else { style::INK });
        let time = run(&line.clock).color(style::FAINT);
        self.add(
            Style::Spoken.paragraph().add_run(time.add_tab()).add_run(who).add_run(run(&format!("  {}", line.text))),
        );
    }
}

fn at_a_glance(questions: &[Asked]) -> Table {
    let head = row(["When", "Question", "Kind", "By you"].map(|title| run(title).bold()), true);
    let rows = questions.iter().map(|asked| row([&asked.clock, asked.text, &asked.kind, &asked.marks].map(run), false));
    style::table(std::iter::once(head).chain(rows).collect(), &COLUMNS)
}

fn row(cells: [Run; 4], head: bool) -> TableRow {
    let cells = cells.into_iter().zip(COLUMNS).map(|(run, width)| {
        let cell = TableCell::new().width(width, WidthType::Dxa).add_paragraph(Style::Cell.paragraph().add_run(run));
        if head { cell.shading(style::head_shade()) } else { cell }
    });
    TableRow::new(cells.collect()).cant_split()
}

fn run(text: &str) -> Run {
    // The space at either end separates it from the run beside it.
    let (before, after) = (text.starts_with(' '), text.ends_with(' '));
    let line = legal(&one_line(text));
    Run::new().add_text(format!("{}{line}{}", if before { "  " } else { "" }, if after { " " } else { "" }))
}

/// XML has no way to write these two, not even escaped.
fn legal(text: &str) -> String {
    text.replace(['\u{fffe}', '\u{ffff}'], "")
}
