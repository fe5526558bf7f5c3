//! A user's home that vanishes with the test, and the program in it.

use convoally::places;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A home.
pub struct Home(tempfile::TempDir);

impl Home {
    pub fn new() -> Self {
        let home = Self(tempfile::tempdir().unwrap());
        std::fs::write(home.path("passphrase"), "correct horse battery staple").unwrap();
        home
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Without a keychain, and without the keys of whoever runs the test.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_convoally"));
        command
            .args(arguments)
            .env(places::DATA_VARIABLE, self.path("vault"))
            .env(places::PASSPHRASE_FILE_VARIABLE, self.path("passphrase"))
            .env(places::MODELS_VARIABLE, self.path("models"))
            .env("HOME", self.0.path())
            .env("XDG_RUNTIME_DIR", self.0.path())
            .env("TMPDIR", self.0.path())
            .env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
            .env("CONVOALLY_LOCAL_URL", "off");
        for name in ["OPENAI_API_KEY", "ANTHROPIC_API_KEY", "DEEPGRAM_API_KEY", "CONVOALLY_TRANSCRIPTION_KEY"] {
            command.env_remove(name);
        }
        command
    }

    /// What a command prints.
    pub fn said(&self, arguments: &[&str]) -> String {
        printed(self.command(arguments).output().unwrap())
    }

    /// The code of the fault that a command ends with.
    pub fn refused(&self, arguments: &[&str]) -> String {
        let output = self.command(arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{arguments:?}");
        let said = String::from_utf8(output.stderr).unwrap();
        let code = said.split_once("error[").and_then(|(_, rest)| rest.split_once(']'));
        code.unwrap_or_else(|| panic!("{said}")).0.to_owned()
    }

    pub fn write(&self, name: &str, text: &str) -> String {
        std::fs::write(self.path(name), text).unwrap();
        self.path(name).to_str().unwrap().to_owned()
    }

    /// Every file below the home, by its path from there.
    pub fn files(&self) -> Vec<PathBuf> {
        let mut found = Vec::new();
        gather(self.0.path(), self.0.path(), &mut found);
        found.sort();
        found
    }
}

fn gather(root: &Path, folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        match entry.file_type().unwrap().is_dir() {
            true => gather(root, &entry.path(), found),
            false => found.push(entry.path().strip_prefix(root).unwrap().to_owned()),
        }
    }
}

pub fn printed(output: Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}
