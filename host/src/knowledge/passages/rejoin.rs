//! Puts together what was broken at the end of a line.

/// First parts of words that are written with a hyphen wherever they stand.
const KEEP_THEIR_HYPHEN: &str = "all anti back built client co cost cross customer data decision early end ex event \
    fast first five four front full hands high in job large last late lead left load long low machine message mid multi \
    near non object off on one open out part peer post pre problem production proof real right risk role second self \
    semi server short single six site small soft state sub team ten test third three time top two type user well wide";

/// Appends a line to the lines before it. A word that was divided at the end of the line is made whole: always at a
/// soft hyphen, and at a hard one unless the hyphen belongs to the word.
pub fn append(text: &mut String, line: &str) {
    let line = line.trim();
    let before = text.trim_end().len();
    text.truncate(before);
    if text.is_empty() || line.is_empty() {
        text.push_str(line);
    } else if text.ends_with('\u{ad}') {
        text.pop();
        text.push_str(line);
    } else if let Some(first) = divided(text, line) {
        if !KEEP_THEIR_HYPHEN.split_whitespace().any(|word| word == first) {
            text.pop();
        }
        text.push_str(line);
    } else {
        text.push(' ');
        text.push_str(line);
    }
}

/// The part before the hyphen, in small letters, when the text ends within a word that goes on in the line.
fn divided(text: &str, line: &str) -> Option<String> {
    let word = text.strip_suffix(['-', '\u{2010}'])?.rsplit(|letter: char| !letter.is_alphanumeric()).next()?;
    let goes_on = line.starts_with(char::is_lowercase) && word.ends_with(char::is_lowercase);
    // `one- or two-sided` is no word that was divided.
    let listed = ["or ", "and ", "to ", "und ", "oder "].iter().any(|next| line.starts_with(next));
    (goes_on && !listed).then(|| word.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(lines: &[&str]) -> String {
        let mut text = String::new();
        lines.iter().for_each(|line| append(&mut text, line));
        text
    }

    #[test]
    fn divided_words_are_made_whole_and_hyphenated_ones_stay() {
        assert_eq!(
            joined(&["rebuilt the infra-", "structure of", " a full-", "stack team"]),
            "rebuilt the infrastructure of a full-stack team"
        );
        assert_eq!(joined(&["sched\u{ad}", "uling"]), "scheduling");
        assert_eq!(
            joined(&["one-", "or two-sided", "PostgreSQL-", "Kafka", "2019 -", "today"]),
            "one- or two-sided PostgreSQL- Kafka 2019 - today"
        );
    }
}
