//! Sound is never written to disk: every file write of a whole session is watched, also of one that is cut off.

use convoally_shared::event::{Event, EventKind};
use convoally_tests::child;
use convoally_tests::error::{Error, Result};
use convoally_tests::fingerprint::Fingerprint;
use convoally_tests::fixtures;
use convoally_tests::host::Host;
use convoally_tests::parts::Parts;
use convoally_tests::temporary::Temporary;
use convoally_tests::trace::{Seen, Trace};
use rustix::process::{Pid, Signal, kill_process};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const MODEL: &str = "tiny.en-q8_0";

/// A host that is watched, in a home of its own: whatever it writes lands here or is not allowed.
struct Watched {
    host: Host,
    home: Temporary,
    trace: Trace,
    sides: [PathBuf; 2],
    /// Size of the vault before the session, bytes.
    vault_before: u64,
}

impl Watched {
    fn new(them: &str, me: &str) -> Result<Self> {
        let host = Host::new(&Parts::find()?.host, false)?;
        host.pull_model(MODEL)?;
        // The vault's first start makes its key; a session begins with a vault that is there.
        host.add_document(&fixtures::documents()[0])?;
        // So do the vectors of its passages, where there is a model of meaning: they are kept from now on.
        child::output(host.command().args(["recall", "Why do you want to leave?"]))?;
        let vault_before = size(&host.data().join("vault.db"))?;
        let (home, trace) = (Temporary::new("home")?, Trace::new()?);
        Ok(Self { host, home, trace, sides: [them, me].map(fixtures::path), vault_before })
    }

    /// `listen` to both sides, with history.
    fn listen(&self) -> Command {
        let mut command = self.trace.command(self.host.binary());
        let models = convoally::places::models().unwrap_or_default();
        command.envs(self.host.envs()).env(convoally::places::MODELS_VARIABLE, models);
        for variable in ["HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"] {
            command.env(variable, self.home.path());
        }
        command.current_dir(self.home.path()).stdin(Stdio::null());
        command.args(["listen", "--json", "--pace", "fast", "--model", MODEL, "--them"]);
        command.arg(&self.sides[0]).arg("--me").arg(&self.sides[1]);
        command
    }

    /// What must be true however a session ended.
    fn assert_no_sound(&self) -> Result<()> {
        let seen = self.trace.seen()?;
        assert_eq!(seen.around, [""; 0], "calls that write past what is watched");
        assert!(!seen.dumped_core);
        for file in &seen.touched {
            assert!(self.may_be_written(file), "{} was opened for writing", file.display());
        }
        assert_eq!(files_in(self.home.path())?, Vec::<PathBuf>::new(), "left in the home or the temporary folder");
        let sound = self.sound()?;
        let fingerprint = Fingerprint::of(&sound);
        assert!(fingerprint.windows() > 1_000, "there is something to find");
        for (file, bytes) in &seen.written {
            assert_eq!(fingerprint.place_in(bytes), None, "sound was written into {}", file.display());
        }
        // What was written through a mapping shows only in the file.
        for file in files_in(&self.data())? {
            let bytes = std::fs::read(&file).map_err(Error::file(&file))?;
            assert_eq!(fingerprint.place_in(&bytes), None, "sound is in {}", file.display());
        }
        self.assert_no_room_for_sound(&seen, sound.len() * 2)
    }

    /// The vault is encrypted, so what is in it can be told by its size alone. Measured on a minute of talk: a
    /// sixth of the sound's size written in all, each of the database's pages several times, and a fortieth kept.
    /// Speech as telephones carry it takes a quarter.
    fn assert_no_room_for_sound(&self, seen: &Seen, sound: usize) -> Result<()> {
        let on_disk = seen.written.iter().filter(|(file, _)| file.starts_with(self.data()));
        let written: usize = on_disk.map(|(_, bytes)| bytes.len()).sum();
        let kept = size(&self.data().join("vault.db"))?.saturating_sub(self.vault_before);
        assert!(written > 0, "the session was kept");
        assert!(written < sound / 3, "{written} bytes were written for {sound} bytes of sound");
        assert!(kept < sound as u64 / 16, "{kept} bytes are kept of {sound} bytes of sound");
        Ok(())
    }

