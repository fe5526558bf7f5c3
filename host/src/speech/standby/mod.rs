//! A cloud engine with the device engine behind it: when the line is gone, the device engine goes on.
//!
//! Exactly one of the two listens at any time, each for a stint, and each ends its turns before the other begins.
//! To the device: after 2 s without a line the cloud engine gives back the sound that is not text for good
//! yet, and the device engine begins with that. Back: when the provider accepts sessions again, the device engine
//! has caught up and nobody is in the middle of a turn, the cloud engine begins where the last turn ended. `relay`
//! numbers the turns of all stints in one row; `stand_in` is the device engine's stint. Start at [`Standby`].
//!
//! Which cloud and which device engine these are, nothing here knows.

mod relay;
mod stand_in;

use super::held::Held;
use super::remote::{Parting, Remote, Stint};
use super::{FromEngine, Listening, Sound, Transcriber};
use convoally_shared::fault::Fault;
use convoally_shared::utterance::Speaker;
use futures_util::future::BoxFuture;
use relay::Relay;
use stand_in::{StandIn, StoodIn};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{OnceCell, mpsc};

/// So long without a line, and the device engine takes over.
const PATIENCE: Duration = Duration::from_secs(2);
/// Reports between an engine and the relay.
const CHANNEL: usize = 16;

/// Loads the device engine: called once at most, when it is needed for the first time.
pub type Load = Box<dyn Fn() -> BoxFuture<'static, Result<Arc<dyn Transcriber>, Fault>> + Send + Sync>;

/// The device engine, in memory from its first use on.
struct Device {
    load: Load,
    loaded: OnceCell<Arc<dyn Transcriber>>,
}

impl Device {
    async fn get(&self) -> Result<Arc<dyn Transcriber>, Fault> {
        self.loaded.get_or_try_init(|| (self.load)()).await.cloned()
    }
}

/// A cloud engine with the device engine behind it.
pub struct Standby {
    cloud: Arc<dyn Remote>,
    device: Arc<Device>,
}

impl Standby {
    /// `load` is not called before the line is lost. When it fails, sound is held until the line is back.
    pub fn new(cloud: Arc<dyn Remote>, load: Load) -> Self {
        Self { cloud, device: Arc::new(Device { load, loaded: OnceCell::new() }) }
    }
}

impl Transcriber for Standby {
    fn label(&self) -> String {
        self.cloud.label()
    }

    fn listen(&self, speaker: Speaker, sound: mpsc::Receiver<Sound>, reports: mpsc::Sender<FromEngine>) -> Listening {
        let (cloud, device) = (Arc::clone(&self.cloud), Arc::clone(&self.device));
        let side = Side { cloud, device, speaker, relay: Relay::new(speaker, reports) };
        Box::pin(side.run(sound))
    }
}

/// One side, through the stints of both engines.
struct Side {
    cloud: Arc<dyn Remote>,
    device: Arc<Device>,
    speaker: Speaker,
    relay: Relay,
}

/// What an engine leaves to the next one.
struct Left {
    held: Held,
    sound: mpsc::Receiver<Sound>,
}

impl Side {
    async fn run(mut self, sound: mpsc::Receiver<Sound>) -> Result<(), Fault> {
        let mut left = Left { held: Held::default(), sound };
        loop {
            let fault = match self.cloud(left, Some(PATIENCE)).await {
                Parting::SoundOver => return Ok(()),
                Parting::LineLost { held, sound, fault } => {
                    left = Left { held, sound };
                    fault
                }
            };
            let Ok(device) = self.load(&mut left).await else { return self.hold(left, fault).await };
            self.relay.changed(device.label(), Some(fault)).await;
            let stood_in = StandIn::new(device, Arc::clone(&self.cloud), self.speaker).run(left, &mut self.relay).await;
            if let Some(report) = self.cloud.rehearsed() {
                self.relay.pass_on(report).await;
            }
            match stood_in {
                StoodIn::SoundOver => return Ok(()),
                StoodIn::LineIsBack(given) => left = given,
                StoodIn::Broken(given, fault) => return self.hold(given, fault).await,
            }
            self.relay.changed(self.cloud.label(), None).await;
        }
    }

    /// The cloud engine's stint.
    async fn cloud(&mut self, left: Left, patience: Option<Duration>) -> Parting {
        let (reports, told) = mpsc::channel(CHANNEL);
        let Left { held, sound } = left;
        let told_lost = patience.is_none();
        let stint = Stint { speaker: self.speaker, held, sound, reports, patience, told_lost };
        let relay = &mut self.relay;
        let (parting, ()) = tokio::join!(self.cloud.stint(stint), relay.all(told));
        parting
    }

    /// Loads the device engine, and takes in sound meanwhile.
    async fn load(&self, left: &mut Left) -> Result<Arc<dyn Transcriber>, Fault> {
        let mut loading = Box::pin(self.device.get());
        loop {
            tokio::select! {
                device = &mut loading => return device,
                Some(sound) = left.sound.recv(), if !left.held.is_full() => left.held.push(&sound),
            }
        }
    }

    /// There is no device engine: the cloud engine holds the sound until its line is back.
    async fn hold(mut self, left: Left, fault: Fault) -> Result<(), Fault> {
        self.relay.changed(self.cloud.label(), Some(fault)).await;
        match self.cloud(left, None).await {
            Parting::SoundOver => Ok(()),
            Parting::LineLost { fault, .. } => Err(fault),
        }
    }
}

#[cfg(test)]
mod tests;
