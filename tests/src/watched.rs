//! A host whose every file write is seen by the kernel, in a home of its own: whatever it writes lands there, in the
//! vault, or where nothing may be written.

use crate::child;
use crate::error::{Error, Result};
use crate::host::Host;
use crate::temporary::Temporary;
use crate::trace::{Seen, Trace};
use convoally::places;
use rustix::process::{Pid, Signal, kill_process};
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The files of a vault, and of nobody else.
const VAULT: [&str; 6] =
    ["vault.db", "vault.db-wal", "vault.db-shm", "vault.lock", "vault.key.json", "vault.recovery.json"];

/// A watched host.
#[derive(Debug)]
pub struct Watched {
    host: Host,
    home: Temporary,
    trace: Trace,
}

impl Watched {
    /// Begins to watch a host.
    ///
    /// # Errors
    /// [`Error::File`] when the temporary folder cannot be written.
    pub fn new(host: Host) -> Result<Self> {
        Ok(Self { host, home: Temporary::new("home")?, trace: Trace::new()? })
    }

    /// The host.
    pub fn host(&self) -> &Host {
        &self.host
    }

    /// Where everything goes that the host writes outside its vault.
    pub fn home(&self) -> &Path {
        self.home.path()
    }

    /// What it prints for people: no words of a call belong there either.
    pub fn complaints(&self) -> PathBuf {
        self.home.path().join("stderr")
    }

    /// A command of the host. Its standard error goes into [`Watched::complaints`], and no keychain answers it.
    ///
    /// # Errors
    /// [`Error::File`] when that file cannot be written.
    pub fn command(&self, arguments: &[&str]) -> Result<Command> {
        let mut command = self.trace.command(self.host.binary());
        command.envs(self.host.envs()).env(places::MODELS_VARIABLE, places::models().unwrap_or_default());
        for variable in ["HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"] {
            command.env(variable, self.home.path());
        }
        command.env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus");
        command.current_dir(self.home.path()).stdin(Stdio::null()).args(arguments);
        let complaints = File::options().create(true).append(true).open(self.complaints());
        command.stderr(complaints.map_err(Error::file(&self.complaints()))?);
        Ok(command)
    }

    /// Runs a command, and ends it by a signal as soon as it has printed a line that is wanted. Gives what it printed.
    ///
    /// # Errors
    /// [`Error::Unexpected`] when it ended before.
    pub fn cut_off(&self, mut command: Command, signal: Signal, wanted: impl Fn(&str) -> bool) -> Result<String> {
        let mut running = child::Kept::start(command.stdout(Stdio::piped()))?;
        let Some(stdout) = running.inner().stdout.take() else { return Err(unexpected("no stdout")) };
        let mut lines = BufReader::new(stdout).lines().map_while(|line| line.ok());
        let mut printed = String::new();
        loop {
            let Some(line) = lines.next() else { return Err(unexpected("it ended before the wanted line")) };
            printed += &(line + "\n");
            if printed.lines().next_back().is_some_and(&wanted) {
                break;
            }
        }
        let [process] = self.host.processes()[..] else { return Err(unexpected("not one process")) };
        assert_eq!(core_limit(process)?, "1", "soft limit of a core dump, bytes");
        kill_process(process, signal).map_err(|error| unexpected(&error.to_string()))?;
        // Its standard output ends with it, and strace after it.
        lines.for_each(|line| printed += &(line + "\n"));
        let ended = running.inner().wait().map_err(Error::start("strace"))?;
        assert!(!ended.success(), "{ended}");
        Ok(printed)
    }

    /// What was done to files since the watch began. Fails the test when something was written past it, into a place
    /// where nothing belongs, or when a core was dumped.
    ///
    /// # Errors
    /// As [`Trace::seen`].
    pub fn seen(&self) -> Result<Seen> {
        let seen = self.trace.seen()?;
        assert_eq!(seen.around, [""; 0], "calls that write past what is watched");
        assert!(!seen.dumped_core);
        for file in &seen.touched {
            assert!(self.may_be_written(file), "{} was opened for writing", file.display());
        }
        assert_eq!(files_in(self.home())?, [self.complaints()], "left in the home or the temporary folder");
        Ok(seen)
    }

    /// The vault, and what is no file on a disk.
    fn may_be_written(&self, file: &Path) -> bool {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        // What is made whole before it takes its place has a passing name until then.
        let in_vault = VAULT.iter().any(|of_vault| {
            name == *of_vault || name.strip_prefix("vault.db.new").is_some_and(|rest| rest.len() < 9) || {
                Path::new(of_vault).with_extension("new").as_os_str() == &*name
            }
        });
        // Empty while it is there: its lock says that a session is running.
        let is_mark = name.starts_with("running.") && file.metadata().map_or(true, |mark| mark.len() == 0);
        (in_vault || is_mark) && file.parent() == Some(&self.host.data())
            || ["/dev/null", "/dev/tty"].map(Path::new).contains(&file)
    }
}

/// Every file below a folder.
///
/// # Errors
/// [`Error::File`] when a folder cannot be read.
pub fn files_in(folder: &Path) -> Result<Vec<PathBuf>> {
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

fn unexpected(what: &str) -> Error {
    Error::Unexpected(what.to_owned())
}
