//! A record stream: opened on one checked device, looked after until it has to be opened again.

use super::Server;
use super::choose::{choose, followed};
use super::connection::Connection;
use super::inbox::Notice;
use crate::audio::live::{Backend, Opened, Sign};
use crate::audio::resample::clean;
use crate::audio::track::Fragment;
use crate::audio::{AudioError, SourceSpec};
use convoally_shared::utterance::Speaker;
use pulseaudio::protocol::stream::{BufferAttr, StreamFlags};
use pulseaudio::protocol::{
    ChannelMap, Command, CreateRecordStreamReply, GetSinkInfo, GetSourceInfo, LatencyParams, Prop, Props,
    RecordLatency, RecordStreamParams, SampleFormat, SampleSpec, ServerInfo, SinkInfo, SourceInfo, SourceInfoList,
    SourceOutputInfo,
};
use std::cell::Cell;
use std::ffi::CString;
use std::time::{Duration, SystemTime};
use tokio::sync::mpsc;
use tokio::time::timeout;

/// How often the stream is looked after when the server says nothing. It tells of changes by itself; this is for
/// one that has stopped answering.
const LOOK: Duration = Duration::from_millis(500);
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

/// An open stream. It ends with its connection.
pub(super) struct Stream {
    connection: Connection,
    record: CreateRecordStreamReply,
    /// The default that it follows, as it was called when the stream was opened.
    followed: Option<CString>,
    /// As last told.
    muted: Cell<bool>,
}

impl Pulse {
    /// Captures what `spec` means at the moment of each opening.
    pub(super) fn new(server: Server, spec: SourceSpec, speaker: Speaker) -> Self {
        Self { server, spec, speaker }
    }

    /// Looks once: is the stream still alive on its device, is that device still the one that is meant, and may
    /// it be heard?
    async fn look(&self, stream: &Stream) -> Result<Option<Sign>, AudioError> {
        let Stream { connection, record, followed: before, .. } = stream;
        let info: ServerInfo = connection.ask(&Command::GetServerInfo).await?;
        if followed(&self.spec, &info) != *before {
            return Ok(Some(Sign::Left));
        }
        let own: SourceOutputInfo = connection.ask(&Command::GetSourceOutputInfo(record.stream_index)).await?;
        if own.source_index != record.sink_index {
            return Ok(Some(Sign::Strayed));
        }
        let muted = own.muted || is_muted(connection, record.sink_index).await?;
        Ok((stream.muted.replace(muted) != muted).then_some(Sign::Muted(muted)))
    }
}

impl Backend for Pulse {
    type Stream = Stream;

    async fn open(&mut self) -> Result<Opened<Stream>, AudioError> {
        let connection = Connection::open(&self.server).await?;
        let info: ServerInfo = connection.ask(&Command::GetServerInfo).await?;
        let sources: SourceInfoList = connection.ask(&Command::GetSourceInfoList).await?;
        let choice = choose(&self.spec, self.speaker, &info, &sources)?;
        let (sender, fragments) = mpsc::unbounded_channel();
        let rate = choice.rate;
        connection.listen(move |bytes| {
            // Nobody hears it when the stream is just being closed.
            let _ = sender.send(Fragment::until_now(samples(bytes), rate));
        });
        let params = params(choice.index, rate);
        let record: CreateRecordStreamReply = connection.ask(&Command::CreateRecordStream(params)).await?;
        if record.sink_index != choice.index || record.sample_spec.sample_rate != rate {
            return Err(AudioError::WrongDevice(choice.device));
        }
        let muted = is_muted(&connection, choice.index).await?;
        let followed = followed(&self.spec, &info);
        let stream = Stream { connection, record, followed, muted: muted.into() };
        Ok(Opened { stream, device: choice.device, fragments, rate, muted, latency: None, pauses: false })
    }

    /// As the server knows it at the first fragment. One that does not know costs the correction, not the stream.
    async fn latency(&self, stream: &Stream) -> Duration {
        let question = LatencyParams { channel: stream.record.channel, now: SystemTime::now() };
        let timing = stream.connection.ask::<RecordLatency>(&Command::GetRecordLatency(question)).await;
        timing.map_or(Duration::ZERO, |timing| Duration::from_micros(timing.source_usec).min(OLDEST))
    }

    async fn watch(&self, stream: &Stream) -> Sign {
        loop {
            match timeout(LOOK, stream.connection.notice()).await {
                Ok(Some(Notice::Moved)) => return Sign::Strayed,
                Ok(None | Some(Notice::Killed)) => return Sign::Left,
                Ok(Some(Notice::Changed)) | Err(_) => {}
            }
            match self.look(stream).await {
                Ok(None) => {}
                Ok(Some(sign)) => return sign,
                // A busy server may still send sound; one that hangs is noticed by its silence.
                Err(AudioError::TimedOut) => {}
                Err(_) => return Sign::Left,
            }
        }
    }
}

/// Whether the server keeps a source silent, itself or the output that it listens to.
async fn is_muted(connection: &Connection, source: u32) -> Result<bool, AudioError> {
    let question = GetSourceInfo { index: Some(source), name: None };
    let source: SourceInfo = connection.ask(&Command::GetSourceInfo(question)).await?;
    let Some(sink) = source.monitor_of_sink_index else { return Ok(source.muted) };
    let question = GetSinkInfo { index: Some(sink), name: None };
    let sink: SinkInfo = connection.ask(&Command::GetSinkInfo(question)).await?;
    Ok(source.muted || sink.muted)
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
