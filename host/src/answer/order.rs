//! The order of engines: one after the other is asked until one writes.
//!
//! An engine gives up when its first text takes longer than [`HURRY`], when it refuses (key, credit, model, rate
//! limit, a fault of its own), when it cannot be reached, and when its text stops without its end mark. The next one
//! is asked in the same breath, what had arrived is void, and all of it is told. The last one in the order may take
//! longer for its first text: late is better than nothing there. A fault that stays until the user mends it takes an
//! engine out of the session, a rate limit for as long as the provider says, a first text that was late twice in a row
//! for three minutes. When that leaves nobody, all are asked again: the user may have mended it meanwhile. When the
//! month's budget is used up, only what costs nothing is asked.

use super::drafting::Patience;
use super::prompt::{self, Prompt};
use super::seat::{GaveUp, Seat};
use super::{Answerer, Draft, DraftRequest, Drafting, Failed, Tell, Told, cost};
use crate::money::Purse;
use convoally_shared::card::Disclosure;
use convoally_shared::fault::Fault;
use convoally_shared::money::Spent;
use convoally_shared::question::QuestionId;
use convoally_shared::request::DraftRecipient;
use futures_util::future::join_all;
use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How long an engine may take for its first text when there is another one to ask.
const HURRY: Patience = Patience { first_text: Duration::from_secs(4), ..PATIENT };

/// How long the last one may take: a model on this computer has to be read from the disk first.
const PATIENT: Patience = Patience {
    first_text: Duration::from_secs(15),
    silence: Duration::from_secs(10),
    count: Duration::from_millis(300),
};

/// Engines in the order in which they are asked.
#[derive(Debug)]
pub struct Order {
    seats: Vec<Seat>,
    hurry: Patience,
    patient: Patience,
    purse: Arc<Purse>,
    /// Whose disclosure was given out for a question: another draft may take that engine out before it is asked.
    promised: Mutex<HashMap<QuestionId, usize>>,
}

impl Order {
    /// The engines in their order, and what they are paid from; none makes no order.
    pub(super) fn of(seats: Vec<Seat>, purse: Arc<Purse>) -> Option<Self> {
        let seats: Vec<Seat> = seats.into_iter().map(|seat| seat.paid_from(&purse)).collect();
        let promised = Mutex::default();
        (!seats.is_empty()).then_some(Self { seats, hurry: HURRY, patient: PATIENT, purse, promised })
    }

    #[cfg(test)]
    pub(super) fn waiting(self, hurry: Patience, patient: Patience) -> Self {
        Self { hurry, patient, ..self }
    }

    /// What is in it, first to last: how the order calls it, and what it is for people.
    pub fn names(&self) -> Vec<(&str, String)> {
        self.seats.iter().map(|seat| (seat.name(), seat.label())).collect()
    }

    /// Who gets what they are asked, first to last.
    pub fn recipients(&self) -> Vec<DraftRecipient> {
        self.seats.iter().filter_map(Seat::recipient).collect()
    }

    /// Whether each would work now, first to last. Asks each for a word and sends nothing of the user's but the key;
    /// a provider that takes money takes it for some twenty tokens.
    pub async fn check(&self) -> Vec<Result<(), Fault>> {
        join_all(self.seats.iter().map(Seat::check)).await
    }

    /// What [`Order::check`] sends away.
    pub fn disclosures_of_check(&self) -> Vec<Disclosure> {
        self.seats.iter().filter_map(Seat::disclosure_of_check).collect()
    }

    /// The places that are asked now, first to last. None when all of them cost and the budget is used up.
    fn line(&self) -> Vec<usize> {
        let broke = self.purse.withheld().is_some();
        let all: Vec<usize> = (0..self.seats.len()).filter(|&at| !(broke && self.seats[at].costs())).collect();
        let fit: Vec<usize> = all.iter().copied().filter(|&at| self.seats[at].passed_over().is_none()).collect();
        if fit.is_empty() { all } else { fit }
    }

    /// The budget is used up, and `first` stands behind an engine that costs.
    fn broke(&self, first: usize) -> Option<Fault> {
        self.purse.withheld().filter(|_| self.seats[..first].iter().any(Seat::costs))
    }

    /// Who is asked first now.
    fn first(&self) -> Option<usize> {
        self.line().first().copied()
    }

    /// Asks one engine, and once more where it says at once that it wants to be asked otherwise.
    async fn write(
        &self,
        seat: &Seat,
        request: &DraftRequest,
        prompt: &Prompt,
        patience: Patience,
        tell: Tell<'_>,
    ) -> Result<(String, Spent), GaveUp> {
        match self.write_once(seat, prompt, patience, tell).await {
            Err(gave_up) if gave_up.again => {
                tell(moved(seat, request, prompt, gave_up.fault));
                self.write_once(seat, prompt, patience, tell).await
            }
            result => result,
        }
    }

