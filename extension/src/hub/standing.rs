//! Where frames stand: what the content scripts say of their windows, what the frames wish, what is remembered for a
//! site, and the side panel.

use super::commands::ANSWER_NOW;
use super::gate::Page;
use super::outside::{Outside, PortId, TabId};
use super::{Guest, Hub, reach};
use crate::link::stance::{Frame, Stance};
use crate::link::{FromHub, FromPage, ToHub, ToPage};
use std::collections::BTreeMap;

impl<O: Outside> Hub<O> {
    /// What the browser remembered of each site, once it has told.
    pub fn stances_recalled(&mut self, stances: BTreeMap<String, Stance>) {
        for (port, page) in self.frames_in_tabs() {
            let site = match self.guests.get(&page) {
                Some(Guest::Page { site, .. }) => site,
                _ => continue,
            };
            // What the user chose meanwhile is newer.
            if let (Some(stance), false) = (stances.get(site), self.stances.contains_key(site)) {
                self.outside.send_overlay(port, &FromHub::Stance(*stance));
            }
        }
        for (site, stance) in stances {
            self.stances.entry(site).or_insert(stance);
        }
    }

    pub(super) fn page_says(&mut self, port: PortId, tab: TabId, site: String, message: FromPage) {
        match message {
            FromPage::Announce { token, own_window, window } => {
                self.outside.show_panel(tab, true);
                self.outside.send_page(port, &ToPage::Chord(self.hears_chord()));
                self.outside.ask_keys(ANSWER_NOW);
                let page = Page { port, tab, site, own_window, window };
                if let Some((port, verdict)) = self.gate.announce(page, token) {
                    self.judge(port, verdict);
                }
            }
            FromPage::DrivenOut => self.outside.show_panel(tab, false),
            FromPage::AnswerNow => self.command(ANSWER_NOW, Some(tab)),
            FromPage::Shown => self.outside.ask_keys(ANSWER_NOW),
            FromPage::Window(window) => self.tell_frame_in(port, &FromHub::Window(window)),
            FromPage::NoWindow => {
                self.tell_frame_in(port, &FromHub::Failed { id: None, fault: reach::no_window() });
            }
        }
    }

    /// A frame over the call, held by `page`, wishes to stand otherwise.
    pub(super) fn stand(&mut self, page: PortId, wish: ToHub) {
        match wish {
            ToHub::Place(place) => self.outside.send_page(page, &ToPage::Place(place)),
            ToHub::OwnWindow => self.outside.send_page(page, &ToPage::OwnWindow),
            ToHub::Stance(stance) => {
                if let Some(Guest::Page { site, .. }) = self.guests.get(&page)
                    && self.stances.get(site) != Some(&stance)
                {
                    self.outside.remember(site, &stance);
                    self.stances.insert(site.clone(), stance);
                }
            }
            ToHub::Claim { .. } | ToHub::Call { .. } | ToHub::GoOn => {}
        }
    }

    /// The side panel needs no token: our own script has found that nothing frames it before it opened a port of this
    /// name, and the browser says that it is in no tab. (It tells the frame's number only of documents in tabs.)
    /// It claims all the same: until then nobody over there hears what is said to it, and it would stay empty.
    /// It stands beside the meeting in `tab`, which was in front when it was opened, or else the one that was opened last.
    pub(super) fn admit_side_panel(&mut self, port: PortId, tab: Option<TabId>) {
        let pages = self.guests.values().rev().filter_map(|guest| match guest {
            Guest::Page { tab, site } => Some((*tab, site)),
            _ => None,
        });
        let meeting = pages.clone().find(|(of, _)| Some(*of) == tab).or(pages.clone().next());
        let (beside, site) = meeting.map(|(tab, site)| (Some(tab), site.clone())).unwrap_or_default();
        self.guests.insert(port, Guest::SidePanel { beside, listens: true });
        self.outside.send_overlay(port, &FromHub::Admitted { site, frame: Frame::SidePanel, tab: beside });
        self.bring_up_to_date(port);
        beside.into_iter().for_each(|tab| self.tell_frame_of_call(port, tab));
    }

    /// Tells the frames of a tab, but not the side panel: what concerns the panel over the call.
    pub(super) fn tell_tab(&mut self, of: Option<TabId>, message: &FromHub) {
        for (port, page) in self.frames_in_tabs() {
            let is_of = |guest: &Guest| matches!(guest, Guest::Page { tab, .. } if of.is_none_or(|of| of == *tab));
            if self.guests.get(&page).is_some_and(is_of) {
                self.outside.send_overlay(port, message);
            }
        }
    }

    fn tell_frame_in(&mut self, page: PortId, message: &FromHub) {
        for (port, of) in self.frames_in_tabs() {
            if of == page {
                self.outside.send_overlay(port, message);
            }
        }
    }

    /// The frames over calls, each with the content script that holds it.
    fn frames_in_tabs(&self) -> Vec<(PortId, PortId)> {
        let held = self.guests.iter().filter_map(|(port, guest)| match guest {
            Guest::Overlay { page, frame: Frame::Tab, .. } => Some((*port, *page)),
            _ => None,
        });
        held.collect()
    }
}

#[cfg(test)]
#[path = "standing_tests.rs"]
mod tests;
