//! Figures beside what they should be and beside what others reach, for people and for programs.

use crate::error::{Error, Result};
use crate::latency::{self, Spread};
use crate::load;
use serde::Serialize;
use std::fmt;

/// The most that a figure may be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Goal {
    /// Its median, or the figure itself where there is only one.
    pub p50: Option<f64>,
    /// 95 of 100.
    pub p95: Option<f64>,
}

/// What somebody else reaches, measured in the same run, or what cannot be beaten.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Beside {
    /// Who or what.
    pub who: String,
    /// The median.
    pub p50: f64,
    /// The bad end, where it is known.
    pub p95: Option<f64>,
}

/// What was measured.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Figure {
    /// For people.
    pub name: String,
    /// `ms`, `%`, `×`, `MB` or `KB`; megabytes and kilobytes are decimal.
    pub unit: &'static str,
    /// What was counted: measurements; or words, lines.
    pub count: usize,
    /// The median, or the figure itself where there is only one.
    pub p50: f64,
    /// The bad end; none where there is only one figure.
    pub p95: Option<f64>,
    /// What it should be.
    pub goal: Goal,
    /// What to compare it with.
    pub beside: Option<Beside>,
}

impl Figure {
    /// Something that was measured several times.
    ///
    /// # Errors
    /// [`Error::Unexpected`] when it was not measured at all.
    pub fn of(name: impl Into<String>, unit: &'static str, values: impl IntoIterator<Item = f64>) -> Result<Self> {
        let name = name.into();
        let Some(Spread { count, p50, p95 }) = latency::spread(values) else {
            return Err(Error::Unexpected(format!("nothing was measured for: {name}")));
        };
        Ok(Self { p95: Some(p95), ..Self::single(name, unit, count, p50) })
    }

    /// One figure about `count` things.
    pub fn single(name: impl Into<String>, unit: &'static str, count: usize, value: f64) -> Self {
        Self { name: name.into(), unit, count, p50: value, p95: None, goal: Goal::default(), beside: None }
    }

    /// The median, or the only figure, should be at most this.
    pub fn at_most(mut self, p50: f64) -> Self {
        self.goal.p50 = Some(p50);
        self
    }

    /// 95 of 100 should be at most this.
    pub fn p95_at_most(mut self, p95: f64) -> Self {
        self.goal.p95 = Some(p95);
        self
    }

    /// Puts somebody else's figures beside it.
    pub fn beside(mut self, who: impl Into<String>, spread: Spread) -> Self {
        self.beside = Some(Beside { who: who.into(), p50: spread.p50, p95: Some(spread.p95) });
        self
    }

    /// Puts a single figure beside it.
    pub fn beside_one(mut self, who: impl Into<String>, value: f64) -> Self {
        self.beside = Some(Beside { who: who.into(), p50: value, p95: None });
        self
    }

    /// Whether it reaches its goals.
    pub fn is_met(&self) -> bool {
        let within = |value: Option<f64>, most: Option<f64>| value.zip(most).is_none_or(|(value, most)| value <= most);
        within(Some(self.p50), self.goal.p50) && within(self.p95, self.goal.p95)
    }

    /// Its line of the table, column by column.
    fn columns(&self) -> [String; 7] {
        let pair = |p50: Option<f64>, p95: Option<f64>| match (p50, p95) {
            (None, None) => String::new(),
            (Some(p50), None) => number(p50),
            (p50, Some(p95)) => format!("{} / {}", p50.map_or_else(|| "–".to_owned(), number), number(p95)),
        };
        let beside = self.beside.as_ref();
        [
            format!("{}, {}", self.name, self.unit),
            self.count.to_string(),
            number(self.p50),
            self.p95.map_or_else(String::new, number),
            pair(self.goal.p50, self.goal.p95),
            if self.is_met() { String::new() } else { "missed".to_owned() },
            beside.map_or_else(String::new, |beside| format!("{}  {}", pair(Some(beside.p50), beside.p95), beside.who)),
        ]
    }
}

