//! A session as Markdown: what a person wants to have after a call.
//!
//! Everything that was heard, quoted or drafted goes through [`escape`] or [`quote`]; only this file writes marks.

mod escape;

use convoally_shared::departure::Departure;
use convoally_shared::utterance::Utterance;
use convoally_shared::view::{CardView, DraftView, Phase, SessionView};
use escape::{escape, quote};

use super::moment::{clock, date, length};
use super::wording::{form, marks, spending, unsupported};

/// The whole document: head, questions with their passages and drafts, what left the computer, transcript.
pub fn markdown(view: &SessionView) -> String {
    let mut blocks = vec![format!("# {}", escape(&view.brief.title())), head(view)];
    blocks.push("## Questions".to_owned());
    if view.cards.is_empty() {
        blocks.push("No question was found.".to_owned());
    }
    blocks.extend(view.cards.iter().flat_map(|card| question(card, view.answerer.as_deref())));
    blocks.push("## What left this computer".to_owned());
    blocks.push(departures(&view.departures));
    if !view.faults.is_empty() {
        blocks.push("## What went wrong".to_owned());
        blocks.push(list(view.faults.iter().map(|fault| escape(&format!("{} {}", fault.sentence, fault.action)))));
    }
    blocks.push("## Transcript".to_owned());
    if view.utterances.is_empty() {
        blocks.push("Nothing was said.".to_owned());
    }
    blocks.extend(view.utterances.iter().map(utterance));
    blocks.join("\n\n") + "\n"
}

fn head(view: &SessionView) -> String {
    let mut lines = vec![format!("**When:** {}, {}", date(view.started_unix_ms), length(view.last_ms))];
    if !view.brief.kind.is_empty() {
        lines.push(format!("**Kind:** {}", escape(&view.brief.kind)));
    }
    lines.push(format!("**Heard by:** {}", escape(&view.transcriber)));
    let answerer = view.answerer.as_deref().map_or_else(|| "nobody, passages only".to_owned(), escape);
    lines.push(format!("**Drafted by:** {answerer}"));
    let documents: Vec<_> = view.documents.iter().map(|title| escape(title)).collect();
    let documents = if documents.is_empty() { "none".to_owned() } else { documents.join(", ") };
    lines.push(format!("**Documents:** {documents}"));
    lines.extend(spending(&view.spending).map(|took| format!("**Took:** {took}")));
    if view.phase != Phase::Ended {
        lines.push("**Not ended:** the session was still running, or was cut off".to_owned());
    }
    list(lines)
}

fn question(card: &CardView, answerer: Option<&str>) -> Vec<String> {
    let asked = &card.question;
    let mut blocks = vec![
        format!("### {} {}", clock(card.asked_ms), escape(&asked.text)),
        format!("*{}: {}*", asked.kind, escape(&asked.reason)),
    ];
    let marks = marks(&card.marks);
    if !marks.is_empty() {
        blocks.push(format!("*By you: {marks}*"));
    }
    let passages = card.card.as_ref().map_or(&[][..], |card| &card.passages);
    if passages.is_empty() {
        blocks.push("No passage of your documents fits.".to_owned());
    }
    for passage in passages {
        blocks.push(format!("From {}:", escape(&passage.source())));
        blocks.push(quote(&passage.text));
    }
    blocks.extend(draft(card, answerer));
    blocks
}

fn draft(card: &CardView, answerer: Option<&str>) -> Vec<String> {
    // A log from before engines were named for each draft knows the session's alone.
    let engine = Some(card.engine.as_str()).filter(|engine| !engine.is_empty()).or(answerer);
    let form = form(card.wish);
    let comma = if form.is_empty() { "" } else { "," };
    let by = engine.map(|engine| format!("{comma} by {}", escape(engine))).unwrap_or_default();
    let title = match &card.draft {
        DraftView::None => return Vec::new(),
        DraftView::Streaming { .. } => format!("Draft{form}{by}, unfinished:"),
        DraftView::Finished { .. } => format!("Draft{form}{by}:"),
        DraftView::Failed { fault, .. } => format!("Draft{form}{by}, given up: {}", escape(&fault.sentence)),
    };
    let mut blocks: Vec<String> =
        card.moved.iter().map(|fault| format!("Asked before, and gave up: {}", escape(&fault.sentence))).collect();
    blocks.push(title);
    if !card.draft.text().is_empty() {
        blocks.push(quote(card.draft.text()));
    }
    let facts: Vec<_> = unsupported(card).into_iter().map(|fact| format!("“{}”", escape(fact))).collect();
    if !facts.is_empty() {
        blocks.push(format!("In no source: {}", facts.join(", ")));
    }
    blocks
}

fn departures(departures: &[Departure]) -> String {
    if departures.is_empty() {
        return "Nothing left this computer.".to_owned();
    }
    list(departures.iter().map(|one| {
        let sources = one.sources.iter().map(|source| escape(source)).collect::<Vec<_>>().join("; ");
        let from = if sources.is_empty() { String::new() } else { format!(", with passages from {sources}") };
        format!("To {}: {}, {} bytes{from}", escape(&one.recipient), escape(&one.content), one.bytes)
    }))
}

fn utterance(utterance: &Utterance) -> String {
    format!("**{} {}:** {}", clock(utterance.start_ms), utterance.speaker, escape(&utterance.text))
}

fn list(lines: impl IntoIterator<Item = String>) -> String {
    lines.into_iter().map(|line| format!("- {line}")).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::sample;

    /// What users have on their disks; a change here is a change for them.
    #[test]
    fn the_document_is_pinned() {
        assert_eq!(markdown(&SessionView::of(&sample::events())), include_str!("markdown/sample.md"));
    }

    #[test]
    fn an_empty_session_says_so_in_every_part() {
        let text = markdown(&SessionView::default());
        for sentence in ["No question was found.", "Nothing left this computer.", "Nothing was said."] {
            assert!(text.contains(sentence), "{text}");
        }
    }

    #[test]
    fn text_from_a_call_cannot_add_a_heading_or_a_link_anywhere() {
        use pulldown_cmark::{Event, Options, Parser, Tag};
        let attack = "# Owned\n\n[x](https://evil.example) <script>a</script> ![i](u)\n---\n";
        let view = SessionView::of(&sample::events_with(attack));
        let text = markdown(&view);
        let mut headings = 0;
        for event in Parser::new_ext(&text, Options::all()) {
            match event {
                Event::Start(
                    Tag::Link { .. } | Tag::Image { .. } | Tag::HtmlBlock | Tag::CodeBlock(_) | Tag::Table(_),
                )
                | Event::Html(_)
                | Event::InlineHtml(_)
                | Event::Rule => panic!("{event:?} in\n{text}"),
                Event::Start(Tag::Heading { .. }) => headings += 1,
                _ => {}
            }
        }
        assert_eq!(headings, 5 + view.cards.len(), "{text}");
    }
}
