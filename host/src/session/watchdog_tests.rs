use super::*;
use proptest::prelude::*;
use std::path::PathBuf;

const BLOCK: u64 = 20 * MS;

/// A watchdog and where its audio clock is.
struct Watched {
    watchdog: Watchdog,
    at: u64,
    told: Vec<SourceState>,
}

impl Watched {
    fn new(zeros: Zeros) -> Self {
        let mut watched = Self { watchdog: Watchdog::new(zeros), at: 0, told: Vec::new() };
        watched.opened("Device");
        watched
    }

    fn opened(&mut self, device: &str) {
        let news = self.watchdog.opened(device);
        self.told.extend(news);
    }

    /// So many milliseconds of sound with this peak.
    fn hear(&mut self, ms: u64, peak: f32) {
        for _ in 0..ms * MS / BLOCK {
            let news = self.watchdog.sound(self.at, BLOCK as usize, peak);
            self.told.extend(news);
            self.at += BLOCK;
        }
    }

    fn lose(&mut self) {
        let news = self.watchdog.lost(AudioError::NoSoundServer.into());
        self.told.extend(news);
    }

    /// What was told since the last time, in a word or two each.
    fn news(&mut self) -> Vec<String> {
        std::mem::take(&mut self.told).iter().map(word).collect()
    }
}

fn word(state: &SourceState) -> String {
    match state {
        SourceState::Opening => "opening".into(),
        SourceState::Hearing => "hearing".into(),
        SourceState::Quiet { since_ms } => format!("quiet {since_ms}"),
        SourceState::Silent { fault } => fault.code.clone(),
        SourceState::Lost { fault } => format!("lost {}", fault.code),
        SourceState::Recovered { missing_ms } => format!("recovered {missing_ms}"),
        SourceState::Ended => "ended".into(),
    }
}

#[test]
fn a_device_that_is_open_is_not_heard_before_there_is_something_to_hear() {
    let mut them = Watched::new(Zeros::Nothing);
    them.hear(5_000, 0.0);
    assert_eq!(them.news(), ["opening"]);
    them.hear(20, 0.1);
    them.hear(5_000, 0.1);
    assert_eq!(them.news(), ["hearing"]);
}

#[test]
fn ten_seconds_without_anything_to_hear_are_quiet_since_the_last_sound() {
    let mut them = Watched::new(Zeros::Nothing);
    them.hear(3_000, 0.1);
    them.hear(9_980, 0.0005);
    assert_eq!(them.news(), ["opening", "hearing"]);
    them.hear(60_000, 0.0005);
    assert_eq!(them.news(), ["quiet 3000"]);
    them.hear(20, 0.1);
    assert_eq!(them.news(), ["hearing"]);
}

#[test]
fn a_monitor_that_sends_zeros_is_quiet_and_never_at_fault() {
    let mut them = Watched::new(Zeros::Nothing);
    them.hear(60_000, 0.0);
    assert_eq!(them.news(), ["opening", "quiet 0"]);
}

#[test]
fn a_microphone_that_sends_only_zeros_is_silent_after_two_seconds_also_in_the_middle() {
    let mut me = Watched::new(Zeros::NoMicrophone);
    me.hear(1_980, 0.0);
    assert_eq!(me.news(), ["opening"]);
    me.hear(60_000, 0.0);
    assert_eq!(me.news(), ["audio.silent"], "once");
    let mut me = Watched::new(Zeros::NoMicrophone);
    me.hear(30_000, 0.1);
    me.hear(2_000, 0.0);
    assert_eq!(me.news(), ["opening", "hearing", "audio.silent"]);
    me.hear(100, 0.0001);
    assert_eq!(me.news(), ["quiet 30000"], "noise is no silence, but nothing to hear either");
    me.hear(100, 0.1);
    assert_eq!(me.news(), ["hearing"]);
}

/// Noise suppression sends plain zeros between two words.
#[test]
fn a_device_with_a_noise_gate_is_not_accused_at_every_pause() {
    let mut me = Watched::new(Zeros::NoMicrophone);
    for _ in 0..60 {
        me.hear(1_000, 0.1);
        me.hear(4_000, 0.0);
    }
    assert_eq!(me.news(), ["opening", "hearing", "audio.silent", "hearing"]);
    me.hear(60_000, 0.0);
    assert_eq!(me.news(), ["audio.silent"], "but a longer silence is one");
}

#[test]
fn what_the_server_says_of_a_muted_device_is_better_than_a_guess() {
    for zeros in [Zeros::Nothing, Zeros::NoMicrophone] {
        let mut side = Watched::new(zeros);
        side.hear(1_000, 0.1);
        side.watchdog.muted(true);
        side.hear(20_000, 0.0);
        assert_eq!(side.news(), ["opening", "hearing", "audio.muted"]);
        side.watchdog.muted(false);
        side.hear(1_000, 0.0);
        assert_eq!(side.news(), ["quiet 1000"]);
        side.hear(20, 0.1);
        assert_eq!(side.news(), ["hearing"]);
        side.hear(2_000, 0.0);
        let silent: &[&str] = if zeros == Zeros::NoMicrophone { &["audio.silent"] } else { &[] };
        assert_eq!(side.news(), silent, "muting is no habit of the device");
    }
}

