//! Sound files that were made to harm: none takes more memory or time than a good one.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail loudly")]

use convoally::audio::{self, Pace, SoundFile, SourceSpec};
use convoally_shared::fault::Fault;
use convoally_shared::utterance::Speaker;
use rustix::process::{Resource, Rlimit, setrlimit};
use std::path::Path;
use std::time::Instant;
use tokio::sync::mpsc;

/// More than the test needs for itself, its threads' stacks included, and far less than any of the headers promises.
const MEMORY: u64 = 768 << 20;

/// Plays it to its end, or says why not. A hang fails the test by its time limit.
fn play(path: &Path) -> Result<usize, String> {
    let (out, mut received) = mpsc::channel(16);
    let file = SourceSpec::File(SoundFile::from(path.to_owned()));
    let source = audio::open(&file, Speaker::Them, Pace::Fast, Instant::now(), out);
    let _source = source.map_err(|error| Fault::from(error).code)?;
    Ok(std::iter::from_fn(|| received.blocking_recv()).count())
}

fn chunk(tag: &[u8; 4], length: u32, body: &[u8]) -> Vec<u8> {
    [tag.as_slice(), &length.to_le_bytes(), body].concat()
}

fn wav(chunks: &[Vec<u8>]) -> Vec<u8> {
    [chunk(b"RIFF", u32::MAX, b"WAVE"), chunks.concat()].concat()
}

/// The 16 bytes that every WAV describes itself with.
fn format(tag: u16, channels: u16, rate: u32, bits: u16) -> Vec<u8> {
    let block = channels.wrapping_mul(bits / 8);
    let [tag, channels, block, bits] = [tag, channels, block, bits].map(u16::to_le_bytes);
    let body = [&tag[..], &channels, &rate.to_le_bytes(), &rate.wrapping_mul(2).to_le_bytes(), &block, &bits].concat();
    chunk(b"fmt ", 16, &body)
}

fn extensible(channels: u16, mask: u32) -> Vec<u8> {
    let mut body = format(0xfffe, channels, 16_000, 16)[8..].to_vec();
    body.extend([22, 0, 16, 0]);
    body.extend(mask.to_le_bytes());
    body.extend([1, 0, 0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xaa, 0, 0x38, 0x9b, 0x71]);
    chunk(b"fmt ", 40, &body)
}

fn flac(block: u8, length: u32, body: &[u8]) -> Vec<u8> {
    // 16-bit mono at 16 kHz, blocks of up to 65,535 samples, 2³⁶ − 1 samples in all.
    let about = [0x10, 0, 0xff, 0xff, 0, 0, 0, 0, 0, 0, 0x03, 0xe8, 0x00, 0xff, 0xff, 0xff, 0xff, 0xff];
    let info = [&[0, 0, 0, 34][..], &about, &[0; 16]].concat();
    [b"fLaC".as_slice(), &info, &[0x80 | block], &length.to_be_bytes()[1..], body].concat()
}

fn atom(tag: &[u8; 4], length: u32, body: &[u8]) -> Vec<u8> {
    [&length.to_be_bytes()[..], tag, body].concat()
}

fn hostile() -> Vec<(&'static str, Vec<u8>)> {
    let (pcm, sound) = (format(1, 1, 16_000, 16), chunk(b"data", u32::MAX - 1, &[1; 3_200]));
    let all = u32::MAX.to_be_bytes();
    vec![
        ("4 GB of sound", wav(&[pcm.clone(), sound.clone()])),
        ("4 GB of description", wav(&[pcm.clone(), chunk(b"LIST", u32::MAX - 64, b"INFOINAM\xf0\xff\xff\xefx")])),
        ("4 GB of nothing", wav(&[pcm, chunk(b"junk", u32::MAX - 64, b"x"), sound.clone()])),
        ("65,535 channels", wav(&[format(1, u16::MAX, 16_000, 8), sound.clone()])),
        ("no channel", wav(&[format(1, 0, 16_000, 16), sound.clone()])),
        ("65,535 channels with places", wav(&[extensible(u16::MAX, 3), sound.clone()])),
        ("more places than channels", wav(&[extensible(0, u32::MAX), sound.clone()])),
        ("4 billion samples a second", wav(&[format(1, 1, u32::MAX, 16), sound])),
        ("a FLAC of 50 days without sound", flac(1, 4, &[0; 4])),
        ("a FLAC with a picture of 4 GB", flac(6, 0xff_ffff, &[[0, 0, 0, 3], all, all, all].concat())),
        ("a FLAC with 4 billion comments", flac(4, 0xff_ffff, &[[0; 4], all, all].concat())),
        ("an MP3 with 256 MB of tags", b"ID3\x04\0\0\x7f\x7f\x7f\x7fAPIC\x7f\x7f\x7f\x7f\0\0x".to_vec()),
        ("an MP4 of 2⁶³ bytes", [&[0, 0, 0, 1][..], b"ftypM4A \x7f\xff\xff\xff\xff\xff\xff\xff", &[0; 64]].concat()),
        (
            "an MP4 with a table of 16 GB",
            [
                atom(b"ftyp", 16, b"M4A \0\0\0\0"),
                atom(
                    b"moov",
                    u32::MAX,
                    &atom(b"trak", u32::MAX - 8, &atom(b"stsz", u32::MAX - 16, &[[0; 4], [0; 4], all].concat())),
                ),
            ]
            .concat(),
        ),
    ]
}

#[test]
fn no_header_is_believed() {
    let folder = tempfile::tempdir().unwrap();
    // Whatever would reserve what a header promises aborts this process.
    setrlimit(Resource::As, Rlimit { current: Some(MEMORY), maximum: Some(MEMORY) }).unwrap();
    for (what, bytes) in hostile() {
        let path = folder.path().join("call");
        std::fs::write(&path, bytes).unwrap();
        match play(&path) {
            Ok(blocks) => assert!(blocks < 3_000, "{what}: a few bytes became a minute of sound"),
            // Neither waited for in vain nor dead from a panic.
            Err(code) => assert!(!["audio.timed_out", "audio.no_thread"].contains(&code.as_str()), "{what}: {code}"),
        }
    }
}
