//! `convoally budget`: what this month took, and the most that it may cost.

use super::prices::usd;
use super::table::table;
use crate::door::VaultDoor;
use crate::export::printable;
use crate::money::{began_unix_ms, dollars};
use crate::settings::{Settings, data_folder};
use crate::vault::Used;
use clap::{Args, Subcommand};
use convoally_shared::fault::Fault;
use std::time::SystemTime;

/// Arguments of `budget`.
#[derive(Args)]
#[command(after_help = "Examples:\n  convoally budget\n  convoally budget set 10\n  convoally budget off\n\n\
                        The month is the calendar month in UTC. A session counts for the month in which it began.\n\
                        When the budget is used up, nothing is drafted that costs; passages still come. A draft that\n\
                        has begun is finished. Sessions that are not kept cannot be counted: while there is a budget,\n\
                        they draft with models on this computer only, and so does what has no price.")]
pub struct Budget {
    #[command(subcommand)]
    command: Option<Change>,
}

#[derive(Clone, Copy, Debug, PartialEq, Subcommand)]
enum Change {
    /// Draft no more in a month once so many US dollars are spent
    Set {
        /// US dollars a month
        #[arg(value_parser = usd)]
        usd: f64,
    },
    /// Draft whatever it costs
    Off,
}

impl Budget {
    /// Shows the month, or changes the budget.
    ///
    /// # Errors
    /// The settings cannot be read or written; what the vault says.
    pub fn run(self, door: &VaultDoor) -> Result<(), Fault> {
        let data = data_folder()?;
        let mut settings = Settings::load(&data)?;
        let Some(change) = self.command else {
            let used = door.open()?.used_since(began_unix_ms(SystemTime::now()))?;
            print!("{}", month(&used, settings.drafts.monthly_micro_usd));
            return Ok(());
        };
        settings.drafts.monthly_micro_usd = match change {
            Change::Set { usd } => Some((usd * 1e6).round() as u64),
            Change::Off => None,
        };
        settings.save(&data)?;
        match settings.drafts.monthly_micro_usd {
            Some(limit) => println!("Sessions from now on draft until {} are spent in a month.", dollars(limit)),
            None => println!("There is no budget: sessions from now on draft whatever it costs."),
        }
        Ok(())
    }
}

fn month(used: &Used, limit: Option<u64>) -> String {
    let mut rows = vec![["", "DRAFTS", "SENT", "CACHED", "WRITTEN", "MINUTES", "COST"].map(str::to_owned)];
    let cost = |micro_usd: u64, unpriced: bool| match (micro_usd, unpriced) {
        (0, true) => "no price".to_owned(),
        (known, true) => format!("{} and more: no price for some", dollars(known)),
        (known, false) => dollars(known),
    };
    for (engine, drafts) in &used.drafts {
        let numbers = [drafts.count, drafts.input_tokens, drafts.cached_tokens, drafts.output_tokens];
        let [count, sent, cached, written] = numbers.map(|number| number.to_string());
        let engine = printable(engine);
        rows.push([engine, count, sent, cached, written, "-".into(), cost(drafts.micro_usd, drafts.unpriced)]);
    }
    for (recipient, sound) in &used.sound {
        let minutes = format!("{:.1}", sound.audio_ms as f64 / 60_000.0);
        let [count, sent, cached, written] = ["-"; 4].map(str::to_owned);
        rows.push([printable(recipient), count, sent, cached, written, minutes, cost(sound.micro_usd, sound.unpriced)]);
    }
    let spent = used.micro_usd();
    let sum = match limit {
        Some(limit) if spent >= limit => {
            format!("{} of {} spent: nothing is drafted that costs.", dollars(spent), dollars(limit))
        }
        Some(limit) => format!("{} of {} spent this month.", dollars(spent), dollars(limit)),
        None => format!("{} spent this month; there is no budget.", dollars(spent)),
    };
    let unpriced =
        if used.is_unpriced() { "What has no price is not in the sum: `convoally prices set`.\n" } else { "" };
    let table = if rows.len() > 1 { table(&rows) + "\n" } else { String::new() };
    format!("{table}{sum}\n{unpriced}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vault::{Drafts, Sound};
    use std::collections::BTreeMap;

    #[test]
    fn the_month_is_shown_by_what_it_was_spent_on() {
        assert_eq!(month(&Used::default(), None), "$0.00 spent this month; there is no budget.\n");
        let drafts = Drafts { count: 3, input_tokens: 3_000, micro_usd: 1_500_000, ..Drafts::default() };
        let sound = Sound { audio_ms: 90_000, micro_usd: 0, unpriced: true };
        let used = Used {
            drafts: BTreeMap::from([("m at example.com".to_owned(), drafts)]),
            sound: BTreeMap::from([("ear.example".to_owned(), sound)]),
        };
        let shown = month(&used, Some(2_000_000));
        let cells = |line: usize| shown.lines().nth(line).unwrap().split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(cells(1), "m at example.com 3 3000 0 0 - $1.50");
        assert_eq!(cells(2), "ear.example - - - - 1.5 no price");
        assert!(shown.contains("$1.50 of $2.00 spent") && shown.contains("`convoally prices set`"), "{shown}");
        assert!(month(&used, Some(1)).contains("nothing is drafted that costs"));
    }
}
