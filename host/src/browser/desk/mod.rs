//! The desk: carries out what the extension asks, one request after the other; what takes a while as an errand
//! beside the others. `dispatch` is the list of requests.

mod about;
mod devices;
mod dispatch;
mod documents;
mod engines;
mod export;
mod history;
mod hush;
mod import;
mod interviews;
mod keys;
mod lent;
mod models;
mod parts;
mod privacy;
mod protect;
mod system;
mod upload;

pub use dispatch::Outcome;

use super::errand::Errands;
use super::safe::{Door, LOOK_EVERY, Safe, interrupted};
use super::tab;
use crate::audio::{AudioError, Pace, SourceSpec, TabInlet};
use crate::engines::{self as chosen, Choice, Engines, InVault};
use crate::meaning;
use crate::money;
use crate::secret::Secret;
use crate::session::{Order, Plan, Session, keeper, no_session, unix_ms};
use crate::vault::Vault;
use convoally_shared::amendment::Change;
use convoally_shared::document::Document;
use convoally_shared::event::EventKind;
use convoally_shared::fault::Fault;
use convoally_shared::interview::{Interview, InterviewId};
use convoally_shared::request::{
    Done, Hello, MarkCard, Recipients, StartSession, Started, TabEnd, TabSound, Watch, Watching, Welcome,
};
use convoally_shared::session::{Brief, Mode};
use convoally_shared::utterance::Speaker;
use convoally_shared::vault::VaultState;
use convoally_shared::wire::{Message, PROTOCOL_VERSION};
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};
use tokio::sync::mpsc;
use tokio::task::{AbortHandle, JoinHandle};
use upload::Uploads;

/// How long a session that was told to stop may go on when the next one is to begin.
const LAST_WORDS: Duration = Duration::from_secs(2);

/// What a session listens to, and with.
#[derive(Default)]
pub struct Setup {
    /// The two sides.
    pub sources: Vec<(Speaker, SourceSpec)>,
    /// The engines.
    pub choice: Choice,
    /// When cards open, where the request does not say it.
    pub mode: Mode,
}

/// Looks the set-up up: at each start, because the user may choose otherwise meanwhile.
pub type LookUp = Arc<dyn Fn() -> Result<Setup, Fault> + Send + Sync>;

/// Keeps when cards open for the sessions to come.
pub type KeepMode = Arc<dyn Fn(Mode) -> Result<(), Fault> + Send + Sync>;

/// What the desk of one browser port knows.
pub struct Desk {
    /// Opened when it is first needed: the keychain may ask the user, so not before.
    safe: Safe,
    /// When to look after it next, however many requests come meanwhile.
    look_at: Instant,
    set_up: LookUp,
    keep_mode: KeepMode,
    greeted: bool,
    session: Option<Session>,
    /// Where the tab's sound goes, while the running session waits for it.
    tab: Option<TabInlet>,
    /// The sides that are muted in the call: in the session that runs and in the next one.
    muted: BTreeSet<Speaker>,
    /// Done when the last session is in the vault.
    keeping: Option<JoinHandle<()>>,
    watch: Option<StandingWatch>,
    /// What takes a while.
    errands: Errands,
    /// What errands have said, until the port takes it.
    said: Option<mpsc::Receiver<Message>>,
    /// Files that no request has named yet.
    uploads: Uploads,
}

/// The client's wish to be told what happens, in this session and in later ones.
struct StandingWatch {
    outgoing: mpsc::Sender<Message>,
    telling: Option<AbortHandle>,
}

impl StandingWatch {
    /// Tells a session's events after a number. What was told before is told no further.
    fn follow(&mut self, session: &Session, after_seq: u64) {
        let mut reader = session.log().reader(after_seq);
        let outgoing = self.outgoing.clone();
        let telling = tokio::spawn(async move {
            while let Some(event) = reader.next().await {
                if outgoing.send(Message::Happened { event }).await.is_err() {
                    break;
                }
            }
        });
        if let Some(before) = self.telling.replace(telling.abort_handle()) {
            before.abort();
        }
    }
}

impl Desk {
    /// A desk that has been asked nothing yet.
    pub fn new(door: Arc<dyn Door>, set_up: LookUp, keep_mode: KeepMode) -> Self {
        let (session, tab, muted, keeping, watch) = (None, None, BTreeSet::new(), None, None);
        let (safe, look_at) = (Safe::new(door), Instant::now());
        let (errands, said) = Errands::new();
        let (greeted, said, uploads) = (false, Some(said), Uploads::default());
        Self { safe, look_at, set_up, keep_mode, greeted, session, tab, muted, keeping, watch, errands, said, uploads }
    }

    /// What errands say from now on: replies, faults, and how far they are. None the second time.
    pub fn said(&mut self) -> Option<mpsc::Receiver<Message>> {
        self.said.take()
    }

