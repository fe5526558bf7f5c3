//! Nothing of a session is readable on the disk: not what was said, asked, quoted or drafted, no key and no code. Every
//! byte that the host writes into a file is searched, whatever became of the file, also of a host that is killed.

use convoally_shared::event::{Event, EventKind};
use convoally_tests::child;
use convoally_tests::error::{Error, Result};
use convoally_tests::fixtures;
use convoally_tests::host::Host;
use convoally_tests::parts::Parts;
use convoally_tests::provider::Provider;
use convoally_tests::watched::{Watched, files_in};
use rustix::process::Signal;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

const MODEL: &str = "tiny.en-q8_0";
/// Words that stand nowhere but in what the test puts in.
const DOCUMENT: &str = "zebrafish";
const COMPANY: &str = "Quokkatronics";
const QUESTION: &str = "axolotl";
const DRAFT: &str = "marmoset";
const KEY: &str = "sk-pangolin-1234567890";

/// A host with a document, a key in its vault and a model server, watched from the first start on.
struct Session {
    watched: Watched,
    /// What must be found nowhere.
    words: BTreeSet<String>,
    _model_server: Provider,
}

impl Session {
    async fn new() -> Result<Self> {
        let draft = |_: &str| vec![format!("The {DRAFT} "), "was ".to_owned(), "mine.".to_owned()];
        let model_server = Provider::start(draft, Duration::from_millis(5)).await?;
        let host = Host::new(&Parts::find()?.host, false)?.drafting_with(model_server.base());
        host.pull_model(MODEL)?;
        let document = host.data().with_file_name("stories.md");
        let story = format!("# Northwind\n- Led the {DOCUMENT} project and why it paid off, with a team of seven.\n");
        std::fs::write(&document, story).map_err(Error::file(&document))?;
        let passphrase = std::fs::read_to_string(host.data().with_file_name("passphrase")).unwrap_or_default();
        let words = [DOCUMENT, COMPANY, QUESTION, DRAFT, KEY, &passphrase].map(str::to_lowercase).into();
        let session = Self { watched: Watched::new(host)?, words, _model_server: model_server };
        session.said(&["documents", "add", &document.to_string_lossy()])?;
        session.keep_key()?;
        Ok(session)
    }

    /// What a command prints.
    fn said(&self, arguments: &[&str]) -> Result<String> {
        let output = child::output(&mut self.watched.command(arguments)?)?;
        Ok(String::from_utf8_lossy(&output).into_owned())
    }

    /// No keychain answers, so it goes into the vault.
    fn keep_key(&self) -> Result<()> {
        let file = self.watched.host().data().with_file_name("key");
        std::fs::write(&file, KEY).map_err(Error::file(&file))?;
        let open = std::fs::File::open(&file).map_err(Error::file(&file))?;
        let mut command = self.watched.command(&["keys", "set", "anthropic"])?;
        let printed = child::output(command.stdin(Stdio::from(open)))?;
        assert_eq!(printed, b"kept in the vault\n");
        Ok(())
    }

    fn listen(&self) -> Result<std::process::Command> {
        let arguments = ["listen", "--json", "--pace", "fast", "--model", MODEL, "--company", COMPANY, "--them"];
        let mut command = self.watched.command(&arguments)?;
        command.arg(fixtures::path("speech/dialogue.wav"));
        Ok(command)
    }

    /// Adds what was understood: words that are too long to stand somewhere by chance.
    fn heard(&mut self, printed: &str) {
        let events = printed.lines().filter_map(|line| serde_json::from_str::<Event>(line).ok());
        for event in events {
            let EventKind::UtteranceFinal { utterance } = event.kind else { continue };
            let words = utterance.text.split(|letter: char| !letter.is_alphabetic()).filter(|word| word.len() > 6);
            self.words.extend(words.map(str::to_lowercase));
        }
    }

