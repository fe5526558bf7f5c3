//! `convoally listen`: a session in the terminal.

use super::engines::{Options, chosen};
use super::follow::{Style, follow};
use super::{keyboard, material, sources, unkept};
use crate::audio::{Pace, SourceSpec};
use crate::door::VaultDoor;
use crate::engines::{Engine, Engines, InVault};
use crate::meaning;
use crate::money;
use crate::session::{Plan, Session};
use crate::vault::Vault;
use clap::{Args, ValueEnum};
use convoally_shared::document::Document;
use convoally_shared::fault::Fault;
use convoally_shared::session::{Brief, Mode};
use convoally_shared::utterance::Speaker;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

/// How long the last utterance may still be finished after Ctrl-C.
const LAST_WORDS: Duration = Duration::from_secs(5);

/// What the session is about, and what may be quoted: shared by all commands that answer.
#[derive(Args)]
pub struct About {
    /// A document that answers may quote: PDF, Word, HTML, Markdown or plain text; may be given several times
    #[arg(long = "document", value_name = "FILE")]
    pub documents: Vec<PathBuf>,
    /// An interview from `convoally interviews list`: its brief, its documents and the general ones
    #[arg(long, value_name = "NAME")]
    pub interview: Option<String>,
    /// The company on the other side
    #[arg(long, default_value = "")]
    pub company: String,
    /// The role that is talked about
    #[arg(long, default_value = "")]
    pub role: String,
    /// The kind of call: phone screen, system design, …
    #[arg(long, default_value = "")]
    pub kind: String,
}

impl About {
    /// What the session is about, and the documents that it may quote.
    ///
    /// # Errors
    /// A file cannot be read, or the interview is not known.
    pub fn gather(&self, vault: Option<&Vault>) -> Result<(Brief, Vec<Document>), Fault> {
        let interview = self.interview.as_deref();
        let said = Brief {
            company: self.company.clone(),
            role: self.role.clone(),
            kind: self.kind.clone(),
            ..Brief::default()
        };
        Ok((material::brief(said, interview, vault)?, material::documents(&self.documents, interview, vault)?))
    }
}

/// `real`, `fast` or `20x`.
fn pace(text: &str) -> Result<Pace, &'static str> {
    match text {
        "real" => Ok(Pace::Real),
        "fast" => Ok(Pace::Fast),
        times => {
            let speed = times.strip_suffix('x').and_then(|number| number.parse().ok());
            speed.map(Pace::Times).ok_or("expected `real`, `fast`, or a whole number of times such as `20x`")
        }
    }
}

/// When cards open, as it is written on the command line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ModeName {
    /// For every question that is found
    #[default]
    Automatic,
    /// On your command only
    OnCommand,
    /// Not at all: what is said is written down
    Off,
}

impl From<ModeName> for Mode {
    fn from(name: ModeName) -> Self {
        match name {
            ModeName::Automatic => Mode::Automatic,
            ModeName::OnCommand => Mode::OnCommand,
            ModeName::Off => Mode::Off,
        }
    }
}

/// Arguments of `listen`.
#[derive(Args)]
#[command(after_help = "Examples:\n  convoally listen --document resume.md --company Northwind\n  \
                        convoally listen --them interview.mp3 --pace fast --json --no-history\n  \
                        convoally listen --them call.wav#left --me call.wav#right\n\n\
                        With neither --them nor --me, both sides are heard by the devices of `convoally devices use`,\n\
                        or else by the defaults: what the computer plays is “them”, the microphone is “me”.\n\
                        Enter answers the last thing they said, a line of text is a question of your own, and Ctrl-C ends\n\
                        the session.")]
