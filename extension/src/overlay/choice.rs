//! The interviews that a session can be started for, and the one that the user chose.

use convoally_shared::interview::InterviewSummary;

/// One of several interviews, or none.
#[derive(Clone, Debug, Default)]
pub struct Choice {
    /// What can be chosen, in the order in which it was added.
    pub offered: Vec<InterviewSummary>,
    /// The id of the one that was chosen, for as long as this tab shows the panel; empty for none.
    pub id: String,
}

impl Choice {
    /// These can be chosen from now on. One that is not among them is chosen no more.
    pub fn offer(&mut self, interviews: Vec<InterviewSummary>) {
        self.offered = interviews;
        if self.chosen().is_none() {
            self.id.clear();
        }
    }

    /// The one that was chosen.
    pub fn chosen(&self) -> Option<&InterviewSummary> {
        self.offered.iter().find(|interview| interview.id.0 == self.id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::{Ask, FromHub, HostStatus, ToHub};
    use crate::overlay::act::Field;
    use crate::overlay::model::Model;
    use convoally_shared::event::{Event, EventKind};
    use convoally_shared::fault::Fault;
    use convoally_shared::interview::InterviewId;
    use convoally_shared::request::ListInterviews;
    use convoally_shared::session::SessionId;

    fn offers(id: u64, names: &[&str]) -> FromHub {
        let summary = |name: &&str| InterviewSummary {
            id: InterviewId((*name).into()),
            company: String::new(),
            role: String::new(),
            documents: 0,
        };
        FromHub::Interviews { id, interviews: names.iter().map(summary).collect() }
    }

    #[test]
    fn an_interview_is_chosen_among_those_that_there_are_and_stays_chosen_until_it_is_gone() {
        let mut model = Model::default();
        model.site = "meet.google.com".into();
        let list = |id| Some(ToHub::Call { id, ask: Ask::Interviews(ListInterviews {}) });
        assert_eq!(model.take(FromHub::Status(HostStatus::Ready { version: "0.1.0".into() })), list(1));
        model.take(offers(1, &["northwind", "wingtip"]));
        *model.field_mut(Field::Interview) = "wingtip".into();
        let named = |call: ToHub| match call {
            ToHub::Call { ask: Ask::Start(start), .. } => start.interview.map(|interview| interview.0),
            other => panic!("no start: {other:?}"),
        };
        assert_eq!(named(model.start()), Some("wingtip".into()));
        let ended = Event { session: SessionId("s".into()), seq: 1, at_ms: 0, kind: EventKind::SessionEnded };
        let asked = model.take(FromHub::Happened { event: ended });
        assert_eq!(asked, list(3), "others may have come meanwhile");
        model.take(FromHub::Failed { id: Some(3), fault: Fault::new("vault.keychain_locked", "S.", "A.") });
        assert_eq!(model.notice, None, "nobody asked for anything");
        assert_eq!(named(model.start()), Some("wingtip".into()));
        model.take(offers(3, &["northwind"]));
        assert_eq!(named(model.start()), None);
    }
}
