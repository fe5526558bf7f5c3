//! A running source: one thread of its own, stopped by dropping a handle.

use super::AudioError;
use std::sync::mpsc;
use std::time::Duration;
use tokio::sync::oneshot;

/// How long [`super::open`] and [`super::devices`] wait for a sound system that does not answer.
const OPEN_LIMIT: Duration = Duration::from_secs(3);

/// A source at work. Dropping it stops the capture at once and frees the device; news that is already in the
/// channel stays there.
#[derive(Debug)]
#[must_use = "dropping a source stops it"]
pub struct Source {
    /// Dropped with the source: that ends the thread's future and with it everything it holds.
    _stop: oneshot::Sender<()>,
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
        let (stop, stopped) = oneshot::channel();
        on_own_thread(|ready| async move {
            tokio::select! {
                _ = stopped => {}
                () = work(ready) => {}
            }
        })?;
        Ok(Self { _stop: stop })
    }
}

/// Runs `work` on a thread with its own timers and waits, for [`OPEN_LIMIT`] at most, for what it tells. The
/// thread goes on after that until `work` is done.
pub(super) fn on_own_thread<T, W, F>(work: W) -> Result<T, AudioError>
where
    T: Send + 'static,
    W: FnOnce(Ready<T>) -> F + Send + 'static,
    F: Future<Output = ()>,
{
    let (tell, told) = mpsc::channel();
    let body = move || match tokio::runtime::Builder::new_current_thread().enable_time().build() {
        Ok(runtime) => runtime.block_on(work(Ready(tell))),
        Err(error) => Ready(tell).tell(Err(AudioError::NoThread(error.to_string()))),
    };
    let thread = std::thread::Builder::new().name("audio".to_owned()).spawn(body);
    thread.map_err(|error| AudioError::NoThread(error.to_string()))?;
    match told.recv_timeout(OPEN_LIMIT) {
        Ok(result) => result,
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
