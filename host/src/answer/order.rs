//! The order of engines: one after the other is asked until one writes.
//!
//! An engine gives up when its first text takes longer than [`HURRY`], when it refuses (key, credit, model, rate
//! limit, a fault of its own), when it cannot be reached, and when its text stops without its end mark. The next one
//! is asked in the same breath, what had arrived is void, and all of it is told. The last one in the order may take
//! longer for its first text: late is better than nothing there. A fault that stays until the user mends it takes an
//! engine out of the session, a rate limit for as long as the provider says. When that leaves nobody, all are asked
//! again: the user may have mended it meanwhile.

use super::drafting::Patience;
use super::prompt::{self, Prompt};
use super::seat::{GaveUp, Seat};
use super::{Answerer, Draft, DraftRequest, Drafting, Failed, Tell, Told, cost};
use convoally_shared::card::Disclosure;
use convoally_shared::fault::Fault;
use convoally_shared::money::Spent;
use convoally_shared::question::QuestionId;
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
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
    /// Whose disclosure was given out for a question: another draft may take that engine out before it is asked.
    promised: Mutex<HashMap<QuestionId, usize>>,
}

impl Order {
    /// The engines in their order; none makes no order.
    pub(super) fn of(seats: Vec<Seat>) -> Option<Self> {
        let promised = Mutex::default();
        (!seats.is_empty()).then_some(Self { seats, hurry: HURRY, patient: PATIENT, promised })
    }

    #[cfg(test)]
    pub(super) fn waiting(self, hurry: Patience, patient: Patience) -> Self {
        Self { hurry, patient, ..self }
    }

    /// What is in it, for people, first to last.
    pub fn labels(&self) -> Vec<String> {
        self.seats.iter().map(Seat::label).collect()
    }

    /// The places that are asked now, first to last.
    fn line(&self) -> Vec<usize> {
        let all = 0..self.seats.len();
        let fit: Vec<usize> = all.clone().filter(|&at| self.seats[at].passed_over().is_none()).collect();
        if fit.is_empty() { all.collect() } else { fit }
    }

    fn first(&self) -> usize {
        self.line().first().copied().unwrap_or_default()
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
        let promised = self.promised().remove(&request.question.id).unwrap_or(line[0]);
        // Whose disclosure is out goes first; where it was taken out since then, that is the first move.
        line.sort_by_key(|at| *at != promised);
        let mut why = self.seats[promised].passed_over().filter(|_| line[0] != promised);
        let (mut first, mut mendable, mut spent) = (None, self.to_mend(), None);
        for (place, &at) in line.iter().enumerate() {
            let seat = &self.seats[at];
            if let Some(fault) = why.take() {
                tell(moved(seat, request, &prompt, fault));
            }
            let patience = if place + 1 < line.len() { self.hurry } else { self.patient };
            let gave_up = match write(seat, request, &prompt, patience, tell).await {
                Ok((text, took)) => return Ok(Draft { text, spent: cost::sum(spent, Some(took)) }),
                Err(gave_up) => gave_up,
            };
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

/// Asks one engine, and once more where it says at once that it wants to be asked otherwise.
async fn write(
    seat: &Seat,
    request: &DraftRequest,
    prompt: &Prompt,
    patience: Patience,
    tell: Tell<'_>,
) -> Result<(String, Spent), GaveUp> {
    let pieces = |piece: &str| tell(Told::Text(piece.to_owned()));
    match seat.write(prompt, patience, &pieces).await {
        Err(gave_up) if gave_up.again => {
            tell(moved(seat, request, prompt, gave_up.fault));
            seat.write(prompt, patience, &pieces).await
        }
        result => result,
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
        self.seats[self.first()].label()
    }

    fn disclosure(&self, request: &DraftRequest) -> Option<Disclosure> {
        let first = self.first();
        self.promised().insert(request.question.id, first);
        self.seats[first].disclosure(request, &prompt::write(request))
    }

    fn draft<'a>(&'a self, request: &'a DraftRequest, tell: Tell<'a>) -> Drafting<'a> {
        Box::pin(self.ask(request, tell))
    }

    fn estimate(&self, request: &DraftRequest, written: &str) -> Spent {
        self.seats[self.first()].spent(None, &prompt::write(request), written)
    }
}
