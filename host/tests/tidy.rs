//! The rules of the house that the compiler does not check: which room may know which, and how long a file is.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail loudly")]

use std::path::{Path, PathBuf};

/// What each room may know besides the shared vocabulary, `address`, `secret` and `places`.
const ARROWS: &[(&str, &[&str])] = &[
    ("audio", &[]),
    ("turn", &[]),
    ("speech", &["turn"]),
    ("question", &[]),
    ("knowledge", &[]),
    ("money", &[]),
    ("answer", &["money"]),
    ("vault", &[]),
    ("backup", &["vault"]),
    ("export", &[]),
    ("transcript", &[]),
    ("import", &["export", "question", "session", "transcript", "vault"]),
    ("model", &[]),
    ("session", &["answer", "audio", "knowledge", "money", "question", "speech", "turn"]),
    (
        "browser",
        &[
            "audio",
            "engines",
            "export",
            "import",
            "keys",
            "knowledge",
            "model",
            "money",
            "session",
            "settings",
            "vault",
        ],
    ),
    ("privacy", &["answer", "browser", "export", "keys", "money", "settings", "vault"]),
];

/// A file longer than this is more than one idea.
const LONGEST_FILE: usize = 400;

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
    found
}

fn host() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

#[test]
fn arrows_point_one_way() {
    let rooms: Vec<&str> = ARROWS.iter().map(|(room, _)| *room).chain(["cli", "engines", "keys", "settings"]).collect();
    let mut wrong = Vec::new();
    for (room, may_know) in ARROWS {
        // Tests may bring in what they like.
        for path in sources(&host().join(room)).into_iter().filter(|path| !path.ends_with("tests.rs")) {
            let text = std::fs::read_to_string(&path).unwrap();
            let text = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
            for other in &rooms {
                let known = other == room || may_know.contains(other);
                let braced = format!("use crate::{{{other}");
                if !known && (text.contains(&format!("crate::{other}::")) || text.contains(&braced)) {
                    wrong.push(format!("{} knows {other}", path.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The benchmark alone may have a history that is not encrypted.
#[test]
fn nothing_in_the_product_opens_a_vault_over_a_connection_of_its_own() {
    let callers =
        sources(&host()).into_iter().filter(|path| std::fs::read_to_string(path).unwrap().contains("Vault::over"));
    let callers: Vec<_> = callers.collect();
    assert!(callers.is_empty(), "{callers:#?}");
}

#[test]
fn no_file_is_longer_than_one_idea() {
    let root = host().join("../..");
    let mut long = Vec::new();
    for folder in ["host", "shared", "extension", "manifest", "tests"] {
        for path in sources(&root.join(folder)) {
            let lines = std::fs::read_to_string(&path).unwrap().lines().count();
            if lines > LONGEST_FILE {
                long.push(format!("{} has {lines} lines", path.display()));
            }
        }
    }
    assert!(long.is_empty(), "{long:#?}");
}
