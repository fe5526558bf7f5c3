//! What the log promises about utterances, questions and drafts, for any order of turns and orders.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail loudly")]

use convoally::answer::{Answerer, Draft, DraftRequest, Drafting, Failed, Tell, Told};
use convoally::session::{Order, Plan, Session};
use convoally::speech::{FromEngine, Report};
use convoally::turn::{TurnEvent, TurnId};
use convoally_shared::card::{Disclosure, Mark, Wish};
use convoally_shared::event::{Event, EventKind};
use convoally_shared::fault::Fault;
use convoally_shared::money::Spent;
use convoally_shared::question::QuestionId;
use convoally_shared::session::{Brief, Mode};
use convoally_shared::utterance::{Speaker, UtteranceId};
use convoally_shared::view::{DraftView, SessionView};
use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use tokio::sync::mpsc;

/// What happens to a session from outside.
#[derive(Clone, Debug)]
enum Step {
    Turn(Speaker, TurnEvent),
    Order(Order),
    /// The others get on with their work for a while.
    Wait(u8),
}

/// Writes drafts in all the ways that there are: in pieces, at once, not at all, by another engine, never to an end.
struct Moody(AtomicU32);

impl Answerer for Moody {
    fn label(&self) -> String {
        "moody".into()
    }

    fn disclosure(&self, _: &DraftRequest) -> Option<Disclosure> {
        Some(Disclosure { recipient: "moody".into(), content: "question".into(), bytes: 1, sources: Vec::new() })
    }

    fn draft<'a>(&'a self, _: &'a DraftRequest, tell: Tell<'a>) -> Drafting<'a> {
        let mood = self.0.fetch_add(1, Ordering::Relaxed) % 5;
        let spent = Some(Spent { output_tokens: 7, ..Spent::default() });
        let fault = || Fault::new("answer.moody", "Not today.", "Ask again.");
        Box::pin(async move {
            if mood == 1 {
                return Err(Failed { fault: fault(), spent });
            }
            for piece in ["Because ", "of ", "forty ", "reasons."] {
                tell(Told::Text(piece.into()));
                tokio::task::yield_now().await;
                if mood == 2 && piece == "of " {
                    tell(Told::Moved { engine: "calm".into(), fault: fault(), disclosure: None });
                }
            }
            match mood {
                3 => std::future::pending().await,
                2 => Ok(Draft { text: "forty reasons.".into(), spent }),
                _ => Ok(Draft { text: "Because of forty reasons.".into(), spent: spent.filter(|_| mood == 0) }),
            }
        })
    }

    fn estimate(&self, _: &DraftRequest, written: &str) -> Spent {
        Spent { output_tokens: 1 + written.len() as u64, estimated: true, ..Spent::default() }
    }
}

fn text() -> impl Strategy<Value = String> {
    let texts = "|Hello.|Why do you want to leave?|So, why do you want to leave?|When could you be in Chicago?|\
                 In person, I mean.|Why do you|How large was your team?";
    prop::sample::select(texts.split('|').collect::<Vec<_>>()).prop_map(str::to_owned)
}

fn speaker() -> impl Strategy<Value = Speaker> {
    prop::sample::select(vec![Speaker::Me, Speaker::Them, Speaker::Them])
}

/// Right and wrong events of one side.
fn stray() -> impl Strategy<Value = Vec<Step>> {
    let turn = || (1..4_u32).prop_map(TurnId);
    let time = || 0..9_000_u64;
    let event = prop_oneof![
        (turn(), time()).prop_map(|(turn, start_ms)| TurnEvent::Started { turn, start_ms }),
        (turn(), time(), text()).prop_map(|(turn, end_ms, text)| TurnEvent::Updated { turn, end_ms, text }),
        (turn(), time(), text()).prop_map(|(turn, end_ms, text)| TurnEvent::EagerEnd { turn, end_ms, text }),
        turn().prop_map(|turn| TurnEvent::Resumed { turn }),
        (turn(), time(), text()).prop_map(|(turn, end_ms, text)| TurnEvent::Ended { turn, start_ms: 0, end_ms, text }),
    ];
    (speaker(), event).prop_map(|(speaker, event)| vec![Step::Turn(speaker, event)])
}

