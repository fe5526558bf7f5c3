//! What leaves this computer for a session that is not kept is noted all the same, without a word of it.

use crate::door::VaultDoor;
use crate::session::log::Log;
use crate::session::{keeper, unix_ms};
use crate::vault::Vault;
use convoally_shared::card::Disclosure;
use convoally_shared::departure::{self, Departure};
use convoally_shared::event::{Event, EventKind};
use convoally_shared::fault::Fault;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

/// Carries a session into the vault as it happens or, with none, what leaves for it into the record.
pub fn keep(
    log: &Arc<Log>,
    vault: Option<Arc<Mutex<Vault>>>,
    door: &VaultDoor,
) -> Result<JoinHandle<Result<(), Fault>>, Fault> {
    match vault {
        Some(vault) => {
            keeper::keep(log, move |event| Ok(vault.lock().unwrap_or_else(PoisonError::into_inner).append(event)?))
        }
        None => {
            let mut unkept = Unkept::new(door);
            keeper::keep(log, move |event| unkept.note(event))
        }
    }
}

/// Asks for what opens the record, before a session begins that may send something and is not kept: what is typed while
/// it runs belongs to the session.
///
/// # Errors
/// The terminal cannot be read.
pub fn prepare(door: &VaultDoor, is_kept: bool, may_send: bool) -> Result<(), Fault> {
    if may_send && !is_kept { door.ask_ahead() } else { Ok(()) }
}

/// Notes what is about to leave to find out whether engines work.
pub fn note(door: &VaultDoor, disclosures: Vec<Disclosure>) {
    if !disclosures.is_empty()
        && let Err(fault) = door.ask_ahead()
    {
        super::print_fault(&fault);
    }
    let at_unix_ms = unix_ms();
    let departures = disclosures.into_iter().map(|disclosure| Departure::of_check(at_unix_ms, disclosure));
    let mut record = Unkept::new(door);
    for (at, departure) in departures.enumerate() {
        if let Err(fault) = record.put(&format!("check-{at_unix_ms}/{at}"), &departure) {
            super::print_fault(&fault);
        }
    }
}

/// The record of one session that is not kept.
struct Unkept {
    door: VaultDoor,
    /// Opened when something leaves; none once it could not be.
    vault: Option<Option<Vault>>,
    began_unix_ms: u64,
    departures: Vec<Departure>,
}

impl Unkept {
    fn new(door: &VaultDoor) -> Self {
        Self { door: door.without_asking(), vault: None, began_unix_ms: 0, departures: Vec::new() }
    }

    /// Takes in the session's next event. Where the vault does not open the user is told once that nobody takes note.
    fn note(&mut self, event: &Event) -> Result<(), Fault> {
        if let EventKind::SessionStarted { started_unix_ms, .. } = &event.kind {
            self.began_unix_ms = *started_unix_ms;
        }
        let before = self.departures.clone();
        departure::note(&mut self.departures, self.began_unix_ms, event);
        for (at, departure) in self.departures.clone().iter().enumerate() {
            if before.get(at) == Some(departure) {
                continue;
            }
            self.put(&format!("{}/{at}", event.session), &departure.clone().without_words())?;
        }
        Ok(())
    }

    fn put(&mut self, id: &str, departure: &Departure) -> Result<(), Fault> {
        let vault = self.vault.get_or_insert_with(|| match self.door.open() {
            Ok(vault) => Some(vault),
            Err(fault) => {
                eprintln!("What leaves this computer now is not noted: {}", fault.sentence);
                None
            }
        });
        match vault {
            Some(vault) => Ok(vault.keep_departure(id, departure)?),
            None => Ok(()),
        }
    }
}
