//! `make bench`: how long a person waits and what the product weighs, on the real paths, beside what others reach.
//!
//! Each part can be run alone: `make bench PART=hearing`. Each prints its table and leaves it as JSON in
//! `target/bench`. Start reading at `hearing.rs`.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "the benchmark's result is a table in the terminal")]

mod capture;
mod crashes;
mod decoding;
mod deepgram;
mod drafting;
mod failover;
mod hearing;
mod overlay;
mod panel;
mod questions;
mod recall;
mod soak;
mod vault;

use convoally_shared::fault::Fault;
use convoally_tests::crashes as killed;
use convoally_tests::error::{Error, Result};
use convoally_tests::load;
use convoally_tests::parts::{Parts, workspace};
use convoally_tests::report::Report;
use std::path::Path;
use std::process::ExitCode;

/// What can be measured alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Overlay,
    Panel,
    Hearing,
    Capture,
    Questions,
    Recall,
    Deepgram,
    Drafting,
    Failover,
    Vault,
    Crashes,
    Soak,
}

impl Part {
    /// In the order in which they run.
    const ALL: [Self; 12] = [
        Self::Overlay,
        Self::Panel,
        Self::Hearing,
        Self::Capture,
        Self::Questions,
        Self::Recall,
        Self::Deepgram,
        Self::Drafting,
        Self::Failover,
        Self::Vault,
        Self::Crashes,
        Self::Soak,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::Overlay => "overlay",
            Self::Panel => "panel",
            Self::Hearing => "hearing",
            Self::Capture => "capture",
            Self::Questions => "questions",
            Self::Recall => "recall",
            Self::Deepgram => "deepgram",
            Self::Drafting => "drafting",
            Self::Failover => "failover",
            Self::Vault => "vault",
            Self::Crashes => "crashes",
            Self::Soak => "soak",
        }
    }

    /// The parts that the arguments name; all of them without any.
    fn wanted(arguments: &[String]) -> std::result::Result<Vec<Self>, String> {
        if arguments.is_empty() {
            return Ok(Self::ALL.to_vec());
        }
        let named = |name: &String| Self::ALL.into_iter().find(|part| part.name() == name);
        arguments.iter().map(|name| named(name).ok_or_else(|| name.clone())).collect()
    }

    async fn measured(self) -> Result<Report> {
        let parts = Parts::find()?;
        let (name, host) = (self.name(), &parts.host);
        let report = match self {
            Self::Overlay => overlay::report(name, &parts).await?,
            Self::Panel => panel::report(name, &parts).await?,
            Self::Hearing => hearing::report(name, host)?,
            Self::Capture => capture::report(name, host).await?,
            Self::Questions => questions::report(name).await?,
            Self::Recall => recall::report(name, host).await?,
            Self::Deepgram => deepgram::report(name, host).await?,
            Self::Drafting => drafting::report(name, &parts).await?,
            Self::Failover => failover::report(name).await?,
            Self::Vault => vault::report(name, host)?,
            Self::Crashes => crashes::report(name)?,
            Self::Soak => soak::report(name, host)?,
        };
        keep(&report)?;
        Ok(report)
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments == [load::SPIN] {
        load::spin();
        return ExitCode::SUCCESS;
    }
    if let [role, folder, session] = &arguments[..]
        && role == killed::WRITE
    {
        let written = killed::write(Path::new(folder), session);
        return written.map_or(ExitCode::FAILURE, |()| ExitCode::SUCCESS);
    }
    let wanted = match Part::wanted(&arguments) {
        Ok(wanted) => wanted,
        Err(unknown) => {
            eprintln!("There is no part “{unknown}”. There are: {}.", Part::ALL.map(Part::name).join(", "));
            return ExitCode::FAILURE;
        }
    };
    let mut reports = Vec::new();
    // One part that cannot run does not keep the others from being measured.
    for part in &wanted {
        match part.measured().await {
            Ok(report) => reports.push(report),
            Err(error) => {
                let fault = Fault::from(error);
                eprintln!("\n{}: {}\n{}\n{}", part.name(), fault.code, fault.sentence, fault.action);
            }
        }
    }
    reports.iter().for_each(|report| println!("\n{report}"));
    if reports.len() == wanted.len() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn keep(report: &Report) -> Result<()> {
    let folder = workspace().join("target/bench");
    std::fs::create_dir_all(&folder).map_err(Error::file(&folder))?;
    let file = folder.join(format!("{}.json", report.part));
    let json = serde_json::to_string_pretty(report).map_err(|error| Error::Unexpected(error.to_string()))?;
    std::fs::write(&file, json + "\n").map_err(Error::file(&file))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_chosen_by_name_and_all_of_them_without_one() {
        let wanted = |names: &[&str]| Part::wanted(&names.iter().map(ToString::to_string).collect::<Vec<_>>());
        assert_eq!(wanted(&[]), Ok(Part::ALL.to_vec()));
        assert_eq!(wanted(&["soak", "hearing"]), Ok(vec![Part::Soak, Part::Hearing]));
        assert_eq!(wanted(&["hearing", "seeing"]), Err("seeing".to_owned()));
    }
}
