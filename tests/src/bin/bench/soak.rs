//! Two hours of a meeting, faster than they pass: does memory stay where it is, and does every word arrive in order?

use convoally_shared::utterance::Speaker;
use convoally_tests::conversation::Conversation;
use convoally_tests::error::{Error, Result};
use convoally_tests::fixtures;
use convoally_tests::heard::Heard;
use convoally_tests::host::Host;
use convoally_tests::listening::Listening;
use convoally_tests::process::resident_memory;
use convoally_tests::report::{Figure, Report};
use convoally_tests::temporary::Temporary;
use std::path::Path;
use std::time::{Duration, Instant};

/// Length of the meeting.
const LENGTH: Duration = Duration::from_secs(2 * 60 * 60);
/// By then everything that a session needs has been loaded and used.
const SETTLED: Duration = Duration::from_secs(10 * 60);
/// So many times as fast as it would pass.
const PACE: u32 = 20;
/// At that pace a line has to be decoded in half a second, on the one thread that decodes both sides. This model takes
/// less than half as long as the default one, which would leave no room.
const MODEL: &str = "tiny.en-q8_0";
/// Who waits longer than this, milliseconds, waits for what was said before: decoding one utterance takes less.
const KEEPS_UP_MS: f64 = 2_000.0;
/// How often memory is looked at: every ten seconds of the meeting.
const LOOK_EVERY: Duration = Duration::from_millis(500);

/// Measures it; takes six minutes.
pub fn report(name: &'static str, host: &Path) -> Result<Report> {
    let host = Host::new(host, false)?;
    host.pull_model(MODEL)?;
    fixtures::documents().iter().try_for_each(|document| host.add_document(document))?;
    let mut report = Report::new(name);
    let takes = fixtures::takes()?;
    let meeting = Conversation::meeting(&takes, LENGTH.as_secs_f64() * 1000.0);
    let folder = Temporary::new("meeting")?;
    let [me, them] = Speaker::BOTH.map(|speaker| folder.path().join(format!("{}.wav", speaker.label())));
    meeting.record(Speaker::Me, &me)?;
    meeting.record(Speaker::Them, &them)?;
    println!("Listening to {} lines in two hours, {PACE} times as fast …", meeting.lines().len());
    let mut listen = host.command();
    listen.args(["listen", "--json", "--model", MODEL, "--pace", &format!("{PACE}x"), "--them"]).arg(&them);
    let mut listening = Listening::start(listen.arg("--me").arg(&me))?;
    let memory = watch(&mut listening)?;
    let heard = Heard::of(&listening.finish()?);
    let stored = Heard::of(&host.events(&host.last_session()?.id)?);

    let lines = meeting.lines().len();
    let wrong = heard.errors(&meeting);
    let wait = format!("last word → final utterance, at {PACE} times pace");
    let wait = Figure::of(wait, "ms", heard.waits(&meeting, f64::from(PACE)).into_iter().flatten())?;
    let missing = heard.utterances.iter().filter(|utterance| !stored.utterances.contains(utterance)).count();
    report.notes = vec![format!(
        "{} minutes, both sides, somebody speaks half the time; {PACE} times pace, {MODEL}, with history",
        LENGTH.as_secs() / 60
    )];
    if wait.p95.is_some_and(|p95| p95 > KEEPS_UP_MS) {
        report.notes.push(
            "this computer did not keep up: the memory holds sound that waits, and beyond ten minutes it is lost"
                .into(),
        );
    }
    report.figures = vec![
        Figure::single("memory grown since the tenth minute", "MB", memory.looks, megabytes(memory.grown()))
            .at_most(5.0),
        Figure::single("lost", "lines", lines, heard.lost(&meeting) as f64).at_most(0.0),
        Figure::single("told out of order", "utterances", heard.utterances.len(), heard.out_of_order() as f64)
            .at_most(0.0),
        Figure::single("missing in the history", "utterances", heard.utterances.len(), missing as f64).at_most(0.0),
        Figure::single("word error rate", "%", wrong.spoken, wrong.percent().unwrap_or(100.0)),
        wait,
        Figure::single("memory at its most", "MB", memory.looks, megabytes(memory.later)),
    ];
    Ok(report)
}

/// Highest resident memory of the host, bytes.
#[derive(Default)]
struct Memory {
    /// How often it was looked at.
    looks: usize,
    /// In the second half of the first ten minutes. Opening the history needs more for a moment, which would hide
    /// what is lost later.
    settled: u64,
    /// After the first ten minutes.
    later: u64,
}

impl Memory {
    fn look(&mut self, bytes: u64, meeting_time: Duration) {
        self.looks += 1;
        if meeting_time > SETTLED {
            self.later = self.later.max(bytes);
        } else if meeting_time > SETTLED / 2 {
            self.settled = self.settled.max(bytes);
        }
    }

    fn grown(&self) -> u64 {
        self.later.saturating_sub(self.settled)
    }
}

/// Looks at the host's memory until it ends. The meeting begins when the first source is open.
fn watch(listening: &mut Listening) -> Result<Memory> {
    let mut memory = Memory::default();
    let mut begun = None;
    while !listening.has_ended() {
        std::thread::sleep(LOOK_EVERY);
        if begun.is_none() && listening.has_told_anything() {
            begun = Some(Instant::now());
        }
        // It may have ended since it was asked.
        if let (Some(begun), Ok(bytes)) = (begun, resident_memory(listening.process())) {
            memory.look(bytes, begun.elapsed() * PACE);
        }
    }
    if memory.settled == 0 || memory.later == 0 {
        return Err(Error::Unexpected("the meeting was over before its time".to_owned()));
    }
    Ok(memory)
}

fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_grows_by_what_is_more_later_than_in_the_tenth_minute() {
        let mut memory = Memory::default();
        for (minutes, bytes) in [(1, 900), (6, 500), (9, 520), (11, 510), (60, 560), (119, 530)] {
            memory.look(bytes, Duration::from_secs(minutes * 60));
        }
        assert_eq!((memory.looks, memory.grown()), (6, 40));
    }
}
