//! What the history shows: the list by pages, or what was found.

use super::filter::Filter;
use crate::pages::desk;
use crate::pages::parts::{Job, whenever};
use convoally_shared::request::{ListSessions, Sessions};
use convoally_shared::search::Found;
use convoally_shared::session::{SessionId, SessionSummary};
use leptos::prelude::*;

/// So many sessions a page.
const PAGE: usize = 50;

/// What is on the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shown {
    /// All that fit, newest first; there may be older ones.
    List(Sessions),
    /// What was found.
    Found(Found),
}

impl Shown {
    /// Puts the next page below.
    pub fn grow(&mut self, page: Sessions) {
        if let Self::List(list) = self {
            // Between two pages a session may have begun or gone.
            let known: Vec<SessionId> = list.sessions.iter().map(|session| session.id.clone()).collect();
            list.sessions.extend(page.sessions.into_iter().filter(|session| !known.contains(&session.id)));
            list.more = page.more;
        }
    }

    /// Takes a session away that was erased.
    pub fn drop_session(&mut self, id: &SessionId) {
        match self {
            Self::List(list) => list.sessions.retain(|session| session.id != *id),
            Self::Found(found) => found.sessions.retain(|found| found.session.id != *id),
        }
    }

    /// Whether nothing is there.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::List(list) => list.sessions.is_empty(),
            Self::Found(found) => found.sessions.is_empty(),
        }
    }

    /// The session that the next page comes after.
    fn last(&self) -> Option<SessionId> {
        match self {
            Self::List(list) => list.sessions.last().map(|session: &SessionSummary| session.id.clone()),
            Self::Found(_) => None,
        }
    }
}

/// The list on its way to the screen. Copied into each part of the page.
#[derive(Clone, Copy, Debug)]
pub struct Listing {
    /// What the user leaves out.
    pub filter: RwSignal<Filter>,
    /// What is shown; none before the first answer.
    pub shown: RwSignal<Option<Shown>>,
    /// The asking.
    pub job: Job,
    /// The asking for another page.
    pub growing: Job,
    again: Trigger,
    /// Counts the askings: only the answer to the last one is shown.
    turn: StoredValue<u32>,
}

impl Listing {
    /// Asks now, and whenever the filter changes or the host is there again.
    pub fn new() -> Self {
        let (filter, shown) = (RwSignal::new(Filter::default()), RwSignal::new(None));
        let (job, growing, again) = (Job::new(), Job::new(), Trigger::new());
        let listing = Self { filter, shown, job, growing, again, turn: StoredValue::new(0) };
        let ready = desk::ready();
        whenever(move || {
            again.track();
            let filter = filter.get();
            if ready.get() {
                listing.ask(filter);
            }
        });
        listing
    }

    /// Asks once more: sessions came or went.
    pub fn again(self) {
        self.again.notify();
    }

    /// Asks for the next page.
    pub fn grow(self) {
        let after = self.shown.with_untracked(|shown| shown.as_ref().and_then(Shown::last));
        let only = self.filter.with_untracked(|filter| filter.only(day_begins));
        let turn = self.turn.get_value();
        self.growing.begin(async move {
            let page = desk::call(ListSessions { only, after, most: PAGE }).await?;
            if self.turn.try_get_value() == Some(turn) {
                self.shown.update(|shown| shown.iter_mut().for_each(|shown| shown.grow(page.clone())));
            }
            Ok(())
        });
    }

    fn ask(self, filter: Filter) {
        self.turn.update_value(|turn| *turn += 1);
        let turn = self.turn.get_value();
        self.job.begin(async move {
            let shown = if filter.searches() {
                Shown::Found(desk::call(filter.search(day_begins)).await?)
            } else {
                let only = filter.only(day_begins);
                Shown::List(desk::call(ListSessions { only, after: None, most: PAGE }).await?)
            };
            if self.turn.try_get_value() == Some(turn) {
                self.shown.set(Some(shown));
            }
            Ok(())
        });
    }
}

impl Default for Listing {
    fn default() -> Self {
        Self::new()
    }
}

/// When a day begins in the browser's time zone, milliseconds since the Unix epoch.
pub fn day_begins((year, month, day): (i32, u32, u32)) -> u64 {
    js_sys::Date::new_with_year_month_day(year as u32, month as i32 - 1, day as i32).get_time().max(0.0) as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use convoally_shared::session::Brief;

    fn session(id: &str) -> SessionSummary {
        SessionSummary {
            id: SessionId(id.into()),
            started_unix_ms: 0,
            duration_ms: 0,
            ended: true,
            brief: Brief::default(),
            title: None,
            tags: Vec::new(),
            outcome: None,
            utterances: 0,
            questions: 0,
        }
    }

    fn page(ids: &[&str], more: bool) -> Sessions {
        Sessions { sessions: ids.iter().map(|id| session(id)).collect(), more }
    }

    #[test]
    fn pages_join_without_a_session_twice() {
        let mut shown = Shown::List(page(&["c", "b"], true));
        assert_eq!(shown.last(), Some(SessionId("b".into())));
        shown.grow(page(&["b", "a"], false));
        assert_eq!(shown, Shown::List(page(&["c", "b", "a"], false)));
    }

    #[test]
    fn an_erased_session_is_gone_at_once() {
        let mut shown = Shown::List(page(&["b"], false));
        shown.drop_session(&SessionId("b".into()));
        assert!(shown.is_empty());
    }
}
