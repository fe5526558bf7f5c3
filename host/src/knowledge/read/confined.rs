//! The reader process: takes a file in, gives its text out, and can do nothing else.
//!
//! Before it looks at the file it gives up memory, time, and the right to open, write or start anything.

use super::blocks::markdown;
use super::error::Unread;
use super::{LARGEST_TEXT, docx, html, pdf};
use std::io::{Read, Write};
use std::process::ExitCode;

/// A format that is read in a process of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Portable Document Format.
    Pdf,
    /// Word since 2007.
    Docx,
    /// A web page in UTF-8.
    Html,
}

impl Format {
    const ALL: [Self; 3] = [Self::Pdf, Self::Docx, Self::Html];

    /// How the process is told.
    pub fn name(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Docx => "docx",
            Self::Html => "html",
        }
    }
}

/// Runs this process as the reader of the file on standard input. The answer is JSON: `{"Ok": text}` or
/// `{"Err": why}`. To be called before any thread is started.
pub fn serve_reader(format: Option<&str>) -> ExitCode {
    #[cfg(unix)]
    limits::give_up();
    let Some(format) = Format::ALL.into_iter().find(|known| Some(known.name()) == format) else {
        return ExitCode::FAILURE;
    };
    let mut bytes = Vec::new();
    if std::io::stdin().read_to_end(&mut bytes).is_err() {
        return ExitCode::FAILURE;
    }
    let written = serde_json::to_vec(&text(format, bytes)).map(|answer| std::io::stdout().write_all(&answer));
    if matches!(written, Ok(Ok(()))) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn text(format: Format, bytes: Vec<u8>) -> Result<String, Unread> {
    let blocks = match format {
        Format::Pdf => pdf::read(bytes)?,
        Format::Docx => docx::read(&bytes)?,
        Format::Html => html::read(&String::from_utf8(bytes).map_err(|_| Unread::Broken)?),
    };
    let text = markdown(&blocks);
    match text.len() {
        length if length > LARGEST_TEXT => Err(Unread::TooLarge),
        _ if text.contains(char::is_alphanumeric) => Ok(text),
        _ => Err(Unread::Empty),
    }
}

#[cfg(unix)]
mod limits {
    use super::super::process::PATIENCE;
    use rustix::process::{Resource, Rlimit, setrlimit};

    /// Bytes of memory of its own. With the program's code and its stack it stays below 300 MB.
    const MEMORY: u64 = 256 << 20;

    /// Nothing that is refused here is worth not reading the file; the parent's patience bounds it in any case.
    pub fn give_up() {
        let limit = |resource, most| {
            let _ = setrlimit(resource, Rlimit { current: Some(most), maximum: Some(most) });
        };
        limit(Resource::Data, MEMORY);
        limit(Resource::Cpu, PATIENCE.as_secs());
        // No file can be opened, no socket made, no byte written to a file, and no process started.
        limit(Resource::Nofile, 0);
        limit(Resource::Fsize, 0);
        limit(Resource::Nproc, 0);
        #[cfg(target_os = "linux")]
        let _ = rustix::thread::set_no_new_privs(true);
    }
}
