//! What a long session holds in memory: the list of what happened, and hardly more.
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

use convoally::answer::{Answerer, Draft, DraftRequest, Drafting, Tell, Told};
use convoally::knowledge::document_of;
use convoally::session::{Order, Plan, Session};
use convoally_shared::card::Disclosure;
use convoally_shared::document::DocumentFormat;
use convoally_shared::event::EventKind;
use convoally_shared::money::Spent;
use convoally_shared::session::{Brief, Mode};
use std::sync::Arc;
use tokio::sync::mpsc;

/// Counts what Rust's side of the process holds.
#[global_allocator]
static COUNTING: dhat::Alloc = dhat::Alloc;

/// Until then what a session needs is there.
const SETTLED: usize = 50;
const QUESTIONS: usize = 250;
const PIECES: usize = 5;
const PIECE: &str =
    "We tamed them slowly, for months, and then all at once, as one does with large cats, and fed them. ";

/// Writes the same draft for every question.
struct Pen;

impl Answerer for Pen {
    fn label(&self) -> String {
        "a pen, on this computer".into()
    }

    fn disclosure(&self, _: &DraftRequest) -> Option<Disclosure> {
        None
    }

    fn draft<'a>(&'a self, _: &'a DraftRequest, tell: Tell<'a>) -> Drafting<'a> {
        Box::pin(async move {
            (0..PIECES).for_each(|_| tell(Told::Text(PIECE.into())));
            Ok(Draft { text: PIECE.repeat(PIECES), spent: Some(Spent::default()) })
        })
    }

    fn estimate(&self, _: &DraftRequest, _: &str) -> Spent {
        Spent::default()
    }
}

/// A session that may quote three long passages.
fn session() -> (Session, mpsc::Sender<convoally::speech::FromEngine>) {
    let animals = ["lions", "zebras", "tigers"];
    let passages = animals.map(|animal| format!("- Tamed {animal} in the case of Antwerp, {}.\n", "again ".repeat(80)));
    let documents = vec![document_of("resume".into(), DocumentFormat::Markdown, passages.concat())];
    let (answerer, purse): (Option<Arc<dyn Answerer>>, _) = (Some(Arc::new(Pen)), Arc::default());
    let (brief, mode) = (Brief::default(), Mode::Automatic);
    let plan = Plan { brief, site: None, documents, meaning: None, mode, answerer, purse };
    let (engine, reports) = mpsc::channel(1);
    (Session::hearing(plan, reports).unwrap(), engine)
}

#[tokio::test]
async fn what_a_session_holds_grows_by_what_happens_in_it_and_hardly_more() {
    let _counting = dhat::Profiler::builder().testing().build();
    let (session, _engine) = session();
    let mut reader = session.log().reader(0);
    let (mut written, mut settled) = (0, None);
    for number in 0..QUESTIONS {
        let text = format!("Which lions, zebras or tigers did you tame in case {number}?");
        session.order(Order::Ask(text)).await.unwrap();
        let mut complete = false;
        while !complete {
            let event = reader.next().await.unwrap();
            complete = matches!(event.kind, EventKind::DraftFinished { .. });
            if !event.kind.is_passing() {
                written += serde_json::to_vec(&event).unwrap().len();
            }
        }
        if number == SETTLED {
            settled = Some((written, dhat::HeapStats::get().curr_bytes));
        }
    }
    let (written_before, held_before) = settled.unwrap();
    let (written, held) = (written - written_before, dhat::HeapStats::get().curr_bytes.saturating_sub(held_before));
    // In memory an event takes half as much again as on the wire, and a draft that is complete is there once more.
    assert!(held < written * 2, "{held} bytes are held for {written} bytes of events");
}
