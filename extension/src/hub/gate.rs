//! Who may see the session: only a frame that our content script has put into the page itself.
//!
//! The attacker is the page. It can frame `overlay.html` too, for the frame's address is fixed, but it cannot
//! read the token, which stands in the address of a frame within a closed shadow root. A token is good once,
//! and only in the tab that announced it.

use super::outside::{PortId, TabId};
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
            Some(page) if page.tab == tab => Verdict::Admitted(page),
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
        Page { port: 1, tab, site: "meet.google.com".into() }
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
