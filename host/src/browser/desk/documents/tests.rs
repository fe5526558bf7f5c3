//! Documents through the desk: kept, shown, corrected, described, erased; and what is refused.

use super::super::sample::Client;
use super::*;
use base64::prelude::{BASE64_STANDARD, Engine};
use convoally_shared::document::DocumentId;
use convoally_shared::interview::Interview;
use convoally_shared::request::{
    Content, DocumentPart, ListDocuments, PIECE_BYTES, PutInterview, PutPiece, ReadDocument, UploadId,
};
use convoally_shared::session::Brief;

const RESUME: &str = "# Ada\n\n## Experience\n\n- Moved forty services to Kubernetes in 2023.\n- Led a team of five.\n";

fn pasted(name: &str, text: &str) -> AddDocument {
    AddDocument { name: name.into(), content: Content::Text(text.into()), kind: None, interview: None }
}

/// Sends a file's bytes in pieces.
async fn upload(client: &mut Client, name: &str, bytes: &[u8]) -> Content {
    let upload = UploadId(name.into());
    for (seq, piece) in (0..).zip(bytes.chunks(PIECE_BYTES)) {
        let base64 = BASE64_STANDARD.encode(piece);
        client.ask(PutPiece { upload: upload.clone(), seq, base64 }).await.unwrap();
    }
    Content::File(upload)
}

async fn listed(client: &mut Client) -> Vec<DocumentSummary> {
    client.ask(ListDocuments {}).await.unwrap().documents
}

/// The document as its parts tell it, and the texts of its passages.
async fn shown(client: &mut Client, id: &DocumentId) -> (Document, Vec<String>) {
    let (parts, _) = client.ask_on(ReadDocument { id: id.clone() }).await.unwrap();
    let mut parts = parts.into_iter();
    let Some(DocumentPart::Head(mut document)) = parts.next() else { panic!("no head") };
    let mut passages = Vec::new();
    for part in parts {
        match part {
            DocumentPart::Head(again) => panic!("{again:?}"),
            DocumentPart::Text(more) => document.text += &more,
            DocumentPart::Passages(more) => passages.extend(more.into_iter().map(|passage| passage.text)),
        }
    }
    (document, passages)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_kept_for_its_interview_and_shown_as_it_was_read() {
    let mut client = Client::new();
    assert_eq!(listed(&mut client).await, []);
    let interview = Interview { id: InterviewId("northwind".into()), brief: Brief::default() };
    client.ask(PutInterview { interview }).await.unwrap();
    let content = upload(&mut client, "u", RESUME.as_bytes()).await;
    let name = "C:\\fakepath\\My resume.md".to_owned();
    let add = AddDocument { name, content, kind: None, interview: Some(InterviewId("Northwind".into())) };
    let added = client.ask(add).await.unwrap();
    assert_eq!((added.title.as_str(), added.kind, added.passages), ("My resume", DocumentKind::Resume, 2));
    assert_eq!(added.interview.as_ref().map(|id| id.0.as_str()), Some("northwind"));
    assert_eq!(listed(&mut client).await, std::slice::from_ref(&added));
    let (document, passages) = shown(&mut client, &added.id).await;
    assert_eq!(document.text, RESUME);
    assert!(passages[0].contains("forty services"), "{passages:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_book_comes_in_parts_that_fit_into_messages() {
    let mut client = Client::new();
    let book = "A sentence about Größe, and how it grew.\n\n".repeat(12_000);
    let content = upload(&mut client, "book", book.as_bytes()).await;
    let added = client.ask(AddDocument { content, ..pasted("book.txt", "") }).await.unwrap();
    assert_eq!(added.letters, book.chars().count() as u64);
    let (document, passages) = shown(&mut client, &added.id).await;
    assert!(document.text == book, "the text came whole");
    assert_eq!(passages.len() as u64, added.passages);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_correction_keeps_the_place_and_what_the_document_is() {
    let mut client = Client::new();
    let kind = Some(DocumentKind::Resume);
    let first = client.ask(AddDocument { kind, ..pasted("Ada", RESUME) }).await.unwrap();
    client.ask(pasted("Notes", "Ask about the team.")).await.unwrap();
    let content = Content::Text(RESUME.replace("forty", "fifty"));
    let corrected = client.ask(CorrectDocument { id: first.id.clone(), content }).await.unwrap();
    assert_eq!((corrected.title.as_str(), corrected.kind), ("Ada", DocumentKind::Resume));
    assert_ne!(corrected.id, first.id);
    let describe = DescribeDocument {
        id: corrected.id.clone(),
        title: " Resume of Ada ".into(),
        kind: DocumentKind::Notes,
        interview: None,
    };
    let described = client.ask(describe).await.unwrap();
    assert_eq!((described.title.as_str(), described.kind), ("Resume of Ada", DocumentKind::Notes));
    assert_eq!(listed(&mut client).await[0], described);
    assert!(shown(&mut client, &described.id).await.0.text.contains("fifty services"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_erased_document_is_gone() {
    let mut client = Client::new();
    let EraseDocument { id } = EraseDocument { id: client.ask(pasted("Ada", RESUME)).await.unwrap().id };
    let erased = client.ask(EraseDocument { id: id.clone() }).await.unwrap();
    assert_eq!(erased, Erased { documents: 1, ..Erased::default() });
    assert_eq!(listed(&mut client).await, []);
    assert_eq!(client.refused(EraseDocument { id: id.clone() }).await, "documents.unknown");
    assert_eq!(client.refused(ReadDocument { id }).await, "documents.unknown");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_read_is_a_fault_and_keeps_nothing() {
    let mut client = Client::new();
    let nowhere = AddDocument { interview: Some(InterviewId("none".into())), ..pasted("Ada", RESUME) };
    assert_eq!(client.refused(nowhere).await, "interviews.unknown");
    assert_eq!(client.refused(pasted(" ", RESUME)).await, "documents.no_title");
    assert_eq!(client.refused(pasted(&"x".repeat(LONGEST_TITLE + 1), RESUME)).await, "documents.long_title");
    assert_eq!(client.refused(pasted("Ada", " \n")).await, "document.empty");
    for (name, bytes, code) in
        [("a.pdf", &b"Not found"[..], "document.wrong_ending"), ("a.xyz", b"\0\x01", "document.unknown_format")]
    {
        let content = upload(&mut client, name, bytes).await;
        assert_eq!(client.refused(AddDocument { content, ..pasted(name, "") }).await, code);
    }
    let content = Content::File(UploadId("never sent".into()));
    assert_eq!(client.refused(AddDocument { content, ..pasted("a.md", "") }).await, "upload.unknown");
    assert_eq!(listed(&mut client).await, []);
}
