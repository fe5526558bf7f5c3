//! Documents on their way into the vault, each with how far it is. Knows no browser.

use crate::locale::{fault, say, say_with, write};
use convoally_shared::fault::Fault;
use convoally_shared::request::{DocumentSummary, ReadAhead};

/// How far one is.
#[derive(Clone, Debug, PartialEq)]
pub enum State {
    /// It waits for its turn, or is being sent and read.
    Reading,
    /// It is kept and can be quoted by its words; the model of meaning reads on.
    Ahead(ReadAhead),
    /// All is done.
    Kept(DocumentSummary),
    /// It was not kept.
    Failed(Fault),
}

/// One of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Addition {
    /// Counts all additions of a page from 0.
    pub number: usize,
    /// The file's name or the text's title.
    pub name: String,
    /// How far it is.
    pub state: State,
}

impl Addition {
    /// What is done of it, from 0 to 1; none while that is not known.
    pub fn share(&self) -> Option<f64> {
        match &self.state {
            State::Ahead(ahead) if ahead.of > 0 => Some(ahead.done as f64 / ahead.of as f64),
            State::Kept(_) => Some(1.0),
            _ => None,
        }
    }

    /// That in words.
    pub fn words(&self) -> String {
        match &self.state {
            State::Reading => say("documents_reading"),
            State::Ahead(ReadAhead { done, of }) => {
                say_with("documents_ahead", &[&write::number(*done), &write::number(*of)])
            }
            State::Kept(document) => say_with("documents_kept", &[&document.title]),
            State::Failed(fault) => fault::sentence(fault).words,
        }
    }
}

/// All of a page, in the order in which they began.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Additions {
    begun: usize,
    /// Those that are shown.
    pub shown: Vec<Addition>,
}

impl Additions {
    /// Begins one and numbers it. Those that are done leave the screen.
    pub fn begin(&mut self, name: String) -> usize {
        self.shown.retain(|addition| !matches!(addition.state, State::Kept(_)));
        self.begun += 1;
        self.shown.push(Addition { number: self.begun, name, state: State::Reading });
        self.begun
    }

    /// Tells how far one is.
    pub fn set(&mut self, number: usize, state: State) {
        if let Some(addition) = self.shown.iter_mut().find(|addition| addition.number == number) {
            addition.state = state;
        }
    }

    /// Takes one off the screen.
    pub fn dismiss(&mut self, number: usize) {
        self.shown.retain(|addition| addition.number != number);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use convoally_shared::document::{DocumentId, DocumentKind};

    fn kept() -> State {
        let (id, kind) = (DocumentId("d".into()), DocumentKind::Notes);
        State::Kept(DocumentSummary { id, title: "resume".into(), kind, interview: None, letters: 1, passages: 1 })
    }

    #[test]
    fn what_failed_stays_until_it_is_dismissed_and_what_is_kept_until_the_next_begins() {
        let mut additions = Additions::default();
        let (resume, scan) = (additions.begin("resume.md".into()), additions.begin("scan.pdf".into()));
        additions.set(resume, kept());
        additions.set(scan, State::Failed(Fault::new("documents.scanned", "S.", "A.")));
        let next = additions.begin("job.md".into());
        let names: Vec<_> = additions.shown.iter().map(|addition| addition.name.as_str()).collect();
        assert_eq!(names, ["scan.pdf", "job.md"]);
        additions.dismiss(scan);
        additions.set(scan, kept());
        assert_eq!(additions.shown.iter().map(|addition| addition.number).collect::<Vec<_>>(), [next]);
    }

    #[test]
    fn how_far_it_is_is_said_only_where_it_is_known() {
        let addition = |state| Addition { number: 1, name: "resume.md".into(), state };
        assert_eq!(addition(State::Reading).share(), None);
        assert_eq!(addition(State::Ahead(ReadAhead { done: 0, of: 0 })).share(), None);
        let half = addition(State::Ahead(ReadAhead { done: 4, of: 8 }));
        assert_eq!(half.share(), Some(0.5));
        assert!(half.words().contains("4 of 8"), "{}", half.words());
        assert_eq!(addition(kept()).words(), "Kept as “resume”.");
    }
}
