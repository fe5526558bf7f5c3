//! What a reader makes of the events: the one picture that the overlay draws, the terminal prints and the
//! exporters write.
//!
//! [`SessionView::apply`] is a pure reducer. Applying an event twice, or one that is older than the last seen,
//! changes nothing, so a reader that reconnects may be sent too much but never too little.

mod amended;
mod answers;
mod card;
mod pause;
#[cfg(test)]
mod tests;

pub use amended::Amended;
pub use card::{CardView, DraftView, EarlierDraft, Marks};
pub use pause::Pause;

use crate::departure::{self, Departure};
use crate::event::{Event, EventKind, SourceState};
use crate::fault::Fault;
use crate::money::{Spending, Spent};
use crate::question::{Question, QuestionId};
use crate::session::{Brief, Mode, SessionId};
use crate::utterance::{Speaker, Utterance, UtteranceId};
use card::Early;
use pause::SILENCE_DBFS;
use serde::{Deserialize, Serialize};

/// Where the session stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// None has begun.
    #[default]
    Idle,
    /// It listens.
    Listening,
    /// It is over.
    Ended,
}

/// One side's sound as last told.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SourceView {
    /// Which side.
    pub speaker: Speaker,
    /// The device or file, for people.
    pub device: String,
    /// How it is doing.
    pub state: SourceState,
    /// It is muted in the call: what it says is not written down.
    #[serde(default)]
    pub muted: bool,
    /// What transcribes it instead of the session's own engine, for people, and why; none while all is well.
    pub stand_in: Option<(String, Fault)>,
    /// The last hole in what was heard: how long it was and when it ended, both in milliseconds, the latter since the
    /// session began.
    pub hole: Option<(u64, u64)>,
    /// Last level, decibels relative to full scale.
    pub dbfs: f32,
    /// When speech was last heard on this side, milliseconds since the session began.
    pub last_heard_ms: Option<u64>,
}

/// Everything that a reader shows of one session.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SessionView {
    /// Which session; none before the first event.
    pub session: Option<SessionId>,
    /// The number of the last event that was applied.
    pub last_seq: u64,
    /// The time of the last event, milliseconds since the session began.
    pub last_ms: u64,
    /// Wall clock of the beginning, milliseconds since the Unix epoch.
    pub started_unix_ms: u64,
    /// Where it stands.
    pub phase: Phase,
    /// What it is about.
    pub brief: Brief,
    /// Titles of the documents that answers may quote.
    pub documents: Vec<String>,
    /// What transcribes, for people.
    pub transcriber: String,
    /// What drafts, for people; none when only passages are shown.
    pub answerer: Option<String>,
    /// The sides that have a source.
    pub sources: Vec<SourceView>,
    /// Finished utterances in the order in which they ended.
    pub utterances: Vec<Utterance>,
    /// What is being said right now, at most one a side.
    pub interim: Vec<Utterance>,
    /// Questions and their cards, oldest first.
    pub cards: Vec<CardView>,
    /// What went wrong, oldest first.
    pub faults: Vec<Fault>,
    /// What left the computer, oldest first.
    pub departures: Vec<Departure>,
    /// When cards open.
    pub mode: Mode,
    /// When it heard nothing by the user's wish, oldest first.
    #[serde(default)]
    pub pauses: Vec<Pause>,
    /// Why an utterance of theirs opened no card, oldest first.
    pub passed: Vec<(UtteranceId, String)>,
    /// What drafts and transcription took.
    pub spending: Spending,
    /// What the user changed afterwards.
    pub amended: Amended,
    /// A draft of a question that is not certain yet.
    early: Option<(QuestionId, Early)>,
    /// The sides that are muted in the call, whether they have a source yet or not.
    #[serde(default)]
    muted: Vec<Speaker>,
    /// The cost of each side's sound so far, millionths of a US dollar.
    sound_cost: Vec<(Speaker, u64)>,
}

