//! A session as Markdown: what a person wants to have after a call.
//!
//! Everything that was heard, quoted or drafted goes through [`escape`] or [`quote`]; only this file writes marks.

mod escape;

use super::notes::{Asked, Draft, FollowUp, Line, NONE_FOUND, Notes, WHAT_THEY_ARE};
use convoally_shared::departure::Departure;
use convoally_shared::view::SessionView;
use escape::{escape, quote};

/// The whole document: head, own notes, what there is to do, questions with their passages and drafts, what left the
/// computer, transcript.
pub fn markdown(view: &SessionView) -> String {
    let notes = Notes::of(view);
    let mut blocks = vec![format!("# {}", escape(&notes.title)), head(&notes)];
    if !notes.own.trim().is_empty() {
        blocks.extend(["## My notes".to_owned(), quote(notes.own)]);
    }
    blocks.push("## To follow up".to_owned());
    if notes.follow_ups.is_empty() {
        blocks.push(NONE_FOUND.to_owned());
    } else {
        blocks.extend([format!("*{WHAT_THEY_ARE}*"), list(notes.follow_ups.iter().map(follow_up))]);
    }
    blocks.push("## Questions".to_owned());
    if notes.questions.is_empty() {
        blocks.push("No question was found.".to_owned());
    }
    blocks.extend(notes.questions.iter().flat_map(question));
    blocks.push("## What left this computer".to_owned());
    blocks.push(match notes.left {
        [] => "Nothing left this computer.".to_owned(),
        left => list(left.iter().map(departure)),
    });
    if !notes.wrong.is_empty() {
        blocks.push("## What went wrong".to_owned());
        blocks.push(list(notes.wrong.iter().map(|fault| escape(&format!("{} {}", fault.sentence, fault.action)))));
    }
    blocks.push("## Transcript".to_owned());
    if notes.transcript.is_empty() {
        blocks.push("Nothing was said.".to_owned());
    }
    blocks.extend(notes.transcript.iter().map(line));
    blocks.join("\n\n") + "\n"
}

fn head(notes: &Notes) -> String {
    let facts = notes.facts.iter().map(|(label, value)| format!("**{label}:** {}", escape(value)));
    list([format!("**When:** {}", notes.when)].into_iter().chain(facts))
}

fn follow_up(one: &FollowUp) -> String {
    format!("{} {}: {}", one.clock, escape(one.who), escape(one.text))
}

fn question(asked: &Asked) -> Vec<String> {
    let mut blocks = vec![
        format!("### {} {}", asked.clock, escape(asked.text)),
        format!("*{}: {}*", asked.kind, escape(asked.reason)),
    ];
    if !asked.marks.is_empty() {
        blocks.push(format!("*By you: {}*", asked.marks));
    }
    if !asked.answer.is_empty() {
        blocks.extend(["You said:".to_owned(), quote(&asked.answer)]);
    }
    if asked.passages.is_some_and(<[_]>::is_empty) {
        blocks.push("No passage of your documents fits.".to_owned());
    }
    for passage in asked.passages.unwrap_or_default() {
        blocks.push(format!("From {}:", escape(&passage.source())));
        blocks.push(quote(&passage.text));
    }
    blocks.extend(asked.draft.iter().flat_map(draft));
    blocks
}

fn draft(draft: &Draft) -> Vec<String> {
    let mut blocks: Vec<String> =
        draft.before.iter().map(|fault| format!("Asked before, and gave up: {}", escape(&fault.sentence))).collect();
    let given_up = draft.given_up.map(|why| format!(", given up: {}", escape(why)));
    blocks.push(format!("{}{}", escape(&draft.title), given_up.unwrap_or_else(|| ":".to_owned())));
    if !draft.text.is_empty() {
        blocks.push(quote(draft.text));
    }
    let facts: Vec<_> = draft.unsupported.iter().map(|fact| format!("“{}”", escape(fact))).collect();
    if !facts.is_empty() {
        blocks.push(format!("In no source: {}", facts.join(", ")));
    }
    blocks
}

fn departure(one: &Departure) -> String {
    let sources = one.sources.iter().map(|source| escape(source)).collect::<Vec<_>>().join("; ");
    let from = if sources.is_empty() { String::new() } else { format!(", with passages from {sources}") };
    format!("To {}: {}, {} bytes{from}", escape(&one.recipient), escape(&one.content), one.bytes)
}

fn line(line: &Line) -> String {
    format!("**{} {}:** {}", line.clock, escape(line.who), escape(line.text))
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
        let view = SessionView::of_amended(&sample::events(), &sample::amendments());
        assert_eq!(markdown(&view), include_str!("markdown/sample.md"));
    }

    #[test]
    fn an_empty_session_says_so_in_every_part() {
        let text = markdown(&SessionView::default());
        for sentence in ["No question was found.", NONE_FOUND, "Nothing left this computer.", "Nothing was said."] {
            assert!(text.contains(sentence), "{text}");
        }
    }

    #[test]
    fn text_from_a_call_cannot_add_a_heading_or_a_link_anywhere() {
        use pulldown_cmark::{Event, Options, Parser, Tag};
        let attack = "# Owned\n\n[x](https://evil.example) <script>a</script> ![i](u)\n---\n";
        let (events, amendments) = sample::hostile(attack);
        let view = SessionView::of_amended(&events, &amendments);
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
        assert_eq!(headings, 7 + view.cards.len(), "{text}");
    }
}
