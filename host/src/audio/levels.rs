//! How loud devices are right now, for a list that a person chooses from.

use super::{AudioError, Device, FromSource, News, Pace, Source, SourceSpec, open};
pub use convoally_shared::device::Reading;
use convoally_shared::fault::Fault;
use convoally_shared::utterance::Speaker;
use std::time::Instant;
use tokio::sync::mpsc;

/// The level of nothing at all, decibels relative to full scale.
const FLOOR_DBFS: f32 = -90.0;

/// The largest sample, without its sign.
pub fn peak(samples: &[f32]) -> f32 {
    samples.iter().fold(0.0, |peak, sample| peak.max(sample.abs()))
}

/// A peak in decibels relative to full scale: 0 is the loudest, −90 stands for nothing.
pub fn dbfs(peak: f32) -> f32 {
    (20.0 * peak.log10()).max(FLOOR_DBFS)
}

/// Devices that are listened to only to see how loud they are. Dropping it closes them.
pub struct Levels(Vec<Meter>);

struct Meter {
    /// Keeps the device open.
    _source: Option<Source>,
    news: mpsc::Receiver<FromSource>,
    device: String,
    fault: Option<Fault>,
}

impl Levels {
    /// Opens the devices, all at the same time. Blocks for 3 s at most.
    pub fn open(devices: &[Device]) -> Self {
        std::thread::scope(|scope| {
            let opening: Vec<_> = devices.iter().map(|device| scope.spawn(|| Meter::open(device))).collect();
            let meters = opening.into_iter().zip(devices);
            Self(meters.map(|(meter, device)| meter.join().unwrap_or_else(|_| Meter::broken(device))).collect())
        })
    }

    /// What was heard since the last reading, in the order of the devices.
    pub fn read(&mut self) -> Vec<Reading> {
        self.0.iter_mut().map(Meter::read).collect()
    }
}

impl Meter {
    fn open(device: &Device) -> Self {
        let (out, news) = mpsc::channel(64);
        let speaker = if device.is_monitor { Speaker::Them } else { Speaker::Me };
        let opened = open(&SourceSpec::Device(device.id.clone()), speaker, Pace::Real, Instant::now(), out);
        let (source, fault) = match opened {
            Ok(source) => (Some(source), None),
            Err(error) => (None, Some(error.into())),
        };
        Self { _source: source, news, device: device.name.clone(), fault }
    }

    /// A device whose driver took the thread down with it.
    fn broken(device: &Device) -> Self {
        let fault = AudioError::DeviceFailed { device: device.name.clone(), detail: "its driver crashed".to_owned() };
        Self { _source: None, news: mpsc::channel(1).1, device: device.name.clone(), fault: Some(fault.into()) }
    }

    fn read(&mut self) -> Reading {
        let mut loudest: Option<f32> = None;
        while let Ok(FromSource { news, .. }) = self.news.try_recv() {
            match news {
                News::Samples { samples, .. } => loudest = Some(loudest.unwrap_or_default().max(peak(&samples))),
                News::Opened { .. } | News::Muted { muted: false } => self.fault = None,
                News::Muted { muted: true } => self.fault = Some(AudioError::Muted(self.device.clone()).into()),
                News::Lost { fault } => self.fault = Some(fault),
                News::Slept { .. } | News::Ended => {}
            }
        }
        Reading { dbfs: loudest.map(dbfs), fault: self.fault.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meter(news: Vec<News>) -> Meter {
        let (out, received) = mpsc::channel(64);
        for news in news {
            out.try_send(FromSource { speaker: Speaker::Me, news }).unwrap();
        }
        Meter { _source: None, news: received, device: "Microphone".into(), fault: None }
    }

    fn sound(samples: Vec<f32>) -> News {
        News::Samples { start: 0, samples }
    }

    #[test]
    fn a_reading_is_the_peak_since_the_last_one() {
        let mut meter = meter(vec![sound(vec![0.01, -0.1]), sound(vec![0.05])]);
        assert_eq!(meter.read(), Reading { dbfs: Some(-20.0), fault: None });
        assert_eq!(meter.read(), Reading::default());
    }

    #[test]
    fn zeros_are_a_level_and_no_sound_is_none() {
        assert_eq!(meter(vec![sound(vec![0.0; 320])]).read().dbfs, Some(FLOOR_DBFS));
        assert_eq!(meter(Vec::new()).read().dbfs, None);
    }

    #[test]
    fn a_muted_device_says_so_until_it_is_not() {
        let code = |reading: Reading| reading.fault.map(|fault| fault.code);
        let muted = || News::Muted { muted: true };
        assert_eq!(code(meter(vec![muted(), sound(vec![0.0])]).read()).as_deref(), Some("audio.muted"));
        assert_eq!(code(meter(vec![muted(), News::Muted { muted: false }]).read()), None);
    }
}
