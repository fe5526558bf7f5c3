//! `convoally documents` and `convoally interviews`, as a user types them.

use super::fixture;
use convoally::places;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// A vault that vanishes with the test.
struct Home(tempfile::TempDir);

impl Home {
    fn new() -> Self {
        let home = Self(tempfile::tempdir().unwrap());
        std::fs::write(home.path("passphrase"), "correct horse battery staple").unwrap();
        home
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.0.path().join(name)
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_convoally"));
        command
            .args(arguments)
            .env(places::DATA_VARIABLE, self.path("vault"))
            .env(places::PASSPHRASE_FILE_VARIABLE, self.path("passphrase"))
            // Without a model nothing is read for its meaning.
            .env(places::MODELS_VARIABLE, self.path("models"))
            .env("XDG_RUNTIME_DIR", self.0.path())
            .env_remove("VISUAL")
            .env_remove("EDITOR");
        command
    }

    /// What a command prints.
    fn said(&self, arguments: &[&str]) -> String {
        printed(self.command(arguments).output().unwrap())
    }

    /// The first line of what a command complains about.
    fn complaint(&self, arguments: &[&str]) -> String {
        let output = self.command(arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{arguments:?}");
        String::from_utf8(output.stderr).unwrap().lines().next().unwrap_or_default().to_owned()
    }

    fn added(&self, name: &str) -> String {
        self.said(&["documents", "add", fixture(name).to_str().unwrap()])
    }
}

fn printed(output: Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn first_word(text: &str) -> &str {
    text.split_whitespace().next().unwrap()
}

#[test]
fn documents_are_added_listed_shown_and_removed() {
    let home = Home::new();
    assert!(home.added("nadia-okafor.pdf").contains("nadia-okafor, resume, "), "the kind is guessed");
    assert!(home.said(&["documents", "list"]).contains("resume"));
    let text = home.said(&["documents", "show", "nadia-okafor"]);
    assert!(text.starts_with("# Nadia Okafor\n"), "{text}");
    let passages = home.said(&["documents", "show", "nadia-okafor", "--passages"]);
    assert!(passages.contains("Harbor Health") && passages.contains("line "), "{passages}");
    home.said(&["documents", "remove", "nadia-okafor"]);
    assert!(home.said(&["documents", "list"]).starts_with("No document"));
    assert!(home.complaint(&["documents", "show", "nadia-okafor"]).starts_with("error[documents.unknown]"));
}

#[test]
fn a_text_is_pasted_under_a_title() {
    let home = Home::new();
    let mut child = home
        .command(&["documents", "add", "-", "--title", "STAR stories"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all("Once I was late.\n\nThen I was early.".as_bytes()).unwrap();
    let told = printed(child.wait_with_output().unwrap());
    assert!(told.contains("STAR stories, stories, 2 passages"), "{told}");
    let untitled = home.command(&["documents", "add", "-"]).stdin(Stdio::null()).output().unwrap();
    assert!(String::from_utf8_lossy(&untitled.stderr).starts_with("error[documents.no_title]"));
}

#[test]
fn a_corrected_text_takes_the_old_ones_place() {
    let home = Home::new();
    let old = home.added("amara-diallo.txt");
    let corrected = home.said(&["documents", "show", "amara-diallo"]).replace("AMARA", "Amara");
    let file = home.path("corrected.txt");
    std::fs::write(&file, corrected).unwrap();
    let new = home.said(&["documents", "edit", "amara-diallo", "--from", file.to_str().unwrap()]);
    assert_ne!(first_word(&old), first_word(&new), "the id follows the text");
    assert!(home.said(&["documents", "show", first_word(&new)]).starts_with("Amara"));
    assert_eq!(home.said(&["documents", "edit", "amara-diallo", "--kind", "notes"]).matches("notes").count(), 1);
    assert!(home.said(&["documents", "edit", "amara-diallo", "--kind", "notes"]).starts_with("Nothing"));
}

#[cfg(unix)]
#[test]
fn an_editor_corrects_a_text_and_leaves_nothing_behind() {
    let home = Home::new();
    home.added("cover-letter.md");
    assert!(home.complaint(&["documents", "edit", "cover-letter"]).starts_with("error[documents.no_editor]"));
    let edit =
        |editor: &str| home.command(&["documents", "edit", "cover-letter"]).env("EDITOR", editor).output().unwrap();
    printed(edit("sed -i.bak s/Holm/Lund/"));
    assert!(home.said(&["documents", "show", "cover-letter"]).starts_with("Dear Ms Lund,"));
    let failed = edit("false");
    assert!(String::from_utf8_lossy(&failed.stderr).starts_with("error[documents.editor_failed]"));
    let left: Vec<_> = std::fs::read_dir(home.0.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(
        left.iter().all(|name| Path::new(name) == Path::new("vault") || Path::new(name) == Path::new("passphrase")),
        "{left:?}"
    );
}

#[test]
fn what_belongs_to_an_interview_is_quoted_in_it_alone() {
    let home = Home::new();
    let job = fixture("job-contoso.html");
    let add = ["documents", "add", job.to_str().unwrap(), "--interview", "contoso"];
    assert!(home.complaint(&add).starts_with("error[interviews.unknown]"));
    home.said(&["interviews", "add", "contoso", "--company", "Contoso", "--role", "Engineering manager"]);
    home.said(&["interviews", "add", "contoso", "--language", "English", "--tone", "plain"]);
    home.said(&add);
    home.added("resume.md");
    let list = home.said(&["interviews", "list"]);
    let row: Vec<_> = list.lines().last().unwrap().split_whitespace().collect();
    assert_eq!(row, ["contoso", "1", "Contoso", "Engineering", "manager", "–", "English", "plain"]);
    let availability = ["recall", "What about the availability of card payments?", "--json"];
    assert!(!home.said(&availability).contains("measured by the shops"));
    let of_it = [&availability[..], &["--interview", "Contoso"]].concat();
    assert!(home.said(&of_it).contains("measured by the shops"));
    assert!(home.complaint(&["interviews", "remove", "contoso"]).starts_with("error[interviews.has_documents]"));
    home.said(&["documents", "edit", "job-contoso", "--general"]);
    home.said(&["interviews", "remove", "contoso"]);
    assert!(home.said(&availability).contains("measured by the shops"));
}

#[test]
fn a_replay_for_an_interview_has_its_brief_and_its_documents() {
    let home = Home::new();
    home.said(&["interviews", "add", "contoso", "--company", "Contoso", "--role", "Engineering manager"]);
    let job = fixture("job-contoso.html");
    home.said(&["documents", "add", job.to_str().unwrap(), "--interview", "contoso"]);
    let call = home.path("call.jsonl");
    let line = r#"{"speaker":"them","start_ms":0,"end_ms":2100,"text":"How would you own the availability of card payments?"}"#;
    std::fs::write(&call, line).unwrap();
    let told = home
        .command(&["replay", call.to_str().unwrap(), "--interview", "contoso", "--kind", "phone screen"])
        .env("CONVOALLY_LOCAL_URL", "off")
        .envs(convoally::keys::PROVIDERS.map(|provider| (provider.variable, "")))
        .output();
    let told = printed(told.unwrap());
    assert!(told.contains("Engineering manager at Contoso") && told.contains("job-contoso"), "{told}");
}

#[test]
fn one_file_that_cannot_be_read_stores_none() {
    let home = Home::new();
    let (good, bad) = (fixture("cover-letter.md"), fixture("unreadable/scanned.pdf"));
    let complaint = home.complaint(&["documents", "add", good.to_str().unwrap(), bad.to_str().unwrap()]);
    assert!(complaint.starts_with("error[document.scanned]") && complaint.contains("scanned.pdf"), "{complaint}");
    assert!(home.said(&["documents", "list"]).starts_with("No document"));
}
