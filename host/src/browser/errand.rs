//! What takes a while: a call that is carried out in a task of its own, tells how far it is, and can be given up.
//!
//! The desk goes on meanwhile: while a model is fetched or a history is written into a file, a session can begin. What
//! errands tell has a channel of its own, so that a large file on its way keeps no event of the session waiting.

use convoally_shared::fault::Fault;
use convoally_shared::request::Request;
use convoally_shared::wire::Message;
use serde_json::Value;
use std::collections::BTreeMap;
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

/// Messages of errands that wait for the browser, a quarter of a megabyte each at most. When they are this many, the errand
/// waits.
const CHANNEL: usize = 8;

/// An errand before it is begun: it ends with the reply.
pub type Errand = Pin<Box<dyn Future<Output = Result<Value, Fault>> + Send>>;

/// The errands that are under way for one client.
pub struct Errands {
    out: mpsc::Sender<Message>,
    under_way: BTreeMap<u64, JoinHandle<()>>,
}

/// Tells how far one call is.
pub struct Teller<R> {
    call: u64,
    out: mpsc::Sender<Message>,
    of: PhantomData<fn(R)>,
}

impl Errands {
    /// None yet. What they say comes out of the receiver.
    pub fn new() -> (Self, mpsc::Receiver<Message>) {
        let (out, said) = mpsc::channel(CHANNEL);
        (Self { out, under_way: BTreeMap::new() }, said)
    }

    /// Tells of a call that is to become an errand.
    pub fn teller<R: Request>(&self, call: u64) -> Teller<R> {
        Teller { call, out: self.out.clone(), of: PhantomData }
    }

    /// Begins one. Its reply, or its fault, is said when it is done.
    pub fn begin(&mut self, call: u64, errand: Errand) {
        self.under_way.retain(|_, task| !task.is_finished());
        let out = self.out.clone();
        let task = tokio::spawn(async move {
            let message = match errand.await {
                Ok(reply) => Message::Reply { id: call, reply },
                Err(fault) => Message::Failed { id: Some(call), fault },
            };
            // A closed channel means that the browser is gone.
            let _ = out.send(message).await;
        });
        self.under_way.insert(call, task);
    }

    /// Gives one up, and says so in its place. Nothing happens when it is done, or was none.
    pub async fn cancel(&mut self, call: u64) {
        let Some(task) = self.under_way.remove(&call) else { return };
        task.abort();
        // Done first after all: then it has said so itself.
        if task.await.is_err() {
            let fault = Fault::new("call.cancelled", "This was given up.", "Begin it again when you are ready.");
            let _ = self.out.send(Message::Failed { id: Some(call), fault }).await;
        }
    }

    /// Some are under way.
    pub fn are_under_way(&self) -> bool {
        self.under_way.values().any(|task| !task.is_finished())
    }
}

impl Drop for Errands {
    fn drop(&mut self) {
        self.under_way.values().for_each(JoinHandle::abort);
    }
}

impl<R: Request> Teller<R> {
    /// Tells the next piece. Waits while the browser is slow; false when it is gone.
    pub async fn tell(&self, progress: &R::Progress) -> bool {
        self.out.send(self.message(progress)).await.is_ok()
    }

    /// The same from a thread that may block.
    pub fn tell_blocking(&self, progress: &R::Progress) -> bool {
        self.out.blocking_send(self.message(progress)).is_ok()
    }

    /// Tells it if there is room: the next piece makes up for this one. False when the browser is gone.
    pub fn tell_lightly(&self, progress: &R::Progress) -> bool {
        !matches!(self.out.try_send(self.message(progress)), Err(mpsc::error::TrySendError::Closed(_)))
    }

    fn message(&self, progress: &R::Progress) -> Message {
        Message::Progress { id: self.call, progress: serde_json::to_value(progress).unwrap_or_default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use convoally_shared::model::Progress;
    use convoally_shared::request::PullModel;
    use serde_json::json;

    #[tokio::test]
    async fn an_errand_tells_how_far_it_is_and_then_its_reply() {
        let (mut errands, mut said) = Errands::new();
        let teller = errands.teller::<PullModel>(7);
        errands.begin(
            7,
            Box::pin(async move {
                assert!(teller.tell(&Progress::Unpacking).await);
                Ok(json!({}))
            }),
        );
        assert_eq!(said.recv().await, Some(Message::Progress { id: 7, progress: json!("unpacking") }));
        assert_eq!(said.recv().await, Some(Message::Reply { id: 7, reply: json!({}) }));
        assert!(!errands.are_under_way());
    }

    #[tokio::test]
    async fn one_that_is_given_up_says_so_once_and_one_that_is_done_does_not() {
        let (mut errands, mut said) = Errands::new();
        errands.begin(1, Box::pin(std::future::pending()));
        assert!(errands.are_under_way());
        errands.cancel(1).await;
        let told = said.recv().await;
        assert!(
            matches!(&told, Some(Message::Failed { id: Some(1), fault }) if fault.code == "call.cancelled"),
            "{told:?}"
        );
        errands.begin(2, Box::pin(async { Ok(json!({})) }));
        assert_eq!(said.recv().await, Some(Message::Reply { id: 2, reply: json!({}) }));
        errands.cancel(2).await;
        assert!(said.try_recv().is_err());
    }
}
