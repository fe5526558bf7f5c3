use super::*;
use crate::browser::desk::sample::{Client, session};
use crate::export::{check_head, sample};
use convoally_shared::event::{Event, EventKind};
use convoally_shared::request::{AnyRequest, LockVault};
use convoally_shared::utterance::{Speaker, Utterance, UtteranceId};
use convoally_shared::vault::Access;
use convoally_shared::wire::Message;
use std::io::{Cursor, Read};
use zip::ZipArchive;

fn whole(parts: Vec<FilePart>) -> Vec<u8> {
    parts.iter().flat_map(|part| BASE64_STANDARD.decode(&part.base64).unwrap()).collect()
}

fn one(format: Format) -> ExportSessions {
    ExportSessions { sessions: Exported::One(session()), format }
}

fn all(only: Only) -> ExportSessions {
    ExportSessions { sessions: Exported::All(only), format: Format::Html }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_session_is_written_in_every_format() {
    let mut client = Client::with_history().await;
    for format in Format::ALL {
        let (parts, written) = client.ask_on(one(format)).await.unwrap();
        let content = whole(parts);
        assert_eq!(written.bytes, content.len() as u64, "{format:?}");
        let name = format!("2026-11-23-backend-engineer-at-northwind-3fa9.{}", format.ending());
        assert_eq!((written.name, written.media_type.as_str()), (name, format.media_type()));
    }
    let markdown = whole(client.ask_on(one(Format::Markdown)).await.unwrap().0);
    assert!(String::from_utf8(markdown).unwrap().starts_with("# Backend engineer at Northwind\n"));
    let unknown = ExportSessions { sessions: Exported::One(SessionId("2027".into())), format: Format::Json };
    assert_eq!(client.refused(unknown).await, "history.unknown_session");
}

/// Random letters, so that a zip of them is as long as they are.
async fn talk(client: &mut Client, id: &str) {
    let mut number = 1_u64;
    let mut letters = move || {
        number = number.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        char::from(b'a' + (number >> 60) as u8)
    };
    let mut events = vec![Event { session: SessionId(id.into()), ..sample::events().remove(0) }];
    for seq in 2..40 {
        let text: String = (0..20_000).map(|_| letters()).collect();
        let utterance = Utterance { id: UtteranceId(seq), speaker: Speaker::Them, start_ms: 0, end_ms: 1, text };
        let kind = EventKind::UtteranceFinal { utterance };
        events.push(Event { session: SessionId(id.into()), seq: seq.into(), at_ms: 1, kind });
    }
    client.keep(|vault| events.iter().for_each(|event| vault.append(event).unwrap())).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn all_sessions_come_as_one_zip_in_pieces_that_a_message_has_room_for() {
    let mut client = Client::with_history().await;
    talk(&mut client, "20261124-101010-aaaa").await;
    let (parts, written) = client.ask_on(all(Only::default())).await.unwrap();
    assert!(parts.len() > 2, "{}", parts.len());
    assert!(parts.iter().all(|part| part.base64.len() <= PIECE_BYTES.div_ceil(3) * 4));
    assert_eq!(written.media_type, "application/zip");
    let mut zip = ZipArchive::new(Cursor::new(whole(parts))).unwrap();
    let names: Vec<String> = zip.file_names().map(|name| name.unwrap().into_owned()).collect();
    assert_eq!(names.len(), 5, "{names:?}");
    for name in names.iter().filter(|name| name.ends_with(".json")) {
        let mut text = String::new();
        zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        check_head(text.as_bytes()).unwrap();
    }
    let nobody = Only { company: Some("Wingtip".into()), ..Only::default() };
    assert_eq!(client.refused(all(nobody)).await, "export.nothing");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_export_that_is_given_up_lets_go_of_the_vault() {
    let mut client = Client::with_history().await;
    // More than waits for the browser at once.
    for id in ["a", "b", "c", "d", "e", "f"] {
        talk(&mut client, id).await;
    }
    let (outgoing, _incoming) = mpsc::channel(1);
    let export = AnyRequest::ExportSessions(all(Only::default()));
    client.desk.carry_out(77, export, &outgoing).await.unwrap();
    assert!(matches!(client.said.recv().await, Some(Message::Progress { id: 77, .. })));
    let said = &mut client.said;
    let last = async {
        loop {
            match said.recv().await.unwrap() {
                Message::Progress { .. } => {}
                Message::Failed { fault, .. } => return fault.code,
                other => panic!("{other:?}"),
            }
        }
    };
    let ((), last) = tokio::join!(client.desk.errands.cancel(77), last);
    assert_eq!(last, "call.cancelled");
    assert_eq!(client.ask(LockVault {}).await.unwrap().access, Access::Locked);
}
