//! The price table: `prices.json` in the data folder, in US dollars, for the user to edit.

use crate::places;
use convoally_shared::fault::Fault;
pub use convoally_shared::spent::Price;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// The file in the data folder.
const FILE: &str = "prices.json";
/// What stands at the head of the file.
const ABOUT: &str = "US dollars: input, cached, cache_write and output per million tokens, minute per minute of sound. \
                     A name covers its dated versions too; the longest that fits is taken. What is not listed has no \
                     price, and what runs on this computer costs nothing. `taken` is the day of the price; check it.";

/// Tokens to be priced.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tokens {
    /// Sent, those from and to the cache among them.
    pub input: u64,
    /// Of those, from the cache.
    pub cached: u64,
    /// Of those, to the cache.
    pub cache_write: u64,
    /// Written.
    pub output: u64,
}

/// The table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Prices {
    #[serde(rename = "_about", default)]
    about: String,
    /// By the model's name, or the engine's for sound.
    pub models: BTreeMap<String, Price>,
}

impl Default for Prices {
    /// The two models that are asked where none is named. No price of sound: what Deepgram asks depends on the plan,
    /// and what is said of it elsewhere disagrees.
    fn default() -> Self {
        let price = |input, cached, cache_write, output| Price {
            input: Some(input),
            cached: Some(cached),
            cache_write: Some(cache_write),
            output: Some(output),
            minute: None,
            taken: Some("2026-11-25".to_owned()),
        };
        let models = [
            // Anthropic's pricing page: reading from the cache a tenth, writing to it for five minutes 1.25 times.
            ("claude-haiku-4-5", price(1.0, 0.1, 1.25, 5.0)),
            // The model's page in OpenAI's documentation.
            ("gpt-6-luna", price(0.1, 0.01, 0.125, 0.5)),
        ];
        let models = models.into_iter().map(|(name, price)| (name.to_owned(), price)).collect();
        Self { about: ABOUT.to_owned(), models }
    }
}

impl Prices {
    /// Where the table of a data folder lies.
    pub fn path(data: &Path) -> PathBuf {
        data.join(FILE)
    }

    /// Reads the table of a data folder. No file means the defaults.
    ///
    /// # Errors
    /// The file is there but cannot be read or understood; it is left as it is.
    pub fn load(data: &Path) -> Result<Self, Fault> {
        let path = Self::path(data);
        let prices: Self = match std::fs::read(&path) {
            Ok(bytes) => serde_json::from_slice(&bytes).map_err(|error| damaged(&path, error.line()))?,
            Err(error) if error.kind() == ErrorKind::NotFound => Self::default(),
            Err(_) => return Err(damaged(&path, 0)),
        };
        if prices.models.values().all(is_sound) { Ok(prices) } else { Err(damaged(&path, 0)) }
    }

    /// The table as the file holds it.
    pub fn to_json(&self) -> String {
        let written = Self { about: ABOUT.to_owned(), models: self.models.clone() };
        serde_json::to_string_pretty(&written).unwrap_or_default() + "\n"
    }

    /// Writes the table into a data folder. Whoever reads it meanwhile sees the old one or the new.
    ///
    /// # Errors
    /// The folder cannot be written.
    pub fn save(&self, data: &Path) -> Result<(), Fault> {
        let path = Self::path(data);
        let written = std::fs::create_dir_all(data).and_then(|()| places::replace(&path, self.to_json().as_bytes()));
        written.map_err(|error| {
            Fault::new(
                "prices.unwritable",
                format!("{} could not be written: {}.", path.display(), error.kind()),
                "Check that the disk is not full and that the folder is yours.",
            )
        })
    }

    /// Says what a model costs as of `now`; without a price it is not listed any more.
    ///
    /// # Errors
    /// `prices.no_model` without a name, `prices.no_price` for what is no sum of money.
    pub fn set(&mut self, model: &str, price: Option<Price>, now: SystemTime) -> Result<(), Fault> {
        let model = model.trim();
        if model.is_empty() {
            return Err(Fault::new("prices.no_model", "No model was named.", "Name it as the provider does."));
        }
        let Some(price) = price else {
            self.models.remove(model);
            return Ok(());
        };
        if !is_sound(&price) {
            let sentence = format!("A price of {model} is no sum of money.");
            return Err(Fault::new("prices.no_price", sentence, "Give it in US dollars, such as 0.25."));
        }
        self.models.insert(model.to_owned(), Price { taken: Some(day(now)), ..price });
        Ok(())
    }

    /// The price of a model.
    pub fn of(&self, model: &str) -> Option<&Price> {
        let fitting = self.models.iter().filter(|(name, _)| covers(name, model));
        fitting.max_by_key(|(name, _)| name.len()).map(|(_, price)| price)
    }

    /// What tokens of a model cost, millionths of a dollar; none where the table does not say.
    pub fn of_tokens(&self, model: &str, tokens: Tokens) -> Option<u64> {
        let price = self.of(model)?;
        let (input, output) = (price.input?, price.output?);
        let [cached, cache_write] = [price.cached, price.cache_write].map(|usd| usd.unwrap_or(input));
        let plain = tokens.input.saturating_sub(tokens.cached).saturating_sub(tokens.cache_write);
        // A dollar for a million tokens is a millionth of a dollar for one.
        let parts =
            [(plain, input), (tokens.cached, cached), (tokens.cache_write, cache_write), (tokens.output, output)];
        Some(rounded_up(parts.into_iter().map(|(count, usd)| count as f64 * usd).sum()))
    }

