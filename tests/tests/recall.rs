//! The model of meaning beside its authors' own computation, and recall on the labelled questions: prints the score and
//! guards what has been reached.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test may fail loudly, and shows its figures")]

use convoally::knowledge::meaning::{Interview, Meaning, Vector};
use convoally::knowledge::{Knowledge, MeaningSource, Shelf, TextDigest, document_of, needed, read_ahead};
use convoally_shared::document::DocumentFormat;
use convoally_tests::fixtures;
use convoally_tests::parts::workspace;
use convoally_tests::recall::{InMemory, meaning, people, score};
use convoally_tests::temporary::Temporary;
use serde::Deserialize;
use std::collections::HashMap;
use std::sync::{Arc, Mutex};

/// A line of the reference.
#[derive(Deserialize)]
struct Reference {
    text: String,
    /// Times ten thousand.
    vector: Vec<i16>,
}

#[tokio::test]
async fn vectors_are_those_of_the_reference() {
    // Under another name it is the model as it was published: what it was trained for here belongs to the name.
    let folder = Temporary::new("published").unwrap();
    let published = folder.path().join("published.safetensors");
    std::fs::copy(meaning().await.unwrap().model, &published).unwrap();
    let meaning = Meaning::load(&published).unwrap();
    for line in std::fs::read_to_string(fixtures::path("meaning/reference.jsonl")).unwrap().lines() {
        let Reference { text, vector } = serde_json::from_str(line).unwrap();
        let bytes: Vec<u8> = vector.iter().flat_map(|number| (f32::from(*number) / 1e4).to_le_bytes()).collect();
        let likeness = meaning.of(&[&text])[0].likeness(&Vector::from_bytes(&bytes).unwrap());
        assert!((likeness - 1.0).abs() < 0.001, "{likeness} for {text}");
    }
}

const RESUME: &str = "# Ada\n\n- Two of us wanted opposite things, so I set up a talk for three.\n- Baked bread.";

fn resume() -> Knowledge {
    Knowledge::of(&[document_of("resume".into(), DocumentFormat::Markdown, RESUME.into())]).unwrap()
}

#[tokio::test]
async fn a_passage_without_a_common_word_is_found_once_it_was_read_and_vectors_are_made_once() {
    let (knowledge, shelf) = (resume(), Arc::new(InMemory::default()));
    let source = MeaningSource { shelf: shelf.clone(), ..meaning().await.unwrap() };
    let best = || knowledge.recall("Tell me about a conflict at work.").unwrap().first().map(|best| best.text.clone());
    assert_eq!(best(), None, "by words alone there is nothing to find");
    knowledge.clone().understand(&source).unwrap();
    assert!(best().unwrap().starts_with("Two of us wanted opposite things"));
    let made = shelf.count();
    assert!(made > 0);
    let second = resume();
    second.clone().understand(&source).unwrap();
    assert_eq!(shelf.count(), made);
    shelf.spoil();
    let again = resume();
    again.clone().understand(&source).unwrap();
    assert_eq!(again.recall("Tell me about a conflict at work.").unwrap().len(), 1, "what is damaged is made again");
}

/// A shelf that looks, whenever something is put on it, at what is recalled meanwhile.
struct Watching {
    shelf: InMemory,
    knowledge: Knowledge,
    found: Mutex<Vec<[String; 2]>>,
}

impl Shelf for Watching {
    fn take(&self, model: &str, texts: &[TextDigest]) -> HashMap<TextDigest, Vec<u8>> {
        self.shelf.take(model, texts)
    }

    fn put(&self, model: &str, vectors: &[(TextDigest, Vec<u8>)]) {
        let best = |question| self.knowledge.recall(question).unwrap().into_iter().next().map(|best| best.text);
        let found = ["Tell me about a conflict at work.", "Who bought the oars?"].map(best);
        self.found.lock().unwrap().push(found.map(Option::unwrap_or_default));
        self.shelf.put(model, vectors);
    }
}