    /// Ends the session in order, and what is not done within `patience` by force.
    pub async fn close(mut self, patience: Duration) {
        let closing = async {
            self.end_session(patience).await;
            self.kept().await;
        };
        // A vault that another process holds may keep the keeper waiting longer than the browser waits for us.
        let _ = tokio::time::timeout(patience + patience / 4, closing).await;
    }

    async fn end_session(&mut self, patience: Duration) {
        if let Some(session) = self.session.take() {
            session.end_within(patience).await;
        }
    }

    fn hello(&mut self, hello: &Hello) -> Result<Welcome, Fault> {
        if hello.protocol != PROTOCOL_VERSION {
            return Err(Fault::new(
                "wire.other_protocol",
                format!("The extension speaks version {} and the host version {PROTOCOL_VERSION}.", hello.protocol),
                if hello.protocol > PROTOCOL_VERSION { "Update the host." } else { "Update the extension." },
            ));
        }
        self.greeted = true;
        let session = self.running().map(|session| session.id().clone());
        Ok(Welcome { protocol: PROTOCOL_VERSION, version: env!("CARGO_PKG_VERSION").to_owned(), session })
    }

    fn running(&self) -> Option<&Session> {
        self.session.as_ref().filter(|session| !session.log().has_ended() && !session.is_stopping())
    }

    async fn start(&mut self, start: StartSession) -> Result<Started, Fault> {
        if let Some(session) = self.running() {
            return Ok(Started { session: session.id().clone(), wants_tab: false });
        }
        // One that was told to stop has had its time.
        self.end_session(LAST_WORDS).await;
        self.kept().await;
        let vault = self.vault().await?;
        let (known, documents) = in_vault(&vault, {
            let (site, consent, interview) = (start.site.clone(), start.consent, start.interview);
            move |vault| {
                consented(vault, site.as_deref(), consent)?;
                material(vault, interview.as_ref())
            }
        })
        .await?;
        let brief = start.brief.or(known);
        let Setup { sources, choice, mode } = (self.set_up)()?;
        let engines = Engines::prepare(&choice, &documents, &brief, &InVault::open(Arc::clone(&vault))).await?;
        let Engines { transcriber, answerer, purse, troubles } = engines;
        let month = money::began_unix_ms(SystemTime::now());
        purse.spent_before(in_vault(&vault, move |vault| Ok(vault.used_since(month)?.micro_usd())).await?);
        let (site, mode) = (start.site, start.mode.unwrap_or(mode));
        let meaning = meaning::source(Some(Arc::clone(&vault)));
        let plan = Plan { brief, site, documents, meaning, mode, answerer, purse };
        let (inlet, sources) = tab::sources(sources, &start.them);
        let session = Session::listen(plan, sources, Pace::Real, transcriber).await?;
        self.muted.iter().for_each(|side| session.mute_all_along(*side));
        session.tell(troubles);
        // From here on nothing waits: a session that has begun is known to this desk.
        let keeper = keeper::keep(session.log(), move |event| {
            Ok(vault.lock().unwrap_or_else(PoisonError::into_inner).append(event)?)
        })?;
        // What it could not store it told while the session ran; after its end there is nobody left to tell.
        self.keeping = Some(tokio::task::spawn_blocking(move || drop(keeper.join())));
        let session = self.session.insert(session);
        if let Some(watch) = &mut self.watch {
            watch.follow(session, 0);
        }
        self.tab = inlet;
        Ok(Started { session: session.id().clone(), wants_tab: self.tab.is_some() })
    }

    async fn recipients(&mut self) -> Result<Recipients, Fault> {
        let Setup { choice, .. } = (self.set_up)()?;
        Ok(chosen::recipients(&choice, &InVault::open(self.vault().await?)).await)
    }

    fn stop(&mut self) -> Done {
        if let Some(session) = &self.session {
            session.stop();
        }
        Done {}
    }

    async fn order(&self, order: Order) -> Result<Done, Fault> {
        self.running().ok_or_else(no_session)?.order(order).await?;
        Ok(Done {})
    }

    /// An event while the session runs; afterwards, something that the user changed about it.
    async fn mark(&mut self, MarkCard { question, mark, on }: MarkCard) -> Result<Done, Fault> {
        if self.running().is_some() {
            return self.order(Order::Mark { question, mark, on }).await;
        }
        let session = self.session.as_ref().ok_or_else(no_session)?.id().clone();
        // The card is in the vault before its mark.
        self.kept().await;
        let change = Change::Marked { question, mark, on };
        let marked = move |vault: &mut Vault| Ok(vault.change_session(&session, change, unix_ms()).map(drop)?);
        in_vault(&self.vault().await?, marked).await?;
        Ok(Done {})
    }

    /// For the session that runs, if one does, and for those to come.
    async fn set_mode(&self, mode: Mode) -> Result<Done, Fault> {
        if let Some(session) = self.running() {
            session.order(Order::SetMode(mode)).await?;
        }
        let keep = Arc::clone(&self.keep_mode);
        let interrupted =
            |_| Fault::new("settings.interrupted", "The choice was not kept for later.", "Choose it once more.");
        tokio::task::spawn_blocking(move || keep(mode)).await.map_err(interrupted)??;
        Ok(Done {})
    }

