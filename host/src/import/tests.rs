//! Files in, sessions out.

use super::*;
use crate::export::{Format, Kept, archive, generated, sample};
use crate::transcript::TranscriptError;
use crate::vault::{KeySource, VaultError};
use convoally_shared::amendment::{Amendment, AmendmentId, Change};
use convoally_shared::fault::Fault;
use convoally_shared::utterance::Speaker;
use convoally_shared::view::SessionView;
use proptest::test_runner::{Config, TestRunner};
use std::fs;
use std::path::{Path, PathBuf};

/// A vault, and a folder beside it.
struct Rig {
    folder: tempfile::TempDir,
    vault: Vault,
}

impl Rig {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let passphrase = folder.path().join("passphrase");
        fs::write(&passphrase, "correct horse").unwrap();
        let vault = Vault::open(&folder.path().join("vault"), &KeySource::PassphraseFile(passphrase)).unwrap();
        Self { folder, vault }
    }

    fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.path().join(name);
        fs::write(&path, content).unwrap();
        path
    }

    fn take(&mut self, path: &Path, wanted: &Wanted) -> Result<Imported, ImportError> {
        import(&mut self.vault, &File::open(path)?, wanted)?.remove(0)
    }

    fn kept(&self, session: &SessionId) -> Kept {
        let (events, amendments) = (self.vault.events(session).unwrap(), self.vault.amendments(session).unwrap());
        Kept { events, amendments }
    }

    fn is_empty(&self) -> bool {
        self.vault.sessions().unwrap().is_empty()
    }
}

fn written(kept: &Kept, format: Format) -> Vec<u8> {
    let mut out = Vec::new();
    kept.write(format, &mut out).unwrap();
    out
}

fn sample() -> Kept {
    let events = sample::events().into_iter().filter(|event| !event.kind.is_passing()).collect();
    Kept { events, amendments: sample::amendments() }
}

fn as_me(name: &str) -> Wanted {
    Wanted { me: Some(name.to_owned()), started_unix_ms: Some(1_795_446_937_000), ..Wanted::default() }
}

fn spoken(view: &SessionView) -> Vec<(&str, Speaker, &str)> {
    view.utterances.iter().map(|one| (view.who(one), one.speaker, one.text.as_str())).collect()
}

const CALL: &str = "\
[00:00:01] Anna Berg: Welcome. Why do you want to work here?
[00:00:05] Ben: Because of the team.
[00:00:09] Cem Kaya: I see. What is a mutex?
[00:00:12] Ben: A lock that one thread holds.
";

#[test]
fn an_export_comes_back_without_loss() {
    let rig = std::cell::RefCell::new(Rig::new());
    let mut runner = TestRunner::new(Config { failure_persistence: None, ..Config::with_cases(48) });
    let told = runner.run(&generated::kept(), |kept| {
        let mut rig = rig.borrow_mut();
        let path = rig.file("call.json", written(&kept, Format::Json));
        let session = rig.take(&path, &Wanted::default()).unwrap().session;
        assert_eq!(rig.kept(&session), kept);
        Ok(())
    });
    told.unwrap();
}

#[test]
fn an_export_of_two_computers_unites_and_nothing_is_doubled() {
    let mut rig = Rig::new();
    let whole = sample();
    let half = Kept { events: whole.events[..9].to_vec(), amendments: whole.amendments[..1].to_vec() };
    let path = rig.file("half.json", written(&half, Format::Json));
    rig.take(&path, &Wanted::default()).unwrap();
    let own = Amendment {
        id: AmendmentId("ff".into()),
        session: whole.events[0].session.clone(),
        at_unix_ms: 1,
        change: Change::Titled { title: "Mine".into() },
    };
    rig.vault.amend(&own).unwrap();
    let path = rig.file("whole.json", written(&whole, Format::Json));
    for more in [(whole.events.len() - 9, whole.amendments.len() - 1), (0, 0)] {
        let imported = rig.take(&path, &Wanted::default()).unwrap();
        assert_eq!((imported.taken.events as usize, imported.taken.amendments as usize), more);
    }
    let kept = rig.kept(&whole.events[0].session);
    assert_eq!((kept.events, kept.amendments.len()), (whole.events, whole.amendments.len() + 1));
}

