//! The list of devices as lines for people and as JSON for programs.

use crate::audio::{Device, Reading};
use crate::export::printable;
use crate::settings::{Chosen, Devices};
use convoally_shared::utterance::Speaker;
use serde_json::{Value, json as object};
use std::fmt::Write;

/// Cells of a level bar: one for each 3 dB.
const CELLS: usize = 20;
/// What the empty bar stands for, decibels relative to full scale.
const BOTTOM_DBFS: f32 = -60.0;

/// One device in the list.
pub struct Row {
    /// The device; none for one that was chosen and is not there.
    device: Option<Device>,
    speaker: Speaker,
    /// What sessions listen to.
    chosen: Option<Chosen>,
    /// How it is doing.
    pub reading: Reading,
}

/// A row for each device, in this order, and behind them one for each chosen device that is not there.
pub fn rows(devices: Vec<Device>, chosen: &Devices) -> Vec<Row> {
    let side = |device: &Device| if device.is_monitor { Speaker::Them } else { Speaker::Me };
    let missing = Speaker::BOTH.into_iter().filter_map(|speaker| {
        let choice = chosen.of(speaker)?;
        let missing = devices.iter().all(|device| device.id != choice.id);
        missing.then(|| Row { device: None, speaker, chosen: Some(choice.clone()), reading: Reading::default() })
    });
    let missing: Vec<Row> = missing.collect();
    let there = devices.into_iter().map(|device| {
        // A virtual cable may be an input and yet carry the others.
        let is_choice = |speaker: &Speaker| chosen.of(*speaker).is_some_and(|choice| choice.id == device.id);
        let speaker = Speaker::BOTH.into_iter().find(is_choice).unwrap_or_else(|| side(&device));
        let choice = chosen.of(speaker).filter(|choice| choice.id == device.id).cloned();
        Row { device: Some(device), speaker, chosen: choice, reading: Reading::default() }
    });
    there.chain(missing).collect()
}

impl Row {
    /// Takes a newer reading; a bar that has nothing new falls by 3 dB instead of vanishing.
    pub fn take(&mut self, reading: Reading) {
        let fallen = self.reading.dbfs.map(|dbfs| dbfs - 3.0).filter(|dbfs| *dbfs >= BOTTOM_DBFS);
        self.reading = Reading { dbfs: reading.dbfs.or(fallen), ..reading };
    }

    fn is_default(&self) -> bool {
        self.device.as_ref().is_some_and(|device| device.is_default)
    }

    fn id(&self) -> &str {
        let chosen = self.chosen.as_ref().map(|choice| &choice.id);
        self.device.as_ref().map(|device| &device.id).or(chosen).map_or("", String::as_str)
    }

    fn name(&self) -> &str {
        let chosen = self.chosen.as_ref().map(|choice| &choice.name);
        self.device.as_ref().map(|device| &device.name).or(chosen).map_or("", String::as_str)
    }

    /// The bar and the number, or why there is none.
    fn level(&self) -> String {
        match (&self.reading, &self.device) {
            (_, None) => "not here".to_owned(),
            (Reading { fault: Some(fault), .. }, _) => {
                format!("{} {} [{}]", printable(&fault.sentence), printable(&fault.action), fault.code)
            }
            (Reading { dbfs: Some(dbfs), .. }, _) => format!("{} {dbfs:4.0} dB", bar(*dbfs)),
            (Reading { dbfs: None, .. }, _) => format!("{}    no sound", bar(BOTTOM_DBFS)),
        }
    }

    fn marks(&self) -> String {
        let marks = [(self.is_default(), "default"), (self.chosen.is_some(), "chosen")];
        let marks: Vec<&str> = marks.into_iter().filter(|(is, _)| *is).map(|(_, mark)| mark).collect();
        if marks.is_empty() { String::new() } else { format!("  ({})", marks.join(", ")) }
    }

    fn json(&self) -> Value {
        object!({
            "id": self.id(),
            "name": self.name(),
            "side": self.speaker,
            "default": self.is_default(),
            "chosen": self.chosen.is_some(),
            "present": self.device.is_some(),
            "dbfs": self.reading.dbfs,
            "fault": self.reading.fault,
        })
    }
}

fn bar(dbfs: f32) -> String {
    let share = (dbfs - BOTTOM_DBFS) / -BOTTOM_DBFS;
    let full = (share.clamp(0.0, 1.0) * CELLS as f32).round() as usize;
    format!("[{}{}]", "|".repeat(full), " ".repeat(CELLS - full))
}

/// The list for people: each side's devices under its name.
pub fn table(rows: &[Row]) -> String {
    let mut text = String::new();
    for (speaker, heading) in [(Speaker::Me, "Microphones (me)"), (Speaker::Them, "What is played (them)")] {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{heading}");
        let side: Vec<&Row> = rows.iter().filter(|row| row.speaker == speaker).collect();
        for row in &side {
            let _ = writeln!(text, "  {}{}", printable(row.name()), row.marks());
            let _ = writeln!(text, "    {}", row.level());
            let _ = writeln!(text, "    {}", printable(row.id()));
        }
        if side.is_empty() {
            let _ = writeln!(text, "  none");
        }
    }
    text
}

/// The list for programs: an array with an object for each device.
pub fn json(rows: &[Row]) -> String {
    format!("{:#}\n", Value::Array(rows.iter().map(Row::json).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn device(id: &str, is_monitor: bool, is_default: bool) -> Device {
        Device { id: id.into(), name: format!("The {id}"), is_monitor, is_default }
    }

    fn sample() -> Vec<Row> {
        let chosen = Devices {
            me: Some(Chosen { id: "headset".into(), name: "My headset".into() }),
            them: Some(Chosen { id: "spk.monitor".into(), name: "Speakers".into() }),
        };
        let mut rows = rows(vec![device("spk.monitor", true, false), device("mic", false, true)], &chosen);
        rows[0].reading.dbfs = Some(-30.0);
        rows
    }

    #[test]
    fn the_list_says_what_is_chosen_what_is_the_default_and_what_is_not_there() {
        let expected = "Microphones (me)\n  \
            The mic  (default)\n    [                    ]    no sound\n    mic\n  \
            My headset  (chosen)\n    not here\n    headset\n\
            What is played (them)\n  \
            The spk.monitor  (chosen)\n    [||||||||||          ]  -30 dB\n    spk.monitor\n";
        assert_eq!(table(&sample()), expected);
    }

    #[test]
    fn programs_read_the_same_list() {
        let list: Value = serde_json::from_str(&json(&sample())).unwrap();
        assert_eq!(list[0]["dbfs"], -30.0);
        assert_eq!(
            (&list[1]["id"], &list[1]["side"], &list[1]["default"]),
            (&"mic".into(), &"me".into(), &true.into())
        );
        assert_eq!((&list[2]["name"], &list[2]["present"]), (&"My headset".into(), &false.into()));
    }

    #[test]
    fn a_name_cannot_move_the_cursor() {
        let mut evil = device("mic", false, false);
        evil.name = "\u{1b}[2Jevil".into();
        assert!(!table(&rows(vec![evil], &Devices::default())).contains('\u{1b}'));
    }

    #[test]
    fn a_bar_without_news_falls_and_does_not_flicker() {
        let mut row = sample().remove(0);
        row.take(Reading::default());
        assert_eq!(row.reading.dbfs, Some(-33.0));
        row.take(Reading { dbfs: Some(-10.0), fault: None });
        assert_eq!(row.reading.dbfs, Some(-10.0));
        (0..20).for_each(|_| row.take(Reading::default()));
        assert_eq!(row.reading.dbfs, None);
    }
}
