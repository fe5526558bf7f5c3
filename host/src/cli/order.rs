//! The order of engines for drafts, as it is written on the command line: `anthropic,groq=llama-3.3-70b,local`.

use crate::answer::{ANTHROPIC, KNOWN, LOCAL, OPENAI, Wanted};
use convoally_shared::fault::Fault;

/// Reads `NAME` or `NAME=MODEL` for each engine, and `NAME=URL` for those with an address of their own.
///
/// # Errors
/// `engines.bad_order` says which part was not understood.
pub fn read(engines: &[String], urls: &[String]) -> Result<Vec<Wanted>, Fault> {
    let mut order: Vec<Wanted> = Vec::new();
    for text in engines {
        let wanted = one(text)?;
        if order.iter().any(|known| known.name == wanted.name) {
            return Err(bad(format!("{} stands in it twice.", wanted.name)));
        }
        order.push(wanted);
    }
    for text in urls {
        let (name, url) = text.split_once('=').ok_or_else(|| bad(format!("“{text}” is not NAME=URL.")))?;
        let wanted = order.iter_mut().find(|wanted| wanted.name == name);
        wanted.ok_or_else(|| bad(format!("{name} has an address and no place.")))?.url = Some(url.to_owned());
    }
    let nowhere = |wanted: &&Wanted| wanted.url.is_none() && !is_known(&wanted.name);
    match order.iter().find(nowhere) {
        Some(wanted) => Err(bad(format!("Nobody knows where {0} is: add --url {0}=https://…/v1.", wanted.name))),
        None => Ok(order),
    }
}

/// Reads one engine.
///
/// # Errors
/// `engines.bad_order` for what is no name.
pub fn one(text: &str) -> Result<Wanted, Fault> {
    let (name, model) = text.split_once('=').map_or((text, None), |(name, model)| (name, Some(model.trim())));
    let name = name.trim();
    let letters = name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    if name.is_empty() || !letters || name.starts_with("vault-") || model.is_some_and(str::is_empty) {
        return Err(bad(format!("“{text}” is not NAME or NAME=MODEL; a name has small letters, digits and hyphens.")));
    }
    Ok(Wanted { name: name.to_owned(), model: model.map(str::to_owned), url: None })
}

/// The order, for people.
pub fn told(order: &[Wanted]) -> String {
    let one = |wanted: &Wanted| {
        let model = wanted.model.as_ref().map(|model| format!("={model}")).unwrap_or_default();
        let url = wanted.url.as_ref().map(|url| format!(" at {url}")).unwrap_or_default();
        format!("{}{model}{url}", wanted.name)
    };
    match order {
        [] => "those that there is a key for, then the model server on this computer".to_owned(),
        order => order.iter().map(one).collect::<Vec<_>>().join(", then "),
    }
}

fn is_known(name: &str) -> bool {
    [ANTHROPIC, OPENAI, LOCAL].contains(&name) || KNOWN.iter().any(|(known, _)| *known == name)
}

fn bad(sentence: String) -> Fault {
    Fault::new("engines.bad_order", sentence, "See `convoally engines order --help`.")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_all(engines: &[&str], urls: &[&str]) -> Result<Vec<Wanted>, Fault> {
        let owned = |texts: &[&str]| texts.iter().map(ToString::to_string).collect::<Vec<_>>();
        read(&owned(engines), &owned(urls))
    }

    #[test]
    fn an_order_is_read_with_models_and_addresses() {
        let order = read_all(&["anthropic", "work=org/qwen3:8b", "local"], &["work=https://a.example/v1?=x"]).unwrap();
        let work = Wanted {
            name: "work".into(),
            model: Some("org/qwen3:8b".into()),
            url: Some("https://a.example/v1?=x".into()),
        };
        assert_eq!(order, [Wanted::named("anthropic"), work, Wanted::named("local")]);
        assert_eq!(told(&order), "anthropic, then work=org/qwen3:8b at https://a.example/v1?=x, then local");
    }

    #[test]
    fn what_is_not_understood_is_named() {
        for (engines, urls) in [
            (vec!["work=qwen3"], vec![]),
            (vec!["openai", "openai=gpt"], vec![]),
            (vec!["Open AI"], vec![]),
            (vec!["vault-key"], vec!["vault-key=https://a.example"]),
            (vec!["openai="], vec![]),
            (vec![""], vec![]),
            (vec!["openai"], vec!["work=https://a.example"]),
            (vec!["openai"], vec!["https://a.example"]),
        ] {
            assert_eq!(read_all(&engines, &urls).unwrap_err().code, "engines.bad_order", "{engines:?} {urls:?}");
        }
    }
}
