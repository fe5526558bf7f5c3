//! What a program did to files, seen by the kernel: every file opened for writing, every byte written.
//!
//! By `strace`, which sees each system call of each thread, whichever library makes it.

use crate::error::{Error, Result};
use crate::temporary::Temporary;
use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Bytes of one write that are kept. Longer ones are an error, so that nothing goes unseen.
const LONGEST_WRITE: &str = "4194304";
/// Calls that put bytes into a file.
const WRITES: [&str; 5] = ["write", "pwrite64", "writev", "pwritev", "pwritev2"];
/// Calls after which `=` a new descriptor follows.
const OPENS: [&str; 4] = ["open", "openat", "openat2", "creat"];
/// Calls that give a file another name.
const NAMES: [&str; 5] = ["rename", "renameat", "renameat2", "link", "linkat"];
/// Ways around all of these: files without a name, memory that others can read, copies inside the kernel.
const AROUND: [&str; 12] = [
    "memfd_create",
    "shmget",
    "io_uring_setup",
    "io_submit",
    "sendfile",
    "splice",
    "tee",
    "vmsplice",
    "copy_file_range",
    "process_vm_writev",
    "mknod",
    "mknodat",
];

/// A place for what is seen.
#[derive(Debug)]
pub struct Trace {
    folder: Temporary,
}

/// What was seen.
#[derive(Debug, Default)]
pub struct Seen {
    /// Files that were opened for writing or mapped to be written, and new names of files.
    pub touched: Vec<PathBuf>,
    /// What each thread wrote into each file, in order; pipes and devices are files too.
    pub written: Vec<(PathBuf, Vec<u8>)>,
    /// Calls that write in ways which are not followed.
    pub around: Vec<String>,
    /// Some process left a core dump.
    pub dumped_core: bool,
}

impl Trace {
    /// An empty one.
    ///
    /// # Errors
    /// [`Error::File`] when the temporary folder cannot be written.
    pub fn new() -> Result<Self> {
        Ok(Self { folder: Temporary::new("trace")? })
    }

    /// A command that runs `program` and watches it. Core dumps are as welcome as the system allows.
    pub fn command(&self, program: &Path) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", "ulimit -c unlimited 2>/dev/null; exec strace \"$@\"", "strace", "-ff", "-y", "-xx"]);
        let calls = [&WRITES[..], &OPENS, &NAMES, &AROUND, &["mmap"]].concat().join(",");
        command.args(["--seccomp-bpf", "-s", LONGEST_WRITE, "-e", &format!("trace={calls}"), "-o"]);
        command.arg(self.folder.path().join("thread")).arg("--").arg(program);
        command
    }

    /// What the program, which has ended, did.
    ///
    /// # Errors
    /// [`Error::Unexpected`] when a write was too long to be seen whole, or nothing was seen at all.
    pub fn seen(&self) -> Result<Seen> {
        let mut seen = Seen::default();
        let folder = self.folder.path();
        for thread in std::fs::read_dir(folder).map_err(Error::file(folder))? {
            let path = thread.map_err(Error::file(folder))?.path();
            let text = std::fs::read_to_string(&path).map_err(Error::file(&path))?;
            let mut thread = Seen::default();
            text.lines().try_for_each(|line| thread.take(line))?;
            seen.touched.append(&mut thread.touched);
            seen.written.append(&mut thread.written);
            seen.around.append(&mut thread.around);
            seen.dumped_core |= thread.dumped_core;
        }
        if seen.written.is_empty() {
            return Err(Error::Unexpected("strace saw no write at all".to_owned()));
        }
        Ok(seen)
    }
}

