//! `convoally export`: sessions as files.

use super::table;
use crate::export::{ExportError, Format, Kept, archive, write_file};
use crate::vault::Vault;
use clap::{Args, ValueEnum};
use convoally_shared::fault::Fault;
use convoally_shared::session::{SessionId, SessionSummary};
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use time::{Date, Month};

/// Arguments of `export`.
#[derive(Args)]
#[command(after_help = "Examples:
  convoally export 20261123-1515 --out call.docx
  convoally export 20261123-1515 --as html --out notes.html
  convoally export --all --out sessions.zip --from 2026-11-01 --company Northwind

A zip has a page index.html that links its sessions, and each of them as JSON besides, which `convoally history import`
takes back. Files are not encrypted: whoever can read them can read the calls.")]
pub struct Export {
    /// Ids of sessions, or as much of their beginning as no other has; several go into one zip
    #[arg(required_unless_present = "all", conflicts_with = "all", value_name = "SESSION")]
    sessions: Vec<String>,
    /// What to write; by default what the file's name ends in, or else Markdown (in a zip: HTML)
    #[arg(long = "as", value_enum, value_name = "FORMAT")]
    format: Option<FormatName>,
    /// The file to write, readable by you alone; without it, the terminal
    #[arg(long, value_name = "FILE", required_if_eq("all", "true"))]
    out: Option<PathBuf>,
    /// Replace the file when it is there already
    #[arg(long, requires = "out")]
    force: bool,
    /// Every session in one zip
    #[arg(long)]
    all: bool,
    /// Of all, those that began on this day or later (in UTC, as the list shows them)
    #[arg(long, requires = "all", value_parser = day, value_name = "YYYY-MM-DD")]
    from: Option<Date>,
    /// Of all, those that began on this day or before
    #[arg(long, requires = "all", value_parser = day, value_name = "YYYY-MM-DD")]
    to: Option<Date>,
    /// Of all, those with this company, or with a part of its name
    #[arg(long, requires = "all")]
    company: Option<String>,
}

/// The names of the formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FormatName {
    /// Markdown
    #[value(alias = "markdown")]
    Md,
    /// One web page that prints well
    Html,
    /// A Word document
    #[value(alias = "word")]
    Docx,
    /// Plain text
    #[value(alias = "text")]
    Txt,
    /// Everything, for other programs and to be imported again
    Json,
    /// Subtitles for video players
    Srt,
    /// Subtitles for browsers
    #[value(alias = "webvtt")]
    Vtt,
}

impl From<FormatName> for Format {
    fn from(name: FormatName) -> Self {
        match name {
            FormatName::Md => Self::Markdown,
            FormatName::Html => Self::Html,
            FormatName::Docx => Self::Docx,
            FormatName::Txt => Self::Text,
            FormatName::Json => Self::Json,
            FormatName::Srt => Self::Srt,
            FormatName::Vtt => Self::Vtt,
        }
    }
}

impl Export {
    /// Writes what was asked for.
    ///
    /// # Errors
    /// What the vault or the place says.
    pub fn run(self, vault: &Vault) -> Result<(), Fault> {
        let format = self.format.map(Format::from);
        let is_zip = |path: &PathBuf| path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("zip"));
        if let ([session], false) = (self.sessions.as_slice(), self.out.as_ref().is_some_and(is_zip)) {
            let format = format.map_or_else(|| asked_for(self.out.as_deref()), Ok)?;
            let kept = kept(vault, &SessionId(session.clone()))?;
            return deliver(&kept, format, self.out.as_deref(), self.force, &mut io::stdout().lock());
        }
        let Some(out) = &self.out else {
            let sentence = "Several sessions go into one zip, which needs a name.";
            return Err(Fault::new("export.no_name", sentence, "Name it with --out."));
        };
        let sessions = self.chosen(vault)?;
        if sessions.is_empty() {
            return Err(ExportError::Nothing.into());
        }
        let each = sessions.iter().map(|session| kept(vault, session));
        let format = format.unwrap_or(Format::Html);
        let count = sessions.len();
        write_file(out, self.force, |file| archive(each, format, file).map(drop))?;
        eprintln!("{count} {} in {}", if count == 1 { "session" } else { "sessions" }, out.display());
        Ok(())
    }

    fn chosen(&self, vault: &Vault) -> Result<Vec<SessionId>, Fault> {
        if !self.all {
            return Ok(self.sessions.iter().map(|id| SessionId(id.clone())).collect());
        }
        let fitting = vault.sessions()?.into_iter().filter(|session| self.fits(session));
        Ok(fitting.map(|session| session.id).collect())
    }

    fn fits(&self, session: &SessionSummary) -> bool {
        const DAY_MS: i128 = 86_400_000;
        let began = i128::from(session.started_unix_ms);
        let midnight = |day: Date| i128::from(day.midnight().assume_utc().unix_timestamp()) * 1000;
        let company = |part: &String| session.brief.company.to_lowercase().contains(&part.to_lowercase());
        self.from.is_none_or(|day| midnight(day) <= began)
            && self.to.is_none_or(|day| began < midnight(day) + DAY_MS)
            && self.company.as_ref().is_none_or(company)
    }
}