#[tokio::test]
async fn a_passage_whose_vectors_lie_there_is_recalled_by_meaning_while_others_are_still_read() {
    let shelf = InMemory::default();
    let meaning = meaning().await.unwrap();
    let documents = [document_of("resume".into(), DocumentFormat::Markdown, RESUME.into())];
    let read = Mutex::new(Vec::new());
    let source = MeaningSource { shelf: Arc::new(shelf), ..meaning };
    read_ahead(&documents, &source, &|done, of| {
        read.lock().unwrap().push((done, of));
        true
    })
    .unwrap();
    assert_eq!(*read.lock().unwrap(), [(2, 2)]);
    let more = document_of("more".into(), DocumentFormat::Markdown, "# Ada\n\n- Sold oars to rowers.".into());
    let knowledge = Knowledge::of(&[documents[0].clone(), more]).unwrap();
    let kept = source.shelf.take(source.model.file_stem().unwrap().to_str().unwrap(), &needed(&documents));
    let shelf = InMemory::default();
    shelf.put("", &kept.into_iter().collect::<Vec<_>>());
    let watching = Arc::new(Watching { shelf, knowledge: knowledge.clone(), found: Mutex::default() });
    knowledge.clone().understand(&MeaningSource { shelf: watching.clone(), ..source }).unwrap();
    let found = watching.found.lock().unwrap();
    let [[conflict, oars]] = &found[..] else { panic!("what lay there was read once more: {found:?}") };
    assert!(conflict.starts_with("Two of us wanted opposite things"), "{conflict}");
    assert_eq!(oars, "Sold oars to rowers.", "what was not read goes by its words");
}

#[tokio::test]
async fn nobody_reads_on_for_a_session_that_is_over() {
    let shelf = Arc::new(InMemory::default());
    let source = MeaningSource { shelf: shelf.clone(), ..meaning().await.unwrap() };
    resume().understand(&source).unwrap();
    assert_eq!(shelf.count(), 0);
}

/// What the product brings along of the interview's lines is what the model makes of them. With `CONVOALLY_UPDATE=1` in
/// the environment the file is written.
#[tokio::test]
async fn the_vectors_of_the_interview_are_up_to_date() {
    let meaning = Meaning::load(&meaning().await.unwrap().model).unwrap();
    let texts: Vec<&str> = Interview::texts().collect();
    let made: Vec<(&str, Vector)> =
        texts.chunks(16).flat_map(|texts| texts.iter().copied().zip(meaning.of(texts))).collect();
    if std::env::var_os("CONVOALLY_UPDATE").is_some() {
        let bytes: Vec<u8> = made.iter().flat_map(|(_, vector)| signed_bytes(vector)).collect();
        std::fs::write(workspace().join("host/src/knowledge/meaning/interview.vectors"), bytes).unwrap();
        return;
    }
    let known = Interview::known(meaning.name());
    for (text, vector) in made {
        let likeness = known.get(text).map_or(0.0, |known| known.likeness(&vector));
        assert!(likeness > 0.999, "{likeness} for {text}");
    }
}

/// The largest becomes 127.
fn signed_bytes(vector: &Vector) -> Vec<u8> {
    let largest = vector.numbers().iter().fold(0.0, |largest: f32, number| largest.max(number.abs()));
    vector.numbers().iter().map(|number| ((number / largest * 127.0).round() as i8).cast_unsigned()).collect()
}

/// A little below what was reached, so that a change that helps one half and harms the other is seen.
#[tokio::test]
async fn passages_are_found_by_meaning_where_words_find_none() {
    let meaning = meaning().await.unwrap();
    for (part, first, shown, quiet) in [
        ("dev", 0.64, 0.78, 0.70),
        ("held_out", 0.70, 0.82, 0.90),
        ("fresh", 0.54, 0.78, 0.82),
        ("blind", 0.50, 0.65, 0.78),
    ] {
        let people = people(part).unwrap();
        println!("{part}, words alone: {}", score(&people, None).unwrap());
        let score = score(&people, Some(&meaning)).unwrap();
        println!("{part}: {score}");
        score.misses.iter().for_each(|miss| println!("  {miss}"));
        assert!(score.first() >= first && score.shown() >= shown && score.quiet() >= quiet, "{score}");
    }
}
