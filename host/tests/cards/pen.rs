//! An answerer that writes what the test tells it.

use convoally::answer::{Answerer, Draft, DraftRequest, Drafting, Failed, Tell, Told};
use convoally_shared::card::Disclosure;
use convoally_shared::fault::Fault;
use convoally_shared::money::Spent;
use std::sync::{Arc, Mutex};
use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};

/// The pen, as the session holds it.
pub struct Pen {
    begun: UnboundedSender<Writing>,
    pub withheld: Mutex<Option<Fault>>,
}

/// A draft that was begun, as the test holds it.
pub struct Writing {
    pub request: DraftRequest,
    hand: UnboundedSender<Stroke>,
}

enum Stroke {
    Told(Told),
    End(Result<Draft, Failed>),
}

impl Pen {
    /// The pen, and the drafts that are begun with it.
    pub fn new() -> (Arc<Self>, UnboundedReceiver<Writing>) {
        let (begun, drafts) = mpsc::unbounded_channel();
        (Arc::new(Self { begun, withheld: Mutex::new(None) }), drafts)
    }
}

impl Writing {
    pub fn text(&self, text: &str) {
        self.hand.send(Stroke::Told(Told::Text(text.into()))).unwrap();
    }

    pub fn moved(&self, engine: &str) {
        let (engine, fault) = (engine.to_owned(), Fault::new("answer.unreachable", "No connection.", "Check it."));
        self.hand.send(Stroke::Told(Told::Moved { engine, fault, disclosure: None })).unwrap();
    }

    pub fn finished(&self, text: &str) {
        let spent = Some(tokens(text.len() as u64));
        self.hand.send(Stroke::End(Ok(Draft { text: text.into(), spent }))).unwrap();
    }

    /// Finishes it and lets the session take that in.
    pub async fn hand_over(self, text: &str) {
        self.finished(text);
        self.is_given_up().await;
    }

    /// Nobody reads any more what is written.
    pub async fn is_given_up(&self) {
        self.hand.closed().await;
    }
}

pub fn tokens(output_tokens: u64) -> Spent {
    Spent { output_tokens, ..Spent::default() }
}

impl Answerer for Pen {
    fn label(&self) -> String {
        "a pen".into()
    }

    fn disclosure(&self, _: &DraftRequest) -> Option<Disclosure> {
        Some(Disclosure { recipient: "paper".into(), content: "question".into(), bytes: 1, sources: Vec::new() })
    }

    fn draft<'a>(&'a self, request: &'a DraftRequest, tell: Tell<'a>) -> Drafting<'a> {
        let (hand, mut strokes) = mpsc::unbounded_channel();
        self.begun.send(Writing { request: request.clone(), hand }).unwrap();
        Box::pin(async move {
            loop {
                match strokes.recv().await {
                    Some(Stroke::Told(told)) => tell(told),
                    Some(Stroke::End(outcome)) => return outcome,
                    None => std::future::pending().await,
                }
            }
        })
    }

    fn estimate(&self, _: &DraftRequest, written: &str) -> Spent {
        Spent { estimated: true, ..tokens(written.len() as u64) }
    }

    fn withheld(&self) -> Option<Fault> {
        self.withheld.lock().unwrap().clone()
    }
}
