//! Figures beside what they should be, for people and for programs.

use crate::latency::Spread;
use serde::Serialize;
use std::fmt;

/// One figure and its goal. The median has to reach the goal; the bad end is shown, not judged.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Figure {
    /// What was measured, for people.
    pub name: String,
    /// `ms`, `MB` or `KB`; megabytes and kilobytes are decimal.
    pub unit: &'static str,
    /// What was measured, in numbers.
    #[serde(flatten)]
    pub spread: Spread,
    /// The median should be at most this.
    pub goal: f64,
    /// What cannot be beaten, measured in the same run or known: see [`crate::floor`].
    pub floor: Option<f64>,
}

impl Figure {
    /// Whether the median reaches the goal.
    pub fn is_met(&self) -> bool {
        self.spread.p50 <= self.goal
    }
}

/// All figures of one run.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Report {
    /// Processor cores of the computer.
    pub cores: usize,
    /// The figures.
    pub figures: Vec<Figure>,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let wide = self.figures.iter().map(|figure| figure.name.chars().count()).max().unwrap_or(0);
        writeln!(
            f,
            "{:<wide$}  {:>5}  {:>8}  {:>8}  {:>8}  {:>6}  unit",
            "", "count", "p50", "p95", "goal p50", "floor"
        )?;
        for figure in &self.figures {
            let Spread { count, p50, p95 } = figure.spread;
            let verdict = if figure.is_met() { "" } else { "  missed" };
            let Figure { name, unit, goal, .. } = figure;
            let floor = figure.floor.map_or_else(|| "–".to_owned(), |floor| format!("{floor:.0}"));
            writeln!(f, "{name:<wide$}  {count:>5}  {p50:>8.1}  {p95:>8.1}  {goal:>8.0}  {floor:>6}  {unit}{verdict}")?;
        }
        write!(f, "{} cores", self.cores)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_over_its_goal_is_called_missed() {
        let spread = Spread { count: 20, p50: 950.0, p95: 1200.0 };
        let late = Figure { name: "late".into(), unit: "ms", spread, goal: 900.0, floor: Some(600.0) };
        let small = Figure { name: "small".into(), unit: "KB", spread, goal: 950.0, floor: None };
        let table = Report { cores: 2, figures: vec![late, small] }.to_string();
        let lines: Vec<&str> = table.lines().collect();
        assert!(lines[1].starts_with("late ") && lines[1].ends_with("missed"), "{table}");
        assert!(lines[2].ends_with("KB"), "{table}");
    }
}
