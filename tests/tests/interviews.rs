//! A session that a browser starts for an interview: what it quotes, and what it is about.
#![allow(clippy::expect_used, reason = "a test may fail loudly")]

use convoally_shared::event::EventKind;
use convoally_shared::interview::InterviewId;
use convoally_shared::request::{AskQuestion, StartSession};
use convoally_shared::session::Brief;
use convoally_tests::error::{Error, Result};
use convoally_tests::host::Host;
use convoally_tests::native_port::NativePort;
use convoally_tests::parts::Parts;
use convoally_tests::sound::SoundServer;
use convoally_tests::temporary::Temporary;
use std::path::PathBuf;

fn document(folder: &Temporary, name: &str, text: &str) -> Result<PathBuf> {
    let path = folder.path().join(name);
    std::fs::write(&path, text).map_err(Error::file(&path))?;
    Ok(path)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_for_an_interview_quotes_its_documents_and_is_about_what_it_says() -> Result<()> {
    let sound = SoundServer::start().await?;
    let host = Host::new(&Parts::find()?.host, false)?;
    host.pull_model("base-q8_0")?;
    let folder = Temporary::new("documents")?;
    host.add_document(&document(&folder, "resume.md", "# Ada\n- Tamed lions in Antwerp.\n")?)?;
    let wanted = document(&folder, "job.md", "# Job\n- We want somebody who tames zebras.\n")?;
    host.add_interview("circus", "Tamer", &wanted)?;
    let other = document(&folder, "other.md", "# Other\n- Whoever tames tigers is welcome.\n")?;
    host.add_interview("zoo", "Keeper", &other)?;

    let mut port = NativePort::open(&host, sound.envs()).await?;
    let brief = Brief { company: "Sarrasani".into(), ..Brief::default() };
    let interview = Some(InterviewId("Circus".into()));
    port.ask(&StartSession { consent: true, interview, brief, ..StartSession::default() }).await?;
    port.ask(&AskQuestion { text: "Which animals, lions, zebras or tigers, have you tamed?".into() }).await?;
    let mut about = None;
    let mut quoted: Vec<String> = loop {
        match port.event().await?.kind {
            EventKind::SessionStarted { brief, .. } => about = Some(brief),
            EventKind::CardOpened { card } => {
                break card.passages.into_iter().map(|passage| passage.document).collect();
            }
            _ => {}
        }
    };
    quoted.sort_unstable();
    assert_eq!(quoted, ["job", "resume"]);
    let expected = Brief { company: "Sarrasani".into(), role: "Tamer".into(), ..Brief::default() };
    assert_eq!(about.expect("the session began"), expected);
    Ok(())
}