    /// Asks one engine and pays for it.
    async fn write_once(
        &self,
        seat: &Seat,
        prompt: &Prompt,
        patience: Patience,
        tell: Tell<'_>,
    ) -> Result<(String, Spent), GaveUp> {
        let (purse, written) = (&*self.purse, AtomicUsize::new(0));
        let pieces = |piece: &str| {
            written.fetch_add(piece.len(), Ordering::Relaxed);
            tell(Told::Text(piece.to_owned()));
        };
        let mut given_up = GivenUp { seat, prompt, written: &written, purse: Some(purse) };
        let result = seat.write(prompt, purse, patience, &pieces).await;
        // It was not given up; what it took is known better now.
        given_up.purse = None;
        let spent = result.as_ref().map_or_else(|gave_up| gave_up.spent.as_ref(), |(_, spent)| Some(spent));
        purse.pay(spent.and_then(|spent| spent.micro_usd).unwrap_or_default());
        result
    }

    /// What the user could mend of the engines that are out for the session.
    fn to_mend(&self) -> Option<Fault> {
        self.seats.iter().filter(|seat| seat.is_out()).find_map(Seat::passed_over)
    }

    fn promised(&self) -> MutexGuard<'_, HashMap<QuestionId, usize>> {
        self.promised.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn ask(&self, request: &DraftRequest, tell: Tell<'_>) -> Result<Draft, Failed> {
        let prompt = prompt::write(request);
        let mut line = self.line();
        if line.is_empty() {
            return Err(Failed { fault: self.withheld().unwrap_or_else(nobody), spent: None });
        }
        let promised = self.promised().remove(&request.question.id).unwrap_or(line[0]);
        // Whose disclosure is out goes first; where it was taken out since then, that is the first move.
        line.sort_by_key(|at| *at != promised);
        let out = || self.seats[promised].passed_over().filter(|_| line[0] != promised);
        let mut why = self.broke(line[0]).or_else(out);
        let (mut first, mut mendable, mut spent) = (None, self.to_mend(), None);
        for (place, &at) in line.iter().enumerate() {
            let seat = &self.seats[at];
            if let Some(fault) = why.take() {
                tell(moved(seat, request, &prompt, fault));
            }
            let others_wait = place + 1 < line.len();
            let patience = if others_wait { self.hurry } else { self.patient };
            let mut gave_up = match self.write(seat, request, &prompt, patience, tell).await {
                Ok((text, took)) => return Ok(Draft { text, spent: cost::sum(spent, Some(took)) }),
                Err(gave_up) => gave_up,
            };
            if others_wait {
                seat.gave_way(&mut gave_up);
            }
            spent = cost::sum(spent, gave_up.spent);
            if !gave_up.moves {
                return Err(Failed { fault: gave_up.fault, spent });
            }
            if gave_up.mendable {
                mendable.get_or_insert(gave_up.fault.clone());
            }
            first.get_or_insert(gave_up.fault.clone());
            why = Some(gave_up.fault);
        }
        Err(Failed { fault: mendable.or(first).unwrap_or_else(nobody), spent })
    }
}

/// Pays for a draft that is given up before its engine is done with it.
struct GivenUp<'a> {
    seat: &'a Seat,
    prompt: &'a Prompt,
    written: &'a AtomicUsize,
    /// None once its engine is done.
    purse: Option<&'a Purse>,
}

impl Drop for GivenUp<'_> {
    fn drop(&mut self) {
        let Some(purse) = self.purse else { return };
        let written = self.written.load(Ordering::Relaxed);
        purse.pay(self.seat.spent(None, self.prompt, written, purse).micro_usd.unwrap_or_default());
    }
}

fn moved(seat: &Seat, request: &DraftRequest, prompt: &Prompt, fault: Fault) -> Told {
    Told::Moved { engine: seat.label(), fault, disclosure: seat.disclosure(request, prompt) }
}

fn nobody() -> Fault {
    Fault::new("answer.failed", "No engine could be asked.", "See `convoally engines check`.")
}

impl Answerer for Order {
    fn label(&self) -> String {
        self.seats[self.first().unwrap_or_default()].label()
    }

    fn disclosure(&self, request: &DraftRequest) -> Option<Disclosure> {
        let first = self.first()?;
        self.promised().insert(request.question.id, first);
        self.seats[first].disclosure(request, &prompt::write(request))
    }

    fn draft<'a>(&'a self, request: &'a DraftRequest, tell: Tell<'a>) -> Drafting<'a> {
        Box::pin(self.ask(request, tell))
    }

    fn estimate(&self, request: &DraftRequest, written: &str) -> Spent {
        self.seats[self.first().unwrap_or_default()].spent(None, &prompt::write(request), written.len(), &self.purse)
    }

    fn withheld(&self) -> Option<Fault> {
        self.purse.withheld().filter(|_| self.seats.iter().all(Seat::costs))
    }
}
