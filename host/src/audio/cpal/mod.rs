//! Microphone and system sound where no PulseAudio protocol is spoken: macOS, Windows, and plain ALSA.
//!
//! System sound is an input stream on the default output (WASAPI loopback, CoreAudio process tap). A stream
//! that the system invalidates is built anew, on the device that is then the right one. `choose` decides which
//! device is meant; it never takes an output that has a microphone of its own for system sound.

mod choose;

use super::live::{self, Backend, Opened, Sign};
use super::outlet::Outlet;
use super::resample::{clean, mix_down};
use super::source::{Ready, Source, on_own_thread};
use super::track::Fragment;
use super::{AudioError, Device, FromSource, SourceSpec};
use ::cpal::traits::{DeviceTrait, StreamTrait};
use ::cpal::{
    BufferSize, Error, ErrorKind, FromSample, InputCallbackInfo, Sample, SampleFormat, SizedSample, StreamConfig,
    SupportedBufferSize, SupportedStreamConfig,
};
use choose::{Choice, choose};
use convoally_shared::utterance::Speaker;
use std::time::{Duration, Instant};
use tokio::sync::mpsc;
use tokio::time::sleep;

/// How long a driver may take to start a stream.
const START_LIMIT: Duration = Duration::from_secs(2);
/// How often to look which device is the default. Asking costs some systems milliseconds.
const LOOK: Duration = Duration::from_millis(500);

/// Captures through the system's own interface; see [`super::open`].
///
/// # Errors
/// Whatever makes the device impossible.
pub(super) fn open(
    spec: &SourceSpec,
    speaker: Speaker,
    session_start: Instant,
    out: mpsc::Sender<FromSource>,
) -> Result<Source, AudioError> {
    super::check_side(spec, speaker)?;
    let backend = Native { spec: spec.clone(), speaker };
    let outlet = Outlet::new(speaker, out);
    Source::spawn_live(move |ready, finish| live::run(backend, outlet, session_start, ready, finish))
}

/// Everything that the system's own interface can capture from.
pub(super) fn devices() -> Result<Vec<Device>, AudioError> {
    on_own_thread(|ready: Ready<_>| async move { ready.tell(choose::list()) }).map(|(devices, _)| devices)
}

/// Captures through the system's own interface.
struct Native {
    spec: SourceSpec,
    speaker: Speaker,
}

struct Stream {
    _stream: ::cpal::Stream,
    /// The device that was meant when the stream was built.
    id: String,
    failures: tokio::sync::Mutex<mpsc::UnboundedReceiver<ErrorKind>>,
}

impl Backend for Native {
    type Stream = Stream;

    async fn open(&mut self) -> Result<Opened<Stream>, AudioError> {
        let Choice { device, config, id, name } = choose(&self.spec, self.speaker)?;
        let failed = |error: Error| describe(&error, &name);
        let (hear, fragments) = mpsc::unbounded_channel();
        let (fail, failures) = mpsc::unbounded_channel();
        let stream = build(&device, &config, hear, fail).map_err(failed)?;
        stream.play().map_err(failed)?;
        let stream = Stream { _stream: stream, id, failures: failures.into() };
        // WASAPI's loopback sends nothing while nothing plays.
        let pauses = cfg!(windows) && self.speaker == Speaker::Them;
        Ok(Opened { stream, device: name, fragments, rate: config.sample_rate(), muted: false, latency: None, pauses })
    }

    /// The driver's own word is in each fragment already.
    async fn latency(&self, _: &Stream) -> Duration {
        Duration::ZERO
    }

