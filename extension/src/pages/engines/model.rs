//! What the page of engines makes of what the host says, and of what the user types. Knows no browser.

use crate::locale::{Key, say, say_with, write};
use crate::pages::parts::Choice as Listed;
use convoally_shared::engine::{Choice, Engine, Wanted};
use convoally_shared::fault::Fault;
use convoally_shared::model::Purpose;
use convoally_shared::privacy::KeyState;
use convoally_shared::request::ModelFound;
use convoally_shared::spent::Price;

/// The engines for drafts that need no address: as the host names them.
const KNOWN: [&str; 3] = ["anthropic", "openai", "local"];

/// An engine for speech, in words.
pub fn engine_name(engine: Engine) -> Key {
    match engine {
        Engine::Device => Key("engines_device"),
        Engine::Nova3 => Key("engines_nova"),
        Engine::Flux => Key("engines_flux"),
        Engine::Server => Key("engines_server"),
    }
}

/// What of the call leaves the computer with it.
pub fn engine_leaves(engine: Engine) -> Key {
    match engine {
        Engine::Device => Key("engines_device_leaves"),
        Engine::Nova3 => Key("engines_nova_leaves"),
        Engine::Flux => Key("engines_flux_leaves"),
        Engine::Server => Key("engines_server_leaves"),
    }
}

/// What is typed of the choice for speech.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// Which engine.
    pub engine: Engine,
    /// The model on this computer; empty: the default.
    pub model: String,
    /// What is spoken; empty: English.
    pub language: String,
    /// The server's address.
    pub server: String,
    /// The server's model.
    pub server_model: String,
}

impl Typed {
    /// As the host has it.
    pub fn of(choice: Choice) -> Self {
        let Choice { engine, model, language, server, server_model } = choice;
        let [model, language, server, server_model] =
            [model, language, server, server_model].map(Option::unwrap_or_default);
        Self { engine, model, language, server, server_model }
    }

    /// For the host.
    ///
    /// # Errors
    /// A server without an address.
    pub fn choice(&self) -> Result<Choice, Fault> {
        let [model, language, server, server_model] =
            [&self.model, &self.language, &self.server, &self.server_model].map(|typed| said(typed));
        if self.engine == Engine::Server && server.is_none() {
            return Err(Fault::new("speech.no_server", say("engines_no_server"), say("engines_no_server_action")));
        }
        Ok(Choice { engine: self.engine, model, language, server, server_model })
    }
}

/// What was typed, without the space around it; none where that is nothing.
pub fn said(typed: &str) -> Option<String> {
    Some(typed.trim().to_owned()).filter(|typed| !typed.is_empty())
}

/// The models of speech to choose from. One that the user named by its path stays among them.
pub fn models(found: &[ModelFound], chosen: &str) -> Vec<Listed> {
    let default = Listed::new("", say("engines_model_default"));
    let speech = found.iter().filter(|model| model.purpose == Purpose::Speech);
    let mut choices: Vec<Listed> = std::iter::once(default)
        .chain(speech.map(|model| Listed::new(&model.name, [&model.name, ": ", &model.about].concat())))
        .collect();
    if choices.iter().all(|choice| choice.value != chosen) {
        choices.push(Listed::new(chosen, chosen));
    }
    choices
}

/// Where a key is, in words.
pub fn key_words(state: &KeyState) -> String {
    match state {
        KeyState::InKeychain => say("engines_key_keychain"),
        KeyState::InEnvironment(variable) => say_with("engines_key_environment", &[variable]),
        KeyState::InVault => say("engines_key_vault"),
        KeyState::None => say("engines_key_none"),
        KeyState::Unknown => say("engines_key_unknown"),
    }
}

/// Whether the host can forget a key.
pub fn is_forgettable(state: &KeyState) -> bool {
    matches!(state, KeyState::InKeychain | KeyState::InVault | KeyState::Unknown)
}

/// The same order with the engine at `at` one place earlier; nothing changes for the first.
pub fn earlier(mut order: Vec<Wanted>, at: usize) -> Vec<Wanted> {
    if at > 0 && at < order.len() {
        order.swap(at - 1, at);
    }
    order
}

/// The same order without the engine at `at`.
pub fn without(mut order: Vec<Wanted>, at: usize) -> Vec<Wanted> {
    if at < order.len() {
        order.remove(at);
    }
    order
}

/// The known engines that are not in the order yet.
pub fn addable(order: &[Wanted]) -> Vec<&'static str> {
    KNOWN.into_iter().filter(|known| order.iter().all(|wanted| wanted.name != *known)).collect()
}

