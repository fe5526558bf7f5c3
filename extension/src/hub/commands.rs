//! The keyboard commands of the manifest, and which keys the browser has for the one that some browsers give no keys.

use super::calls::Owner;
use super::outside::{Outside, TabId};
use super::{Guest, Hub, Line, reach};
use crate::link::deed::{ANSWER_NOW_KEYS, Deed};
use crate::link::{FromHub, ToPage};
use convoally_shared::request::{AnswerNow, PauseSession};

/// The manifest's names of the commands that are no panel's own business; the others are [`Deed::of_command`]'s.
pub(super) const ANSWER_NOW: &str = "answer-now";
const PAUSE: &str = "pause";
const TOGGLE: &str = "toggle-overlay";
const LISTEN_TO_TAB: &str = "listen-to-tab";

/// [`ANSWER_NOW_KEYS`] as browsers on a Mac write them.
const ON_A_MAC: &str = "⌥⇧A";

impl<O: Outside> Hub<O> {
    /// A keyboard command, with the tab that was in front.
    pub fn command(&mut self, name: &str, tab: Option<TabId>) {
        match name {
            ANSWER_NOW if self.line == Line::Open => self.ask_host(Owner::Command, &AnswerNow {}),
            ANSWER_NOW => self.fan_out(&FromHub::Failed { id: None, fault: reach::not_ready() }),
            PAUSE if self.line == Line::Open && self.log.running() => {
                let paused = !self.log.is_paused();
                self.ask_host(Owner::Command, &PauseSession { paused });
            }
            TOGGLE => self.tell_tab(tab, &FromHub::Toggle),
            LISTEN_TO_TAB if tab.is_some() => self.tell_tab(tab, &FromHub::Clicked),
            _ => Deed::of_command(name).into_iter().for_each(|deed| self.pass_on(deed, tab)),
        }
    }

    /// What the panels of a tab do themselves.
    fn pass_on(&mut self, deed: Deed, tab: Option<TabId>) {
        if deed.takes_keyboard() {
            self.focus_panel(tab);
        }
        let mut panels = self.overlays(tab);
        if deed.asks() {
            // A window of its own or a side panel was opened after the panel over the call.
            panels.drain(..panels.len().saturating_sub(1));
        }
        panels.into_iter().for_each(|port| self.outside.send_overlay(port, &FromHub::Deed(deed)));
    }

    /// Gives the panel over the call the keyboard.
    fn focus_panel(&mut self, tab: Option<TabId>) {
        let of = |guest: &Guest| matches!(guest, Guest::Page { tab: of, .. } if Some(*of) == tab);
        let pages = self.guests.iter().filter(|(_, guest)| of(guest)).map(|(port, _)| *port);
        for page in pages.collect::<Vec<_>>() {
            self.outside.send_page(page, &ToPage::Focus);
        }
    }

    /// The browser has these keys for [`ANSWER_NOW`]; empty where it has none.
    pub fn keys_are(&mut self, keys: String) {
        if std::mem::replace(&mut self.keys, keys) == self.keys {
            return;
        }
        let pages = self.guests.iter().filter(|(_, guest)| matches!(guest, Guest::Page { .. })).map(|(port, _)| *port);
        for page in pages.collect::<Vec<_>>() {
            self.outside.send_page(page, &ToPage::Chord(self.hears_chord()));
        }
        self.tell_frames_of(None, &FromHub::Keys(self.answer_keys()));
    }

    /// [`ANSWER_NOW_KEYS`] are heard where the browser gives no keys for that: not when the user chose others.
    pub(super) fn hears_chord(&self) -> bool {
        self.keys.is_empty() || self.keys == ANSWER_NOW_KEYS || self.keys == ON_A_MAC
    }

    /// The keys that answer now.
    pub(super) fn answer_keys(&self) -> String {
        if self.keys.is_empty() { ANSWER_NOW_KEYS.to_owned() } else { self.keys.clone() }
    }
}

#[cfg(test)]
#[path = "commands_tests.rs"]
mod tests;
