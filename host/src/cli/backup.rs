//! `convoally backup`: the encrypted vault in a folder, an S3 store or WebDAV.

mod ask;

use crate::backup::{Backup, Code, Credentials, Extent, Place, Ran, Step, Verified};
use crate::door::VaultDoor;
use crate::export;
use crate::knowledge;
use crate::settings::data_folder;
use crate::vault::Vault;
use clap::{Args, Subcommand};
use convoally_shared::fault::Fault;
use indicatif::ProgressBar;
use std::path::PathBuf;

/// Subcommands of `backup`.
#[derive(Subcommand)]
pub enum BackupCommand {
    /// Choose the place: begins a backup there, or joins the one that another computer of yours began
    #[command(after_help = "Examples:
  convoally backup set /media/disk/convoally
  convoally backup set \"s3://bucket/calls?endpoint=https://s3.example.com&region=eu-central-1\" --user ACCESS_KEY_ID
  convoally backup set https://cloud.example.com/remote.php/dav/files/me/convoally --user me

The store gets nothing that it can read. The code that is shown opens the backup on another computer: write it down.
Without it and without this computer, nobody can open the backup.")]
    Set(Set),
    /// Send what is new, take in what your other computers sent, delete what you erased
    #[command(after_help = "Examples:\n  convoally backup now\n  convoally backup now --repair")]
    Now {
        /// Sessions that have not ended, too, as far as they are
        #[arg(long)]
        running: bool,
        /// Verify everything first, and send again from here what is damaged
        #[arg(long)]
        repair: bool,
    },
    /// Where the backup lies, when it last ran and what is in it
    #[command(after_help = "Example:\n  convoally backup status")]
    Status,
    /// Fetch everything and check that it is what was sent; changes nothing
    #[command(after_help = "Example:\n  convoally backup verify")]
    Verify,
    /// Take in what this vault lacks, and send nothing
    #[command(after_help = "On a new computer:\n  convoally backup set PLACE\n  convoally backup restore")]
    Restore,
    /// Give the backup a new code; the old one opens it no more
    #[command(after_help = "Example:\n  convoally backup code")]
    Code {
        /// A file with a passphrase of your own in place of a code that is made
        #[arg(long, value_name = "FILE")]
        code_file: Option<PathBuf>,
    },
    /// Stop backing up from here; with --erase, delete the whole backup, for all your computers
    #[command(after_help = "Examples:\n  convoally backup forget\n  convoally backup forget --erase")]
    Forget {
        /// Delete everything at the place first
        #[arg(long)]
        erase: bool,
    },
}

/// `backup set`.
#[derive(Args)]
pub struct Set {
    /// A folder, s3://BUCKET/PATH?endpoint=…&region=…, or the https:// address of a WebDAV folder
    place: String,
    /// The id of your access key, or your user name there
    #[arg(long, value_name = "NAME")]
    user: Option<String>,
    /// A file with the secret key or password; without it, you are asked
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
    /// A file with the backup's code; or, for a new backup, with a passphrase of your own in place of a code
    #[arg(long, value_name = "FILE")]
    code_file: Option<PathBuf>,
}

impl BackupCommand {
    /// Carries the subcommand out.
    ///
    /// # Errors
    /// What the vault or the backup says.
    pub async fn run(self, vault: &VaultDoor) -> Result<(), Fault> {
        let mut vault = vault.open()?;
        match self {
            Self::Set(set) => set.run(&mut vault).await,
            Self::Now { running, repair } => now(&mut vault, Extent { running, repair }).await,
            Self::Status => status(&vault).await,
            Self::Verify => verify(&vault).await,
            Self::Restore => restore(&mut vault).await,
            Self::Code { code_file } => new_code(&vault, code_file).await,
            Self::Forget { erase } => forget(&mut vault, erase).await,
        }
    }
}

impl Set {
    async fn run(self, vault: &mut Vault) -> Result<(), Fault> {
        let place = Place::parse(&self.place)?;
        let credentials = match place.wants_credentials() {
            true => Some(Credentials {
                user: self.user.ok_or_else(no_user)?,
                password: ask::secret(self.password_file, "The secret key or password of the store:")?,
            }),
            false => None,
        };
        if Backup::exists(&place, credentials.as_ref()).await? {
            let code = Code::typed(&ask::secret(self.code_file, "The code of the backup that lies there:")?)?;
            Backup::join(vault, place, credentials, &code).await?;
            println!("Joined the backup. `convoally backup restore` takes in what it holds.");
            return Ok(());
        }
        let (code, made) = code(self.code_file)?;
        Backup::begin(vault, place, credentials, &code).await?;
        println!("The backup is set up. `convoally backup now` sends what is here.");
        if made {
            show(&code);
        }
        Ok(())
    }
}

async fn now(vault: &mut Vault, extent: Extent) -> Result<(), Fault> {
    let bar = Bar::default();
    let mut backup = Backup::of(vault)?;
    let ran = backup.run(vault, &data_folder()?, extent, knowledge::needed, &mut |step| bar.show(step)).await?;
    drop(bar);
    print!("{}", told(&ran, &backup.place().whereabouts()));
    Ok(())
}

