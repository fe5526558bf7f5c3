//! One place in the order of engines: the engine, and why it is passed over for now.

use super::DraftRequest;
use super::check;
use super::cost::{self, Used};
use super::drafting::{Patience, Stopped, Written};
use super::endpoint::EndpointError;
use super::engine::{Engine, Pieces};
use super::prompt::{self, Prompt};
use super::trouble::{AnswerError, Trouble};
use crate::money::{Purse, Tokens};
use convoally_shared::card::Disclosure;
use convoally_shared::fault::Fault;
use convoally_shared::money::Spent;
use convoally_shared::request::DraftRecipient;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// How long an account is left alone that reached its rate limit and was not told how long to wait.
const RATE_LIMIT: Duration = Duration::from_secs(20);

/// How long an engine is passed over that was too late twice in a row: each draft would wait for it. Once may be a model
/// that is read from the disk.
const LATE: Duration = Duration::from_secs(180);

/// A place in the order.
#[derive(Debug)]
pub(super) struct Seat {
    /// How the order calls it.
    name: String,
    /// The engine, or what is wrong with how it was configured.
    engine: Result<Box<dyn Engine>, Fault>,
    passed_over: Mutex<Option<PassedOver>>,
    /// It was too late the last time.
    was_late: AtomicBool,
}

/// Why an engine is not asked.
#[derive(Clone, Debug)]
struct PassedOver {
    fault: Fault,
    /// None: for the rest of the session.
    until: Option<Instant>,
}

/// An engine gave up.
pub(super) struct GaveUp {
    /// What happened, and when it is asked again.
    pub fault: Fault,
    /// The user can mend it.
    pub mendable: bool,
    /// Another engine may be asked instead. A refusal stands: it is about the question, not about the engine.
    pub moves: bool,
    /// The same engine may be asked again at once.
    pub again: bool,
    /// Its first text did not come in time.
    pub late: bool,
    /// What it took all the same.
    pub spent: Option<Spent>,
}

