//! Who is who on their side, so that "Sunita, do you want to take this one?" is not taken for the user's.

use super::lexicon::{is_back_channel, is_filler, joins_clauses};
use super::sentence::Sentence;

/// So many names are kept.
const MOST: usize = 16;

/// The names on their side, as they introduce one another.
#[derive(Clone, Debug, Default)]
pub struct People {
    theirs: Vec<String>,
}

impl People {
    /// Learns names: "I'm Carol", "this is Dev", "Luis here", "Mr. Ortega will be taking notes".
    pub fn learn(&mut self, sentence: &Sentence) {
        let words = sentence.list();
        for at in 0..words.len() {
            let name = match &words[at..] {
                ["this", "is", name, ..] | ["i", "am", name, ..] | ["waiting", "on" | "for", name, ..] => name,
                ["got" | "have" | "with", name, "on" | "here" | "from" | "with", ..] => name,
                ["with", "me", "is" | "are", name, ..] => name,
                [name, "here" | "speaking"] if at == 0 => name,
                [
                    "mr" | "mrs" | "ms" | "dr" | "professor",
                    name,
                    "will" | "is" | "has" | "and" | "here" | "from" | "on" | "online" | "joins",
                    ..,
                ] => name,
                ["and", name] if words.contains(&"with") => name,
                _ => continue,
            };
            let known = self.theirs.iter().any(|known| known == name);
            if !known && is_name(name) && self.theirs.len() < MOST {
                self.theirs.push((*name).to_owned());
            }
        }
    }

    /// Whether a sentence begins by calling somebody on their side.
    pub fn called(&self, sentence: &Sentence) -> bool {
        let begin =
            sentence.words.iter().take_while(|word| joins_clauses(&word.text) || is_back_channel(&word.text)).count();
        let title = sentence
            .words
            .get(begin)
            .is_some_and(|word| matches!(word.text.as_str(), "mr" | "mrs" | "ms" | "dr" | "professor"));
        let name = sentence.words.get(begin + usize::from(title));
        name.is_some_and(|name| name.comma && self.theirs.contains(&name.text))
    }
}

fn is_name(word: &str) -> bool {
    word.len() > 1 && !is_filler(word) && !joins_clauses(word) && !is_back_channel(word)
}