    /// Searches every byte that was written and every file that is left, the complaints among them.
    fn assert_nothing_readable(&self) -> Result<()> {
        assert!(self.words.len() > 7, "{:?}", self.words);
        let seen = self.watched.seen()?;
        let in_vault = seen.written.iter().filter(|(file, _)| file.starts_with(self.watched.host().data())).count();
        assert!(in_vault > 0, "the vault was written");
        // Pipes and sockets are no files: the terminal and the model server may read the words.
        for (file, bytes) in seen.written.iter().filter(|(file, _)| file.is_absolute()) {
            assert_eq!(found(&self.words, bytes), None, "in what was written into {}", file.display());
        }
        for file in self.left()? {
            let bytes = std::fs::read(&file).map_err(Error::file(&file))?;
            assert_eq!(found(&self.words, &bytes), None, "in {}", file.display());
        }
        Ok(())
    }

    fn left(&self) -> Result<Vec<PathBuf>> {
        Ok([files_in(&self.watched.host().data())?, files_in(self.watched.home())?].concat())
    }

    /// The search would find the words where they are: in an export, which is for reading.
    fn assert_the_search_sees(&self) -> Result<()> {
        let (host, to) = (self.watched.host(), self.watched.host().data().with_file_name("notes.md"));
        let listened = host.sessions()?.into_iter().find(|session| session.brief.company == COMPANY);
        let listened = listened.ok_or_else(|| Error::Unexpected("the session is not in the history".to_owned()))?;
        host.export_notes(&listened.id, &to)?;
        let notes = std::fs::read(&to).map_err(Error::file(&to))?;
        let exported = self.words.iter().filter(|word| found(&BTreeSet::from([(*word).clone()]), &notes).is_some());
        assert!(exported.count() > 3, "{}", String::from_utf8_lossy(&notes));
        Ok(())
    }
}

/// The first of the words that stands in the bytes, in any case.
fn found(words: &BTreeSet<String>, bytes: &[u8]) -> Option<String> {
    let lower = bytes.to_ascii_lowercase();
    // UTF-16 as well: half of its bytes are zero.
    let narrow: Vec<u8> = lower.iter().copied().filter(|byte| *byte != 0).collect();
    let stands = |word: &&String| [&lower, &narrow].iter().any(|text| contains(text, word.as_bytes()));
    words.iter().find(stands).cloned()
}

fn contains(text: &[u8], word: &[u8]) -> bool {
    text.windows(word.len()).any(|window| window == word)
}

/// By then something was said, asked and quoted, and a draft is being written.
fn opened_a_card(line: &str) -> bool {
    let event = serde_json::from_str::<Event>(line);
    event.is_ok_and(|event| matches!(event.kind, EventKind::CardOpened { .. }))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_a_whole_session_nothing_is_readable_in_any_file() -> Result<()> {
    let mut session = Session::new().await?;
    let printed = child::output(&mut session.listen()?)?;
    session.heard(&String::from_utf8_lossy(&printed));
    let question = format!("Why did you lead the {DOCUMENT} project, and what has the {QUESTION} to do with it?");
    let answered = session.said(&["answer", &question, "--json"])?;
    for word in [DOCUMENT, QUESTION, DRAFT] {
        assert!(contains(answered.as_bytes(), word.as_bytes()), "{word}: {answered}");
    }
    let code = session.said(&["vault", "recovery", "new"])?;
    session.words.extend([code.trim().to_lowercase(), code.trim().replace('-', "").to_lowercase()]);
    session.assert_nothing_readable()?;
    session.assert_the_search_sees()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_a_session_that_is_killed_nothing_is_readable_and_what_was_said_is_kept() -> Result<()> {
    for signal in [Signal::KILL, Signal::ABORT] {
        let mut session = Session::new().await?;
        let printed = session.watched.cut_off(session.listen()?, signal, opened_a_card)?;
        session.heard(&printed);
        session.assert_nothing_readable()?;
        assert!(session.left()?.iter().any(|file| file.ends_with(Path::new("vault.db-wal"))), "killed, not closed");
        session.assert_the_search_sees()?;
    }
    Ok(())
}
