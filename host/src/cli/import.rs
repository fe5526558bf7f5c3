//! `convoally history import`: sessions from files.

use super::table;
use crate::export::{ExportError, length, printable};
use crate::import::{File, ImportError, Imported, Wanted, import};
use crate::vault::Vault;
use clap::Args;
use convoally_shared::fault::Fault;
use convoally_shared::session::Brief;
use std::io::Write;
use std::path::PathBuf;
use time::{Date, Month, Time};

/// Arguments of `import`.
#[derive(Args)]
#[command(after_help = "Examples:
  convoally history import sessions.zip
  convoally history import call.json
  convoally history import interview.vtt --me \"Anna Berg\" --company Northwind --started \"2026-11-23 15:15\"

A transcript is text (`Name: words`, with or without times, as Zoom, Teams, Meet and Otter write it), SRT or WebVTT. What is
here already is not doubled.")]
pub struct Import {
    /// Files: exported JSON, a zip of it, or transcripts
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Which of a transcript's speakers you are
    #[arg(long, value_name = "NAME")]
    me: Option<String>,
    /// You are none of a transcript's speakers
    #[arg(long, conflicts_with = "me")]
    without_me: bool,
    /// When a transcript's call began, in UTC; by default when its file was last changed
    #[arg(long, value_parser = moment, value_name = "\"YYYY-MM-DD HH:MM\"")]
    started: Option<u64>,
    /// The company on the other side of a transcript's call
    #[arg(long, default_value_t)]
    company: String,
    /// The role that was talked about
    #[arg(long, default_value_t)]
    role: String,
    /// The kind of call: phone screen, system design, …
    #[arg(long, default_value_t)]
    kind: String,
    /// Take a transcript in the order of its lines, whatever its times say
    #[arg(long)]
    ignore_times: bool,
    /// Take in what you erased
    #[arg(long)]
    even_if_erased: bool,
}

impl Import {
    /// Takes the files in, one after the other. One that cannot be taken keeps out no other.
    ///
    /// # Errors
    /// The first one of those that could not be taken, when all have had their turn.
    pub fn run(self, vault: &mut Vault, out: &mut impl Write) -> Result<(), Fault> {
        let Self { files, me, without_me, started, company, role, kind, ignore_times, even_if_erased } = self;
        let brief = Brief { company, role, kind, ..Brief::default() };
        let wanted = Wanted { me, without_me, started_unix_ms: started, brief, ignore_times, even_if_erased };
        let several = files.len() > 1;
        let mut first = None;
        for file in &files {
            let results = File::open(file)
                .and_then(|file| import(vault, &file, &wanted))
                .unwrap_or_else(|error| vec![Err(error)]);
            for result in results {
                let told = match result {
                    Ok(imported) => line(vault, &imported)?,
                    Err(error) => {
                        tell_names(&error);
                        let fault = Fault::from(error);
                        if several {
                            eprintln!("{}: {}", file.display(), fault.sentence);
                        }
                        first.get_or_insert(fault);
                        continue;
                    }
                };
                table::print(&told, out).map_err(ExportError::from)?;
            }
        }
        first.map_or(Ok(()), Err)
    }
}

/// The names are the file's words: for the screen, and for nothing that is kept.
fn tell_names(error: &ImportError) {
    if let ImportError::WhoIsMe { names } = error {
        eprintln!("Its speakers:");
        names.iter().take(20).for_each(|name| eprintln!("  {}", printable(name).replace(['\n', '\t'], " ")));
    }
}

fn line(vault: &Vault, imported: &Imported) -> Result<String, Fault> {
    let Imported { session, taken } = imported;
    let news = match (taken.new, taken.events + taken.amendments) {
        (true, _) => "new".to_owned(),
        (false, 0) => "was here already".to_owned(),
        (false, more) => format!("{more} more than were here"),
    };
    let known = vault.sessions()?.into_iter().find(|known| known.id == *session);
    let about = known.map(|known| {
        let heading = printable(&known.heading()).replace(['\n', '\t'], " ");
        let (long, said, asked) = (length(known.duration_ms), known.utterances, known.questions);
        format!("  {long}, {said} utterances, {asked} questions  {heading}")
    });
    Ok(format!("{session}  {news}{}\n", about.unwrap_or_default()))
}

/// A moment in UTC, milliseconds since the Unix epoch.
fn moment(text: &str) -> Result<u64, String> {
    let parse = || {
        let (day, clock) = text.trim().split_once([' ', 'T']).unwrap_or((text.trim(), "00:00"));
        let numbers =
            |text: &str, mark| text.split(mark).map(|part| part.parse::<u16>().ok()).collect::<Option<Vec<_>>>();
        let [year, month, day] = numbers(day, '-')?.try_into().ok()?;
        let [hour, minute] = numbers(clock, ':')?.try_into().ok()?;
        let month = Month::try_from(u8::try_from(month).ok()?).ok()?;
        let date = Date::from_calendar_date(year.into(), month, u8::try_from(day).ok()?).ok()?;
        let time = Time::from_hms(u8::try_from(hour).ok()?, u8::try_from(minute).ok()?, 0).ok()?;
        u64::try_from(date.with_time(time).assume_utc().unix_timestamp()).ok()
    };
    parse().map(|seconds| seconds * 1000).ok_or_else(|| "write it like \"2026-11-23 15:15\"".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_a_day_and_perhaps_a_time() {
        assert_eq!(moment("2026-11-23 15:15"), Ok(1_795_446_900_000));
        assert_eq!(moment("1970-01-02"), Ok(86_400_000));
        for wrong in ["", "yesterday", "2026-11-23 25:00", "2026-13-01", "1969-01-01 00:00"] {
            assert!(moment(wrong).is_err(), "{wrong}");
        }
    }
}