/// A turn as an engine tells it, with a pause that may have been its end; other things happen in between.
fn turn() -> impl Strategy<Value = Vec<Step>> {
    (5..9_u32, speaker(), text(), prop::option::of(text()), other(), other()).prop_map(
        |(turn, speaker, paused, more, first, second)| {
            let (turn, end_ms) = (TurnId(turn), 1_000);
            let mut steps = vec![
                Step::Turn(speaker, TurnEvent::Started { turn, start_ms: 0 }),
                Step::Turn(speaker, TurnEvent::EagerEnd { turn, end_ms, text: paused.clone() }),
                first,
            ];
            if more.is_some() {
                steps.push(Step::Turn(speaker, TurnEvent::Resumed { turn }));
            }
            let text = more.unwrap_or(paused);
            steps.extend([second, Step::Turn(speaker, TurnEvent::Ended { turn, start_ms: 0, end_ms, text })]);
            steps
        },
    )
}

fn other() -> impl Strategy<Value = Step> {
    let question = || (0..4_u32).prop_map(QuestionId);
    let mode = prop::sample::select(vec![Mode::Automatic, Mode::Automatic, Mode::OnCommand, Mode::Off]);
    let mark = prop::sample::select(vec![Mark::Pinned, Mark::Dismissed, Mark::Used, Mark::Good, Mark::Bad]);
    let wish = prop::sample::select(Wish::ALL.to_vec());
    prop_oneof![
        6 => (0..8_u8).prop_map(Step::Wait),
        2 => Just(Step::Order(Order::AnswerNow)),
        1 => text().prop_map(|text| Step::Order(Order::Ask(text))),
        2 => (question(), wish).prop_map(|(question, wish)| Step::Order(Order::DraftAgain { question, wish })),
        1 => (question(), mark, any::<bool>())
            .prop_map(|(question, mark, on)| Step::Order(Order::Mark { question, mark, on })),
        1 => mode.prop_map(|mode| Step::Order(Order::SetMode(mode))),
    ]
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let some = prop_oneof![3 => turn(), 2 => stray(), 2 => other().prop_map(|step| vec![step])];
    prop::collection::vec(some, 0..14).prop_map(|steps| steps.concat())
}

fn events(steps: Vec<Step>, answerer: Option<Arc<dyn Answerer>>) -> Vec<Event> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let mode = Mode::default();
        let plan = Plan {
            brief: Brief::default(),
            site: None,
            documents: Vec::new(),
            meaning: None,
            mode,
            answerer,
            purse: Arc::default(),
        };
        let (engine, heard) = mpsc::channel(64);
        let mut session = Session::hearing(plan, heard).unwrap();
        for step in steps {
            match step {
                Step::Turn(speaker, event) => {
                    let report = Report::Turn(event);
                    engine.send(FromEngine { speaker, report }).await.unwrap();
                }
                // Refusals are tested elsewhere.
                Step::Order(order) => drop(session.order(order).await),
                Step::Wait(times) => {
                    for _ in 0..times {
                        tokio::task::yield_now().await;
                    }
                }
            }
        }
        drop(engine);
        for _ in 0..200 {
            tokio::task::yield_now().await;
        }
        // A draft that never ends must not hold the session.
        session.stop();
        session.ended().await;
        let mut reader = session.log().reader(0);
        let mut events = Vec::new();
        while let Some(event) = reader.next().await {
            events.push(event);
        }
        events
    })
}

/// Follows the drafts and the cards of a log.
#[derive(Default)]
struct Watch {
    mode: Mode,
    found: BTreeSet<QuestionId>,
    may_open: HashSet<QuestionId>,
    /// How many drafts of a question were begun, and whether the last of them goes on.
    drafts: HashMap<QuestionId, (u32, bool)>,
    wasted: u64,
}

