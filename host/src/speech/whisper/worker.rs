//! The decoding thread: one model, one decode at a time, the most urgent first.
//!
//! Both sides share it. A decode that somebody waits for (an end of speech) goes before one that only refreshes
//! the screen, and interrupts it.

use super::WhisperError;
use super::decode::{Failure, decode};
use std::collections::VecDeque;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use tokio::sync::oneshot;
use whisper_rs::{WhisperContext, WhisperContextParameters, WhisperState};

/// How much somebody waits for a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Urgency {
    /// The end of speech: decoded in order, never dropped.
    End,
    /// Interim text: given up when something urgent comes.
    Interim,
}

/// The answer to a request: a text, or none because it was given up.
pub type Decoded = Result<Option<String>, WhisperError>;

/// The means to say that a text is not wanted any more.
#[derive(Clone, Debug, Default)]
pub struct GiveUp(Arc<AtomicBool>);

impl GiveUp {
    /// The decode stops soon, or is never begun.
    pub fn now(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    fn was_said(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// A text in the making. Dropping it gives the decode up.
pub struct Pending {
    give_up: GiveUp,
    text: oneshot::Receiver<Decoded>,
}

impl Pending {
    /// Waits for the text. None when it was given up.
    pub async fn text(mut self) -> Decoded {
        let answer = (&mut self.text).await;
        answer.unwrap_or_else(|_| if self.give_up.was_said() { Ok(None) } else { Err(WhisperError::Stopped) })
    }

    /// Lets somebody else give it up.
    pub fn give_up(&self) -> GiveUp {
        self.give_up.clone()
    }
}

impl Drop for Pending {
    fn drop(&mut self) {
        self.give_up.now();
    }
}

struct Job {
    samples: Vec<f32>,
    urgency: Urgency,
    give_up: GiveUp,
    reply: oneshot::Sender<Decoded>,
}

#[derive(Default)]
struct Queue {
    urgent: VecDeque<Job>,
    interim: VecDeque<Job>,
    /// The flag of the interim decode that runs now.
    running_interim: Option<GiveUp>,
    busy: bool,
    closed: bool,
}

#[derive(Default)]
struct Desk {
    queue: Mutex<Queue>,
    changed: Condvar,
}

impl Desk {
    fn lock(&self) -> MutexGuard<'_, Queue> {
        // The queue stays sound if a decode panics: it is only changed by moves.
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The thread and its queue. Dropping it ends the thread and frees the model.
pub struct Worker {
    desk: Arc<Desk>,
    thread: Option<JoinHandle<()>>,
}

impl Worker {
    /// Loads the model and starts the thread.
    pub fn start(model: &Path, language: Option<&str>) -> Result<Self, WhisperError> {
        whisper_rs::install_logging_hooks();
        let unloadable = |_| WhisperError::Unloadable(model.to_owned());
        let mut parameters = WhisperContextParameters::default();
        // Slower than the plain kernels on a CPU without matrix extensions (measured).
        parameters.flash_attn(false).use_gpu(false);
        let context = WhisperContext::new_with_params(model, parameters).map_err(unloadable)?;
        let state = context.create_state().map_err(unloadable)?;
        let language = if context.is_multilingual() { language.map(str::to_owned) } else { Some("en".to_owned()) };
        let desk = Arc::new(Desk::default());
        let thread = std::thread::Builder::new()
            .name("whisper".into())
            .spawn({
                let desk = Arc::clone(&desk);
                move || work(&desk, state, language.as_deref())
            })
            .map_err(WhisperError::NoThread)?;
        Ok(Self { desk, thread: Some(thread) })
    }

    /// Nothing is being decoded or waits for it: an interim decode would start at once.
    pub fn is_idle(&self) -> bool {
        let queue = self.desk.lock();
        !queue.busy && queue.urgent.is_empty() && queue.interim.is_empty()
    }

    /// Asks for the text of a stretch of sound.
    pub fn request(&self, samples: Vec<f32>, urgency: Urgency) -> Pending {
        let (reply, text) = oneshot::channel();
        let give_up = GiveUp::default();
        let job = Job { samples, urgency, give_up: give_up.clone(), reply };
        let mut queue = self.desk.lock();
        if queue.closed {
            // The thread is gone. Without its job, the reply tells that the engine has stopped.
            drop(job);
            return Pending { give_up, text };
        }
        match urgency {
            Urgency::End => {
                queue.urgent.push_back(job);
                if let Some(interim) = &queue.running_interim {
                    interim.now();
                }
            }
            Urgency::Interim => queue.interim.push_back(job),
        }
        drop(queue);
        self.desk.changed.notify_one();
        Pending { give_up, text }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.desk.lock().closed = true;
        self.desk.changed.notify_one();
        if let Some(thread) = self.thread.take() {
            // The model is freed with the thread; a panic there has been told as `Stopped` already.
            let _ = thread.join();
        }
    }
}

/// Lets everybody who waits know when the thread ends, also by a panic.
struct Closing<'a>(&'a Desk);

impl Drop for Closing<'_> {
    fn drop(&mut self) {
        let mut queue = self.0.lock();
        queue.closed = true;
        queue.urgent.clear();
        queue.interim.clear();
    }
}

fn work(desk: &Desk, mut state: WhisperState, language: Option<&str>) {
    let _closing = Closing(desk);
    while let Some(job) = next(desk) {
        let decoded = match decode(&mut state, &job.samples, language, &job.give_up.0) {
            Ok(text) => Ok(Some(text)),
            Err(Failure::GivenUp) => Ok(None),
            Err(Failure::Engine) => Err(WhisperError::Stopped),
        };
        // Nobody may be waiting any more; that is their right.
        let _ = job.reply.send(decoded);
    }
}

/// Waits for the most urgent job that somebody still wants. None when the worker is dropped.
fn next(desk: &Desk) -> Option<Job> {
    let mut queue = desk.lock();
    queue.busy = false;
    queue.running_interim = None;
    loop {
        if queue.closed {
            return None;
        }
        let job = queue.urgent.pop_front().or_else(|| queue.interim.pop_front());
        match job {
            Some(job) if job.give_up.was_said() => {}
            Some(job) => {
                queue.busy = true;
                queue.running_interim = (job.urgency == Urgency::Interim).then(|| job.give_up.clone());
                return Some(job);
            }
            None => queue = desk.changed.wait(queue).unwrap_or_else(PoisonError::into_inner),
        }
    }
}
