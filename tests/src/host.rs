//! The host under test with a vault of its own, used the way a user would: by its command line.

use crate::child;
use crate::error::{Error, Result};
use crate::temporary::Temporary;
use convoally::keys::PROVIDERS;
use convoally::places;
use convoally_shared::event::Event;
use convoally_shared::session::{SessionId, SessionSummary};
use rustix::process::{Pid, Signal, kill_process};
use serde::Deserialize;
use std::ffi::{OsStr, OsString};
use std::hash::{BuildHasher, RandomState};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Where a server on this computer that writes drafts is looked for; `off` looks nowhere.
const LOCAL_VARIABLE: &str = "CONVOALLY_LOCAL_URL";

/// A host binary and its throw-away vault.
#[derive(Debug)]
pub struct Host {
    binary: PathBuf,
    vault: Temporary,
    drafts: bool,
    model_server: Option<String>,
}

impl Host {
    /// Makes an empty vault locked by a fresh passphrase. With `drafts`, the providers that the user's environment
    /// names are used; without, none is.
    ///
    /// # Errors
    /// [`Error::File`] when the temporary folder cannot be written.
    pub fn new(binary: &Path, drafts: bool) -> Result<Self> {
        let vault = Temporary::new("vault")?;
        let passphrase = vault.path().join("passphrase");
        let words = [0, 1].map(|part| format!("{:016x}", RandomState::new().hash_one(part)));
        std::fs::write(&passphrase, words.concat()).map_err(Error::file(&passphrase))?;
        Ok(Self { binary: binary.to_owned(), vault, drafts, model_server: None })
    }

    /// Lets the model server at this address write drafts, and nothing else.
    pub fn drafting_with(self, model_server: String) -> Self {
        Self { drafts: false, model_server: Some(model_server), ..self }
    }

    /// The binary.
    pub fn binary(&self) -> &Path {
        &self.binary
    }

    /// What leads a host to this vault, whoever starts it. An empty key counts as none.
    pub fn envs(&self) -> Vec<(&'static str, OsString)> {
        let mut envs = vec![
            (places::DATA_VARIABLE, self.data().into()),
            (places::PASSPHRASE_FILE_VARIABLE, self.vault.path().join("passphrase").into()),
        ];
        // A browser may be given another home: the models stay where they are.
        envs.extend(places::models().map(|folder| (places::MODELS_VARIABLE, folder.into_os_string())));
        if !self.drafts {
            envs.push((LOCAL_VARIABLE, self.model_server.as_deref().unwrap_or("off").into()));
            // They would let a test talk to somebody else's computer, at the user's expense.
            envs.extend(PROVIDERS.map(|provider| (provider.variable, OsString::new())));
        }
        envs
    }

    /// Puts a document into the vault.
    ///
    /// # Errors
    /// [`Error::Failed`] with the host's own words.
    pub fn add_document(&self, file: &Path) -> Result<()> {
        self.output(["documents".as_ref(), "add".as_ref(), file.as_os_str()]).map(drop)
    }

    /// Makes an interview for a role, with a document of its own.
    ///
    /// # Errors
    /// [`Error::Failed`] with the host's own words.
    pub fn add_interview(&self, name: &str, role: &str, document: &Path) -> Result<()> {
        self.output(["interviews", "add", name, "--role", role])?;
        let arguments = ["documents", "add", "--interview", name].map(OsStr::new);
        self.output(arguments.into_iter().chain([document.as_os_str()])).map(drop)
    }

    /// Makes sure that a model is there. The host's progress bar goes to this process's terminal.
    ///
    /// # Errors
    /// [`Error::Failed`] when it cannot be fetched.
    pub fn pull_model(&self, name: &str) -> Result<()> {
        let program = self.binary.to_string_lossy().into_owned();
        let status = self.command().args(["models", "pull", name]).status().map_err(Error::start(&program))?;
        if status.success() {
            return Ok(());
        }
        Err(Error::Failed { program: "convoally models pull".to_owned(), said: "see above".to_owned() })
    }

