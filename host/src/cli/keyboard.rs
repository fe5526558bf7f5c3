//! What is typed while a session runs in the terminal: Enter answers the last thing that they said, and a line is a
//! question of the user's own.

use crate::session::{Order, Session};
use convoally_shared::fault::Fault;
use std::io::{IsTerminal, stdin};
use tokio::sync::mpsc;

/// The lines that are typed. Ends at once where nobody types: a pipe may belong to somebody else.
pub fn lines() -> mpsc::Receiver<String> {
    let (sender, lines) = mpsc::channel(8);
    if stdin().is_terminal() {
        // A thread of its own: the end of the program must not wait for the next line.
        std::thread::spawn(move || {
            let typed = stdin().lines().map_while(Result::ok);
            for line in typed {
                if sender.blocking_send(line).is_err() {
                    break;
                }
            }
        });
    }
    lines
}

/// Carries out what a line means.
///
/// # Errors
/// What the order says.
pub async fn carry_out(session: &Session, line: String) -> Result<(), Fault> {
    session.order(meaning(line)).await
}

fn meaning(line: String) -> Order {
    if line.trim().is_empty() { Order::AnswerNow } else { Order::Ask(line) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn enter_answers_and_a_line_asks() {
        assert_eq!(meaning(" ".into()), Order::AnswerNow);
        assert_eq!(meaning("What is a mutex?".into()), Order::Ask("What is a mutex?".into()));
    }
}
