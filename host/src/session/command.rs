//! What the user asks of a running session, and what comes back.

use convoally_shared::card::{Mark, Wish};
use convoally_shared::fault::Fault;
use convoally_shared::question::QuestionId;
use convoally_shared::session::Mode;
use tokio::sync::{mpsc, oneshot};

/// What the user wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Order {
    /// Answer the last thing that they said. Fails with `session.nothing_to_answer` and `session.off`.
    AnswerNow,
    /// Open a card for a question that the user typed. Fails with `session.empty_question`,
    /// `session.long_question` and `session.off`.
    Ask(String),
    /// Write another draft for a card. Fails with `session.no_such_card` and `answer.none`.
    DraftAgain {
        /// Whose card.
        question: QuestionId,
        /// What is wanted of it.
        wish: Wish,
    },
    /// Mark a card or take a mark back. Fails with `session.no_such_card`.
    Mark {
        /// Whose card.
        question: QuestionId,
        /// Which mark.
        mark: Mark,
        /// Sets it.
        on: bool,
    },
    /// Say when cards open from now on.
    SetMode(Mode),
}

/// An order and where its outcome is awaited.
pub struct Command {
    /// What is wanted.
    pub order: Order,
    /// Whoever gave the order may have gone meanwhile.
    pub done: oneshot::Sender<Result<(), Fault>>,
}

/// Gives an order and waits until it is carried out.
///
/// # Errors
/// What the order says, or `session.none` when the session is over.
pub async fn give(commands: &mpsc::Sender<Command>, order: Order) -> Result<(), Fault> {
    let (done, outcome) = oneshot::channel();
    commands.send(Command { order, done }).await.map_err(|_| no_session())?;
    outcome.await.unwrap_or_else(|_| Err(no_session()))
}

/// Nobody is there to carry out an order.
pub fn no_session() -> Fault {
    Fault::new("session.none", "No session is running.", "Press Start on the overlay, then ask again.")
}