impl SessionView {
    /// Folds a whole log.
    pub fn of<'a>(events: impl IntoIterator<Item = &'a Event>) -> Self {
        let mut view = Self::default();
        for event in events {
            view.apply(event);
        }
        view
    }

    /// Takes in one event. An event of another session begins a fresh view; an old or repeated one is ignored.
    pub fn apply(&mut self, event: &Event) {
        if self.session.as_ref() != Some(&event.session) {
            *self = Self { session: Some(event.session.clone()), ..Self::default() };
        } else if event.seq <= self.last_seq {
            return;
        }
        self.last_seq = event.seq;
        self.last_ms = event.at_ms;
        departure::note(&mut self.departures, self.started_unix_ms, event);
        match &event.kind {
            EventKind::SessionStarted { started_unix_ms, brief, documents, transcriber, answerer, mode, .. } => {
                self.started_unix_ms = *started_unix_ms;
                self.phase = Phase::Listening;
                self.brief = brief.clone();
                self.documents = documents.clone();
                self.transcriber = transcriber.clone();
                self.answerer = answerer.clone();
                self.mode = *mode;
            }
            EventKind::SourceChanged { speaker, device, state } => {
                self.source_changed(*speaker, device, state);
                if let (SourceState::Recovered { missing_ms }, Some(source)) = (state, self.source_mut(*speaker)) {
                    source.hole = Some((*missing_ms, event.at_ms));
                }
            }
            EventKind::Level { speaker, dbfs } => {
                if let Some(source) = self.source_mut(*speaker) {
                    source.dbfs = *dbfs;
                }
            }
            EventKind::EngineChanged { speaker, engine, fault } => {
                if let Some(source) = self.source_mut(*speaker) {
                    source.stand_in = fault.clone().map(|fault| (engine.clone(), fault));
                }
            }
            EventKind::SoundSent { speaker, micro_usd, .. } => self.sound_cost(*speaker, *micro_usd),
            EventKind::UtteranceUpdated { utterance } => {
                self.heard(utterance.speaker, event.at_ms);
                self.interim.retain(|other| other.speaker != utterance.speaker);
                self.interim.push(utterance.clone());
            }
            EventKind::UtteranceDropped { utterance } => self.interim.retain(|other| other.id != *utterance),
            EventKind::UtteranceFinal { utterance } => {
                self.heard(utterance.speaker, event.at_ms);
                self.interim.retain(|other| other.id != utterance.id);
                self.utterances.push(utterance.clone());
            }
            EventKind::QuestionFound { question } => self.found(question, event.at_ms),
            EventKind::QuestionRevised { question } => {
                if let Some(view) = self.card_mut(question.id) {
                    view.question = question.clone();
                }
            }
            EventKind::QuestionPassed { utterance, reason } => self.passed.push((*utterance, reason.clone())),
            EventKind::CardOpened { card } => {
                if let Some(view) = self.card_mut(card.question) {
                    view.open(card);
                }
            }
            EventKind::CardMarked { question, mark, on } => {
                if let Some(view) = self.card_mut(*question) {
                    view.marks.set(*mark, *on);
                }
            }
            EventKind::ModeChanged { mode } => self.mode = *mode,
            EventKind::MuteChanged { speaker, muted } => self.mute_changed(*speaker, *muted),
            EventKind::PauseChanged { paused } => self.pause_changed(*paused, event.at_ms),
            EventKind::DraftStarted { question, draft, wish, engine, .. } => {
                let early = Early { number: *draft, wish: *wish, engine: engine.clone(), moved: Vec::new() };
                match self.card_mut(*question) {
                    Some(view) => view.begin(early),
                    None => self.early = Some((*question, early)),
                }
            }
            EventKind::DraftMoved { question, draft, engine, fault, .. } => {
                self.moved(*question, *draft, engine, fault);
            }
            EventKind::DraftDelta { question, draft, text } => {
                self.draft(*question, *draft, |so_far| DraftView::Streaming { text: so_far + text });
            }
            EventKind::DraftFinished { question, draft, text, unsupported, spent } => {
                self.spent(*question, spent.as_ref(), false);
                self.draft(*question, *draft, |_| DraftView::Finished { text: text.clone() });
                if let Some(view) = self.card_mut(*question).filter(|view| view.number == *draft) {
                    view.unsupported = unsupported.clone();
                }
            }
            EventKind::DraftFailed { question, draft, fault, spent } => {
                self.spent(*question, spent.as_ref(), false);
                self.draft(*question, *draft, |so_far| DraftView::Failed { text: so_far, fault: fault.clone() });
            }
            EventKind::DraftDropped { question, draft, spent } => {
                self.spent(*question, Some(spent), true);
                self.early.take_if(|(of, _)| of == question);
                if let Some(view) = self.card_mut(*question).filter(|view| view.number == *draft) {
                    view.drop_draft();
                }
            }
            EventKind::Faulted { fault } => self.faults.push(fault.clone()),
            EventKind::SessionEnded => {
                self.phase = Phase::Ended;
                self.interim.clear();
                self.cards.iter_mut().for_each(CardView::cut_off);
            }
        }
    }

    /// The view of one question's card.
    pub fn card(&self, question: QuestionId) -> Option<&CardView> {
        self.cards.iter().find(|view| view.question.id == question)
    }

    fn source_mut(&mut self, speaker: Speaker) -> Option<&mut SourceView> {
        self.sources.iter_mut().find(|source| source.speaker == speaker)
    }

    fn card_mut(&mut self, question: QuestionId) -> Option<&mut CardView> {
        self.cards.iter_mut().find(|view| view.question.id == question)
    }

    fn found(&mut self, question: &Question, at_ms: u64) {
        let mut view = CardView::new(question.clone(), at_ms);
        if let Some((_, early)) = self.early.take_if(|(of, _)| *of == question.id) {
            view.begin(early);
        }
        self.cards.push(view);
    }

    fn moved(&mut self, question: QuestionId, number: u32, engine: &str, fault: &Fault) {
        if let Some((_, early)) = self.early.as_mut().filter(|(of, _)| *of == question) {
            early.engine = engine.to_owned();
            early.moved.push(fault.clone());
        } else if let Some(view) = self.card_mut(question).filter(|view| view.number == number) {
            view.engine = engine.to_owned();
            view.moved.push(fault.clone());
            // One that is not wanted any more may move before it knows.
            if matches!(view.draft, DraftView::Streaming { .. }) {
                view.draft = DraftView::Streaming { text: String::new() };
            }
        }
    }

    /// Replaces a card's draft by what `next` makes of its text so far, unless a later one has taken its place.
    fn draft(&mut self, question: QuestionId, number: u32, next: impl FnOnce(String) -> DraftView) {
        if let Some(view) = self.card_mut(question).filter(|view| view.number <= number) {
            view.number = number;
            let so_far = view.draft.text().to_owned();
            view.draft = next(so_far);
        }
    }

    /// A draft took this; it counts for the session also where no question came of it.
    fn spent(&mut self, question: QuestionId, spent: Option<&Spent>, wasted: bool) {
        let Some(spent) = spent else { return };
        self.spending.add(spent, wasted);
        if let Some(view) = self.card_mut(question) {
            view.spending.add(spent, wasted);
        }
    }

    /// What a side's sound cost so far takes the place of what it cost before.
    fn sound_cost(&mut self, speaker: Speaker, micro_usd: Option<u64>) {
        let Some(now) = micro_usd else {
            self.spending.unpriced = true;
            return;
        };
        let before = match self.sound_cost.iter_mut().find(|(side, _)| *side == speaker) {
            Some((_, cost)) => std::mem::replace(cost, now),
            None => {
                self.sound_cost.push((speaker, now));
                0
            }
        };
        self.spending.micro_usd += now.saturating_sub(before);
    }

    fn heard(&mut self, speaker: Speaker, at_ms: u64) {
        if let Some(source) = self.source_mut(speaker) {
            source.last_heard_ms = Some(at_ms);
        }
    }

    fn mute_changed(&mut self, speaker: Speaker, muted: bool) {
        self.muted.retain(|side| *side != speaker);
        self.muted.extend(muted.then_some(speaker));
        if let Some(source) = self.source_mut(speaker) {
            source.muted = muted;
            // No level comes while it is muted.
            source.dbfs = if muted { SILENCE_DBFS } else { source.dbfs };
        }
    }

    fn source_changed(&mut self, speaker: Speaker, device: &str, state: &SourceState) {
        if let Some(source) = self.source_mut(speaker) {
            source.device = device.to_owned();
            source.state = state.clone();
            return;
        }
        let (device, state, muted) = (device.to_owned(), state.clone(), self.muted.contains(&speaker));
        let source = SourceView {
            speaker,
            device,
            state,
            muted,
            stand_in: None,
            hole: None,
            dbfs: SILENCE_DBFS,
            last_heard_ms: None,
        };
        let place = self.sources.partition_point(|other| other.speaker < speaker);
        self.sources.insert(place, source);
    }
}
