//! `convoally-pack`: builds the extension into a folder, or zips it for a store.

use clap::{Parser, Subcommand};
use convoally_manifest::browser::Browser;
use convoally_manifest::{PackError, pack, registration, store};
use convoally_shared::fault::Fault;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Packs the ConvoAlly extension.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Builds a folder that the browser can load.
    Build {
        /// For which browser.
        #[arg(long, value_enum)]
        browser: Browser,
        /// The folder: new, empty, or built before.
        #[arg(long)]
        out: PathBuf,
        /// Quicker to build, larger, with readable names, and marked as such in the browser.
        #[arg(long)]
        dev: bool,
    },
    /// Builds the package for the browser's store. The same source gives the same bytes.
    Zip {
        /// For which browser.
        #[arg(long, value_enum)]
        browser: Browser,
        /// The file.
        #[arg(long)]
        out: PathBuf,
        /// The sources, where they are not those that this program was built from.
        #[arg(long, value_name = "FOLDER")]
        source: Option<PathBuf>,
    },
    /// Writes what makes every user's browsers find the program, for a package of this system.
    Registrations {
        /// Where the package installs the program.
        #[arg(long)]
        program: PathBuf,
        /// The folder that becomes the root.
        #[arg(long)]
        root: PathBuf,
    },
}

fn main() -> ExitCode {
    let done = match Arguments::parse().command {
        Command::Build { browser, out, dev } => build(browser, &out, dev),
        Command::Zip { browser, out, source } => zip(browser, &out, &source.unwrap_or_else(pack::workspace)),
        Command::Registrations { program, root } => registrations(&program, &root),
    };
    match done {
        Ok(report) => {
            let _ = write!(std::io::stdout(), "{report}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "{}", Fault::from(error));
            ExitCode::FAILURE
        }
    }
}

fn build(browser: Browser, out: &Path, dev: bool) -> Result<String, PackError> {
    let packed = pack::build(browser, out, dev)?;
    let mut report = format!("{:<22}{:>10}{:>10}\n", "file", "bytes", "brotli");
    for size in &packed.sizes {
        report.push_str(&format!("{:<22}{:>10}{:>10}\n", size.name, size.raw, size.brotli));
    }
    let changes = match packed.changes {
        0 => "was up to date".to_owned(),
        many => format!("{many} files changed"),
    };
    report.push_str(&format!("{} for {}: {changes}\n", out.display(), browser.name()));
    Ok(report)
}

/// The store fixes the id itself and refuses a manifest with a key.
fn zip(browser: Browser, out: &Path, source: &Path) -> Result<String, PackError> {
    let mut manifest = browser.manifest(false);
    manifest.key = None;
    let files = pack::collect(source, browser, &manifest, false)?;
    let bytes = store::zip(&files)?;
    write(out, &bytes)?;
    Ok(format!("{}: {} files, {} bytes\n", out.display(), files.len(), bytes.len()))
}

fn registrations(program: &Path, root: &Path) -> Result<String, PackError> {
    let files = registration::for_everybody(program)?;
    for (name, bytes) in &files {
        write(&root.join(name), bytes)?;
    }
    Ok(files.keys().map(|name| format!("/{name}\n")).collect())
}

fn write(file: &Path, bytes: &[u8]) -> Result<(), PackError> {
    if let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).map_err(PackError::file(folder))?;
    }
    std::fs::write(file, bytes).map_err(PackError::file(file))
}
