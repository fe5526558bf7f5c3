//! A question with its card and its drafts, as the events tell them.

use crate::card::{Card, Mark, Span, Wish};
use crate::document::Passage;
use crate::fault::Fault;
use crate::money::Spending;
use crate::question::Question;
use serde::{Deserialize, Serialize};

/// How far a draft is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(tag = "draft", rename_all = "snake_case")]
pub enum DraftView {
    /// None was asked for.
    #[default]
    None,
    /// It is being written.
    Streaming {
        /// So far.
        text: String,
    },
    /// It is complete.
    Finished {
        /// The whole draft.
        text: String,
    },
    /// It was given up.
    Failed {
        /// What had arrived.
        text: String,
        /// Why, and what to do.
        fault: Fault,
    },
}

impl DraftView {
    /// The text that there is.
    pub fn text(&self) -> &str {
        match self {
            DraftView::None => "",
            DraftView::Streaming { text } | DraftView::Finished { text } | DraftView::Failed { text, .. } => text,
        }
    }
}

/// A complete draft that a later one took the place of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EarlierDraft {
    /// The whole draft.
    pub text: String,
    /// What in it stands in no passage and was not said.
    pub unsupported: Vec<Span>,
    /// See [`CardView::astray`].
    pub astray: bool,
}

/// What the user makes of a card.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Marks {
    /// It stays on top.
    pub pinned: bool,
    /// It is out of the way.
    pub dismissed: bool,
    /// Its words were said in the call.
    pub used: bool,
    /// Whether it helped; none when the user did not say.
    pub rating: Option<bool>,
}

impl Marks {
    /// Sets a mark or takes it back. Of the two ratings the later one counts.
    pub fn set(&mut self, mark: Mark, on: bool) {
        match mark {
            Mark::Pinned => self.pinned = on,
            Mark::Dismissed => self.dismissed = on,
            Mark::Used => self.used = on,
            Mark::Good => self.rating = on.then_some(true),
            Mark::Bad => self.rating = on.then_some(false),
        }
    }
}

/// A question, its card and its draft.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CardView {
    /// The question.
    pub question: Question,
    /// When it was found, milliseconds since the session began.
    pub asked_ms: u64,
    /// The passages; none until recall has run.
    pub card: Option<Card>,
    /// The draft below them.
    pub draft: DraftView,
    /// Which of the question's drafts that is, from 1; 0 before the first.
    pub number: u32,
    /// What was wanted of it.
    pub wish: Wish,
    /// What writes it, for people.
    pub engine: String,
    /// Why others that were asked for it before gave up, oldest first.
    pub moved: Vec<Fault>,
    /// What in it stands in no passage and was not said.
    pub unsupported: Vec<Span>,
    /// The card has other passages than those that the draft was written from: its citations lead to none of them.
    pub astray: bool,
    /// Complete drafts that a later one took the place of, oldest first.
    pub earlier: Vec<EarlierDraft>,
    /// What the user makes of it.
    pub marks: Marks,
    /// What its drafts took.
    pub spending: Spending,
}

impl CardView {
    /// The card of a question that was just found.
    pub(super) fn new(question: Question, asked_ms: u64) -> Self {
        Self {
            question,
            asked_ms,
            card: None,
            draft: DraftView::None,
            number: 0,
            wish: Wish::default(),
            engine: String::new(),
            moved: Vec::new(),
            unsupported: Vec::new(),
            astray: false,
            earlier: Vec::new(),
            marks: Marks::default(),
            spending: Spending::default(),
        }
    }

    /// The card is there, or has other passages: what was written from those before cites none of these.
    pub(super) fn open(&mut self, card: &Card) {
        // A passage may fit better or worse than before, and has its number.
        if self.card.as_ref().is_some_and(|before| !quote_the_same(before, card)) {
            self.astray = self.number > 0;
            self.earlier.iter_mut().for_each(|draft| draft.astray = true);
        }
        self.card = Some(card.clone());
    }

    /// Another draft is begun. A complete one before it is kept.
    pub(super) fn begin(&mut self, early: Early) {
        let before = std::mem::replace(&mut self.draft, DraftView::Streaming { text: String::new() });
        let (unsupported, astray) = (std::mem::take(&mut self.unsupported), std::mem::take(&mut self.astray));
        if let DraftView::Finished { text } = before {
            self.earlier.push(EarlierDraft { text, unsupported, astray });
        }
        let Early { number, wish, engine, moved } = early;
        (self.number, self.wish, self.engine, self.moved) = (number, wish, engine, moved);
    }

    /// A draft was given up unfinished: nothing is being written any more.
    pub(super) fn drop_draft(&mut self) {
        if matches!(self.draft, DraftView::Streaming { .. }) {
            self.draft = match self.earlier.pop() {
                Some(EarlierDraft { text, unsupported, astray }) => {
                    (self.unsupported, self.astray) = (unsupported, astray);
                    DraftView::Finished { text }
                }
                None => DraftView::None,
            };
        }
    }

    /// A draft that the session's end left unfinished will not go on.
    pub(super) fn cut_off(&mut self) {
        if let DraftView::Streaming { text } = &mut self.draft {
            let sentence = "The session was stopped before the draft was complete.";
            let fault = Fault::new("answer.stopped", sentence, "Let the session run until a draft is complete.");
            self.draft = DraftView::Failed { text: std::mem::take(text), fault };
        }
    }
}

fn quote_the_same(one: &Card, other: &Card) -> bool {
    let same = |(one, other): (&Passage, &Passage)| one.document == other.document && one.text == other.text;
    one.passages.len() == other.passages.len() && one.passages.iter().zip(&other.passages).all(same)
}

/// A draft that was begun: perhaps before its question was certain.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Early {
    pub number: u32,
    pub wish: Wish,
    pub engine: String,
    pub moved: Vec<Fault>,
}