/// An engine in a line: `anthropic, claude-haiku-4-5`, `attic at http://10.0.0.2:8080/v1`.
pub fn wanted_words(wanted: &Wanted) -> String {
    let model = wanted.model.as_deref().map(|model| [", ", model].concat()).unwrap_or_default();
    let named = [&wanted.name, &model[..]].concat();
    wanted.url.as_deref().map_or(named.clone(), |url| say_with("engines_at", &[&named, url]))
}

/// An engine from what was typed of it.
///
/// # Errors
/// One without a name, and one that is not known and has no address.
pub fn wanted(name: &str, model: &str, url: &str) -> Result<Wanted, Fault> {
    let wanted = Wanted { name: said(name).unwrap_or_default().to_lowercase(), model: said(model), url: said(url) };
    if wanted.name.is_empty() || (!KNOWN.contains(&&wanted.name[..]) && wanted.url.is_none()) {
        return Err(Fault::new("engines.no_address", say("engines_no_address"), say("engines_no_address_action")));
    }
    Ok(wanted)
}

/// Dollars as people type them, with a point or a comma, in millionths; none for an empty field.
///
/// # Errors
/// What is no sum from 0 on, and what is one of two: “1,000” is a thousand to some and one to others.
pub fn micro_usd(typed: &str) -> Result<Option<u64>, Fault> {
    Ok(dollars(typed)?.map(|dollars| (dollars * 1e6).round() as u64))
}

fn dollars(typed: &str) -> Result<Option<f64>, Fault> {
    let Some(plain) = said(&typed.replace(',', ".").replace('$', "")) else { return Ok(None) };
    if has_two_meanings(&plain) {
        let sentence = say_with("engines_two_sums", &[typed.trim()]);
        return Err(Fault::new("money.two_sums", sentence, say("engines_two_sums_action")));
    }
    let no_sum = || {
        let sentence = say_with("engines_no_sum", &[typed.trim()]);
        Fault::new("money.no_sum", sentence, say("engines_no_sum_action"))
    };
    decimal(&plain).filter(|sum| *sum <= 1e6).map(Some).ok_or_else(no_sum)
}

/// Three digits after the point, and before it what a thousands' separator may follow.
fn has_two_meanings(typed: &str) -> bool {
    let Some((whole, part)) = typed.split_once('.') else { return false };
    let grouped = part.len() == 3 && part.bytes().all(|byte| byte.is_ascii_digit());
    grouped && (1..=3).contains(&whole.len()) && !whole.starts_with('0')
}

/// A number of digits with at most one point among them. Of what else `f64` can read, the tables alone weigh 10 KB.
fn decimal(typed: &str) -> Option<f64> {
    let (whole, part) = typed.split_once('.').unwrap_or((typed, ""));
    let digits = [whole, part].concat();
    let is_plain = digits.bytes().all(|byte| byte.is_ascii_digit());
    let number: u64 = digits.parse().ok().filter(|_| is_plain)?;
    Some(number as f64 / 10_f64.powi(part.len() as i32))
}

/// The price that was typed: per million tokens sent, written, and per minute of sound.
///
/// # Errors
/// As [`micro_usd`], and where no price was typed at all.
pub fn price(input: &str, output: &str, minute: &str) -> Result<Price, Fault> {
    let price =
        Price { input: dollars(input)?, output: dollars(output)?, minute: dollars(minute)?, ..Price::default() };
    if price == Price::default() {
        return Err(Fault::new("money.no_price", say("engines_no_price"), say("engines_no_sum_action")));
    }
    Ok(price)
}

/// A price in a cell; nothing where there is none.
pub fn dollars_words(price: Option<f64>) -> String {
    // Less than a cent is usual for a minute or for a million tokens that were read again.
    price
        .map(|price| {
            if price < 0.1 && price > 0.0 {
                ["$", &write::plain(price)].concat()
            } else {
                write::money((price * 1e6) as u64)
            }
        })
        .unwrap_or_default()
}

