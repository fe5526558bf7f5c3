//! What went wrong, in the reader's language where the files of texts know its code, and else as the host says it: in
//! English, and marked as that.
//!
//! `fault_` and the code is what happened, the same with `_do` what to do. Engines of speech share their texts: those of
//! `speech.deepgram.bad_key` are `fault_speech_bad_key` and so on. A text says nothing of what varies within a
//! code, such as the name of a device. Whoever reads English has the host's own words, which do.

use super::{message, tag};
use convoally_shared::fault::Fault;

/// The language of the host's own sentences.
pub const HOST: &str = "en";

/// The codes that the pages tell of themselves, in the reader's language already.
const OWN: [&str; 15] = [
    "desk.restarted",
    "desk.unreadable",
    "engines.no_address",
    "export.incomplete",
    "money.no_price",
    "money.no_sum",
    "money.two_sums",
    "shortcuts.not_opened",
    "speech.no_server",
    "upload.too_large",
    "upload.unreadable",
    "vault.passphrases_differ",
    "welcome.no_microphone",
    "welcome.no_output",
    "welcome.not_played",
];

/// A sentence, and its language where that is not the reader's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The words.
    pub words: String,
    /// For `lang`.
    pub lang: Option<&'static str>,
}

/// What happened.
pub fn sentence(fault: &Fault) -> Told {
    told(fault, "", &fault.sentence)
}

/// What to do about it.
pub fn action(fault: &Fault) -> Told {
    told(fault, "_do", &fault.action)
}

fn told(fault: &Fault, end: &str, words: &str) -> Told {
    let english = tag().starts_with(HOST);
    match translated(&fault.code, end).filter(|_| !english) {
        Some(words) => Told { words, lang: None },
        None => {
            let foreign = !english && !OWN.contains(&fault.code.as_str());
            Told { words: words.to_owned(), lang: foreign.then_some(HOST) }
        }
    }
}

fn translated(code: &str, end: &str) -> Option<String> {
    let code = match code.split('.').collect::<Vec<_>>()[..] {
        [room, _engine, what] => [room, "_", what].concat(),
        _ => code.replace('.', "_"),
    };
    let key = ["fault_", &code, end].concat();
    Some(message(&key, &[])).filter(|words| !words.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::tests::{CRATE, sources};
    use std::collections::BTreeSet;
    use std::path::Path;

    #[test]
    fn a_code_that_is_known_has_its_own_words_and_no_other_has() {
        assert!(translated("audio.tab_left", "").is_some_and(|words| words.starts_with("The meeting tab")));
        assert!(translated("speech.deepgram.no_credit", "").is_some_and(|words| words.contains("speech service")));
        assert!(translated("audio.tab_left", "_do").is_some_and(|words| words.contains("press Stop")));
        assert_eq!((translated("audio.of_tomorrow", ""), translated("model.not_fetched", "_not")), (None, None));
    }

    #[test]
    fn who_reads_english_has_the_hosts_own_words() {
        let fault = Fault::new("audio.busy", "The sound device \"Jabra\" is busy.", "A.");
        assert_eq!(sentence(&fault), Told { words: fault.sentence.clone(), lang: None });
    }

    #[test]
    fn the_pages_own_faults_are_all_known_as_such() {
        let mut made = BTreeSet::new();
        for file in sources(&Path::new(CRATE).join("src/pages"), "rs") {
            let text = std::fs::read_to_string(&file).unwrap();
            let code = text.split("#[cfg(test)]").next().unwrap_or_default();
            let calls = code.split("Fault::new(").skip(1);
            made.extend(
                calls.filter_map(|call| call.trim_start().strip_prefix('"')?.split('"').next().map(str::to_owned)),
            );
        }
        assert_eq!(made, OWN.map(str::to_owned).into_iter().collect());
    }
}
