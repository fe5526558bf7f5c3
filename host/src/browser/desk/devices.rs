//! Microphones and outputs: which there are, which one a side is heard by, and how loud they are.

use super::{Desk, aside};
use crate::audio;
use crate::browser::errand::Teller;
use crate::devices;
use crate::settings::Settings;
use convoally_shared::device::Device;
use convoally_shared::fault::Fault;
use convoally_shared::request::{ChooseDevice, DevicesFound, Done, HearDevices, Levels};
use std::time::{Duration, Instant};
use tokio::time::{MissedTickBehavior, interval};

/// How often levels are told.
const EVERY: Duration = Duration::from_millis(100);
/// Who left the page open is not listened to for ever.
const LONGEST: Duration = Duration::from_secs(120);

impl Desk {
    pub(super) fn devices(&self) -> Result<impl Future<Output = Result<DevicesFound, Fault>> + Send + use<>, Fault> {
        let data = self.safe.data()?;
        let find = move || Ok(DevicesFound { chosen: Settings::load(&data)?.devices, devices: audio::devices()? });
        Ok(aside(find))
    }

    pub(super) fn choose_device(
        &self,
        ChooseDevice { speaker, id }: ChooseDevice,
    ) -> Result<impl Future<Output = Result<Done, Fault>> + Send + use<>, Fault> {
        let data = self.safe.data()?;
        Ok(aside(move || devices::choose(&data, speaker, id.as_deref()).map(|_| Done {})))
    }

    pub(super) fn hear_devices(&self, call: u64) -> impl Future<Output = Result<Done, Fault>> + Send + use<> {
        let open = || {
            let devices = audio::devices()?;
            let levels = audio::Levels::open(&devices);
            Ok((devices, levels))
        };
        hear(self.errands.teller(call), open)
    }
}

/// Tells how loud devices are. Who drops it closes them.
async fn hear(
    teller: Teller<HearDevices>,
    open: impl FnOnce() -> Result<(Vec<Device>, audio::Levels), Fault> + Send + 'static,
) -> Result<Done, Fault> {
    let (devices, mut open) = aside(open).await?;
    let mut again = interval(EVERY);
    again.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let began = Instant::now();
    while began.elapsed() < LONGEST {
        again.tick().await;
        let ids = devices.iter().map(|device| device.id.clone());
        if !teller.tell(&Levels { levels: ids.zip(open.read()).collect() }).await {
            break;
        }
    }
    Ok(Done {})
}

#[cfg(test)]
mod tests {
    use super::super::sample::Client;
    use super::*;
    use crate::browser::errand::Errands;
    use crate::settings::Chosen;
    use convoally_shared::utterance::Speaker;
    use convoally_shared::wire::Message;
    use serde_json::json;

    fn nothing_there() -> Device {
        Device { id: "no such device".into(), name: "Gone".into(), is_monitor: false, is_default: false }
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn levels_come_again_and_again_until_nobody_wants_them() {
        let (mut errands, mut said) = Errands::new();
        let devices = vec![nothing_there()];
        let hearing = hear(errands.teller(1), move || {
            let levels = audio::Levels::open(&devices);
            Ok((devices, levels))
        });
        errands.begin(1, Box::pin(async move { hearing.await.map(|_| json!({})) }));
        for _ in 0..2 {
            let Some(Message::Progress { id: 1, progress }) = said.recv().await else { panic!("no levels") };
            let Levels { levels } = serde_json::from_value(progress).unwrap();
            let [(id, reading)] = levels.as_slice() else { panic!("{levels:?}") };
            assert_eq!(id, "no such device");
            assert!(reading.fault.is_some() && reading.dbfs.is_none(), "{reading:?}");
        }
        errands.cancel(1).await;
        assert!(!errands.are_under_way());
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn only_a_device_that_opens_is_chosen_and_the_default_always_is() {
        let mut client = Client::new();
        let data = client.desk.safe.data().unwrap();
        let mut settings = Settings::default();
        settings.devices.choose(Speaker::Me, Some(Chosen { id: "usb-1".into(), name: "Headset".into() }));
        settings.save(&data).unwrap();
        let choose = |id: Option<&str>| ChooseDevice { speaker: Speaker::Me, id: id.map(str::to_owned) };
        let refused = client.refused(choose(Some("no such device"))).await;
        assert!(refused.starts_with("audio."), "{refused}");
        assert_eq!(Settings::load(&data).unwrap(), settings);
        client.ask(choose(None)).await.unwrap();
        assert_eq!(Settings::load(&data).unwrap().devices.me, None);
    }
}