pub struct Listen {
    /// Where the other side is heard: a sound file, an id from `convoally devices`, or `default`
    #[arg(long, value_name = "FILE|DEVICE")]
    them: Option<String>,
    /// Where you are heard: a sound file, an id from `convoally devices`, or `default`
    #[arg(long, value_name = "FILE|DEVICE")]
    me: Option<String>,
    #[command(flatten)]
    about: About,
    /// When cards open; as you last chose in the overlay where it is not said
    #[arg(long, value_enum)]
    mode: Option<ModeName>,
    /// How fast files are played: `real`, `fast`, or a number of times such as `20x`
    #[arg(long, default_value = "real", value_name = "PACE", value_parser = pace)]
    pace: Pace,
    /// What turns speech into text: device, nova-3, flux or server; as `convoally engines use` said where none is named
    #[arg(long)]
    engine: Option<Engine>,
    #[command(flatten)]
    options: Options,
    /// Print every event as one JSON object a line
    #[arg(long)]
    json: bool,
    /// Keep nothing of this session
    #[arg(long)]
    no_history: bool,
}

impl Listen {
    /// Listens until the files are at their end or Ctrl-C is pressed.
    pub async fn run(self, door: &VaultDoor) -> Result<(), Fault> {
        let is_asked = !self.no_history || self.about.interview.is_some();
        let vault = if is_asked { Some(open(door.clone()).await?) } else { None };
        let (brief, documents) = self.about.gather(vault.as_ref())?;
        let vault = vault.filter(|_| !self.no_history);
        let choice = self.options.clone().over(self.engine, chosen()?);
        let spent =
            vault.as_ref().map(|vault| vault.used_since(money::began_unix_ms(SystemTime::now()))).transpose()?;
        let vault = vault.map(|vault| Arc::new(Mutex::new(vault)));
        let keys = vault.clone().map_or_else(|| door.keys(), InVault::open);
        let engines = Engines::prepare(&choice, &documents, &brief, &keys).await?;
        let Engines { transcriber, answerer, purse, troubles } = engines;
        if let Some(spent) = spent {
            purse.spent_before(spent.micro_usd());
        }
        let may_send = answerer.is_some() || choice.engine != Engine::Device;
        unkept::prepare(door, vault.is_some(), may_send)?;
        let mode = self.mode.map_or_else(super::mode, |mode| Ok(mode.into()))?;
        let meaning = meaning::source(vault.clone());
        let plan = Plan { brief, site: None, documents, meaning, mode, answerer, purse };
        let session = Session::listen(plan, self.sources()?, self.pace, transcriber).await?;
        session.tell(troubles);
        let style = if self.json { Style::Json } else { Style::Lines };
        run_to_end(session, vault, style, door).await
    }

    fn sources(&self) -> Result<Vec<(Speaker, SourceSpec)>, Fault> {
        if self.them.is_none() && self.me.is_none() {
            return sources::remembered();
        }
        let sides = [(Speaker::Them, &self.them), (Speaker::Me, &self.me)];
        let named = sides.into_iter().filter_map(|(speaker, name)| Some((speaker, name.as_deref()?)));
        Ok(named.map(|(speaker, name)| (speaker, sources::named(speaker, name))).collect())
    }
}

async fn open(door: VaultDoor) -> Result<Vault, Fault> {
    tokio::task::spawn_blocking(move || door.open())
        .await
        .map_err(|_| Fault::new("vault.interrupted", "Opening the history was interrupted.", "Start again."))?
}

/// Prints and keeps a session until it is over, Ctrl-C is pressed, or nobody reads what is printed any more.
pub async fn run_to_end(
    mut session: Session,
    vault: Option<Arc<Mutex<Vault>>>,
    style: Style,
    door: &VaultDoor,
) -> Result<(), Fault> {
    let keeper = unkept::keep(session.log(), vault, door)?;
    let mut following = tokio::spawn(follow(session.log().reader(0), style));
    let mut typed = keyboard::lines();
    loop {
        tokio::select! {
            () = session.ended() => break,
            _ = &mut following => break,
            _ = tokio::signal::ctrl_c() => break,
            Some(line) = typed.recv() => {
                if let Err(fault) = keyboard::carry_out(&session, line).await {
                    super::print_fault(&fault);
                }
            }
        }
    }
    session.end_within(LAST_WORDS).await;
    if !following.is_finished() {
        let _ = following.await;
    }
    tokio::task::spawn_blocking(move || keeper.join()).await.map_or(Ok(()), |kept| kept.unwrap_or(Ok(())))
}
