//! Sentences and their words.

/// One sentence: its text as it was said, and its words as the rules compare them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    text: String,
    /// Byte where each word begins in `text`.
    starts: Vec<usize>,
    /// Lower case, without punctuation; apostrophes stay: `i'd`, `what's`.
    pub words: Vec<String>,
    /// It ends with a question mark.
    pub marked: bool,
}

impl Sentence {
    fn new(text: &str) -> Option<Self> {
        let text = text.trim();
        let mut starts = Vec::new();
        let mut words = Vec::new();
        let mut place = 0;
        for piece in text.split_whitespace() {
            let start = text[place..].find(piece).map_or(place, |found| place + found);
            place = start + piece.len();
            let word = normalised(piece);
            if !word.is_empty() {
                starts.push(start);
                words.push(word);
            }
        }
        let marked = text.trim_end_matches(['"', '\'', '”', ')']).ends_with('?');
        (!words.is_empty()).then(|| Self { text: text.to_owned(), starts, words, marked })
    }

    /// The text from a word on.
    pub fn text_from(&self, word: usize) -> String {
        self.starts.get(word).map_or_else(String::new, |&start| self.text[start..].to_owned())
    }

    /// The words from a word on.
    pub fn words_from(&self, word: usize) -> Vec<&str> {
        self.words.iter().skip(word).map(String::as_str).collect()
    }
}

fn normalised(piece: &str) -> String {
    piece
        .chars()
        .map(|c| if c == '’' { '\'' } else { c })
        .filter(|c| c.is_alphanumeric() || *c == '\'')
        .flat_map(char::to_lowercase)
        .collect()
}

/// Splits at full stops, question marks and exclamation marks that end a word; "Node.js" and "3.5" stay whole.
pub fn sentences(text: &str) -> Vec<Sentence> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut characters = text.char_indices().peekable();
    while let Some((at, c)) = characters.next() {
        let ends_word = characters.peek().is_none_or(|(_, next)| next.is_whitespace());
        if matches!(c, '.' | '?' | '!') && ends_word {
            found.extend(Sentence::new(&text[start..=at]));
            start = at + 1;
        }
    }
    found.extend(Sentence::new(&text[start..]));
    found
}