#[test]
fn a_loss_ends_with_the_first_sound_and_the_length_of_the_hole() {
    let mut them = Watched::new(Zeros::Nothing);
    them.hear(1_000, 0.1);
    them.lose();
    them.lose();
    them.opened("Another device");
    assert_eq!(them.news(), ["opening", "hearing", "lost audio.no_sound_server"], "open is not heard");
    them.at += 730 * MS;
    them.hear(100, 0.1);
    assert_eq!(them.news(), ["recovered 730", "hearing"]);
    assert_eq!(them.watchdog.device(), "Another device");
}

#[test]
fn a_side_that_was_missing_from_the_beginning_misses_all_until_it_is_there() {
    let mut watchdog = Watchdog::new(Zeros::NoMicrophone);
    assert!(watchdog.lost(AudioError::NoMicrophone.into()).is_some());
    assert_eq!(watchdog.opened("Microphone"), None);
    assert_eq!(watchdog.sound(5_000 * MS, 320, 0.0), [SourceState::Recovered { missing_ms: 5_000 }]);
}

#[test]
fn the_change_to_another_device_is_told_with_its_hole_only_where_it_matters() {
    let mut them = Watched::new(Zeros::Nothing);
    them.hear(1_000, 0.1);
    them.opened("Headset");
    them.at += 60 * MS;
    them.hear(1_000, 0.1);
    assert_eq!(them.news(), ["opening", "hearing", "opening", "hearing"]);
    them.opened("Speakers");
    them.at += 600 * MS;
    them.hear(1_000, 0.1);
    assert_eq!(them.news(), ["opening", "recovered 600", "hearing"]);
}

#[test]
fn the_time_that_the_computer_slept_belongs_to_the_hole() {
    let mut me = Watched::new(Zeros::NoMicrophone);
    me.hear(1_000, 0.1);
    me.watchdog.slept(3_600_000);
    me.opened("Device");
    me.at += 40 * MS;
    me.hear(1_000, 0.1);
    assert_eq!(me.news(), ["opening", "hearing", "opening", "recovered 3600040", "hearing"]);
}

#[test]
fn a_source_that_says_nothing_any_more_is_lost_unless_that_is_known() {
    let mut me = Watched::new(Zeros::NoMicrophone);
    me.hear(1_000, 0.1);
    let stalled = me.watchdog.stalled().map(|state| word(&state));
    assert_eq!(stalled.as_deref(), Some("lost audio.stalled"));
    assert_eq!(me.watchdog.stalled(), None);
    assert_eq!(Watchdog::new(Zeros::Nothing).stalled(), None, "it has not begun");
    let mut file = Watched::new(Zeros::Nothing);
    assert_eq!(file.watchdog.ended(), Some(SourceState::Ended));
    assert_eq!(file.watchdog.stalled(), None, "it is over");
}

#[test]
fn only_a_device_of_ones_own_side_is_accused_of_its_zeros() {
    let file = SourceSpec::File(PathBuf::from("call.wav").into());
    assert_eq!(Zeros::from_source(Speaker::Me, &file), Zeros::Nothing);
    assert_eq!(Zeros::from_source(Speaker::Me, &SourceSpec::Microphone), Zeros::NoMicrophone);
    let system = Zeros::from_source(Speaker::Them, &SourceSpec::System);
    assert_eq!(system, if cfg!(target_os = "macos") { Zeros::NoSystemSound } else { Zeros::Nothing });
}

#[derive(Clone, Debug)]
enum Step {
    Hear { ms: u64, peak: f32 },
    Gap(u64),
    Open(bool),
    Lose(bool),
    Mute(bool),
    Sleep(u64),
    Stall,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => (1..15_000_u64, prop_oneof![Just(0.0_f32), Just(0.0001), Just(0.2)])
            .prop_map(|(ms, peak)| Step::Hear { ms, peak }),
        1 => (0..3_000_u64).prop_map(Step::Gap),
        1 => any::<bool>().prop_map(Step::Open),
        1 => any::<bool>().prop_map(Step::Lose),
        1 => any::<bool>().prop_map(Step::Mute),
        1 => (0..5_000_u64).prop_map(Step::Sleep),
        1 => Just(Step::Stall),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_state_is_told_twice_in_a_row_and_only_sound_ends_a_loss(steps in prop::collection::vec(step(), 1..40)) {
        let mut side = Watched::new(Zeros::NoMicrophone);
        let mut told = vec![("Device".to_owned(), SourceState::Opening)];
        side.told.clear();
        for step in steps {
            match step {
                Step::Hear { ms, peak } => side.hear(ms, peak),
                Step::Gap(ms) => side.at += ms * MS,
                Step::Open(other) => side.opened(if other { "Other" } else { "Device" }),
                Step::Lose(stalled) => {
                    let error = if stalled { AudioError::TimedOut } else { AudioError::NoSoundServer };
                    let news = side.watchdog.lost(error.into());
                    side.told.extend(news);
                }
                Step::Mute(muted) => side.watchdog.muted(muted),
                Step::Sleep(ms) => side.watchdog.slept(ms),
                Step::Stall => {
                    let news = side.watchdog.stalled();
                    side.told.extend(news);
                }
            }
            let device = side.watchdog.device().to_owned();
            told.extend(std::mem::take(&mut side.told).into_iter().map(|state| (device.clone(), state)));
        }
        for pair in told.windows(2) {
            prop_assert_ne!(&pair[0], &pair[1]);
            if matches!(pair[0].1, SourceState::Lost { .. }) {
                let next = &pair[1].1;
                prop_assert!(matches!(next, SourceState::Recovered { .. } | SourceState::Lost { .. }), "{:?}", next);
            }
        }
    }
}
