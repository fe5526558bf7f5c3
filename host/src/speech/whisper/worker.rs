//! The decoding thread: one model, one decode at a time, the most urgent first.
//!
//! Both sides share it. A decode that somebody waits for (an end of speech) goes before one that only refreshes
//! the screen, and interrupts it.

use super::decode::{Decoding, Failure};
use super::language::Language;
use super::{Settings, WhisperError};
use crate::speech::decoder::{Decoder, GiveUp, Pending, Reply, Request, Urgency};
use crate::speech::spelling::Spelling;
use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use whisper_rs::{WhisperContext, WhisperContextParameters};

struct Job {
    request: Request,
    reply: Reply,
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
    pub fn start(settings: Settings) -> Result<Self, WhisperError> {
        whisper_rs::install_logging_hooks();
        let Settings { model, language, vocabulary } = settings;
        let unloadable = |_| WhisperError::Unloadable(model.clone());
        let mut parameters = WhisperContextParameters::default();
        // Slower than the plain kernels on a CPU without matrix extensions (measured).
        parameters.flash_attn(false).use_gpu(false);
        let context = WhisperContext::new_with_params(&model, parameters).map_err(unloadable)?;
        let state = context.create_state().map_err(unloadable)?;
        let language = if context.is_multilingual() { language } else { Some("en".to_owned()) };
        let decoding = Decoding::new(state);
        let spelling = Spelling::of(&vocabulary);
        let desk = Arc::new(Desk::default());
        let thread = std::thread::Builder::new()
            .name("whisper".into())
            .spawn({
                let desk = Arc::clone(&desk);
                move || work(&desk, decoding, Language::new(language), &spelling)
            })
            .map_err(WhisperError::NoThread)?;
        Ok(Self { desk, thread: Some(thread) })
    }
}

impl Decoder for Worker {
    fn request(&self, request: Request) -> Pending {
        let (pending, reply) = Pending::new();
        let mut queue = self.desk.lock();
        if queue.closed {
            // The thread is gone. Without its reply, the pending text tells that the engine has stopped.
            return pending;
        }
        match request.urgency {
            Urgency::End => {
                queue.urgent.push_back(Job { request, reply });
                if let Some(interim) = &queue.running_interim {
                    interim.now();
                }
            }
            Urgency::Interim => queue.interim.push_back(Job { request, reply }),
        }
        drop(queue);
        self.desk.changed.notify_one();
        pending
    }

    fn is_idle(&self) -> bool {
        let queue = self.desk.lock();
        !queue.busy && queue.urgent.is_empty() && queue.interim.is_empty()
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

fn work(desk: &Desk, mut decoding: Decoding, mut language: Language, spelling: &Spelling) {
    let _closing = Closing(desk);
    while let Some(job) = next(desk) {
        let known = language.of(&job.request);
        let decoded = decoding.decode(&job.request.samples, known, job.reply.give_up());
        if known.is_none()
            && let (Ok(_), Some(found)) = (&decoded, decoding.language())
        {
            language.detected(&job.request, found);
        }
        job.reply.send(match decoded {
            Ok(text) => Ok(Some(spelling.mend(&text))),
            Err(Failure::GivenUp) => Ok(None),
            Err(Failure::Engine) => Err(WhisperError::Stopped.into()),
        });
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
            Some(job) if job.reply.give_up().was_said() => {}
            Some(job) => {
                queue.busy = true;
                queue.running_interim = (job.request.urgency == Urgency::Interim).then(|| job.reply.give_up().clone());
                return Some(job);
            }
            None => queue = desk.changed.wait(queue).unwrap_or_else(PoisonError::into_inner),
        }
    }
}