/// The format that a file's name asks for; Markdown where it asks for none.
fn asked_for(file: Option<&Path>) -> Result<Format, Fault> {
    let Some(file) = file.filter(|file| file.extension().is_some()) else { return Ok(Format::Markdown) };
    Format::of_name(file).ok_or_else(|| {
        let endings = Format::ALL.map(Format::ending).join(", ");
        let sentence = format!("{} ends like no format that is written here.", file.display());
        Fault::new("export.unknown_format", sentence, format!("Let it end in one of {endings} or zip, or say --as."))
    })
}

/// What the vault holds of a session.
///
/// # Errors
/// What the vault says.
pub fn kept(vault: &Vault, session: &SessionId) -> Result<Kept, Fault> {
    Ok(Kept { events: vault.events(session)?, amendments: vault.amendments(session)? })
}

/// Writes a session to a file, or else to `out`.
///
/// # Errors
/// What the place says; `export.terminal` for a Word document that would go to a terminal.
pub fn deliver(
    kept: &Kept,
    format: Format,
    file: Option<&Path>,
    force: bool,
    out: &mut impl Write,
) -> Result<(), Fault> {
    if let Some(path) = file {
        return Ok(write_file(path, force, |file| kept.write(format, file))?);
    }
    if format == Format::Docx && io::stdout().is_terminal() {
        let sentence = "A Word document is nothing for a terminal.";
        return Err(Fault::new("export.terminal", sentence, "Name a file with --out."));
    }
    let mut content = Vec::new();
    kept.write(format, &mut content)?;
    Ok(table::print_bytes(&content, out).map_err(ExportError::from)?)
}

