//! A record stream: opened on one checked device, looked after until it has to be opened again.

use super::Server;
use super::choose::{choose, followed};
use super::connection::Connection;
use crate::audio::live::{Backend, Opened, Trouble};
use crate::audio::resample::clean;
use crate::audio::track::Fragment;
use crate::audio::{AudioError, SourceSpec};
use convoally_shared::utterance::Speaker;
use pulseaudio::RecordStream;
use pulseaudio::protocol::stream::{BufferAttr, StreamFlags};
use pulseaudio::protocol::{ChannelMap, Prop, Props, RecordStreamParams, SampleFormat, SampleSpec};
use std::ffi::CString;
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::time::{sleep, timeout};

/// How often the stream is looked after. Following a new default within 100 ms loses less than a syllable.
const LOOK: Duration = Duration::from_millis(100);
/// How long to wait for the first sound before the latency is asked for.
const FIRST_SOUND: Duration = Duration::from_millis(500);
/// More latency than this is a wrong answer: the slowest headsets have a third of a second.
const OLDEST: Duration = Duration::from_secs(1);
/// Length of a fragment, ms. The server's own choice is 2 s.
const FRAGMENT: u32 = 20;
/// What the server may queue while this computer is too busy to take it: 21 s at 48 kHz. The server throws
/// away silently what does not fit.
const QUEUE: u32 = 4 << 20;
const SAMPLE_BYTES: u32 = 4;

/// Captures through a sound server.
pub(super) struct Pulse {
    server: Server,
    spec: SourceSpec,
    speaker: Speaker,
}

/// An open stream. The fields are dropped in this order: first the stream, then its connection.
pub(super) struct Stream {
    record: RecordStream,
    connection: Connection,
    /// The default that it follows, as it was called when the stream was opened.
    followed: Option<CString>,
}

impl Pulse {
    /// Captures what `spec` means at the moment of each opening.
    pub(super) fn new(server: Server, spec: SourceSpec, speaker: Speaker) -> Self {
        Self { server, spec, speaker }
    }

    /// Looks once: is the stream still alive on its device, and is that device still the one that is meant?
    async fn look(&self, stream: &Stream) -> Result<bool, AudioError> {
        let connection = &stream.connection;
        // The crate does not pass on the server's word that a stream was killed. Asking for its timing does.
        connection.ask(stream.record.timing_info()).await?;
        let info = connection.ask(connection.client().server_info()).await?;
        Ok(followed(&self.spec, &info) == stream.followed)
    }
}

impl Backend for Pulse {
    type Stream = Stream;

    async fn open(&mut self) -> Result<Opened<Stream>, AudioError> {
        let connection = Connection::open(&self.server).await?;
        let info = connection.ask(connection.client().server_info()).await?;
        let sources = connection.ask(connection.client().list_sources()).await?;
        let choice = choose(&self.spec, self.speaker, &info, &sources)?;
        let (sender, fragments) = mpsc::unbounded_channel();
        let params = params(choice.index, choice.rate);
        let rate = choice.rate;
        let hear = move |bytes: &[u8]| {
            // Nobody hears it when the stream is just being closed.
            let _ = sender.send(Fragment::until_now(samples(bytes), rate));
        };
        let record = connection.ask(connection.client().create_record_stream(params, hear)).await?;
        if record.sink() != choice.index || record.sample_spec().sample_rate != rate {
            return Err(AudioError::WrongDevice(choice.device));
        }
        let latency = latency(&connection, &record).await;
        let followed = followed(&self.spec, &info);
        let stream = Stream { record, connection, followed };
        Ok(Opened { stream, device: choice.device, fragments, rate, latency })
    }

    async fn watch(&self, stream: &Stream) -> Trouble {
        loop {
            sleep(LOOK).await;
            match self.look(stream).await {
                Ok(true) => {}
                Ok(false) | Err(_) => return Trouble::Left,
            }
        }
    }
}

/// One channel at the device's own rate. The server mixes the channels, which costs it nothing; the rate is
/// converted here, because its usual method (speex-float-1) takes 8 dB off at 7 kHz, where s and f are told
/// apart, while ours takes nothing and costs 0.04 % of a core.
fn params(source: u32, rate: u32) -> RecordStreamParams {
    let mut props = Props::new();
    props.set(Prop::MediaName, c"Live transcription");
    RecordStreamParams {
        sample_spec: SampleSpec { format: SampleFormat::Float32Le, channels: 1, sample_rate: rate },
        channel_map: ChannelMap::mono(),
        source_index: Some(source),
        buffer_attr: BufferAttr {
            max_length: QUEUE,
            fragment_size: rate * FRAGMENT / 1_000 * SAMPLE_BYTES,
            ..BufferAttr::default()
        },
        flags: StreamFlags { no_move: true, adjust_latency: true, ..StreamFlags::default() },
        props,
        ..RecordStreamParams::default()
    }
}

fn samples(bytes: &[u8]) -> Vec<f32> {
    bytes.as_chunks().0.iter().map(|bytes| clean(f32::from_le_bytes(*bytes))).collect()
}

/// How old sound is when it arrives, as the server knows at the first fragment. A device that keeps silent or
/// a server that does not know costs the correction, not the stream.
async fn latency(connection: &Connection, record: &RecordStream) -> Duration {
    let started = timeout(FIRST_SOUND, record.started()).await;
    match connection.ask(record.timing_info()).await {
        Ok(timing) if matches!(started, Ok(Ok(()))) => Duration::from_micros(timing.source_usec).min(OLDEST),
        _ => Duration::ZERO,
    }
}
