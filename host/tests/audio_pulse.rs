//! Live sound against a real PulseAudio server and a real PipeWire: every device that can go away goes away.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

#[path = "audio_pulse/ears.rs"]
mod ears;
#[path = "audio_pulse/rig.rs"]
mod rig;
#[path = "audio_pulse/servers.rs"]
mod servers;

use convoally::audio::pulse::{self, Server};
use convoally::audio::{Device, News, SourceSpec};
use convoally_shared::fault::Fault;
use convoally_shared::utterance::Speaker;
use rig::{HEADSET, MIC, Rig, SPEAKERS};
use servers::Kind;
use std::time::Instant;
use tokio::sync::mpsc;

/// What is played into `spk`, Hz.
const SPK_TONE: f32 = 500.0;
/// What is played into `headset`, Hz.
const HEADSET_TONE: f32 = 1_100.0;
/// A tone below this is not there; the tones are played at 0.5.
const ABSENT: f32 = 0.1;

/// Each scenario on the real PulseAudio and on the real PipeWire.
macro_rules! on_both_servers {
    ($($scenario:ident)*) => {
        mod pulseaudio {
            $(#[test] fn $scenario() { super::$scenario(super::Kind::PulseAudio) })*
        }
        mod pipewire {
            $(#[test] fn $scenario() { super::$scenario(super::Kind::PipeWire) })*
        }
    };
}

on_both_servers! {
    each_side_hears_its_own_device_without_a_gap_and_nothing_of_the_other
    system_sound_follows_the_default_sink
    when_the_sink_is_unplugged_the_microphone_does_not_become_the_others
    without_any_sink_there_is_no_system_sound_until_one_comes_back
    a_sink_that_comes_back_under_the_same_name_is_heard_again
    a_device_asked_for_by_name_is_never_replaced_by_another
    the_sound_server_may_crash_and_come_back
    a_server_that_hangs_is_told_of_and_heard_again
    a_default_source_that_is_a_monitor_is_refused_as_a_microphone
    the_server_refuses_to_move_the_stream_to_another_device
    what_the_user_mutes_is_told
    a_device_that_was_chosen_for_good_is_told_as_missing_and_never_replaced
    a_dropped_source_frees_the_device_and_leaves_the_server
    the_devices_are_listed_with_what_they_are
    what_cannot_be_opened_is_told_with_a_code_of_its_own
}

fn refused(server: &Server, spec: &SourceSpec, speaker: Speaker) -> String {
    let (out, _received) = mpsc::channel(4);
    let error = pulse::open(server, spec, speaker, Instant::now(), out).expect_err("an error");
    Fault::from(error).code
}

fn each_side_hears_its_own_device_without_a_gap_and_nothing_of_the_other(kind: Kind) {
    let rig = Rig::start(kind);
    let _playing = rig.play("spk", SPK_TONE);
    let mut them = rig.listen(SourceSpec::System, Speaker::Them);
    let mut me = rig.listen(SourceSpec::Microphone, Speaker::Me);
    them.until_tone(SPK_TONE);
    me.until_tone(MIC);
    me.until("three seconds of sound", |me| me.sound.len() > 150);
    assert_eq!(them.opened(), ["Monitor of Speakers"]);
    assert!(matches!(them.news.first(), Some(News::Opened { .. })));
    assert!(them.loudest(MIC) < ABSENT && me.loudest(SPK_TONE) < ABSENT);
    assert!(me.sound.windows(2).all(|pair| pair[0].0 + 320 == pair[1].0), "20 ms blocks without a gap");
}

fn system_sound_follows_the_default_sink(kind: Kind) {
    let rig = Rig::start(kind);
    let _playing = (rig.play("spk", SPK_TONE), rig.play("headset", HEADSET_TONE));
    let mut them = rig.listen(SourceSpec::System, Speaker::Them);
    them.until_tone(SPK_TONE);
    rig.make_default("sink", "headset");
    them.until_tone(HEADSET_TONE);
    assert_eq!(them.opened(), ["Monitor of Speakers", "Monitor of Headset"]);
    assert_eq!(them.lost().count(), 0);
    assert!(them.loudest(MIC) < ABSENT);
}

fn when_the_sink_is_unplugged_the_microphone_does_not_become_the_others(kind: Kind) {
    let rig = Rig::start(kind);
    let _playing = (rig.play("spk", SPK_TONE), rig.play("headset", HEADSET_TONE));
    let mut them = rig.listen(SourceSpec::System, Speaker::Them);
    them.until_tone(SPK_TONE);
    rig.remove("sink_name=spk");
    them.until_tone(HEADSET_TONE);
    let mut me = rig.listen(SourceSpec::Microphone, Speaker::Me);
    me.until_tone(MIC);
    assert_eq!(them.opened(), ["Monitor of Speakers", "Monitor of Headset"]);
    assert!(them.loudest(MIC) < ABSENT, "the microphone was heard as the others: {}", them.loudest(MIC));
}

fn without_any_sink_there_is_no_system_sound_until_one_comes_back(kind: Kind) {
    let rig = Rig::start(kind);
    let mut them = rig.listen(SourceSpec::System, Speaker::Them);
    for device in ["sink_name=headset", "source_name=mic", "sink_name=air", "sink_name=spk"] {
        rig.remove(device);
    }
    match kind {
        Kind::PulseAudio => {
            them.until_lost("audio.no_speaker");
            assert_eq!(refused(&rig.server(), &SourceSpec::System, Speaker::Them), "audio.no_speaker");
        }
        // WirePlumber puts an output of its own in the place of none.
        Kind::PipeWire => them.until("the dummy", |them| them.opened().last() == Some(&"Monitor of Dummy Output")),
    }
    rig.load(SPEAKERS);
    let _again = rig.play("spk", SPK_TONE);
    them.until_tone(SPK_TONE);
}

fn a_sink_that_comes_back_under_the_same_name_is_heard_again(kind: Kind) {
    let rig = Rig::start(kind);
    let mut them = rig.listen(SourceSpec::Device("headset.monitor".into()), Speaker::Them);
    them.until("sound", |them| !them.sound.is_empty());
    rig.remove("sink_name=headset");
    rig.load("module-null-sink sink_name=headset rate=48000");
    let _playing = rig.play("headset", HEADSET_TONE);
    them.until_tone(HEADSET_TONE);
}

fn a_device_asked_for_by_name_is_never_replaced_by_another(kind: Kind) {
    let rig = Rig::start(kind);
    let _playing = rig.play("spk", SPK_TONE);
    let mut them = rig.listen(SourceSpec::Device("headset.monitor".into()), Speaker::Them);
    them.until("sound", |them| !them.sound.is_empty());
    rig.remove("sink_name=headset");
    them.until_lost("audio.no_such_device");
    assert!(them.loudest(MIC) < ABSENT && them.loudest(SPK_TONE) < ABSENT);
    assert_eq!(them.opened().len(), 1);
}

fn the_sound_server_may_crash_and_come_back(kind: Kind) {
    let mut rig = Rig::start(kind);
    let mut me = rig.listen(SourceSpec::Microphone, Speaker::Me);
    me.until_tone(MIC);
    rig.kill();
    me.until_lost("audio.no_sound_server");
    let (before, samples) = me.sound.last().cloned().unwrap();
    let heard = me.sound.len();
    rig.restart();
    me.until("the microphone again", |me| me.sound.len() > heard + 50 && me.level(MIC) > 0.3);
    let gap = me.sound[heard].0 - (before + samples.len() as u64);
    assert!(gap > 0, "the time without a server is missing from the clock");
    assert!(me.opened().len() >= 2);
}

fn a_server_that_hangs_is_told_of_and_heard_again(kind: Kind) {
    let rig = Rig::start(kind);
    let mut me = rig.listen(SourceSpec::Microphone, Speaker::Me);
    me.until_tone(MIC);
    rig.freeze(true);
    me.until_lost("audio.stalled");
    rig.freeze(false);
    let heard = me.sound.len();
    me.until("the microphone again", |me| me.sound.len() > heard + 50 && me.level(MIC) > 0.3);
}

fn a_default_source_that_is_a_monitor_is_refused_as_a_microphone(kind: Kind) {
    let rig = Rig::start(kind);
    let _playing = rig.play("spk", SPK_TONE);
    let mut me = rig.listen(SourceSpec::Microphone, Speaker::Me);
    me.until_tone(MIC);
    rig.make_default("source", "spk.monitor");
    me.until_lost("audio.microphone_is_monitor");
    assert_eq!(refused(&rig.server(), &SourceSpec::Microphone, Speaker::Me), "audio.microphone_is_monitor");
    rig.make_default("source", "mic");
    me.until("the microphone again", |me| me.opened().len() == 2);
    rig.remove("source_name=mic");
    me.until_lost("audio.no_microphone");
    assert!(me.loudest(SPK_TONE) < ABSENT, "the others were heard as the user");
    assert_eq!(refused(&rig.server(), &SourceSpec::Microphone, Speaker::Me), "audio.no_microphone");
}

fn the_server_refuses_to_move_the_stream_to_another_device(kind: Kind) {
    let rig = Rig::start(kind);
    let mut them = rig.listen(SourceSpec::System, Speaker::Them);
    them.until("sound", |them| !them.sound.is_empty());
    let outputs = rig.pactl(&["list", "short", "source-outputs"]);
    // The other one is the microphone's own, of two channels.
    let own = outputs.lines().find(|line| line.contains(" 1ch ")).expect("the recording");
    assert!(rig.moved(own.split_whitespace().next().unwrap(), "mic").is_err(), "it can be moved");
    let heard = them.sound.len();
    them.until("more sound", |them| them.sound.len() > heard + 25);
    assert!(them.loudest(MIC) < ABSENT);
}

fn what_the_user_mutes_is_told(kind: Kind) {
    let rig = Rig::start(kind);
    let mut them = rig.listen(SourceSpec::System, Speaker::Them);
    let mut me = rig.listen(SourceSpec::Microphone, Speaker::Me);
    for (what, name, ears) in [("sink", "spk", &mut them), ("source", "mic", &mut me)] {
        for (value, muted) in [("1", true), ("0", false)] {
            rig.pactl(&[&format!("set-{what}-mute"), name, value]);
            ears.until(&format!("{name} muted: {muted}"), |ears| ears.news.last() == Some(&News::Muted { muted }));
        }
        assert_eq!(ears.opened().len(), 1, "it stays open");
    }
    rig.pactl(&["set-source-mute", "mic", "1"]);
    let mut again = rig.listen(SourceSpec::Microphone, Speaker::Me);
    again.until("what was muted before", |ears| ears.news.contains(&News::Muted { muted: true }));
}

fn a_device_that_was_chosen_for_good_is_told_as_missing_and_never_replaced(kind: Kind) {
    let rig = Rig::start(kind);
    let _playing = rig.play("spk", SPK_TONE);
    let chosen = || SourceSpec::Chosen { id: "headset.monitor".into(), name: "My headset".into() };
    let mut them = rig.listen(chosen(), Speaker::Them);
    them.until("sound", |them| !them.sound.is_empty());
    rig.remove("sink_name=headset");
    them.until_lost("audio.chosen_missing");
    assert_eq!(refused(&rig.server(), &chosen(), Speaker::Them), "audio.chosen_missing");
    rig.load(HEADSET);
    let _again = rig.play("headset", HEADSET_TONE);
    them.until_tone(HEADSET_TONE);
    assert!(them.loudest(SPK_TONE) < ABSENT);
}

fn a_dropped_source_frees_the_device_and_leaves_the_server(kind: Kind) {
    let rig = Rig::start(kind);
    let streams = || rig.pactl(&["list", "short", "source-outputs"]);
    let is_client = || rig.pactl(&["list", "clients"]).contains("ConvoAlly");
    let before = streams();
    let mut me = rig.listen(SourceSpec::Microphone, Speaker::Me);
    me.until_tone(MIC);
    assert!(is_client() && streams() != before, "it shows in the mixer under its own name");
    me.stop();
    me.until("the stream and its client to be gone", |_| streams() == before && !is_client());
}

fn the_devices_are_listed_with_what_they_are(kind: Kind) {
    let rig = Rig::start(kind);
    let device = |id: &str, name: &str, is_monitor, is_default| Device {
        id: id.to_owned(),
        name: name.to_owned(),
        is_monitor,
        is_default,
    };
    let expected = [
        device("spk.monitor", "Monitor of Speakers", true, true),
        device("headset.monitor", "Monitor of Headset", true, false),
        device("air.monitor", "Monitor of Air", true, false),
        device("mic", "Microphone", false, true),
    ];
    assert_eq!(pulse::devices(&rig.server()).unwrap(), expected);
}

fn what_cannot_be_opened_is_told_with_a_code_of_its_own(kind: Kind) {
    let folder = tempfile::tempdir().unwrap();
    let nobody = Server::at(folder.path().join("native"));
    for spec in [SourceSpec::System, SourceSpec::Device("spk.monitor".into())] {
        assert_eq!(refused(&nobody, &spec, Speaker::Them), "audio.no_sound_server");
    }
    let rig = Rig::start(kind);
    let device = |name: &str| SourceSpec::Device(name.to_owned());
    assert_eq!(refused(&rig.server(), &device("nope"), Speaker::Me), "audio.no_such_device");
    assert_eq!(refused(&rig.server(), &device("mic"), Speaker::Them), "audio.wrong_side");
    assert_eq!(refused(&rig.server(), &device("spk.monitor"), Speaker::Me), "audio.wrong_side");
    assert_eq!(refused(&rig.server(), &SourceSpec::Microphone, Speaker::Them), "audio.wrong_side");
    assert_eq!(refused(&rig.server(), &SourceSpec::System, Speaker::Me), "audio.wrong_side");
}