/// What was used of a budget, from 0 to 1.
pub fn used_share(used: u64, budget: Option<u64>) -> Option<f64> {
    budget.map(|budget| if budget == 0 { 1.0 } else { (used as f64 / budget as f64).min(1.0) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(names: &[&str]) -> Vec<Wanted> {
        names.iter().map(|name| Wanted::named(name)).collect()
    }

    #[test]
    fn every_engine_has_a_name_and_says_what_leaves() {
        let words: Vec<String> =
            Engine::ALL.into_iter().flat_map(|engine| [say(engine_name(engine)), say(engine_leaves(engine))]).collect();
        assert!(words.iter().all(|words| !words.is_empty()));
        assert_eq!(words.iter().collect::<std::collections::BTreeSet<_>>().len(), 8);
    }

    #[test]
    fn a_choice_comes_back_as_it_was_and_empty_fields_are_not_said() {
        let choice = Choice { engine: Engine::Flux, language: Some("en".into()), ..Choice::default() };
        assert_eq!(Typed::of(choice.clone()).choice(), Ok(choice));
        let spaces = Typed { model: "  ".into(), server: " http://a/v1 ".into(), ..Typed::default() };
        let choice = spaces.choice().unwrap();
        assert_eq!((choice.model, choice.server.as_deref()), (None, Some("http://a/v1")));
    }

    #[test]
    fn a_server_needs_an_address_before_it_is_chosen() {
        let typed = Typed { engine: Engine::Server, ..Typed::default() };
        assert_eq!(typed.choice().unwrap_err().code, "speech.no_server");
    }

    #[test]
    fn a_model_of_the_user_s_own_stays_among_the_choices() {
        let values = |chosen: &str| models(&[], chosen).into_iter().map(|choice| choice.value).collect::<Vec<_>>();
        assert_eq!(values(""), [""]);
        assert_eq!(values("/own/ggml.bin"), ["", "/own/ggml.bin"]);
    }

    #[test]
    fn the_order_changes_by_one_place_and_never_loses_an_engine() {
        let names = |order: Vec<Wanted>| order.into_iter().map(|wanted| wanted.name).collect::<Vec<_>>();
        assert_eq!(names(earlier(order(&["a", "b", "c"]), 2)), ["a", "c", "b"]);
        assert_eq!(names(earlier(order(&["a", "b"]), 0)), ["a", "b"]);
        assert_eq!(names(earlier(order(&["a", "b"]), 7)), ["a", "b"]);
        assert_eq!(names(without(order(&["a", "b"]), 0)), ["b"]);
        assert_eq!(addable(&order(&["openai", "attic"])), ["anthropic", "local"]);
    }

    #[test]
    fn an_engine_of_the_user_s_own_needs_an_address() {
        assert_eq!(wanted(" OpenAI ", "", ""), Ok(Wanted::named("openai")));
        let attic = wanted("attic", "llama", "http://10.0.0.2/v1").unwrap();
        assert_eq!(wanted_words(&attic), "attic, llama at http://10.0.0.2/v1");
        for (name, url) in [("attic", " "), ("", "http://10.0.0.2/v1")] {
            assert_eq!(wanted(name, "", url).unwrap_err().code, "engines.no_address");
        }
    }

    #[test]
    fn sums_are_read_as_people_type_them() {
        assert_eq!(
            [" 12.50", "$12,5", "0"].map(|typed| micro_usd(typed).unwrap()),
            [Some(12_500_000), Some(12_500_000), Some(0)]
        );
        assert_eq!(micro_usd("  "), Ok(None));
        for wrong in ["-1", "+1", "much", "NaN", "inf", "1e9", "1.2.3", ".", "1000001"] {
            assert_eq!(micro_usd(wrong).unwrap_err().code, "money.no_sum", "{wrong}");
        }
        for two in ["1,000", "1.000", "$250,125"] {
            assert_eq!(micro_usd(two).unwrap_err().code, "money.two_sums", "{two}");
        }
        assert_eq!(
            ["0.043", "1,0000", "1000"].map(|typed| micro_usd(typed).unwrap()),
            [Some(43_000), Some(1_000_000), Some(1_000_000_000)]
        );
        assert_eq!(price("", " ", "").unwrap_err().code, "money.no_price");
        assert_eq!(price("3", "15", "").unwrap().output, Some(15.0));
        let words = [Some(0.0043), Some(3.0), None].map(dollars_words);
        assert_eq!(words, ["$0.0043", "$3.00", ""]);
    }

    #[test]
    fn a_budget_of_nothing_is_used_up() {
        assert_eq!(
            [used_share(0, Some(0)), used_share(5, Some(20)), used_share(40, Some(20)), used_share(5, None)],
            [Some(1.0), Some(0.25), Some(1.0), None]
        );
    }

    #[test]
    fn only_a_key_that_the_host_keeps_can_be_forgotten() {
        assert!(is_forgettable(&KeyState::InKeychain));
        assert!(!is_forgettable(&KeyState::InEnvironment("OPENAI_API_KEY".into())));
        assert!(key_words(&KeyState::InEnvironment("OPENAI_API_KEY".into())).contains("OPENAI_API_KEY"));
    }
}