#[test]
fn an_archive_gives_back_all_its_sessions_and_writes_nothing_beside_them() {
    let mut rig = Rig::new();
    let mut other = sample();
    other.events.iter_mut().for_each(|event| event.session.0 = "20261124-100000-0001".into());
    other.amendments.clear();
    let mut zip = std::io::Cursor::new(Vec::new());
    archive([Ok::<_, Fault>(sample()), Ok(other)], Format::Html, &mut zip).unwrap();
    let path = rig.file("all.zip", zip.into_inner());
    let results = import(&mut rig.vault, &File::open(&path).unwrap(), &Wanted::default()).unwrap();
    assert!(results.len() == 2 && results.iter().all(Result::is_ok));
    assert_eq!(rig.vault.sessions().unwrap().len(), 2);
}

#[test]
fn names_in_a_zip_lead_nowhere() {
    use std::io::Write;
    let mut rig = Rig::new();
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let outside = rig.folder.path().join("outside.json").display().to_string();
    for name in ["../outside.json", &outside, "..\\outside.json"] {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(&written(&sample(), Format::Json)).unwrap();
    }
    let path = rig.file("hostile.zip", zip.finish().unwrap().into_inner());
    let before = fs::read_dir(rig.folder.path()).unwrap().count();
    let results = import(&mut rig.vault, &File::open(&path).unwrap(), &Wanted::default()).unwrap();
    assert!(results.iter().all(Result::is_ok));
    assert_eq!(fs::read_dir(rig.folder.path()).unwrap().count(), before);
    assert_eq!(rig.vault.sessions().unwrap().len(), 1);
    let none = rig.file("none.zip", zip_of_a_picture());
    assert!(matches!(
        import(&mut rig.vault, &File::open(&none).unwrap(), &Wanted::default()),
        Err(ImportError::NoSessions)
    ));
}

fn zip_of_a_picture() -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("a.png", zip::write::SimpleFileOptions::default()).unwrap();
    zip.finish().unwrap().into_inner()
}

#[test]
fn a_transcript_becomes_a_session_with_its_people_and_its_questions() {
    let mut rig = Rig::new();
    let path = rig.file("call.txt", CALL);
    let imported = rig.take(&path, &as_me("ben")).unwrap();
    assert!(imported.session.0.starts_with("20261123-151537-"));
    let view = rig.vault.view(&imported.session).unwrap();
    let expected = [
        ("Anna Berg", Speaker::Them, "Welcome. Why do you want to work here?"),
        ("Me", Speaker::Me, "Because of the team."),
        ("Cem Kaya", Speaker::Them, "I see. What is a mutex?"),
        ("Me", Speaker::Me, "A lock that one thread holds."),
    ];
    assert_eq!(spoken(&view), expected);
    let asked: Vec<_> = view.cards.iter().map(|card| card.question.text.as_str()).collect();
    assert_eq!(asked, ["Why do you want to work here?", "What is a mutex?"]);
    assert!(view.cards.iter().all(|card| card.question.reason.starts_with("found on import: ") && card.card.is_none()));
    assert_eq!(view.answers()[1][0].text, "A lock that one thread holds.");
    assert!(rig.vault.sessions().unwrap()[0].ended);
    let again = rig.take(&path, &as_me("Ben")).unwrap();
    assert_eq!((again.session, again.taken), (imported.session, Default::default()));
}

#[test]
fn who_the_user_is_must_be_said_when_there_is_a_choice() {
    let mut rig = Rig::new();
    let path = rig.file("call.txt", CALL);
    for wanted in [Wanted::default(), as_me("Dora")] {
        let Err(error) = rig.take(&path, &wanted) else { panic!("taken") };
        let ImportError::WhoIsMe { names } = &error else { panic!("{error}") };
        assert_eq!(names, &["Anna Berg", "Ben", "Cem Kaya"]);
        let fault = Fault::from(error);
        assert!(!format!("{fault}").contains("Anna"), "{fault}");
    }
    assert!(rig.is_empty());
    let wanted = Wanted { without_me: true, ..Wanted::default() };
    let session = rig.take(&path, &wanted).unwrap().session;
    assert!(rig.vault.view(&session).unwrap().utterances.iter().all(|one| one.speaker == Speaker::Them));
}

