//! The order of engines for drafts, as it is written on the command line: `anthropic,groq=llama-3.3-70b,local`.

use crate::answer::Wanted;
use crate::engines::{bad_order, orderly, well_named};
use convoally_shared::fault::Fault;

/// Reads `NAME` or `NAME=MODEL` for each engine, and `NAME=URL` for those with an address of their own.
///
/// # Errors
/// `engines.bad_order` says which part was not understood.
pub fn read(engines: &[String], urls: &[String]) -> Result<Vec<Wanted>, Fault> {
    let mut order = engines.iter().map(|text| one(text)).collect::<Result<Vec<_>, _>>()?;
    for text in urls {
        let (name, url) = text.split_once('=').ok_or_else(|| bad_order(format!("“{text}” is not NAME=URL.")))?;
        let wanted = order.iter_mut().find(|wanted| wanted.name == name);
        wanted.ok_or_else(|| bad_order(format!("{name} has an address and no place.")))?.url = Some(url.to_owned());
    }
    orderly(&order)?;
    Ok(order)
}

/// Reads one engine.
///
/// # Errors
/// `engines.bad_order` for what is no name.
pub fn one(text: &str) -> Result<Wanted, Fault> {
    let (name, model) = text.split_once('=').map_or((text, None), |(name, model)| (name, Some(model.trim())));
    let wanted = Wanted { name: name.trim().to_owned(), model: model.map(str::to_owned), url: None };
    well_named(&wanted)?;
    Ok(wanted)
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