    async fn watch(&self, stream: &Stream) -> Sign {
        let mut failures = stream.failures.lock().await;
        loop {
            tokio::select! {
                failure = failures.recv() => match failure {
                    // The stream goes on by itself.
                    Some(ErrorKind::Xrun | ErrorKind::RealtimeDenied | ErrorKind::DeviceBusy) => {}
                    // The system moved the stream: what it sends now has not been checked.
                    Some(ErrorKind::DeviceChanged) => return Sign::Strayed,
                    _ => return Sign::Left,
                },
                () = sleep(LOOK) => {
                    if choose::default_id(&self.spec).is_some_and(|id| id != stream.id) {
                        return Sign::Left;
                    }
                }
            }
        }
    }
}

/// Builds a stream for the sample type that the device has.
fn build(
    device: &::cpal::Device,
    config: &SupportedStreamConfig,
    hear: mpsc::UnboundedSender<Fragment>,
    fail: mpsc::UnboundedSender<ErrorKind>,
) -> Result<::cpal::Stream, Error> {
    match config.sample_format() {
        SampleFormat::F32 => build_as::<f32>(device, config, hear, fail),
        SampleFormat::F64 => build_as::<f64>(device, config, hear, fail),
        SampleFormat::I8 => build_as::<i8>(device, config, hear, fail),
        SampleFormat::I16 => build_as::<i16>(device, config, hear, fail),
        SampleFormat::I24 => build_as::<::cpal::I24>(device, config, hear, fail),
        SampleFormat::I32 => build_as::<i32>(device, config, hear, fail),
        SampleFormat::U8 => build_as::<u8>(device, config, hear, fail),
        SampleFormat::U16 => build_as::<u16>(device, config, hear, fail),
        SampleFormat::U24 => build_as::<::cpal::U24>(device, config, hear, fail),
        SampleFormat::U32 => build_as::<u32>(device, config, hear, fail),
        _ => Err(ErrorKind::UnsupportedConfig.into()),
    }
}

fn build_as<T>(
    device: &::cpal::Device,
    config: &SupportedStreamConfig,
    hear: mpsc::UnboundedSender<Fragment>,
    fail: mpsc::UnboundedSender<ErrorKind>,
) -> Result<::cpal::Stream, Error>
where
    T: SizedSample,
    f32: FromSample<T>,
{
    let channels = usize::from(config.channels());
    let rate = config.sample_rate();
    let on_sound = move |sound: &[T], info: &InputCallbackInfo| {
        let interleaved: Vec<f32> = sound.iter().map(|sample| clean(f32::from_sample(*sample))).collect();
        let mut fragment = Fragment::until_now(mix_down(&interleaved, channels), rate);
        let time = info.timestamp();
        let driver = Instant::now().checked_sub(time.callback.duration_since(time.capture));
        fragment.captured = driver.map_or(fragment.captured, |driver| driver.min(fragment.captured));
        // Nobody hears it when the stream is just being closed.
        let _ = hear.send(fragment);
    };
    let on_failure = move |error: Error| {
        let _ = fail.send(error.kind());
    };
    let config = StreamConfig { buffer_size: buffer(config), ..config.config() };
    device.build_input_stream(config, on_sound, on_failure, Some(START_LIMIT))
}

/// 20 ms where ALSA would choose by the size of its ring; the other systems choose well themselves.
fn buffer(config: &SupportedStreamConfig) -> BufferSize {
    match config.buffer_size() {
        SupportedBufferSize::Range { min, max } if cfg!(target_os = "linux") && min <= max => {
            BufferSize::Fixed((config.sample_rate() / 50).clamp(*min, *max))
        }
        _ => BufferSize::Default,
    }
}

/// The driver's error in our words.
fn describe(error: &Error, device: &str) -> AudioError {
    let device = device.to_owned();
    match error.kind() {
        ErrorKind::PermissionDenied => AudioError::Forbidden(device),
        ErrorKind::DeviceBusy => AudioError::Busy(device),
        ErrorKind::DeviceNotAvailable => AudioError::NoSuchDevice(device),
        ErrorKind::HostUnavailable => AudioError::NoSoundServer,
        _ => AudioError::DeviceFailed { device, detail: error.to_string() },
    }
}