    /// What sound of a transcriber costs, millionths of a dollar. `engine` is the transcriber's label:
    /// `Deepgram Nova-3`. None where the table does not say; 0 on this computer.
    pub fn of_sound(&self, engine: &str, audio_ms: u64) -> Option<u64> {
        if engine.ends_with("on this computer") {
            return Some(0);
        }
        let minute = self.of(engine)?.minute?;
        Some(rounded_up(audio_ms as f64 / 60_000.0 * minute * 1e6))
    }
}

/// Every number of it is a sum of money.
fn is_sound(price: &Price) -> bool {
    let numbers = [price.input, price.cached, price.cache_write, price.output, price.minute];
    numbers.into_iter().flatten().all(|usd| usd.is_finite() && usd >= 0.0)
}

fn day(now: SystemTime) -> String {
    let moment = time::OffsetDateTime::from(now);
    format!("{:04}-{:02}-{:02}", moment.year(), u8::from(moment.month()), moment.day())
}

/// To whole millionths of a dollar. What is over by less than a millionth of that is an error of the arithmetic.
fn rounded_up(micro_usd: f64) -> u64 {
    ((micro_usd * 1e6).round() / 1e6).ceil() as u64
}

/// A name covers itself, its dated versions (`-20251001`, `-2026-05-18`) and a label that goes on
/// (`whisper-1 at example.com`). It does not cover a sibling: `gpt-6-luna-pro` may cost anything.
fn covers(name: &str, model: &str) -> bool {
    let Some(beginning) = model.get(..name.len()) else { return false };
    let rest = &model.as_bytes()[name.len()..];
    let dated = rest.len() > 4 && matches!(rest[0], b'-' | b'@') && rest[1..5].iter().all(u8::is_ascii_digit);
    !name.is_empty()
        && beginning.eq_ignore_ascii_case(name)
        && (rest.is_empty() || dated || matches!(rest[0], b' ' | b','))
}

fn damaged(path: &Path, line: usize) -> Fault {
    let place = if line > 0 { format!(" (line {line})") } else { String::new() };
    Fault::new(
        "prices.damaged",
        format!("{} is not a price table{place}.", path.display()),
        "Correct the file, or delete it to start with the defaults.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(models: &[(&str, Price)]) -> Prices {
        let models = models.iter().map(|(name, price)| ((*name).to_owned(), price.clone())).collect();
        Prices { models, ..Prices::default() }
    }

    fn at(input: f64) -> Price {
        Price { input: Some(input), output: Some(10.0), ..Price::default() }
    }

    #[test]
    fn the_longest_name_that_covers_a_model_is_taken() {
        let prices = table(&[("claude", at(9.0)), ("claude-x", at(1.0)), ("claude-x-20260101", at(2.0))]);
        let input = |model: &str| prices.of(model).and_then(|price| price.input);
        assert_eq!(input("claude-x"), Some(1.0));
        assert_eq!(input("Claude-X-20251001"), Some(1.0));
        assert_eq!(input("claude-x-20260101"), Some(2.0));
        assert_eq!(input("claude-x at example.com"), Some(1.0));
        for unknown in ["claude-x-pro", "claude-x-2", "claude-y", "my-claude-x", "clau", "", "größe"] {
            assert_eq!(input(unknown), None, "{unknown}");
        }
    }

    #[test]
    fn tokens_from_and_to_the_cache_have_prices_of_their_own() {
        let price = Price { cached: Some(0.1), cache_write: Some(1.25), ..at(1.0) };
        let tokens = Tokens { input: 1_000, cached: 600, cache_write: 100, output: 50 };
        assert_eq!(table(&[("m", price)]).of_tokens("m", tokens), Some(300 + 60 + 125 + 500));
        assert_eq!(table(&[("m", at(1.0))]).of_tokens("m", tokens), Some(1_000 + 500), "as input where not said");
        assert_eq!(table(&[("m", at(0.0003))]).of_tokens("m", Tokens { input: 1, ..Tokens::default() }), Some(1));
    }

    #[test]
    fn what_is_not_listed_has_no_price() {
        let prices = table(&[("words", at(1.0)), ("sound", Price { minute: Some(0.006), ..Price::default() })]);
        assert_eq!(prices.of_tokens("other", Tokens::default()), None);
        assert_eq!(prices.of_tokens("sound", Tokens::default()), None);
        assert_eq!(prices.of_sound("words", 1), None);
        assert_eq!(prices.of_sound("Sound", 90_000), Some(9_000));
        assert_eq!(prices.of_sound("whisper base-q8_0, on this computer", 90_000), Some(0));
    }

    #[test]
    fn a_table_is_read_as_it_was_written_and_a_damaged_one_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(Prices::load(folder.path()).unwrap(), Prices::default());
        let prices = table(&[("m", at(1.5))]);
        std::fs::write(Prices::path(folder.path()), prices.to_json()).unwrap();
        assert_eq!(Prices::load(folder.path()).unwrap(), prices);
        for wrong in ["{", r#"{"models":{"m":{"inptu":1}}}"#, r#"{"models":{"m":{"input":-1}}}"#] {
            std::fs::write(Prices::path(folder.path()), wrong).unwrap();
            assert_eq!(Prices::load(folder.path()).unwrap_err().code, "prices.damaged", "{wrong}");
            assert_eq!(std::fs::read_to_string(Prices::path(folder.path())).unwrap(), wrong);
        }
    }
}
