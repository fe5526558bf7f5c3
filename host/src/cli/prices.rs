//! `convoally prices`: the price table, which is a file for the user to edit.

use crate::export::printable;
use crate::money::{Price, Prices};
use crate::settings::data_folder;
use clap::{Args, Subcommand};
use convoally_shared::fault::Fault;
use std::time::SystemTime;

/// Subcommands of `prices`.
#[derive(Subcommand)]
pub enum PriceCommand {
    /// Show the prices and where the file is; makes the file where there is none yet
    #[command(after_help = "Example:\n  convoally prices list")]
    List,
    /// Say what a model costs, in US dollars
    #[command(after_help = "Examples:\n  convoally prices set gpt-6-luna --input 0.10 --cached 0.01 --output 0.50\n  \
                            convoally prices set \"Deepgram Nova-3\" --minute 0.0077")]
    Set {
        /// The model's name; for sound the engine's, as `convoally engines list` shows it
        model: String,
        #[command(flatten)]
        price: Usd,
    },
}

/// What it costs.
#[derive(Args)]
#[group(required = true, multiple = true)]
pub struct Usd {
    /// A million tokens sent
    #[arg(long, value_parser = usd)]
    input: Option<f64>,
    /// A million tokens sent that came from the provider's cache
    #[arg(long, value_parser = usd)]
    cached: Option<f64>,
    /// A million tokens sent that were written to the cache
    #[arg(long, value_parser = usd)]
    cache_write: Option<f64>,
    /// A million tokens written
    #[arg(long, value_parser = usd)]
    output: Option<f64>,
    /// A minute of sound
    #[arg(long, value_parser = usd)]
    minute: Option<f64>,
}

/// A sum in dollars.
pub fn usd(text: &str) -> Result<f64, &'static str> {
    let number = text.trim_start_matches('$').parse().ok();
    number.filter(|usd: &f64| usd.is_finite() && (0.0..1e9).contains(usd)).ok_or("expected dollars, such as 0.25")
}

impl PriceCommand {
    /// Carries the subcommand out.
    ///
    /// # Errors
    /// The table or its folder cannot be read or written.
    pub fn run(self) -> Result<(), Fault> {
        let data = data_folder()?;
        let mut prices = Prices::load(&data)?;
        match self {
            Self::List => {
                if !Prices::path(&data).exists() {
                    prices.save(&data)?;
                }
                print!("{}", table(&prices));
                println!("\nUS dollars, {}. Edit it as you like.", Prices::path(&data).display());
                Ok(())
            }
            Self::Set { model, price } => {
                let known = prices.models.get(&model).cloned().unwrap_or_default();
                prices.set(&model, Some(merged(known, &price)), SystemTime::now())?;
                prices.save(&data)
            }
        }
    }
}

/// What is not said stays as it was.
fn merged(known: Price, said: &Usd) -> Price {
    Price {
        input: said.input.or(known.input),
        cached: said.cached.or(known.cached),
        cache_write: said.cache_write.or(known.cache_write),
        output: said.output.or(known.output),
        minute: said.minute.or(known.minute),
        taken: known.taken,
    }
}

fn table(prices: &Prices) -> String {
    let number = |usd: Option<f64>| usd.map_or_else(|| "-".to_owned(), |usd| usd.to_string());
    let mut rows = vec![["MODEL", "INPUT", "CACHED", "TO CACHE", "OUTPUT", "MINUTE", "TAKEN"].map(str::to_owned)];
    rows.extend(prices.models.iter().map(|(name, price)| {
        let [input, cached, cache_write, output, minute] =
            [price.input, price.cached, price.cache_write, price.output, price.minute].map(number);
        let taken = price.taken.as_deref().map_or_else(|| "-".to_owned(), printable);
        [printable(name), input, cached, cache_write, output, minute, taken]
    }));
    super::table::table(&rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_price_that_is_set_leaves_what_was_not_said() {
        let known = Price { input: Some(1.0), output: Some(5.0), ..Price::default() };
        let said = Usd { input: Some(2.0), cached: Some(0.2), cache_write: None, output: None, minute: None };
        let merged = merged(known, &said);
        assert_eq!((merged.input, merged.cached, merged.output), (Some(2.0), Some(0.2), Some(5.0)));
    }

    #[test]
    fn only_sums_of_money_are_prices() {
        assert_eq!((usd("$0.25"), usd("3")), (Ok(0.25), Ok(3.0)));
        for wrong in ["-1", "free", "NaN", "inf", "1e12", ""] {
            assert!(usd(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_table_shows_every_price_and_the_day_it_was_taken() {
        let shown = table(&Prices::default());
        let line = shown.lines().find(|line| line.starts_with("gpt-6-luna")).unwrap();
        let cells: Vec<&str> = line.split_whitespace().collect();
        assert_eq!(cells, ["gpt-6-luna", "0.1", "0.01", "0.125", "0.5", "-", "2026-11-25"]);
    }
}
