//! Whether what is shown is in one language: which of our English texts are among what a document says.

use crate::error::{Error, Result};
use crate::parts::workspace;
use regex::Regex;
use serde_json::Value;

/// Comes to everything that a document says: its texts, and what is said for those who do not see.
pub const SAID: &str = "const said = [], texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) said.push(texts.currentNode.data.trim());
    for (const name of ['aria-label', 'title', 'placeholder'])
        document.querySelectorAll(`[${name}]`).forEach(it => said.push(it.getAttribute(name)));
    return said.filter(Boolean)";

/// Our English texts that are others in some language.
#[derive(Debug)]
pub struct English(Vec<Regex>);

impl English {
    /// Those that are others in `language`, `de`.
    ///
    /// # Errors
    /// [`Error::File`] when there are no texts in that language.
    pub fn unlike(language: &str) -> Result<Self> {
        let (english, other) = (messages("en")?, messages(language)?);
        let texts = english.as_object().into_iter().flatten().filter_map(|(key, text)| {
            let text = text["message"].as_str()?;
            (Some(text) != other[key]["message"].as_str()).then(|| pattern(text))?
        });
        Ok(Self(texts.collect()))
    }

    /// Those of the texts that are English.
    pub fn among(&self, said: Vec<String>) -> Vec<String> {
        said.into_iter().filter(|text| self.0.iter().any(|pattern| pattern.is_match(text))).collect()
    }
}

/// Matches a whole text, with anything in the places for names and numbers; none of a text that has hardly any words itself.
fn pattern(text: &str) -> Option<Regex> {
    let parts: Vec<&str> = text.split('$').collect();
    let words = |at: usize, part: &str| regex::escape(if at == 0 { part } else { part.get(1..).unwrap_or_default() });
    let parts: Vec<String> = parts.iter().enumerate().map(|(at, part)| words(at, part)).collect();
    let letters = parts.concat().chars().filter(|letter| letter.is_alphabetic()).count();
    (letters > 3).then(|| Regex::new(&format!("^{}$", parts.join(".+"))).ok())?
}

fn messages(language: &str) -> Result<Value> {
    let file = workspace().join("extension/static/_locales").join(language).join("messages.json");
    let text = std::fs::read_to_string(&file).map_err(Error::file(&file))?;
    serde_json::from_str(&text).map_err(|error| Error::Unexpected(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn english_is_told_from_the_other_language_and_from_names() -> Result<()> {
        let english = English::unlike("de")?;
        let said = ["Start listening", "Zuhören beginnen", "ConvoAlly", "whisper, on this computer", "Ada"];
        let strange = english.among(said.map(str::to_owned).to_vec());
        assert_eq!(strange, ["Start listening", "whisper, on this computer"]);
        Ok(())
    }
}
