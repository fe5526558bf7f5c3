//! The detector on the labelled dialogues: prints the score and guards what has been reached.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test may fail loudly, and shows its figures")]

use convoally_tests::questions::{Score, read, reader, score};
use std::path::Path;

/// A little below what was reached, so that a change that helps one file and harms another is seen: of each file precision,
/// recall and the share of right kinds.
const BY_RULES: [(&str, [f64; 3]); 5] = [
    ("dev", [0.98, 0.98, 0.74]),
    ("dev_rough", [0.97, 0.89, 0.65]),
    ("held_out", [0.88, 0.84, 0.50]),
    ("fresh", [0.86, 0.74, 0.52]),
    ("blind", [0.82, 0.72, 0.46]),
];
/// A minute of reading; `make bench PART=questions` reads the others too.
const READ_TWICE: (&str, [f64; 3]) = ("blind", [0.92, 0.84, 0.71]);

fn check(file: &str, score: &Score, [precision, recall, kind]: [f64; 3]) {
    println!("{file}: {score}");
    let reached = score.precision() >= precision && score.recall() >= recall && score.kind_accuracy() >= kind;
    assert!(reached, "see the figures of {file}");
}

fn dialogues(file: &str) -> Vec<convoally_tests::questions::Utterance> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/questions");
    read(&folder.join(format!("{file}.jsonl"))).unwrap()
}

#[test]
fn rules_alone_find_the_questions_of_dialogues() {
    BY_RULES.into_iter().for_each(|(file, at_least)| check(file, &score(&dialogues(file), None), at_least));
}

#[tokio::test]
async fn with_a_second_reader_more_is_found_and_less_is_mistaken() {
    let reader = reader().await.unwrap();
    let (file, at_least) = READ_TWICE;
    check(file, &score(&dialogues(file), Some(&reader)), at_least);
}
