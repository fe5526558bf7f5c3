//! A running source: one thread of its own, stopped by dropping a handle.

use super::AudioError;
use std::pin::pin;
use std::sync::mpsc;
use std::thread::JoinHandle;
use std::time::Duration;
use tokio::sync::oneshot;
use tokio::time::timeout;

/// How long [`super::open`] and [`super::devices`] wait for a sound system that does not answer.
const OPEN_LIMIT: Duration = Duration::from_secs(3);
/// How long a source that is told to finish may take to hand over what it has.
const FINISH_LIMIT: Duration = Duration::from_secs(1);

/// A source at work. Dropping it stops the capture at once and frees the device; news that is already in the
/// channel stays there.
#[derive(Debug)]
#[must_use = "dropping a source stops it"]
pub struct Source {
    /// Dropped with the source: that ends the thread's future and with it everything it holds.
    stop: oneshot::Sender<()>,
    thread: JoinHandle<()>,
}

/// Tells [`Source::spawn`] how opening went.
pub(super) struct Ready<T>(mpsc::Sender<Result<T, AudioError>>);

impl<T> Ready<T> {
    /// Says it. Whoever waited may have given up; then nobody is told and the source is stopped anyway.
    pub(super) fn tell(self, result: Result<T, AudioError>) {
        let _ = self.0.send(result);
    }
}

impl Source {
    /// Runs `work` on its own thread and returns when it has told how opening went.
    ///
    /// A thread and not a task: drivers may block, and their streams may be tied to the thread that opened them.
    pub(super) fn spawn<W, F>(work: W) -> Result<Self, AudioError>
    where
        W: FnOnce(Ready<()>) -> F + Send + 'static,
        F: Future<Output = ()>,
    {
        Self::spawn_live(|ready, finish| async move {
            tokio::select! {
                _ = finish => {}
                () = work(ready) => {}
            }
        })
    }

    /// Like [`Source::spawn`], for work that hands over what it has when it is told to finish.
    pub(super) fn spawn_live<W, F>(work: W) -> Result<Self, AudioError>
    where
        W: FnOnce(Ready<()>, oneshot::Receiver<()>) -> F + Send + 'static,
        F: Future<Output = ()>,
    {
        let (stop, mut stopped) = oneshot::channel();
        let (finish, finishing) = oneshot::channel();
        let ((), thread) = on_own_thread(|ready| async move {
            let mut working = pin!(work(ready, finishing));
            tokio::select! {
                () = &mut working => {}
                told = &mut stopped => if told.is_ok() && finish.send(()).is_ok() {
                    let _ = timeout(FINISH_LIMIT, working).await;
                }
            }
        })?;
        Ok(Self { stop, thread })
    }

    /// Stops the capture, but hands over first what was captured up to now. Returns at once; the channel closes
    /// when all of it is there, after a second at the latest.
    pub fn finish(self) {
        // A source that has ended by itself has handed over everything.
        let _ = self.stop.send(());
    }

    /// Whether it sends no more: a file at its end, or live sound whose thread died.
    pub fn has_ended(&self) -> bool {
        self.thread.is_finished()
    }
}

/// Runs `work` on a thread with its own event loop and waits, for [`OPEN_LIMIT`] at most, for what it tells. The
/// thread goes on after that until `work` is done.
pub(super) fn on_own_thread<T, W, F>(work: W) -> Result<(T, JoinHandle<()>), AudioError>
where
    T: Send + 'static,
    W: FnOnce(Ready<T>) -> F + Send + 'static,
    F: Future<Output = ()>,
{
    let (tell, told) = mpsc::channel();
    let body = move || match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime.block_on(work(Ready(tell))),
        Err(error) => Ready(tell).tell(Err(AudioError::NoThread(error.to_string()))),
    };
    let thread = std::thread::Builder::new().name("audio".to_owned()).spawn(body);
    let thread = thread.map_err(|error| AudioError::NoThread(error.to_string()))?;
    match told.recv_timeout(OPEN_LIMIT) {
        Ok(result) => result.map(|opened| (opened, thread)),
        Err(mpsc::RecvTimeoutError::Timeout) => Err(AudioError::TimedOut),
        Err(mpsc::RecvTimeoutError::Disconnected) => Err(AudioError::NoThread("it ended early".to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Device(mpsc::Sender<&'static str>);

    impl Drop for Device {
        fn drop(&mut self) {
            self.0.send("freed").unwrap();
        }
    }

    #[test]
    fn dropping_a_source_frees_what_it_holds() {
        let (tell, told) = mpsc::channel();
        let device = Device(tell);
        let source = Source::spawn(|ready| async move {
            ready.tell(Ok(()));
            std::future::pending::<()>().await;
            drop(device);
        });
        drop(source.unwrap());
        assert_eq!(told.recv_timeout(Duration::from_secs(10)), Ok("freed"));
    }

    #[test]
    fn a_source_that_is_told_to_finish_hands_over_what_it_has() {
        let (tell, told) = mpsc::channel();
        let source = Source::spawn_live(|ready, finish| async move {
            ready.tell(Ok(()));
            finish.await.unwrap();
            tell.send("the last word").unwrap();
        });
        source.unwrap().finish();
        assert_eq!(told.recv_timeout(Duration::from_secs(10)), Ok("the last word"));
    }

    #[test]
    fn an_error_at_opening_is_returned() {
        let source = Source::spawn(|ready| async { ready.tell(Err(AudioError::NoMicrophone)) });
        assert_eq!(source.unwrap_err(), AudioError::NoMicrophone);
    }

    #[test]
    fn a_driver_that_never_answers_is_given_up() {
        let source = Source::spawn(|ready| async move {
            std::future::pending::<()>().await;
            ready.tell(Ok(()));
        });
        assert_eq!(source.unwrap_err(), AudioError::TimedOut);
    }
}