impl Seat {
    /// A place for an engine, or for what is wrong with it.
    pub fn new<E: Engine + 'static>(name: &str, engine: Result<E, EndpointError>) -> Self {
        Self::with(name, engine.map(|engine| Box::new(engine) as Box<dyn Engine>).map_err(Fault::from))
    }

    /// A place for an engine that cannot be asked, so that the user is told why.
    pub fn unusable(name: &str, fault: Fault) -> Self {
        Self::with(name, Err(fault))
    }

    fn with(name: &str, engine: Result<Box<dyn Engine>, Fault>) -> Self {
        Self { name: name.to_owned(), engine, passed_over: Mutex::default(), was_late: AtomicBool::default() }
    }

    /// For people.
    pub fn label(&self) -> String {
        match &self.engine {
            Ok(engine) => engine.endpoint().label(),
            Err(_) => format!("{}: not set up rightly", self.name),
        }
    }

    /// Who gets what it is asked; none where it is not set up rightly.
    pub fn recipient(&self) -> Option<DraftRecipient> {
        Some(self.engine.as_ref().ok()?.endpoint().recipient())
    }

    /// What it sends away for a request; none for a model on this computer.
    pub fn disclosure(&self, request: &DraftRequest, prompt: &Prompt) -> Option<Disclosure> {
        let engine = self.engine.as_ref().ok()?;
        let (contents, sources) = (prompt::contents(request), prompt::sources(request));
        engine.endpoint().disclosure(&engine.body(prompt), contents, sources)
    }

    /// Why it is passed over now; none when it is to be asked.
    pub fn passed_over(&self) -> Option<Fault> {
        let passed_over = self.passed_over.lock().unwrap_or_else(PoisonError::into_inner).clone()?;
        let over = passed_over.until.is_some_and(|until| until <= Instant::now());
        (!over).then_some(passed_over.fault)
    }

    /// It is passed over for the rest of the session.
    pub fn is_out(&self) -> bool {
        let passed_over = self.passed_over.lock().unwrap_or_else(PoisonError::into_inner);
        passed_over.as_ref().is_some_and(|passed_over| passed_over.until.is_none())
    }

    /// How the order calls it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether it would work now.
    ///
    /// # Errors
    /// What is wrong with it.
    pub async fn check(&self) -> Result<(), Fault> {
        match &self.engine {
            Ok(engine) => check::ask(engine.as_ref()).await,
            Err(fault) => Err(fault.clone()),
        }
    }

    /// What [`Seat::check`] sends away; none when it stays on this computer.
    pub fn disclosure_of_check(&self) -> Option<Disclosure> {
        check::disclosure(self.engine.as_ref().ok()?.as_ref())
    }

    /// It costs, or would if it were set up rightly.
    pub fn costs(&self) -> bool {
        !self.engine.as_ref().is_ok_and(|engine| engine.endpoint().is_here())
    }

    /// The same, or unusable where there is a budget and nobody knows what it costs.
    pub fn paid_from(self, purse: &Purse) -> Self {
        let unpriced = match &self.engine {
            Ok(engine) if purse.is_limited() && self.costs() => {
                let model = &engine.endpoint().model;
                purse.price(model, Tokens::default()).is_none().then(|| unpriced(model))
            }
            _ => None,
        };
        match unpriced {
            Some(fault) => Self::unusable(&self.name, fault),
            None => self,
        }
    }

    /// Asks it. What it took is known from the provider, or estimated.
    pub async fn write(
        &self,
        prompt: &Prompt,
        purse: &Purse,
        patience: Patience,
        pieces: Pieces<'_>,
    ) -> Result<(String, Spent), GaveUp> {
        let engine = match &self.engine {
            Ok(engine) => engine,
            Err(fault) => return Err(self.unset(fault)),
        };
        match engine.write(prompt, patience, pieces).await {
            Ok(Written { text, used }) => {
                self.pass_over(None);
                self.was_late.store(false, Ordering::Relaxed);
                let spent = self.spent(used, prompt, text.len(), purse);
                Ok((text, spent))
            }
            Err(stopped) => Err(self.gave_up(engine.as_ref(), prompt, purse, stopped)),
        }
    }

    /// What a draft took: as the provider says, else estimated.
    pub fn spent(&self, used: Option<Used>, prompt: &Prompt, written: usize, purse: &Purse) -> Spent {
        let estimated = used.is_none();
        let used = used.unwrap_or_else(|| cost::guessed(prompt, written));
        let Used { input, cache_read, cache_written, output } = used;
        let tokens = Tokens { input, cached: cache_read, cache_write: cache_written, output };
        let model = self.engine.as_ref().map_or("", |engine| &engine.endpoint().model);
        Spent {
            input_tokens: input,
            cached_tokens: cache_read,
            output_tokens: output,
            estimated,
            micro_usd: if self.costs() { purse.price(model, tokens) } else { Some(0) },
        }
    }

    fn unset(&self, fault: &Fault) -> GaveUp {
        self.pass_over(Some(PassedOver { fault: fault.clone(), until: None }));
        GaveUp { fault: fault.clone(), mendable: true, moves: true, again: false, late: false, spent: None }
    }

    fn gave_up(&self, engine: &dyn Engine, prompt: &Prompt, purse: &Purse, stopped: Stopped) -> GaveUp {
        let Stopped { trouble, text, used } = stopped;
        let spent = cost::half(used, prompt, &text).map(|half| {
            let spent = self.spent(Some(half), prompt, text.len(), purse);
            Spent { estimated: true, ..spent }
        });
        let mut fault = Fault::from(AnswerError::at(engine.endpoint(), trouble.clone()));
        let wait = match trouble {
            Trouble::RateLimited { again_in } => Some(again_in.unwrap_or(RATE_LIMIT)),
            _ => None,
        };
        if let Some(wait) = wait {
            fault.action += &rests(wait);
        } else if trouble.lasts() {
            fault.action += " It is not asked again in this session.";
        }
        if wait.is_some() || trouble.lasts() {
            let until = wait.map(|wait| Instant::now() + wait);
            self.pass_over(Some(PassedOver { fault: fault.clone(), until }));
        }
        GaveUp {
            fault,
            mendable: trouble.lasts() || matches!(trouble, Trouble::WrongClock | Trouble::Untrusted),
            moves: trouble != Trouble::Refused,
            again: trouble == Trouble::NoCounting,
            late: matches!(trouble, Trouble::TooLate { .. }),
            spent,
        }
    }

    /// It gave up while another one waited to be asked.
    pub fn gave_way(&self, gave_up: &mut GaveUp) {
        if self.was_late.swap(gave_up.late, Ordering::Relaxed) && gave_up.late {
            gave_up.fault.action += &rests(LATE);
            self.pass_over(Some(PassedOver { fault: gave_up.fault.clone(), until: Some(Instant::now() + LATE) }));
        }
    }

    fn pass_over(&self, passed_over: Option<PassedOver>) {
        *self.passed_over.lock().unwrap_or_else(PoisonError::into_inner) = passed_over;
    }
}

fn rests(wait: Duration) -> String {
    format!(" It is not asked for {} seconds.", wait.as_secs())
}

fn unpriced(model: &str) -> Fault {
    Fault::new(
        "answer.unpriced",
        format!("There is a monthly budget, and no price for {model}."),
        format!("Say what it costs with `convoally prices set {model} --input … --output …`, or take the budget off."),
    )
}
