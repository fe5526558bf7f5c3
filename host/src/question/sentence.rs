//! Sentences and their words.
//!
//! The rules compare words in one spelling: lower case, contractions written out, stutters and fillers gone. Each
//! word remembers where it was said, so that a question can be quoted as it was.

use super::lexicon;

/// Words of one utterance that are looked at, counted from its end. Rules look around each word; this bounds the time.
const LONGEST: usize = 300;

/// One word as the rules compare it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Lower case, without punctuation.
    pub text: String,
    /// Byte in the sentence where it was said.
    start: usize,
    /// A comma, a colon or a dash follows.
    pub comma: bool,
}

/// One sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    text: String,
    /// Its words.
    pub words: Vec<Word>,
    /// It ends with a question mark.
    pub marked: bool,
    /// It ends with any mark.
    pub stopped: bool,
    /// It ends in a filler, a dash or dots: the speaker searches for words.
    pub trails: bool,
}

impl Sentence {
    fn new(text: &str) -> Option<Self> {
        let text = text.trim();
        let words = tidied(spelled_out(text));
        let end = text.trim_end_matches(['"', '\'', '”', ')']);
        let marked = end.ends_with('?');
        let stopped = end.ends_with(['?', '.', '!', '…', ';']);
        let last = text.split_whitespace().next_back().unwrap_or_default();
        let trails = matches!(plain(last).as_str(), "um" | "uh" | "er" | "erm" | "em" | "umm") && words.len() > 1
            || end.ends_with(['…', '-', '–', '—', ',', ':'])
            || end.ends_with("..")
            || ["i mean", "sort of", "kind of", "you know"].iter().any(|aside| words.len() > 3 && end.ends_with(aside));
        (!words.is_empty()).then(|| Self { text: text.to_owned(), words, marked, stopped, trails })
    }

    /// It ends with a full stop or another mark that asks nothing.
    pub fn stopped_without_mark(&self) -> bool {
        self.stopped && !self.marked
    }

    /// The text from a word on.
    pub fn text_from(&self, word: usize) -> &str {
        self.words.get(word).map_or("", |word| &self.text[word.start..])
    }

    /// The words as the rules compare them.
    pub fn list(&self) -> Vec<&str> {
        self.words.iter().map(|word| word.text.as_str()).collect()
    }
}

/// Joins two halves that a pause has broken: without the first one's stop, and with what is said again said once.
pub fn stitched(first: &str, second: &str) -> String {
    let first = first.trim().trim_end_matches(['.', ',', '…', '-', '–', '—']);
    let kept: Vec<&str> = first.split_whitespace().collect();
    let again: Vec<String> = second.split_whitespace().map(plain).collect();
    let said: Vec<String> = kept.iter().map(|word| plain(word)).collect();
    let fillers = said.iter().rev().take_while(|word| lexicon::is_filler(word)).count();
    let said = &said[..said.len() - fillers];
    let most = said.len().min(again.len()).min(8);
    let twice = (1..=most).rev().find(|&count| said[said.len() - count..] == again[..count]).unwrap_or(0);
    let mut text = kept[..said.len() - twice].join(" ");
    if !text.is_empty() {
        text.push(' ');
    }
    text.push_str(second.trim());
    text
}

fn plain(word: &str) -> String {
    word.chars().filter(|c| c.is_alphanumeric() || *c == '\'').flat_map(char::to_lowercase).collect()
}

/// Splits at full stops, question marks, exclamation marks and semicolons that end a word; "Node.js", "3.5" and
/// "Dr. Osei" stay whole.
pub fn sentences(text: &str) -> Vec<Sentence> {
    let text = last_words(text);
    let mut found = Vec::new();
    let mut start = 0;
    let mut characters = text.char_indices().peekable();
    while let Some((at, c)) = characters.next() {
        let ends_word = characters.peek().is_none_or(|(_, next)| next.is_whitespace() || matches!(next, '"' | '”'));
        if matches!(c, '.' | '?' | '!' | ';' | '…') && ends_word && !(c == '.' && abbreviates(&text[start..at])) {
            let end = at + c.len_utf8();
            found.extend(Sentence::new(&text[start..end]));
            start = end;
        }
    }
    found.extend(Sentence::new(&text[start..]));
    found
}

/// The end of a text, at most [`LONGEST`] words, whatever a "word" is: a text without spaces is cut as well.
fn last_words(text: &str) -> &str {
    const LONGEST_WORD: usize = 24;
    let from = text.char_indices().rev().nth(LONGEST * LONGEST_WORD).map_or(0, |(at, _)| at);
    let text = &text[from..];
    let spaces = text.char_indices().rev().filter(|(_, c)| c.is_whitespace());
    let cut = spaces.map(|(at, _)| at).nth(LONGEST);
    cut.map_or(text, |at| &text[at..])
}

fn abbreviates(before: &str) -> bool {
    let word = before.rsplit(char::is_whitespace).next().unwrap_or_default().to_lowercase();
    matches!(word.as_str(), "mr" | "mrs" | "ms" | "dr" | "prof" | "st" | "vs" | "e.g" | "i.e" | "a.m" | "p.m" | "no")
        && !(word == "no" && before.len() == 2)
}

/// One `Word` or more for each written one.
fn spelled_out(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut place = 0;
    for piece in text.split_whitespace() {
        let start = text[place..].find(piece).map_or(place, |found| place + found);
        place = start + piece.len();
        let comma = piece.ends_with([',', ':', '–', '—', '-', '…', ';', '.', '?', '!']);
        for part in piece.split(['-', '–', '—', '/']) {
            let word = plain(&part.replace('’', "'"));
            let word = word.trim_matches('\'');
            if !word.is_empty() {
                let previous = words.last().map(|word| word.text.clone());
                let expanded = lexicon::expand(word, previous.as_deref());
                words.extend(expanded.into_iter().map(|text| Word { text, start, comma: false }));
            }
        }
        if comma && let Some(last) = words.last_mut() {
            last.comma = true;
        }
    }
    words
}

/// Without fillers, and without words said twice in a row.
fn tidied(words: Vec<Word>) -> Vec<Word> {
    let mut kept: Vec<Word> = Vec::with_capacity(words.len());
    let mut words = words.into_iter().peekable();
    while let Some(word) = words.next() {
        let filler = lexicon::is_filler(&word.text);
        let again = kept.last().is_some_and(|last| last.text == word.text)
            || (kept.len() >= 2
                && kept.last().is_some_and(|last| last.text == "is")
                && word.text == kept[kept.len() - 2].text);
        let knows = words.peek().is_some_and(|next| lexicon::is_question_word(&next.text));
        if word.text == "know" && !knows && ends_in_aside(&kept) {
            kept.pop();
        } else if !filler && !again {
            kept.push(word);
        } else if let Some(last) = kept.last_mut() {
            last.comma |= word.comma;
        }
    }
    kept
}

/// "you" that, with "know" behind it, only fills: not "do you know", "which one you know".
fn ends_in_aside(kept: &[Word]) -> bool {
    let [before @ .., you] = kept else { return false };
    let needs_it = |word: &Word| match word.text.as_str() {
        "if" | "that" | "as" | "whether" | "not" | "what" | "how" | "who" | "where" | "why" => true,
        text => lexicon::is_auxiliary(text) && !lexicon::is_be(text),
    };
    let chosen = before.iter().rev().skip(1).take(3).any(|word| matches!(word.text.as_str(), "which" | "what" | "how"));
    you.text == "you" && !chosen && !before.last().is_some_and(needs_it)
}