    /// The sessions in the vault, in the order in which the host lists them.
    ///
    /// # Errors
    /// [`Error::Failed`] with the host's own words, [`Error::Unexpected`] when the list cannot be read.
    pub fn sessions(&self) -> Result<Vec<SessionSummary>> {
        let json = self.output(["history", "list", "--json"])?;
        serde_json::from_slice(&json).map_err(|error| Error::Unexpected(format!("history list --json: {error}")))
    }

    /// The newest session in the vault.
    ///
    /// # Errors
    /// As [`Host::sessions`], and [`Error::Unexpected`] when there is none.
    pub fn last_session(&self) -> Result<SessionSummary> {
        let newest = self.sessions()?.into_iter().max_by_key(|session| session.started_unix_ms);
        newest.ok_or_else(|| Error::Unexpected("the vault holds no session".to_owned()))
    }

    /// Every event of a session that the vault kept, in order.
    ///
    /// # Errors
    /// [`Error::Failed`] with the host's own words, [`Error::Unexpected`] when the export cannot be read.
    pub fn events(&self, session: &SessionId) -> Result<Vec<Event>> {
        #[derive(Deserialize)]
        struct Export {
            events: Vec<Event>,
        }
        let json = self.output(["history", "export", &session.0, "--format", "json"])?;
        let read = serde_json::from_slice::<Export>(&json);
        read.map(|export| export.events).map_err(|error| Error::Unexpected(format!("history export: {error}")))
    }

    /// Writes a session's notes, as Markdown, to a new file.
    ///
    /// # Errors
    /// [`Error::Failed`] with the host's own words.
    pub fn export_notes(&self, session: &SessionId, to: &Path) -> Result<()> {
        let arguments = ["history", "export", &session.0, "--format", "md", "--output"].map(OsStr::new);
        self.output(arguments.into_iter().chain([to.as_os_str()])).map(drop)
    }

    /// The processes of this binary on this vault that are running now.
    pub fn processes(&self) -> Vec<Pid> {
        let Ok(entries) = std::fs::read_dir("/proc") else { return Vec::new() };
        let pids = entries.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse::<i32>().ok());
        pids.filter(|pid| self.is_ours(*pid)).filter_map(Pid::from_raw).collect()
    }

    /// Ends every host on this vault at once and without warning, as a crash would. Says how many there were.
    pub fn kill(&self) -> usize {
        let processes = self.processes();
        processes.iter().filter(|process| kill_process(**process, Signal::KILL).is_ok()).count()
    }

    /// A command of this host on this vault.
    pub fn command(&self) -> Command {
        let mut command = Command::new(&self.binary);
        command.envs(self.envs()).stdin(Stdio::null());
        command
    }

    /// The folder of the vault.
    pub fn data(&self) -> PathBuf {
        self.vault.path().join("data")
    }

    fn output<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> Result<Vec<u8>> {
        child::output(self.command().args(arguments))
    }

    fn is_ours(&self, pid: i32) -> bool {
        let folder = PathBuf::from(format!("/proc/{pid}"));
        let data = format!("{}={}", places::DATA_VARIABLE, self.data().display());
        std::fs::read_link(folder.join("exe")).is_ok_and(|exe| exe == self.binary)
            && std::fs::read(folder.join("environ"))
                .is_ok_and(|envs| envs.split(|byte| *byte == 0).any(|variable| variable == data.as_bytes()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_processes_of_this_vault_are_ours() {
        let sleep = Path::new("/bin/sleep").canonicalize().unwrap();
        let [ours, other] = [(); 2].map(|()| Host::new(&sleep, false).unwrap());
        let mut child = ours.command().arg("60").spawn().unwrap();
        while ours.processes().is_empty() && child.try_wait().unwrap().is_none() {
            std::thread::yield_now();
        }
        assert_eq!(ours.processes().len(), 1);
        assert_eq!((other.processes().len(), other.kill()), (0, 0));
        assert_eq!(ours.kill(), 1);
        assert!(!child.wait().unwrap().success());
    }

    #[test]
    fn a_test_never_inherits_a_key() {
        let host = Host::new(Path::new("/bin/true"), false).unwrap();
        assert!(host.envs().contains(&("OPENAI_API_KEY", OsString::new())));
        let demo = Host::new(Path::new("/bin/true"), true).unwrap();
        assert!(demo.envs().iter().all(|(name, _)| PROVIDERS.iter().all(|provider| provider.variable != *name)));
    }
}