#[test]
fn subtitles_that_were_written_here_come_back_with_their_people() {
    for format in [Format::Srt, Format::Vtt, Format::Text] {
        let mut rig = Rig::new();
        let mut kept = sample();
        kept.amendments.retain(|one| matches!(one.change, Change::Named { .. }));
        let content = String::from_utf8(written(&kept, format)).unwrap();
        // Of the plain text, the transcript alone.
        let content = content.rsplit("----------\n").next().unwrap();
        let path = rig.file("call", content);
        let session = rig.take(&path, &as_me("Me")).unwrap().session;
        let view = rig.vault.view(&session).unwrap();
        let before = kept.view();
        assert_eq!(spoken(&view), spoken(&before), "{format:?}");
    }
}

#[test]
fn what_cannot_be_read_leaves_nothing() {
    let mut rig = Rig::new();
    let back = "[00:10:00] Anna: One.\n[00:11:00] Ben: Two.\n[00:01:00] Anna: Three.\n";
    let utf_16: Vec<u8> = format!("\u{feff}{CALL}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    let cut = &written(&sample(), Format::Json)[..2_000];
    let refused: [(&[u8], &str); 6] = [
        (back.as_bytes(), "import.time_goes_back"),
        (b"\x89PNG\r\n\x1a\n\0\0", "import.not_text"),
        (b"", "import.nothing_said"),
        (&utf_16[..21], "import.not_text"),
        (cut, "export.not_a_session"),
        (b"PK\x03\x04 is no zip", "import.unreadable"),
    ];
    for (content, code) in refused {
        let path = rig.file("bad", content);
        let error = rig.take(&path, &as_me("Ben")).unwrap_err();
        assert_eq!(Fault::from(error).code, code);
    }
    let nowhere = rig.folder.path().join("nowhere");
    let folder = rig.folder.path().to_owned();
    for path in [nowhere, folder] {
        let error = rig.take(&path, &as_me("Ben")).unwrap_err();
        assert!(matches!(error, ImportError::Transcript(TranscriptError::Unreadable(_))), "{error}");
    }
    assert!(rig.is_empty());
    let path = rig.file("good.txt", &utf_16);
    assert_eq!(rig.take(&path, &as_me("Ben")).unwrap().taken.amendments, 2);
}

#[test]
fn a_session_with_a_strange_id_or_in_disorder_is_none() {
    let mut rig = Rig::new();
    let changed = |change: &dyn Fn(&mut Kept)| {
        let mut kept = sample();
        change(&mut kept);
        written(&kept, Format::Json)
    };
    let files = [
        changed(&|kept| kept.events.iter_mut().for_each(|event| event.session.0 = "../../x".into())),
        changed(&|kept| kept.events[3].session.0 = "other".into()),
        changed(&|kept| kept.events.swap(2, 3)),
        changed(&|kept| drop(kept.events.remove(0))),
        changed(&|kept| kept.events.clear()),
        changed(&|kept| kept.events[4].at_ms = u64::MAX),
        changed(&|kept| kept.amendments[0].session.0 = "other".into()),
    ];
    for content in files {
        let path = rig.file("bad.json", content);
        let error = rig.take(&path, &Wanted::default()).unwrap_err();
        assert_eq!(Fault::from(error).code, "export.not_a_session");
    }
    assert!(rig.is_empty());
}

#[test]
fn what_differs_from_what_is_here_is_refused() {
    let mut rig = Rig::new();
    let path = rig.file("call.json", written(&sample(), Format::Json));
    rig.take(&path, &Wanted::default()).unwrap();
    let mut other = sample();
    other.events[2].at_ms += 1;
    let path = rig.file("other.json", written(&other, Format::Json));
    let error = rig.take(&path, &Wanted::default()).unwrap_err();
    assert!(matches!(error, ImportError::Vault(VaultError::Differs { .. })), "{error}");
    assert_eq!(rig.kept(&sample().events[0].session), sample());
}
