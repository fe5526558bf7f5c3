use crate::browser::desk::sample::{Client, session};
use crate::export::{Format, Kept, sample};
use base64::prelude::{BASE64_STANDARD, Engine};
use convoally_shared::request::{EraseSession, ImportSessions, Imports, ListSessions, PutPiece, UploadId};

async fn import(client: &mut Client, name: &str, content: &[u8], me: Option<&str>, again: bool) -> Imports {
    let upload = uploaded(client, content).await;
    client.ask(sent(upload, name, me, again)).await.unwrap()
}

async fn uploaded(client: &mut Client, content: &[u8]) -> UploadId {
    let upload = UploadId("file".into());
    let base64 = BASE64_STANDARD.encode(content);
    client.ask(PutPiece { upload: upload.clone(), seq: 0, base64 }).await.unwrap();
    upload
}

fn sent(upload: UploadId, name: &str, me: Option<&str>, even_if_erased: bool) -> ImportSessions {
    let (me, started_unix_ms) = (me.map(str::to_owned), Some(1_795_446_937_000));
    ImportSessions { upload, name: name.into(), me, without_me: false, started_unix_ms, even_if_erased }
}

fn exported() -> Vec<u8> {
    let mut content = Vec::new();
    let kept = Kept { events: sample::events(), amendments: sample::amendments() };
    kept.write(Format::Json, &mut content).unwrap();
    content
}

#[tokio::test(flavor = "multi_thread")]
async fn an_export_comes_in_once_and_what_was_erased_only_when_it_is_wanted_back() {
    let mut client = Client::new();
    let first = import(&mut client, "call.json", &exported(), None, false).await;
    let one = first.sessions[0].clone().unwrap();
    assert_eq!((one.session, one.new), (session(), true));
    let second = import(&mut client, "call.json", &exported(), None, false).await.sessions.remove(0).unwrap();
    assert_eq!((second.new, second.events), (false, 0));
    client.ask(EraseSession { session: session() }).await.unwrap();
    let refused = import(&mut client, "call.json", &exported(), None, false).await.sessions.remove(0);
    assert_eq!(refused.unwrap_err().code, "import.erased");
    assert!(import(&mut client, "call.json", &exported(), None, true).await.sessions[0].is_ok());
    assert_eq!(client.ask(ListSessions::default()).await.unwrap().sessions.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_transcript_asks_who_the_user_is_and_comes_in_with_the_answer() {
    let mut client = Client::new();
    let text = b"Anna: Why do you want to work here?\nBen: Because of the team.\n";
    let asks = import(&mut client, "C:/calls/interview.txt", text, None, false).await;
    assert_eq!(asks.speakers, ["Anna", "Ben"]);
    assert_eq!(asks.sessions[0].as_ref().unwrap_err().code, "import.who_is_me");
    assert!(client.ask(ListSessions::default()).await.unwrap().sessions.is_empty());
    let taken = import(&mut client, "interview.txt", text, Some("ben"), false).await;
    assert!(taken.sessions[0].as_ref().unwrap().new && taken.speakers.is_empty());
    assert_eq!(client.ask(ListSessions::default()).await.unwrap().sessions[0].utterances, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_holds_no_session_or_never_came_says_so() {
    let mut client = Client::with_history().await;
    let unknown = sent(UploadId("other".into()), "call.json", None, false);
    assert_eq!(client.refused(unknown).await, "upload.unknown");
    let half = &exported()[..200];
    let told = import(&mut client, "call.json", half, None, false).await.sessions.remove(0);
    assert_eq!(told.unwrap_err().code, "export.not_a_session");
    assert_eq!(client.ask(ListSessions::default()).await.unwrap().sessions.len(), 1);
}
