//! The calls of a page that have no outcome yet, and who waits for them. Knows no browser.

use convoally_shared::fault::Fault;
use serde_json::Value;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::task::{Poll, Waker};

/// What is done with each piece of a long call.
pub type Follower = Rc<dyn Fn(Value)>;

/// Calls by the page's own numbers.
#[derive(Default)]
pub struct Book {
    last: u64,
    open: BTreeMap<u64, Entry>,
}

#[derive(Default)]
struct Entry {
    follower: Option<Follower>,
    waker: Option<Waker>,
    outcome: Option<Result<Value, Fault>>,
}

impl Book {
    /// Opens a call and numbers it.
    pub fn open(&mut self, follower: Option<Follower>) -> u64 {
        self.last += 1;
        self.open.insert(self.last, Entry { follower, ..Entry::default() });
        self.last
    }

    /// A call came to its end; one that nobody waits for any more is passed over.
    pub fn settle(&mut self, id: u64, outcome: Result<Value, Fault>) {
        if let Some(entry) = self.open.get_mut(&id) {
            entry.outcome = Some(outcome);
            entry.waker.take().map(Waker::wake).unwrap_or_default();
        }
    }

    /// All calls without an outcome fail: whoever would have answered is gone.
    pub fn fail_all(&mut self, fault: &Fault) {
        let waiting = self.open.iter().filter(|(_, entry)| entry.outcome.is_none()).map(|(id, _)| *id);
        for id in waiting.collect::<Vec<_>>() {
            self.settle(id, Err(fault.clone()));
        }
    }

    /// Who wants a piece of a call; to be called when the book is closed, for they may open another call.
    pub fn follower(&self, id: u64) -> Option<Follower> {
        self.open.get(&id)?.follower.clone()
    }

    /// Takes the outcome of a call, or remembers whom to wake. A call that is not open stays pending.
    pub fn poll(&mut self, id: u64, waker: &Waker) -> Poll<Result<Value, Fault>> {
        let Some(entry) = self.open.get_mut(&id) else { return Poll::Pending };
        match entry.outcome.take() {
            Some(outcome) => {
                self.open.remove(&id);
                Poll::Ready(outcome)
            }
            None => {
                entry.waker = Some(waker.clone());
                Poll::Pending
            }
        }
    }

    /// Nobody waits for a call any more. Says whether it was still under way, and is to be cancelled.
    pub fn give_up(&mut self, id: u64) -> bool {
        self.open.remove(&id).is_some_and(|entry| entry.outcome.is_none())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use std::cell::RefCell;

    fn polled(book: &mut Book, id: u64) -> Poll<Result<Value, Fault>> {
        book.poll(id, Waker::noop())
    }

    #[test]
    fn each_call_gets_its_own_outcome_once() {
        let mut book = Book::default();
        let (first, second) = (book.open(None), book.open(None));
        assert_eq!(polled(&mut book, first), Poll::Pending);
        book.settle(second, Ok(json!(2)));
        book.settle(first, Ok(json!(1)));
        assert_eq!(polled(&mut book, first), Poll::Ready(Ok(json!(1))));
        assert_eq!(polled(&mut book, second), Poll::Ready(Ok(json!(2))));
        assert_eq!(polled(&mut book, second), Poll::Pending);
    }

    #[test]
    fn pieces_go_to_the_one_who_follows_until_the_end() {
        let mut book = Book::default();
        let seen = Rc::new(RefCell::new(Vec::new()));
        let pieces = seen.clone();
        let id = book.open(Some(Rc::new(move |piece| pieces.borrow_mut().push(piece))));
        let other = book.open(None);
        assert!(book.follower(other).is_none());
        book.follower(id).unwrap()(json!(0.5));
        book.settle(id, Ok(json!({})));
        assert!(polled(&mut book, id).is_ready());
        assert!(book.follower(id).is_none());
        assert_eq!(*seen.borrow(), [json!(0.5)]);
    }

    #[test]
    fn only_a_call_that_is_under_way_is_cancelled() {
        let mut book = Book::default();
        let (open, settled) = (book.open(None), book.open(None));
        book.settle(settled, Ok(json!({})));
        assert!(book.give_up(open));
        assert!(!book.give_up(open), "once");
        assert!(!book.give_up(settled));
    }

    #[test]
    fn a_loss_fails_what_is_under_way_and_leaves_what_is_settled() {
        let mut book = Book::default();
        let (open, settled) = (book.open(None), book.open(None));
        book.settle(settled, Ok(json!(7)));
        let fault = Fault::new("desk.lost", "S.", "A.");
        book.fail_all(&fault);
        assert_eq!(polled(&mut book, open), Poll::Ready(Err(fault)));
        assert_eq!(polled(&mut book, settled), Poll::Ready(Ok(json!(7))));
    }
}
