//! The five files of texts against each other, and against the sources that use them.

mod keys;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

pub(super) const CRATE: &str = env!("CARGO_MANIFEST_DIR");
const LANGUAGES: [&str; 5] = ["de", "en", "es", "fr", "pt"];

/// The texts of a language, in the order of the file.
fn texts(language: &str) -> Vec<(String, String)> {
    let file = format!("{CRATE}/static/_locales/{language}/messages.json");
    let text = std::fs::read_to_string(&file).unwrap();
    // A line a text: `"key": { "message": "text" },`. serde_json alone would pass over a key that stands there twice.
    let whole: BTreeMap<String, serde_json::Value> = serde_json::from_str(&text).unwrap();
    let lines = text.lines().filter_map(|line| line.trim().trim_end_matches(',').split_once(": "));
    let read: Vec<(String, String)> = lines
        .map(|(key, entry)| {
            let entry: BTreeMap<String, String> = serde_json::from_str(entry).unwrap();
            (serde_json::from_str(key).unwrap(), entry["message"].clone())
        })
        .collect();
    assert_eq!(read.len(), whole.len(), "{file}: one line a text, each key once");
    read
}

fn placeholders(text: &str) -> BTreeSet<char> {
    let text = text.replace("$$", "");
    text.split('$').skip(1).map(|rest| rest.chars().next().unwrap_or('$')).collect()
}

/// All files below `folder` with this ending.
pub(super) fn sources(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path, ending));
        } else if path.extension().is_some_and(|end| end == ending) {
            found.push(path);
        }
    }
    found
}

/// The keys that the crate and the manifest use, each with a file that does.
fn used() -> BTreeMap<String, PathBuf> {
    let (own, manifest) = (Path::new(CRATE).join("src"), Path::new(CRATE).join("../manifest/src"));
    let rust = sources(&own, "rs").into_iter().filter(|path| !path.starts_with(own.join("locale/tests")));
    let rust = rust.flat_map(|path| {
        let keys = keys::in_rust(&std::fs::read_to_string(&path).unwrap());
        keys.into_iter().map(move |key| (key, path.clone()))
    });
    let scripts = sources(&Path::new(CRATE).join("static"), "js");
    let others = scripts.into_iter().chain(sources(&manifest, "rs")).flat_map(|path| {
        let keys = keys::elsewhere(&std::fs::read_to_string(&path).unwrap());
        keys.into_iter().map(move |key| (key, path.clone()))
    });
    rust.chain(others).chain(faults()).collect()
}

/// The keys of faults whose codes stand in a source of the host or of this crate, each with a file that has it.
fn faults() -> Vec<(String, PathBuf)> {
    let rooms = ["src", "../shared/src", "../host/src"].map(|room| sources(&Path::new(CRATE).join(room), "rs"));
    let mut found = Vec::new();
    for path in rooms.into_iter().flatten().filter(|path| !path.ends_with("locale/fault.rs")) {
        let text = std::fs::read_to_string(&path).unwrap();
        let codes = text.split('"').filter(|literal| literal.contains('.') && !literal.contains(' '));
        found.extend(codes.map(|code| (format!("fault_{}", code.replace('.', "_")), path.clone())));
        // The engines of speech put the room and their name before their codes.
        if path.components().any(|part| part.as_os_str() == "speech") {
            found.extend(text.split('"').map(|code| (format!("fault_speech_{code}"), path.clone())));
        }
    }
    let there: BTreeSet<String> = texts("en").into_iter().map(|(key, _)| key).collect();
    let both = found.into_iter().flat_map(|(key, path)| [(format!("{key}_do"), path.clone()), (key, path)]);
    both.filter(|(key, _)| there.contains(key)).collect()
}

#[test]
fn every_text_that_is_used_is_there_and_every_text_that_is_there_is_used() {
    let used = used();
    let there: BTreeSet<String> = texts("en").into_iter().map(|(key, _)| key).collect();
    let missing: Vec<_> = used.iter().filter(|(key, _)| !there.contains(*key)).collect();
    assert!(missing.is_empty(), "used, but in no file of texts: {missing:#?}");
    let idle: Vec<_> = there.iter().filter(|key| !used.contains_key(*key)).collect();
    assert!(idle.is_empty(), "nobody uses: {idle:#?}");
}

#[test]
fn every_language_has_the_same_texts_with_the_same_places_to_fill() {
    let english = texts("en");
    for language in LANGUAGES {
        let translated = texts(language);
        let keys = |texts: &[(String, String)]| texts.iter().map(|(key, _)| key.clone()).collect::<Vec<_>>();
        let (known, found): (BTreeSet<_>, BTreeSet<_>) =
            (keys(&english).into_iter().collect(), keys(&translated).into_iter().collect());
        let differing: Vec<_> = known.symmetric_difference(&found).collect();
        assert!(differing.is_empty(), "{language} and English differ in {differing:#?}");
        let english: BTreeMap<_, _> = english.iter().cloned().collect();
        for (key, text) in translated {
            assert!(!text.trim().is_empty(), "{language}: {key} says nothing");
            assert_eq!(placeholders(&text), placeholders(&english[&key]), "{language}: {key}: {text}");
        }
    }
}

#[test]
fn the_texts_of_a_language_stand_in_the_order_of_their_keys() {
    for language in LANGUAGES {
        let keys: Vec<String> = texts(language).into_iter().map(|(key, _)| key).collect();
        assert!(keys.is_sorted(), "{language}: {:?}", keys.windows(2).find(|pair| pair[0] > pair[1]));
    }
}

#[test]
fn every_file_says_its_own_language() {
    for language in LANGUAGES {
        assert!(texts(language).contains(&("locale_code".to_owned(), language.to_owned())));
    }
}

#[test]
fn a_text_is_filled_in_and_counted() {
    assert_eq!(super::say("locale_code"), "en");
    assert_eq!(super::say_with("shell_version", &["0.1.0"]), "Connected, version 0.1.0");
    assert_eq!(super::say_count("interview_documents", 1), "1 document");
    assert_eq!(super::say_count("interview_documents", 1_200), "1,200 documents");
}
