//! What a real browser makes of an exported page in which everything that comes from outside is hostile.

use convoally::export::Kept;
use convoally_shared::amendment::{Amendment, AmendmentId, Change};
use convoally_shared::event::{Event, EventKind};
use convoally_shared::question::{Question, QuestionId, QuestionKind};
use convoally_shared::session::{Brief, Mode, SessionId};
use convoally_shared::utterance::{Speaker, Utterance, UtteranceId};
use convoally_tests::browser::{Browser, Family, Options};
use convoally_tests::error::{Error, Result};
use convoally_tests::temporary::Temporary;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;

/// Each of them would set the mark in a page that takes text for tags.
const ATTACKS: [&str; 6] = [
    "<script>window.owned = 1</script>",
    "<img src=x onerror=\"window.owned = 1\">",
    "\" autofocus onfocus=\"window.owned = 1",
    "</title></style></main><svg onload=\"window.owned = 1\">",
    "--><iframe srcdoc=\"<script>parent.owned = 1</script>\"></iframe>",
    "</blockquote><details open ontoggle=\"window.owned = 1\">",
];

/// A session in which every text is the given one.
fn hostile(text: &str) -> Kept {
    let owned = || text.to_owned();
    let brief = Brief { company: owned(), role: owned(), kind: owned(), language: owned(), tone: owned() };
    let utterance = Utterance { id: UtteranceId(1), speaker: Speaker::Them, start_ms: 0, end_ms: 9, text: owned() };
    let question = Question {
        id: QuestionId(1),
        utterance: Some(UtteranceId(1)),
        text: owned(),
        kind: QuestionKind::Other,
        reason: owned(),
    };
    let kinds = [
        EventKind::SessionStarted {
            started_unix_ms: 0,
            brief,
            site: None,
            documents: vec![owned()],
            transcriber: owned(),
            answerer: Some(owned()),
            mode: Mode::default(),
        },
        EventKind::UtteranceFinal { utterance },
        EventKind::QuestionFound { question },
    ];
    let session = SessionId("20261123-151537-3fa9".to_owned());
    let event = |(seq, kind)| Event { session: session.clone(), seq, at_ms: 0, kind };
    let changes = [
        Change::Titled { title: owned() },
        Change::Noted { notes: owned() },
        Change::Tagged { tag: owned(), on: true },
    ];
    let amendment = |(at_unix_ms, change): (u64, Change)| Amendment {
        id: AmendmentId(format!("{at_unix_ms:032x}")),
        session: session.clone(),
        at_unix_ms,
        change,
    };
    Kept { events: (1..).zip(kinds).map(event).collect(), amendments: (1..).zip(changes).map(amendment).collect() }
}

/// The page without the line by which it forbids itself scripts: the text alone must be harmless.
fn unguarded(page: &str) -> String {
    let lines = page.lines().filter(|line| !line.contains("Content-Security-Policy"));
    lines.map(|line| format!("{line}\n")).collect()
}

async fn open(browser: &Browser, folder: &Path, page: &str) -> Result<()> {
    let file = folder.join("page.html");
    std::fs::write(&file, page).map_err(Error::file(&file))?;
    Ok(browser.driver().goto(format!("file://{}", file.display())).await?)
}

async fn says(browser: &Browser, script: &str) -> Result<serde_json::Value> {
    let answer = browser.driver().execute(format!("return {script}"), Vec::new()).await?;
    Ok(answer.json().clone())
}

#[tokio::test]
async fn a_script_in_a_title_is_text_in_the_exported_page() -> Result<()> {
    let folder = Temporary::new("export")?;
    let meeting = SocketAddr::from((Ipv4Addr::LOCALHOST, 9));
    let options = Options::new(Family::Chromium, meeting);
    let browser = Browser::start(&options).await?;

    // What the test looks for does happen in a page that is not careful.
    open(&browser, folder.path(), "<title>x</title><script>window.owned = 1</script>").await?;
    assert_eq!(says(&browser, "window.owned").await?, 1);

    for attack in ATTACKS {
        let page = convoally::export::html(&hostile(attack).view());
        for page in [page.clone(), unguarded(&page)] {
            open(&browser, folder.path(), &page).await?;
            assert_eq!(says(&browser, "window.owned ?? null").await?, serde_json::Value::Null, "{attack}");
            let foreign = "document.querySelectorAll('script,img,iframe,svg,object,link,details').length";
            assert_eq!(says(&browser, foreign).await?, 0, "{attack}");
            assert_eq!(says(&browser, "document.querySelector('h1').textContent").await?, attack);
            assert_eq!(says(&browser, "document.title").await?, attack);
        }
        // Guarded, nothing runs even where the text were not harmless.
        let broken = page.replace("</h1>", "</h1><script>window.owned = 1</script>");
        open(&browser, folder.path(), &broken).await?;
        assert_eq!(says(&browser, "window.owned ?? null").await?, serde_json::Value::Null);
    }
    browser.close().await
}
