//! Recognises what whisper writes for sounds that are not words: `[BLANK_AUDIO]`, `(music)`, `...`.

/// All of it stands in brackets, or it has no letter or digit at all.
pub fn is_wordless(text: &str) -> bool {
    let bracketed = [('[', ']'), ('(', ')'), ('*', '*')].iter().any(|&(open, close)| is_bracketed(text, open, close));
    bracketed || !text.contains(char::is_alphanumeric)
}

/// One pair of brackets holds all of it.
fn is_bracketed(text: &str, open: char, close: char) -> bool {
    let inner = text.strip_prefix(open).and_then(|rest| rest.strip_suffix(close));
    inner.is_some_and(|inner| !inner.contains(close))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_whisper_writes_for_sounds_is_not_words() {
        assert!(is_wordless("[BLANK_AUDIO]"));
        assert!(is_wordless("(upbeat music)"));
        assert!(is_wordless("..."));
        assert!(!is_wordless("(Laughs) That is right."));
        assert!(!is_wordless("[laughs] Tell me about yourself. [pause]"));
        assert!(!is_wordless("Why us?"));
    }
}
