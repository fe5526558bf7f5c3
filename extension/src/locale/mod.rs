//! Every text that people read, in their language: `static/_locales` holds them, the browser chooses.
//!
//! A key is the room and the thing, `history_empty`. [`say`] gives its text, [`say_with`] fills `$1` to `$9` in,
//! [`say_count`] chooses between `KEY_one` and `KEY_other`. The tests know from the sources which keys are used: a key
//! stands as a literal within one of these calls, or within [`Key`] where it travels. [`write`] has numbers, sizes and
//! dates, [`fault`] what went wrong, [`recipients`] who gets what. Never here: a text. Start at [`say`].

#[cfg(target_arch = "wasm32")]
mod browser;
#[cfg(not(target_arch = "wasm32"))]
mod english;
pub mod fault;
pub mod recipients;
#[cfg(test)]
mod tests;
pub mod write;

#[cfg(target_arch = "wasm32")]
use browser as language;
#[cfg(not(target_arch = "wasm32"))]
use english as language;

/// Names a text, where it is chosen in one place and said in another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key(pub &'static str);

impl From<&'static str> for Key {
    fn from(key: &'static str) -> Self {
        Self(key)
    }
}

/// A text as it stands.
pub fn say(key: impl Into<Key>) -> String {
    message(key.into().0, &[])
}

/// A text with `what` in the places of `$1` to `$9`.
pub fn say_with(key: impl Into<Key>, what: &[&str]) -> String {
    message(key.into().0, what)
}

/// How many: `KEY_one` or `KEY_other`, as the language counts. `$1` is the number.
pub fn say_count(key: impl Into<Key>, count: u64) -> String {
    say_count_with(key, count, &[])
}

/// As [`say_count`], with `what` in the places of `$2` to `$9`.
pub fn say_count_with(key: impl Into<Key>, count: u64, what: &[&str]) -> String {
    let end = if language::is_one(count) { "_one" } else { "_other" };
    let number = write::number(count);
    let what: Vec<&str> = std::iter::once(number.as_str()).chain(what.iter().copied()).collect();
    message(&[key.into().0, end].concat(), &what)
}

/// Has the browser make ready what writes numbers: the first one of a process takes it 50 ms, which no card should wait for.
pub fn prepare() {
    let _ = (language::number(1000.0), language::is_one(2));
}

/// A text, empty where there is no such key.
fn message(key: &str, what: &[&str]) -> String {
    language::with_text(key, |text| fill(text, what))
}

/// Puts `what` into the places of a text: the letters with the numbers 1 to 9, which no text has otherwise.
fn fill(text: &str, what: &[&str]) -> String {
    let (mut filled, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(at) = rest.find(|letter| matches!(letter, '\u{1}'..='\u{9}')) {
        let place = usize::from(rest.as_bytes()[at]) - 1;
        filled.push_str(&rest[..at]);
        filled.push_str(what.get(place).copied().unwrap_or_default());
        rest = &rest[at + 1..];
    }
    filled.push_str(rest);
    filled
}

/// The language of the texts and the region of their reader, as BCP 47 writes it: `de-AT`. For `lang` in a document.
pub fn tag() -> String {
    language::tag()
}