async fn status(vault: &Vault) -> Result<(), Fault> {
    let Some(status) = Backup::status(vault)? else {
        println!("No backup is set up.");
        return Ok(());
    };
    let last = status.last_run_unix_ms.map_or_else(|| "never".to_owned(), export::date);
    println!("place:     {}\nlast run:  {last}", status.place);
    println!("{}", held(&Backup::of(vault)?.look(vault).await?));
    Ok(())
}

async fn verify(vault: &Vault) -> Result<(), Fault> {
    let bar = Bar::default();
    let verified = Backup::of(vault)?.verify(vault, &mut |step| bar.show(step)).await?;
    drop(bar);
    println!("{}", held(&verified));
    for broken in &verified.broken {
        println!("{}  {}", if broken.missing { "missing" } else { "damaged" }, broken.segment);
    }
    match verified.broken.len() {
        0 => {
            println!("Everything is what was sent.");
            Ok(())
        }
        count => Err(Fault::new(
            "backup.damaged",
            format!("{count} of {} segments are damaged or missing.", verified.segments),
            "Send them again with `convoally backup now --repair`, from each computer that backs up there.",
        )),
    }
}

async fn restore(vault: &mut Vault) -> Result<(), Fault> {
    let bar = Bar::default();
    let taken =
        Backup::of(vault)?.restore(vault, &data_folder()?, knowledge::needed, &mut |step| bar.show(step)).await?;
    drop(bar);
    println!("{} taken in.", counted(taken, "piece"));
    Ok(())
}

async fn new_code(vault: &Vault, code_file: Option<PathBuf>) -> Result<(), Fault> {
    let (code, made) = code(code_file)?;
    Backup::of(vault)?.change_code(&code).await?;
    println!("The backup has a new code.");
    if made {
        show(&code);
    }
    Ok(())
}

async fn forget(vault: &mut Vault, erase: bool) -> Result<(), Fault> {
    match erase {
        true => Backup::of(vault)?.forget(vault, true).await?,
        // A store that is gone keeps nobody from forgetting it.
        false => Backup::forget_here(vault)?,
    }
    println!("{}", if erase { "The backup was deleted and is forgotten." } else { "The backup is forgotten here." });
    Ok(())
}

/// The code of a new backup, and whether it was made here.
fn code(file: Option<PathBuf>) -> Result<(Code, bool), Fault> {
    match file {
        Some(file) => Ok((Code::typed(&ask::secret(Some(file), "")?)?, false)),
        None => Ok((Code::make()?, true)),
    }
}

fn show(code: &Code) {
    println!("\nThe code of the backup, shown this once. Write it down:\n\n    {}\n", code.reveal());
}

fn no_user() -> Fault {
    crate::backup::BackupError::CredentialsNeeded.into()
}

fn told(ran: &Ran, place: &str) -> String {
    let mut text = format!("{} sent to {place}", counted(ran.sent, "piece"));
    if ran.sent_bytes > 0 {
        text += &format!(" ({})", size(ran.sent_bytes));
    }
    text += &format!(", {} taken in, {} deleted.\n", ran.received, counted(ran.deleted, "old segment"));
    if ran.running > 0 {
        text += &format!("{} not ended yet and will be sent then.\n", has(ran.running));
    }
    text
}

fn held(seen: &Verified) -> String {
    let written = seen.last_written_unix_ms.map_or_else(|| "never".to_owned(), export::date);
    format!(
        "written:   {written}\nholds:     {}, {} in {}, from {}",
        counted(seen.sessions, "session"),
        size(seen.bytes),
        counted(seen.segments, "segment"),
        counted(seen.computers, "computer"),
    )
}

fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

fn has(count: usize) -> String {
    if count == 1 { "1 session has".to_owned() } else { format!("{count} sessions have") }
}

fn size(bytes: u64) -> String {
    match bytes {
        0..1_000_000 => format!("{} kB", bytes.div_ceil(1000)),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes / 100_000 % 10),
    }
}

/// How far it is, on a terminal.
struct Bar(ProgressBar);

impl Default for Bar {
    fn default() -> Self {
        Self(ProgressBar::new(0))
    }
}

impl Bar {
    fn show(&self, step: Step) {
        let (done, of) = match step {
            Step::Received(done, of) | Step::Sent(done, of) | Step::Verified(done, of) => (done, of),
        };
        self.0.set_length(of as u64);
        self.0.set_position(done as u64);
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::{CommandFactory, Parser};

    #[derive(Parser)]
    struct Line {
        #[command(subcommand)]
        backup: BackupCommand,
    }

    #[test]
    fn the_command_line_is_well_formed_and_every_help_has_an_example() {
        Line::command().debug_assert();
        for command in Line::command().get_subcommands() {
            let help = command.get_after_help().expect("no example").to_string();
            assert!(help.contains(&format!("convoally backup {}", command.get_name())), "{help}");
        }
    }

    #[test]
    fn a_run_is_told_in_a_line_or_two() {
        let ran = Ran { received: 0, sent: 1, sent_bytes: 5632, deleted: 2, running: 1 };
        let expected = "1 piece sent to example.com (6 kB), 0 taken in, 2 old segments deleted.\n\
                        1 session has not ended yet and will be sent then.\n";
        assert_eq!(told(&ran, "example.com"), expected);
        assert_eq!(told(&Ran::default(), "/x"), "0 pieces sent to /x, 0 taken in, 0 old segments deleted.\n");
        assert_eq!(size(12_345_678), "12.3 MB");
    }
}
