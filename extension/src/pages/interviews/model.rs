//! What is known of interviews and their documents, and what it is called. Knows no browser.

use crate::locale::{Key, say, say_count, say_with, write};
use crate::pages::parts::Choice;
use convoally_shared::document::{Document, DocumentKind};
use convoally_shared::interview::{InterviewId, InterviewSummary};
use convoally_shared::request::{DocumentPart, DocumentSummary, Quotable};

/// The documents of one interview; with none, those that any session may quote.
pub fn belonging(documents: Vec<DocumentSummary>, interview: Option<&InterviewId>) -> Vec<DocumentSummary> {
    documents.into_iter().filter(|document| document.interview.as_ref() == interview).collect()
}

/// A kind of document, in words.
pub fn kind_name(kind: DocumentKind) -> Key {
    match kind {
        DocumentKind::Resume => Key("documents_kind_resume"),
        DocumentKind::JobDescription => Key("documents_kind_job"),
        DocumentKind::CoverLetter => Key("documents_kind_letter"),
        DocumentKind::Stories => Key("documents_kind_stories"),
        DocumentKind::Notes => Key("documents_kind_notes"),
    }
}

/// The kinds to choose from.
pub fn kinds() -> Vec<Choice> {
    DocumentKind::ALL.map(|kind| Choice::new(kind.name(), say(kind_name(kind)))).to_vec()
}

/// The places to choose from: no value means every session.
pub fn places(interviews: &[InterviewSummary]) -> Vec<Choice> {
    let general = Choice::new("", say("documents_place_general"));
    let each = interviews.iter().map(|interview| Choice::new(&interview.id.0, &interview.id.0));
    std::iter::once(general).chain(each).collect()
}

/// The place that a choice means.
pub fn place(value: &str) -> Option<InterviewId> {
    (!value.is_empty()).then(|| InterviewId(value.to_owned()))
}

/// What an interview is about, in a line: `Backend engineer, Northwind`.
pub fn about(interview: &InterviewSummary) -> String {
    let said = [&interview.role, &interview.company].into_iter().filter(|said| !said.is_empty());
    said.cloned().collect::<Vec<_>>().join(", ")
}

/// Whether a new interview may have this name.
pub fn is_free(name: &str, interviews: &[InterviewSummary]) -> bool {
    let id = InterviewId(name.trim().to_owned());
    !id.0.is_empty() && interviews.iter().all(|interview| interview.id != id)
}

/// What a list says below a document's title: `Resume · 12 passages`.
pub fn described(document: &DocumentSummary) -> String {
    [&say(kind_name(document.kind)), " · ", &say_count("documents_passages", document.passages)].concat()
}

/// Where a passage stands: `Experience › Northwind · Page 2, line 14`.
pub fn whereabouts(passage: &Quotable) -> String {
    let line = write::number(passage.line.into());
    let spot = match passage.page {
        Some(page) => say_with("documents_at_page", &[&write::number(page.into()), &line]),
        None => say_with("documents_at_line", &[&line]),
    };
    if passage.place.is_empty() { spot } else { [&passage.place, " · ", &spot].concat() }
}

/// A document as it comes, part by part.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Read {
    /// The document, with as much of its text as came.
    pub document: Option<Document>,
    /// What may be quoted of it.
    pub passages: Vec<Quotable>,
}

impl Read {
    /// Takes in the next part.
    pub fn take(&mut self, part: DocumentPart) {
        match (part, &mut self.document) {
            (DocumentPart::Head(document), _) => *self = Self { document: Some(document), passages: Vec::new() },
            (DocumentPart::Text(more), Some(document)) => document.text.push_str(&more),
            (DocumentPart::Text(_), None) => {}
            (DocumentPart::Passages(more), _) => self.passages.extend(more),
        }
    }

    /// Its text as far as it came.
    pub fn text(&self) -> String {
        self.document.as_ref().map(|document| document.text.clone()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use convoally_shared::document::{DocumentFormat, DocumentId};

    fn summary(id: &str, interview: Option<&str>) -> DocumentSummary {
        DocumentSummary {
            id: DocumentId(id.into()),
            title: id.into(),
            kind: DocumentKind::Resume,
            interview: interview.map(|id| InterviewId(id.into())),
            letters: 900,
            passages: 12,
        }
    }

    fn interview(id: &str) -> InterviewSummary {
        InterviewSummary { id: InterviewId(id.into()), company: "Northwind".into(), role: String::new(), documents: 0 }
    }

    #[test]
    fn each_document_stands_in_one_place() {
        let all = vec![summary("resume", None), summary("job", Some("Northwind")), summary("other", Some("contoso"))];
        let titles = |interview: Option<&str>| {
            let id = interview.map(|id| InterviewId(id.into()));
            belonging(all.clone(), id.as_ref()).into_iter().map(|document| document.title).collect::<Vec<_>>()
        };
        assert_eq!(titles(None), ["resume"]);
        assert_eq!(titles(Some("northwind")), ["job"], "names are compared without regard to case");
    }

    #[test]
    fn a_new_interview_needs_a_name_that_no_other_has() {
        let known = [interview("northwind")];
        assert!(is_free(" contoso ", &known));
        for name in ["", "  ", "Northwind", "northwind "] {
            assert!(!is_free(name, &known), "{name:?}");
        }
    }

    #[test]
    fn what_is_not_known_is_not_written() {
        assert_eq!(about(&interview("northwind")), "Northwind");
        assert_eq!(described(&summary("resume", None)), "Resume · 12 passages");
        let passage = Quotable { place: String::new(), text: "T".into(), line: 3, page: None };
        assert_eq!(whereabouts(&passage), "Line 3");
        let passage = Quotable { place: "Experience".into(), page: Some(2), ..passage };
        assert_eq!(whereabouts(&passage), "Experience · Page 2, line 3");
    }

    #[test]
    fn a_document_is_whole_when_its_parts_came_and_begins_anew_with_a_head() {
        let mut read = Read::default();
        read.take(DocumentPart::Text("lost".into()));
        assert_eq!(read, Read::default(), "text without a document");
        let document = Document {
            id: DocumentId("d".into()),
            title: "resume".into(),
            kind: DocumentKind::Resume,
            interview: None,
            format: DocumentFormat::Text,
            text: "One ".into(),
        };
        for _ in 0..2 {
            read.take(DocumentPart::Head(document.clone()));
            read.take(DocumentPart::Text("two".into()));
            let passage = Quotable { place: String::new(), text: "One two".into(), line: 1, page: None };
            read.take(DocumentPart::Passages(vec![passage]));
        }
        assert_eq!((read.text().as_str(), read.passages.len()), ("One two", 1));
    }

    #[test]
    fn a_place_that_was_chosen_is_found_again() {
        let choices = places(&[interview("northwind")]);
        assert_eq!(
            choices.iter().map(|choice| place(&choice.value)).collect::<Vec<_>>(),
            [None, Some(InterviewId("northwind".into()))]
        );
    }
}