    fn tab_sound(&self, sound: &TabSound) -> Result<Done, Fault> {
        if let (Some(tab), Some(_)) = (&self.tab, self.running()) {
            tab.hear(sound.seq, tab::samples(&sound.pcm)?);
        }
        Ok(Done {})
    }

    /// The session goes on with what this computer plays. Said as a fault that stays on the screen: the state of the
    /// side tells it only until the next device is open.
    fn tab_ended(&mut self, reason: TabEnd) -> Done {
        if let (Some(tab), Some(session)) = (self.tab.take(), self.running()) {
            session.log().emit(EventKind::Faulted { fault: AudioError::TabEnded(reason).into() });
            tab.end(reason);
        }
        Done {}
    }

    /// One watch at a time: a new one replaces the old, and stands until the port closes.
    fn watch(&mut self, watch: &Watch, outgoing: &mpsc::Sender<Message>) -> Watching {
        if let Some(StandingWatch { telling: Some(telling), .. }) = self.watch.take() {
            telling.abort();
        }
        let standing = self.watch.insert(StandingWatch { outgoing: outgoing.clone(), telling: None });
        let Some(session) = &self.session else { return Watching { session: None } };
        let known = watch.session.as_ref() == Some(session.id());
        standing.follow(session, if known { watch.after_seq } else { 0 });
        Watching { session: Some(session.id().clone()) }
    }

    async fn vault(&mut self) -> Result<Arc<Mutex<Vault>>, Fault> {
        self.safe.vault().await
    }

    /// Never in the middle of a session, which must be kept to its end.
    async fn lock_vault(&mut self) -> Result<VaultState, Fault> {
        if self.running().is_some() {
            return Err(Fault::new(
                "vault.in_session",
                "The vault cannot be locked while a session is running.",
                "Stop the session first.",
            ));
        }
        self.end_session(LAST_WORDS).await;
        self.kept().await;
        self.safe.lock().await
    }

    /// Looks after the vault while nobody asks anything: closes it when that is due; and forgets files that nobody names.
    /// Does not end by itself; to drop it at any point leaves nothing half done.
    pub async fn rest(&mut self) {
        while self.safe.is_open() || !self.uploads.is_empty() {
            tokio::time::sleep_until(self.look_at.into()).await;
            self.look_at = Instant::now() + LOOK_EVERY;
            self.uploads.forget_old(Instant::now());
            if self.is_busy() {
                self.safe.touch();
            } else {
                self.safe.close_when_due().await;
            }
        }
        std::future::pending().await
    }

    /// A session is running, or not in the vault yet.
    fn is_busy(&self) -> bool {
        let goes_on = self.session.as_ref().is_some_and(|session| !session.log().has_ended());
        goes_on || self.errands.are_under_way() || self.keeping.as_ref().is_some_and(|keeping| !keeping.is_finished())
    }

    /// Waits until the last session is in the vault.
    async fn kept(&mut self) {
        if let Some(keeping) = &mut self.keeping {
            let _ = keeping.await;
            self.keeping = None;
        }
    }
}

/// The first time on a site the user confirms that the others know or that the meeting's rules allow it.
fn consented(vault: &mut Vault, site: Option<&str>, consent: bool) -> Result<(), Fault> {
    let Some(site) = site else { return Ok(()) };
    if consent {
        return Ok(vault.give_consent(site, unix_ms())?);
    }
    if vault.has_consent(site)? {
        return Ok(());
    }
    Err(Fault::new(
        "session.consent_required",
        format!("ConvoAlly has not been used on {site} yet."),
        "Confirm that everyone in the call knows, or that its rules allow it.",
    ))
}

/// What is known of the interview before the user says more, and what its session may quote.
fn material(vault: &Vault, interview: Option<&InterviewId>) -> Result<(Brief, Vec<Document>), Fault> {
    let interview = interview.map(|id| vault.interview(id)).transpose()?;
    let documents = vault.documents_for(interview.as_ref().map(|interview| &interview.id))?;
    Ok((interview.map(|Interview { brief, .. }| brief).unwrap_or_default(), documents))
}

async fn in_vault<T: Send + 'static>(
    vault: &Arc<Mutex<Vault>>,
    work: impl FnOnce(&mut Vault) -> Result<T, Fault> + Send + 'static,
) -> Result<T, Fault> {
    let vault = Arc::clone(vault);
    tokio::task::spawn_blocking(move || work(&mut vault.lock().unwrap_or_else(PoisonError::into_inner)))
        .await
        .map_err(|_| interrupted())?
}

/// Work that blocks, or keeps a core busy, beside the event loop.
async fn aside<T: Send + 'static>(work: impl FnOnce() -> Result<T, Fault> + Send + 'static) -> Result<T, Fault> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|_| Fault::new("host.interrupted", "This was interrupted.", "Try it again."))?
}

#[cfg(test)]
mod sample;
#[cfg(test)]
mod tests;