impl Watch {
    fn see(&mut self, kind: &EventKind) -> TestCaseResult {
        match kind {
            EventKind::ModeChanged { mode } => self.mode = *mode,
            EventKind::QuestionFound { question } => {
                let next = QuestionId(self.found.len() as u32 + 1);
                prop_assert_eq!(question.id, next, "numbered one after the other");
                prop_assert!(self.mode != Mode::Off);
                self.found.insert(question.id);
                self.may_open.insert(question.id);
            }
            EventKind::QuestionRevised { question } => {
                prop_assert!(self.found.contains(&question.id));
                self.may_open.insert(question.id);
            }
            EventKind::CardOpened { card } => prop_assert!(self.may_open.remove(&card.question), "one card"),
            EventKind::CardMarked { question, .. } => prop_assert!(self.found.contains(question)),
            EventKind::DraftStarted { question, draft, .. } => {
                let (last, goes_on) = self.drafts.get(question).copied().unwrap_or_default();
                prop_assert!(!goes_on, "one draft of a question at a time");
                prop_assert_eq!(*draft, last + 1);
                let early = !self.found.contains(question);
                prop_assert!(!early || self.mode == Mode::Automatic);
                self.drafts.insert(*question, (*draft, true));
                prop_assert!(self.early().count() <= 1);
            }
            EventKind::DraftMoved { question, draft, .. } => prop_assert!(self.goes_on(*question, *draft)),
            EventKind::DraftDelta { question, draft, .. } => {
                prop_assert!(self.goes_on(*question, *draft) && self.found.contains(question));
            }
            EventKind::DraftFinished { question, draft, .. } | EventKind::DraftFailed { question, draft, .. } => {
                prop_assert!(self.found.contains(question));
                self.end(*question, *draft)?;
            }
            EventKind::DraftDropped { question, draft, spent } => {
                self.wasted += spent.tokens();
                self.end(*question, *draft)?;
            }
            EventKind::SessionEnded => prop_assert!(self.drafts.values().all(|(_, goes_on)| !goes_on)),
            _ => {}
        }
        Ok(())
    }

    fn early(&self) -> impl Iterator<Item = &QuestionId> {
        let going_on = self.drafts.iter().filter(|(_, (_, goes_on))| *goes_on);
        going_on.map(|(question, _)| question).filter(|question| !self.found.contains(question))
    }

    fn goes_on(&self, question: QuestionId, draft: u32) -> bool {
        self.drafts.get(&question) == Some(&(draft, true))
    }

    fn end(&mut self, question: QuestionId, draft: u32) -> TestCaseResult {
        prop_assert!(self.goes_on(question, draft), "a draft ends once");
        self.drafts.insert(question, (draft, false));
        Ok(())
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn every_draft_ends_once_and_every_question_has_one_card(steps in steps(), mood in 0..5_u32) {
        let events = events(steps, Some(Arc::new(Moody(AtomicU32::new(mood)))));
        let mut watch = Watch::default();
        for event in &events {
            watch.see(&event.kind)?;
        }
        let view = SessionView::of(&events);
        prop_assert_eq!(view.spending.wasted_tokens, watch.wasted);
        prop_assert!(view.spending.wasted_share() <= 1.0);
        let goes_on = view.cards.iter().any(|card| matches!(card.draft, DraftView::Streaming { .. }));
        prop_assert!(!goes_on, "a draft outlasts its session");
        prop_assert!(view.cards.iter().all(|card| card.card.is_some()));
    }

    #[test]
    fn an_utterance_is_final_or_dropped_at_most_once_and_then_never_spoken_of_again(steps in steps()) {
        let mut over: HashMap<UtteranceId, &'static str> = HashMap::new();
        for event in events(steps, None) {
            let (id, end) = match event.kind {
                EventKind::UtteranceUpdated { utterance } => (utterance.id, None),
                EventKind::UtteranceFinal { utterance } => (utterance.id, Some("final")),
                EventKind::UtteranceDropped { utterance } => (utterance, Some("dropped")),
                _ => continue,
            };
            prop_assert!(!over.contains_key(&id), "{id:?} was {} already", over[&id]);
            if let Some(end) = end {
                over.insert(id, end);
            }
        }
    }

    #[test]
    fn without_an_order_a_question_is_found_only_in_what_they_said_for_good(steps in steps()) {
        let unordered = steps.into_iter().filter(|step| !matches!(step, Step::Order(_))).collect();
        let mut theirs = Vec::new();
        for event in events(unordered, None) {
            match event.kind {
                EventKind::UtteranceFinal { utterance } if utterance.speaker == Speaker::Them => theirs.push(utterance.id),
                EventKind::QuestionFound { question } => {
                    prop_assert!(question.utterance.is_some_and(|id| theirs.contains(&id)));
                }
                _ => {}
            }
        }
    }
}