/// Three digits that say something.
fn number(value: f64) -> String {
    let digits = match value.abs() {
        100.0.. => 0,
        10.0..100.0 => 1,
        _ => 2,
    };
    let written = format!("{value:.digits$}");
    if written.contains('.') { written.trim_end_matches('0').trim_end_matches('.').to_owned() } else { written }
}

/// All figures of one part of a run.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Report {
    /// Which part.
    pub part: &'static str,
    /// Processor cores of the computer.
    pub cores: usize,
    /// How many other programs wanted them on average in the minute before it began. Above a tenth or two, times
    /// say more about those than about this product.
    pub load: Option<f64>,
    /// What the names leave out: what was played, how often, what exactly was compared.
    pub notes: Vec<String>,
    /// The figures.
    pub figures: Vec<Figure>,
}

impl Report {
    /// A report without figures, to be begun before anything is measured.
    pub fn new(part: &'static str) -> Self {
        Self { part, cores: load::cores(), load: load::average(), notes: Vec::new(), figures: Vec::new() }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let head = [self.part, "n", "p50", "p95", "goal p50 / p95", "", "beside it"].map(str::to_owned);
        let lines: Vec<[String; 7]> = std::iter::once(head).chain(self.figures.iter().map(Figure::columns)).collect();
        let wide = |column: usize| lines.iter().map(|line| line[column].chars().count()).max().unwrap_or(0);
        let wides: [usize; 7] = std::array::from_fn(wide);
        for [name, count, p50, p95, goal, verdict, beside] in &lines {
            let [n, c, m, b, g, v, _] = wides;
            let line = format!("{name:<n$}  {count:>c$}  {p50:>m$}  {p95:>b$}  {goal:>g$}  {verdict:<v$}  {beside}");
            writeln!(f, "{}", line.trim_end())?;
        }
        self.notes.iter().try_for_each(|note| writeln!(f, "  {note}"))?;
        let load = self.load.map_or_else(String::new, |load| format!(", load {load:.2} before it began"));
        write!(f, "  {} cores{load}", self.cores)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn twenty(from: f64) -> impl Iterator<Item = f64> {
        (0..20).map(move |n| from + f64::from(n))
    }

    #[test]
    fn a_figure_over_either_goal_is_called_missed() {
        let figure = || Figure::of("wait", "ms", twenty(600.0)).unwrap();
        assert!(figure().is_met(), "without a goal there is nothing to miss");
        assert!(figure().at_most(609.0).p95_at_most(618.0).is_met());
        assert!(!figure().at_most(608.0).is_met());
        assert!(!figure().p95_at_most(617.0).is_met());
        assert!(!Figure::single("lost", "lines", 8, 1.0).at_most(0.0).is_met());
    }

    #[test]
    fn what_was_never_measured_is_no_figure() {
        assert!(Figure::of("wait", "ms", []).unwrap_err().to_string().contains("wait"));
    }

    #[test]
    fn the_table_lines_up_and_says_what_each_figure_should_be() {
        let peer = Spread { count: 20, p50: 1234.5, p95: 1300.0 };
        let wait = Figure::of("wait", "ms", twenty(600.0)).unwrap().at_most(500.0).p95_at_most(1000.0);
        let mut report = Report::new("hearing");
        report.load = Some(0.25);
        report.figures = vec![
            wait.beside("the peer", peer),
            Figure::single("word error rate", "%", 210, 4.76).at_most(5.5).beside_one("the peer", 4.5),
        ];
        let table = report.to_string();
        let lines: Vec<&str> = table.lines().collect();
        assert_eq!(lines[0], "hearing               n   p50  p95  goal p50 / p95          beside it");
        assert_eq!(lines[1], "wait, ms             20   609  618      500 / 1000  missed  1234 / 1300  the peer");
        assert_eq!(lines[2], "word error rate, %  210  4.76                  5.5          4.5  the peer");
        assert!(lines[3].ends_with("load 0.25 before it began"), "{table}");
    }

    #[test]
    fn numbers_have_three_digits_that_say_something() {
        assert_eq!([1234.5, 98.25, 4.756, 0.7, 20.0, 0.0].map(number), ["1234", "98.2", "4.76", "0.7", "20", "0"]);
    }
}