/// A day as the list of sessions writes it.
fn day(text: &str) -> Result<Date, String> {
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts.as_slice() else { return Err("write it like 2026-11-23".to_owned()) };
    let date = || {
        let month = Month::try_from(month.parse::<u8>().ok()?).ok()?;
        Date::from_calendar_date(year.parse().ok()?, month, day.parse().ok()?).ok()
    };
    date().ok_or_else(|| "there is no such day".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::sample;
    use crate::vault::KeySource;
    use clap::Parser;
    use convoally_shared::event::{Event, EventKind};
    use std::fs;

    #[derive(Parser)]
    struct CommandLine {
        #[command(flatten)]
        export: Export,
    }

    /// A vault with the made-up session and one of the day after at another company, and a folder to write to.
    fn rig() -> (tempfile::TempDir, Vault) {
        let folder = tempfile::tempdir().unwrap();
        let passphrase = folder.path().join("passphrase");
        fs::write(&passphrase, "correct horse").unwrap();
        let mut vault = Vault::open(&folder.path().join("vault"), &KeySource::PassphraseFile(passphrase)).unwrap();
        sample::events().iter().for_each(|event| vault.append(event).unwrap());
        sample::amendments().iter().for_each(|one| vault.amend(one).unwrap());
        let mut first: Event = sample::events().remove(0);
        first.session = SessionId("20261124-151537-0001".into());
        if let EventKind::SessionStarted { started_unix_ms, brief, .. } = &mut first.kind {
            *started_unix_ms += 86_400_000;
            brief.company = "Contoso".into();
        }
        vault.append(&first).unwrap();
        (folder, vault)
    }

    fn run(vault: &Vault, folder: &Path, arguments: &str, out: &str) -> Result<PathBuf, Fault> {
        let path = folder.join(out);
        let line = ["export"].into_iter().chain(arguments.split(' ')).chain(["--out", path.to_str().unwrap()]);
        CommandLine::try_parse_from(line).unwrap().export.run(vault).map(|()| path)
    }

    fn sessions(zip: &Path) -> usize {
        let archive = zip::ZipArchive::new(fs::File::open(zip).unwrap()).unwrap();
        archive.file_names().filter(|name| name.as_ref().unwrap().ends_with(".json")).count()
    }

    #[test]
    fn a_session_is_written_in_the_format_of_its_name_or_the_one_that_was_said() {
        let (folder, vault) = rig();
        for (out, begins) in [
            ("a.md", "# Backend engineer"),
            ("a.html", "<!DOCTYPE html>"),
            ("a.docx", "PK"),
            ("a.txt", "Backend engineer"),
            ("a.json", "{\n  \"format\""),
            ("a.srt", "1\n00:01:00,000"),
            ("a.vtt", "WEBVTT"),
            ("a", "# Backend engineer"),
        ] {
            let path = run(&vault, folder.path(), "20261123", out).unwrap();
            assert!(fs::read(path).unwrap().starts_with(begins.as_bytes()), "{out}");
        }
        let path = run(&vault, folder.path(), "20261123 --as vtt", "b.pdf").unwrap();
        assert!(fs::read_to_string(path).unwrap().starts_with("WEBVTT"));
        let unknown = run(&vault, folder.path(), "20261123", "c.pdf").unwrap_err();
        assert_eq!((unknown.code.as_str(), folder.path().join("c.pdf").exists()), ("export.unknown_format", false));
    }

    #[test]
    fn what_is_there_is_replaced_only_with_force() {
        let (folder, vault) = rig();
        let path = run(&vault, folder.path(), "20261123", "a.md").unwrap();
        fs::write(&path, "mine").unwrap();
        assert_eq!(run(&vault, folder.path(), "20261123", "a.md").unwrap_err().code, "export.exists");
        assert_eq!(fs::read_to_string(&path).unwrap(), "mine");
        run(&vault, folder.path(), "20261123 --force", "a.md").unwrap();
        assert!(fs::read_to_string(&path).unwrap().starts_with("# Backend"));
        assert_eq!(run(&vault, folder.path(), "20261123", "").unwrap_err().code, "export.is_a_folder");
    }

    #[test]
    fn all_go_into_one_zip_and_days_and_company_choose() {
        let (folder, vault) = rig();
        for (at, (arguments, count)) in [
            ("--all", 2),
            ("--all --from 2026-11-24", 1),
            ("--all --to 2026-11-23", 1),
            ("--all --from 2026-11-23 --to 2026-11-24", 2),
            ("--all --company northw", 1),
            ("20261123 20261124", 2),
            ("20261123", 1),
        ]
        .into_iter()
        .enumerate()
        {
            let path = run(&vault, folder.path(), arguments, &format!("{at}.zip")).unwrap();
            assert_eq!(sessions(&path), count, "{arguments}");
        }
        let none = run(&vault, folder.path(), "--all --from 2027-01-01", "none.zip").unwrap_err();
        assert_eq!((none.code.as_str(), folder.path().join("none.zip").exists()), ("export.nothing", false));
        let unknown = run(&vault, folder.path(), "20261123 2030", "unknown.zip").unwrap_err();
        assert_eq!(
            (unknown.code.as_str(), folder.path().join("unknown.zip").exists()),
            ("history.unknown_session", false)
        );
    }

    #[test]
    fn a_day_is_one_of_the_calendar() {
        assert_eq!(day("2028-02-29").unwrap().ordinal(), 60);
        for wrong in ["2026-02-29", "2026-13-01", "yesterday", "2026-1", "2026-01-01-01"] {
            assert!(day(wrong).is_err(), "{wrong}");
        }
    }
}
