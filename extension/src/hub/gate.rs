//! Who may see the session: only a frame that our content script has put into the page itself.
//!
//! The attacker is the page. It can frame `overlay.html` too, for the frame's address is fixed, but it cannot
//! read the token, which stands in the address of a frame within a closed shadow root. A token is good once,
//! and only in the tab that announced it, or in the window that its content script has opened.

use super::outside::{PortId, TabId};
use crate::link::stance::Window;
use std::collections::BTreeMap;

/// A content script's port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Its port.
    pub port: PortId,
    /// Its tab.
    pub tab: TabId,
    /// The meeting's host name.
    pub site: String,
    /// The frame is in a window of its own, which the browser counts as another tab.
    pub own_window: bool,
    /// How large the tab's window is.
    pub window: Window,
}

/// What became of a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The frame belongs to this page.
    Admitted(Page),
    /// The token is not announced yet: page and frame are two processes, and either may be first.
    Early,
    /// The token was announced in another tab.
    Refused,
}

/// Tokens that were announced and not used, and claims that came early.
#[derive(Debug, Default)]
pub struct Gate {
    announced: BTreeMap<String, Page>,
    early: BTreeMap<PortId, (TabId, String)>,
}

impl Gate {
    /// A content script announces its frame. Only its newest token counts. Returns the frame that waited for it.
    pub fn announce(&mut self, page: Page, token: String) -> Option<(PortId, Verdict)> {
        self.forget_page(page.port);
        self.announced.insert(token.clone(), page);
        let (port, tab) =
            self.early.iter().find(|(_, claim)| claim.1 == token).map(|(port, claim)| (*port, claim.0))?;
        self.early.remove(&port);
        Some((port, self.claim(port, tab, token)))
    }

    /// A frame claims a token, which is used up by that, rightly or wrongly claimed.
    pub fn claim(&mut self, port: PortId, tab: TabId, token: String) -> Verdict {
        match self.announced.remove(&token) {
            Some(page) if page.own_window || page.tab == tab => Verdict::Admitted(page),
            Some(_) => Verdict::Refused,
            None => {
                self.early.insert(port, (tab, token));
                Verdict::Early
            }
        }
    }

    /// Ends the wait of an early claim. Says whether it still waited.
    pub fn give_up(&mut self, port: PortId) -> bool {
        self.early.remove(&port).is_some()
    }

    /// A content script is gone: its token is void.
    pub fn forget_page(&mut self, port: PortId) {
        self.announced.retain(|_, page| page.port != port);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(tab: TabId) -> Page {
        let (site, window) = ("meet.google.com".into(), Window::default());
        Page { port: 1, tab, site, own_window: false, window }
    }

    #[test]
    fn a_token_admits_once() {
        let mut gate = Gate::default();
        assert_eq!(gate.announce(page(7), "t".into()), None);
        assert_eq!(gate.claim(2, 7, "t".into()), Verdict::Admitted(page(7)));
        assert_eq!(gate.claim(3, 7, "t".into()), Verdict::Early);
        assert!(gate.give_up(3));
    }

    #[test]
    fn a_token_that_is_claimed_in_another_tab_is_refused_and_void() {
        let mut gate = Gate::default();
        gate.announce(page(7), "t".into());
        assert_eq!(gate.claim(2, 8, "t".into()), Verdict::Refused);
        assert_eq!(gate.claim(3, 7, "t".into()), Verdict::Early);
    }

    #[test]
    fn a_window_of_its_own_may_be_in_any_tab_but_needs_its_token_all_the_same() {
        let mut gate = Gate::default();
        let floating = Page { own_window: true, ..page(7) };
        gate.announce(floating.clone(), "t".into());
        assert_eq!(gate.claim(2, 8, "guess".into()), Verdict::Early);
        assert_eq!(gate.claim(3, 8, "t".into()), Verdict::Admitted(floating));
        gate.announce(page(7), "u".into());
        assert_eq!(gate.claim(4, 8, "u".into()), Verdict::Refused);
    }

    #[test]
    fn a_claim_that_overtakes_its_announcement_is_admitted_when_that_arrives() {
        let mut gate = Gate::default();
        assert_eq!(gate.claim(2, 7, "t".into()), Verdict::Early);
        assert_eq!(gate.announce(page(7), "t".into()), Some((2, Verdict::Admitted(page(7)))));
        assert!(!gate.give_up(2));
    }

    #[test]
    fn a_newer_announcement_of_the_same_page_voids_the_older() {
        let mut gate = Gate::default();
        gate.announce(page(7), "old".into());
        gate.announce(page(7), "new".into());
        assert_eq!(gate.claim(2, 7, "old".into()), Verdict::Early);
        assert_eq!(gate.claim(3, 7, "new".into()), Verdict::Admitted(page(7)));
    }
}