impl Seen {
    fn take(&mut self, line: &str) -> Result<()> {
        self.dumped_core |= line.starts_with("+++") && line.contains("core dumped");
        let Some((name, _)) = line.split_once('(') else { return Ok(()) };
        let call = Call::parse(line);
        let failed = call.flags.contains(" = -1");
        if WRITES.contains(&name) && !failed {
            if line.contains("\"...") {
                return Err(Error::Unexpected(format!("a write into {:?} is too long to be seen", call.files.first())));
            }
            let into = call.files.into_iter().next().unwrap_or_default();
            let bytes = call.strings.concat();
            match self.written.iter_mut().find(|(file, _)| *file == into) {
                Some((_, before)) => before.extend(bytes),
                None => self.written.push((into, bytes)),
            }
        } else if !failed && call.makes_writable(name) {
            self.touched.extend(call.files.into_iter().next_back());
        } else if NAMES.contains(&name) && !failed {
            self.touched.extend(call.strings.into_iter().map(|path| PathBuf::from(OsString::from_vec(path))));
        } else if AROUND.contains(&name) {
            self.around.push(name.to_owned());
        }
        Ok(())
    }
}

/// One line of strace: `write(3<\x2f\x74>, "\x61\x62", 2) = 2`.
#[derive(Default)]
struct Call {
    /// The files behind descriptors, in order.
    files: Vec<PathBuf>,
    /// The strings, in order.
    strings: Vec<Vec<u8>>,
    /// The rest.
    flags: String,
}

impl Call {
    fn parse(line: &str) -> Self {
        let mut call = Self::default();
        let mut rest = line;
        while let Some(at) = rest.find(['"', '<']) {
            let (before, quoted) = rest.split_at(at);
            call.flags.push_str(before);
            let end = if quoted.starts_with('"') { '"' } else { '>' };
            let (inside, after) = quoted[1..].split_once(end).unwrap_or((&quoted[1..], ""));
            match end {
                '"' => call.strings.push(unescaped(inside)),
                _ => call.files.push(OsString::from_vec(unescaped(inside)).into()),
            }
            rest = after;
        }
        call.flags.push_str(rest);
        call
    }

    /// Whether the last of its files may be written to from now on.
    fn makes_writable(&self, name: &str) -> bool {
        match name {
            "creat" => true,
            "mmap" => self.says(&["MAP_SHARED"]) && self.says(&["PROT_WRITE"]),
            name => OPENS.contains(&name) && self.says(&["O_WRONLY", "O_RDWR", "O_CREAT"]),
        }
    }

    fn says(&self, flags: &[&str]) -> bool {
        flags.iter().any(|flag| self.flags.contains(flag))
    }
}

fn unescaped(text: &str) -> Vec<u8> {
    text.split("\\x").filter_map(|pair| u8::from_str_radix(pair, 16).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_program_writes_is_seen_wherever_it_goes() {
        let (trace, folder) = (Trace::new().unwrap(), Temporary::new("traced").unwrap());
        let script = "printf 'ab\\0\\377' > 'a file'; mv 'a file' b; sh -c 'printf child > c'; printf out";
        let mut command = trace.command(Path::new("/bin/sh"));
        let output = command.args(["-c", script]).current_dir(folder.path()).output().unwrap();
        assert_eq!(output.stdout, b"out", "{output:?}");
        let seen = trace.seen().unwrap();
        let of = |name: &str| {
            let path = folder.path().join(name);
            seen.written.iter().find(|(file, _)| *file == path).map(|(_, bytes)| bytes.as_slice())
        };
        assert_eq!((of("a file"), of("c")), (Some(b"ab\0\xff".as_slice()), Some(b"child".as_slice())));
        assert!(seen.touched.contains(&folder.path().join("a file")) && seen.touched.contains(&"b".into()));
        assert!(seen.written.iter().any(|(_, bytes)| bytes == b"out"), "a pipe");
        assert!(seen.around.is_empty() && !seen.dumped_core);
    }

    #[test]
    fn a_core_dump_is_seen_where_the_system_makes_them() {
        let line = "+++ killed by SIGABRT (core dumped) +++";
        let mut seen = Seen::default();
        seen.take(line).unwrap();
        assert!(seen.dumped_core);
    }
}
