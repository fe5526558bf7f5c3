//! Finds the keys of texts in sources: the literals within calls of [`crate::locale`], whatever chooses between them.

/// The calls whose literals are keys, and the ends that a key has in the files of texts.
const CALLS: [(&str, &[&str]); 5] = [
    ("say", &[""]),
    ("say_with", &[""]),
    ("Key", &[""]),
    ("say_count", &["_one", "_other"]),
    ("say_count_with", &["_one", "_other"]),
];

/// The keys in a Rust source.
pub fn in_rust(source: &str) -> Vec<String> {
    let mut keys = Vec::new();
    // What is open: how deep the parentheses were before, and the ends of the keys in it.
    let mut open: Vec<(usize, &[&str])> = Vec::new();
    let (mut depth, mut word, mut rest) = (0_usize, String::new(), source);
    while let Some(letter) = rest.chars().next() {
        rest = &rest[letter.len_utf8()..];
        match letter {
            '/' if rest.starts_with('/') => rest = rest.split_once('\n').map_or("", |(_, after)| after),
            '\'' => rest = after_letter(rest),
            '"' => {
                let (literal, after) = literal(rest);
                if let (Some((_, ends)), true) = (open.last(), is_key(literal)) {
                    keys.extend(ends.iter().map(|end| format!("{literal}{end}")));
                }
                rest = after;
            }
            '(' => {
                if let Some((_, ends)) = CALLS.iter().find(|(call, _)| *call == word) {
                    open.push((depth, ends));
                }
                depth += 1;
            }
            ')' => {
                depth = depth.saturating_sub(1);
                open.pop_if(|(before, _)| *before == depth);
            }
            _ => {}
        }
        if letter.is_alphanumeric() || letter == '_' { word.push(letter) } else { word.clear() }
    }
    keys
}

/// The keys in a manifest or a script: `__MSG_key__`, `getMessage("key")`.
pub fn elsewhere(source: &str) -> Vec<String> {
    let manifest = source.split("__MSG_").skip(1).filter_map(|rest| rest.split_once("__"));
    let script = source.split("getMessage(\"").skip(1).filter_map(|rest| rest.split_once('"'));
    manifest.chain(script).map(|(key, _)| key.to_owned()).filter(|key| is_key(key)).collect()
}

/// `history_empty`: at least two words of small letters and digits.
fn is_key(literal: &str) -> bool {
    let word = |word: &str| !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
    literal.contains('_') && literal.split('_').all(word)
}

/// A literal without its quotation marks, and what comes behind it.
fn literal(rest: &str) -> (&str, &str) {
    let mut escaped = false;
    let end = rest.find(|letter| {
        let ends = letter == '"' && !escaped;
        escaped = letter == '\\' && !escaped;
        ends
    });
    end.map_or((rest, ""), |end| (&rest[..end], &rest[end + 1..]))
}

/// What comes behind a single letter in quotation marks. A lifetime has no second mark.
fn after_letter(rest: &str) -> &str {
    let letter =
        if rest.starts_with('\\') { rest.get(2..) } else { rest.chars().next().map(|c| &rest[c.len_utf8()..]) };
    letter.and_then(|after| after.strip_prefix('\'')).unwrap_or(rest)
}

#[test]
fn keys_are_the_literals_of_the_nearest_call_and_no_others() {
    let source = r##"
        // say("comment_out")
        let other = ("not_one", '"', '(', "x");
        let a = say(match phase { Phase::Idle => "bar_idle", Phase::Ended => "bar_ended" });
        let b = say_with("card_of", &[&say_count("card_number", 3), "Plain words", &say("card_last")]);
        const C: Key = Key("menu_place"); fn d<'a>(it: &'a str) { go("no_key_at_all") }
    "##;
    let keys = ["bar_idle", "bar_ended", "card_of", "card_number_one", "card_number_other", "card_last", "menu_place"];
    assert_eq!(in_rust(source), keys);
    assert_eq!(
        elsewhere(r#"name: "__MSG_about_name__", say(chrome.i18n.getMessage("locale_code"))"#),
        ["about_name", "locale_code"]
    );
}