    /// The vault, and what is no file on a disk.
    fn may_be_written(&self, file: &Path) -> bool {
        let vault = |name: &str| ["vault.db", "vault.db-wal", "vault.db-shm", "vault.lock"].contains(&name);
        let in_vault =
            file.parent() == Some(&self.data()) && file.file_name().is_some_and(|name| vault(&name.to_string_lossy()));
        in_vault || ["/dev/null", "/dev/tty"].map(Path::new).contains(&file)
    }

    fn data(&self) -> PathBuf {
        self.host.data()
    }

    /// Both sides, one behind the other.
    fn sound(&self) -> Result<Vec<i16>> {
        let sides: Result<Vec<_>> = self.sides.iter().map(|side| Ok(fixtures::read(side)?.1)).collect();
        Ok(sides?.concat())
    }

    /// Ends the session by a signal as soon as something was understood, with the vault and the engine at work.
    fn cut_off(&self, signal: Signal) -> Result<()> {
        let mut session = child::Kept::start(self.listen().stdout(Stdio::piped()))?;
        let Some(stdout) = session.inner().stdout.take() else { return Err(unexpected("no stdout")) };
        let mut events = BufReader::new(stdout).lines().map_while(|line| line.ok());
        let understood = |line: String| {
            let event = serde_json::from_str::<Event>(&line);
            event.is_ok_and(|event| matches!(event.kind, EventKind::UtteranceFinal { .. }))
        };
        if !events.any(understood) {
            return Err(unexpected("the session ended before anything was understood"));
        }
        let [process] = self.host.processes()[..] else { return Err(unexpected("not one process")) };
        assert_eq!(core_limit(process)?, "1", "soft limit of a core dump, bytes");
        kill_process(process, signal).map_err(|error| unexpected(&error.to_string()))?;
        // Its standard output ends with it, and strace after it.
        events.for_each(drop);
        let ended = session.inner().wait().map_err(Error::start("strace"))?;
        assert!(!ended.success(), "{ended}");
        Ok(())
    }
}

fn unexpected(what: &str) -> Error {
    Error::Unexpected(what.to_owned())
}

fn size(file: &Path) -> Result<u64> {
    Ok(std::fs::metadata(file).map_err(Error::file(file))?.len())
}

/// Every file below a folder.
fn files_in(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(Error::file(folder))? {
        let path = entry.map_err(Error::file(folder))?.path();
        if path.is_dir() { files.extend(files_in(&path)?) } else { files.push(path) }
    }
    Ok(files)
}

/// How large a core dump of the process may be, as the kernel says it.
fn core_limit(process: Pid) -> Result<String> {
    let file = PathBuf::from(format!("/proc/{}/limits", process.as_raw_nonzero()));
    let limits = std::fs::read_to_string(&file).map_err(Error::file(&file))?;
    let line = limits.lines().find_map(|line| line.strip_prefix("Max core file size"));
    let soft = line.and_then(|limits| limits.split_whitespace().next());
    soft.map(str::to_owned).ok_or_else(|| unexpected("no limit of core dumps"))
}

#[test]
fn a_session_with_sound_on_both_sides_writes_words_and_no_sound() -> Result<()> {
    let watched = Watched::new("speech/dialogue.wav", "speech/q6.wav")?;
    let output = child::output(&mut watched.listen())?;
    assert!(String::from_utf8_lossy(&output).contains("utterance_final"), "something was heard");
    watched.assert_no_sound()
}

#[test]
fn a_session_that_is_cut_off_leaves_no_sound_and_no_core() -> Result<()> {
    for signal in [Signal::TERM, Signal::KILL, Signal::ABORT] {
        let watched = Watched::new("speech/dialogue.wav", "speech/q6.wav")?;
        watched.cut_off(signal)?;
        watched.assert_no_sound()?;
    }
    Ok(())
}
