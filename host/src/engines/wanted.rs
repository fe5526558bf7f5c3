//! The order of engines for drafts as a person may give it.

use crate::answer::{ANTHROPIC, KNOWN, LOCAL, OPENAI, Wanted};
use convoally_shared::fault::Fault;

/// Whether each engine is named once and in a way that can be, and it is known where each of them is.
///
/// # Errors
/// `engines.bad_order` says which is not.
pub fn orderly(order: &[Wanted]) -> Result<(), Fault> {
    for (at, wanted) in order.iter().enumerate() {
        well_named(wanted)?;
        let name = &wanted.name;
        if order[..at].iter().any(|before| before.name == *name) {
            return Err(bad_order(format!("{name} stands in it twice.")));
        }
        if wanted.url.is_none() && !is_known(name) {
            return Err(bad_order(format!("Nobody knows where {name} is.")));
        }
    }
    Ok(())
}

/// Whether one engine is named in a way that can be: its key and its settings are found by the name.
///
/// # Errors
/// `engines.bad_order`.
pub fn well_named(Wanted { name, model, url }: &Wanted) -> Result<(), Fault> {
    let letters = name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    let is_blank = |text: &Option<String>| text.as_ref().is_some_and(|text| text.trim().is_empty());
    if name.is_empty() || !letters || name.starts_with("vault-") || is_blank(model) || is_blank(url) {
        return Err(bad_order(format!("“{name}” is no engine's name, or its model or its address is empty.")));
    }
    Ok(())
}

fn is_known(name: &str) -> bool {
    [ANTHROPIC, OPENAI, LOCAL].contains(&name) || KNOWN.iter().any(|(known, _)| *known == name)
}

/// Something in an order was not understood.
pub fn bad_order(sentence: String) -> Fault {
    let action = "Name each engine once, in small letters, digits and hyphens; one of your own needs its address, such as \
                  https://models.example.com/v1.";
    Fault::new("engines.bad_order", sentence, action)
}
