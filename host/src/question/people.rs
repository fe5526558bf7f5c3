//! Who is who, so that "Sunita, do you want to take this one?" is not taken for the user's.

use super::lexicon::{is_auxiliary, is_back_channel, is_content, is_filler, is_question_word, joins_clauses, leads_in};
use super::sentence::Sentence;
use convoally_shared::utterance::Speaker;

/// So many names are kept.
const MOST: usize = 16;

/// The names that were said: the user's, and those on their side.
#[derive(Clone, Debug, Default)]
pub struct People {
    user: Option<String>,
    theirs: Vec<String>,
}

impl People {
    /// Learns names. They introduce one another: "I'm Carol", "this is Dev", "Luis here", "Mr. Ortega will be taking
    /// notes"; whom they greet is the user, and whom the user greets is one of them.
    pub fn learn(&mut self, speaker: Speaker, sentence: &Sentence) {
        let words = sentence.list();
        for at in 0..words.len() {
            let theirs = if speaker == Speaker::Them { introduced(sentence, &words, at) } else { None };
            if let Some(name) = theirs {
                self.one_of_theirs(name);
            } else if let Some(name) = greeted(&words[at..]) {
                match speaker {
                    Speaker::Me => self.one_of_theirs(name),
                    Speaker::Them if self.user.is_none() && !self.knows(name) => self.user = Some(name.to_owned()),
                    Speaker::Them => {}
                }
            }
        }
    }

    fn one_of_theirs(&mut self, name: &str) {
        if is_name(name) && !self.knows(name) && self.user.as_deref() != Some(name) && self.theirs.len() < MOST {
            self.theirs.push(name.to_owned());
        }
    }

    fn knows(&self, name: &str) -> bool {
        self.theirs.iter().any(|known| known == name)
    }

    /// Whether a sentence calls somebody on their side: as it begins, or between commas.
    pub fn called(&self, sentence: &Sentence) -> bool {
        let words = &sentence.words;
        let begin = words.iter().take_while(|word| opens(&word.text)).count();
        let title = words.get(begin).is_some_and(|word| is_title(&word.text));
        let first = begin + usize::from(title);
        let asks_next = words.get(first + 1).is_some_and(|next| {
            is_auxiliary(&next.text) || is_question_word(&next.text) || matches!(next.text.as_str(), "you" | "over")
        });
        let called_first = words.get(first).is_some_and(|name| (name.comma || asks_next) && self.knows(&name.text));
        let between = words.windows(2).any(|pair| pair[0].comma && pair[1].comma && self.knows(&pair[1].text));
        let last = words.len() > 2 && {
            let [.., before, last] = &words[..] else { return false };
            before.comma && self.knows(&last.text)
        };
        called_first || between || last
    }
}

fn opens(word: &str) -> bool {
    joins_clauses(word) || is_back_channel(word) || matches!(word, "oh" | "hey" | "sorry")
}

fn is_title(word: &str) -> bool {
    matches!(word, "mr" | "mrs" | "ms" | "dr" | "professor" | "prof")
}

fn introduced<'a>(sentence: &Sentence, words: &[&'a str], at: usize) -> Option<&'a str> {
    let name = match &words[at..] {
        ["this", "is", name, ..] | ["waiting", "on" | "for", name, ..] => name,
        ["i", "am", name, ..] if sentence.words[at + 2].comma || at + 3 == words.len() => name,
        ["i", "am", name, "i" | "and" | "from" | "the" | "one" | "your" | "here" | "head" | "with", ..] => name,
        [
            "got" | "have" | "with" | "also",
            name,
            "on" | "here" | "from" | "with" | "beside" | "alongside" | "joining",
            ..,
        ] => name,
        ["me", "is" | "are", name, ..] | ["have", "also", name, ..] | ["colleague", name, ..] => name,
        [name, "here" | "speaking", ..] if at == 0 => name,
        [name, "from", "the" | "our" | "hr" | "finance" | "it", ..] => name,
        [
            "mr" | "mrs" | "ms" | "dr" | "professor",
            name,
            "will" | "is" | "has" | "and" | "here" | "from" | "on" | "online" | "joins",
            ..,
        ] => name,
        ["and", name, "should" | "will" | "is" | "has" | "here" | "from", ..] => name,
        ["and", name] if words.contains(&"with") => name,
        ["over", "to", name] | ["thanks" | "sorry", name] if at + 3 >= words.len() => name,
        _ => return None,
    };
    is_name(name).then_some(name)
}

/// "Hi Dana", "good morning, Dr. Osei", "thanks, Jonah".
fn greeted<'a>(words: &[&'a str]) -> Option<&'a str> {
    let rest = match words {
        ["hi" | "hello" | "hey" | "morning" | "afternoon" | "evening" | "welcome" | "thanks", rest @ ..] => rest,
        ["thank", "you", rest @ ..] => rest,
        _ => return None,
    };
    let rest = if rest.first().is_some_and(|word| is_title(word)) { &rest[1..] } else { rest };
    rest.first().copied().filter(|name| is_name(name))
}

fn is_name(word: &str) -> bool {
    const NO_NAMES: [&str; 21] = [
        "team",
        "guys",
        "sorry",
        "welcome",
        "mr",
        "mrs",
        "ms",
        "dr",
        "doctor",
        "professor",
        "so",
        "good",
        "folks",
        "calling",
        "happy",
        "glad",
        "afraid",
        "delighted",
        "gonna",
        "yeah",
        "coming",
    ];
    word.len() > 1
        && !is_filler(word)
        && !leads_in(word)
        && is_content(word)
        && !NO_NAMES.contains(&word)
        && !word.ends_with("ing")
        && !(word.len() > 4 && word.ends_with("ed"))
}
