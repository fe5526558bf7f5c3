use super::*;
use crate::export::{Kept, generated, sample};
use proptest::prelude::*;

fn written(kept: &Kept) -> String {
    let mut out = Vec::new();
    json(&kept.events, &kept.amendments, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn read(text: &str) -> Result<Kept, ExportError> {
    check_head(text.as_bytes())?;
    let mut events = Vec::new();
    let amendments = read_events::<ExportError>(text.as_bytes(), |event| {
        events.push(event);
        Ok(())
    })?;
    Ok(Kept { events, amendments })
}

/// The file that other programs are written after.
fn schema() -> jsonschema::Validator {
    let schema = serde_json::from_str(include_str!("../../../../docs/session.schema.json")).unwrap();
    jsonschema::validator_for(&schema).unwrap()
}

fn sample() -> Kept {
    let events = sample::events().into_iter().filter(|event| !event.kind.is_passing()).collect();
    Kept { events, amendments: sample::amendments() }
}

proptest! {
    #[test]
    fn what_was_written_is_read_back_whole(kept in generated::kept()) {
        prop_assert_eq!(read(&written(&kept)).unwrap(), kept);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn everything_that_is_written_is_in_the_schema(kept in generated::kept()) {
        let value = serde_json::from_str(&written(&kept)).unwrap();
        let validator = schema();
        let wrong: Vec<_> = validator.iter_errors(&value).map(|error| error.instance_path().to_string()).collect();
        prop_assert!(wrong.is_empty(), "{wrong:?}");
    }
}

#[test]
fn the_schema_refuses_what_the_reader_would_misread() {
    let validator = schema();
    let good: serde_json::Value = serde_json::from_str(&written(&sample())).unwrap();
    assert!(validator.is_valid(&good));
    let changes: [(&str, serde_json::Value); 6] = [
        ("/format", "recipe".into()),
        ("/version", 3.into()),
        ("/events/0/type", "dreamt".into()),
        ("/events/3/utterance/speaker", "you".into()),
        ("/events/3/seq", (-1).into()),
        ("/amendments/0/change/outcome", "married".into()),
    ];
    for (place, value) in changes {
        let mut bad = good.clone();
        *bad.pointer_mut(place).unwrap() = value;
        assert!(!validator.is_valid(&bad), "{place}");
    }
    let mut more = good.clone();
    more["events"][3]["utterance"]["mood"] = "glad".into();
    assert!(!validator.is_valid(&more), "a field that nobody documented");
}

#[test]
fn the_head_of_the_file_is_pinned() {
    let text =
        "{\n  \"format\": \"convoally.session\",\n  \"version\": 2,\n  \"events\": [],\n  \"amendments\": []\n}\n";
    assert_eq!(written(&Kept::default()), text);
}

#[test]
fn a_file_of_the_release_before_and_one_with_its_keys_in_another_order_are_read() {
    let Kept { events, .. } = sample();
    let before = serde_json::json!({"format": FORMAT, "version": 1, "events": events});
    assert_eq!(read(&before.to_string()).unwrap(), Kept { events, amendments: Vec::new() });
    let kept = sample();
    let (events, amendments) = (serde_json::json!(kept.events), serde_json::json!(kept.amendments));
    let text = format!(
        r#"{{"amendments":{amendments},"events":{events},"exporter":{{"a":[1]}},"version":2,"format":"{FORMAT}"}}"#
    );
    assert_eq!(read(&text).unwrap(), kept);
}

#[test]
fn other_files_and_later_versions_are_told_apart_without_a_word_of_them() {
    let cut = &written(&sample())[..900];
    for text in [
        "",
        "[]",
        r#"{"format":"recipe","version":1,"events":[]}"#,
        r#"{"format":"convoally.session"}"#,
        r#"{"format":"convoally.session","version":2}"#,
        r#"{"format":"convoally.session","version":2,"events":[{"secret":"word"}]}"#,
        r#"{"format":"convoally.session","version":2,"events":[],"events":[]}"#,
        r#"{"format":"convoally.session","version":2,"events":[]} more"#,
        cut,
    ] {
        let error = read(text).unwrap_err();
        assert!(matches!(error, ExportError::NotASession(_)), "{text}");
        assert!(!error.to_string().contains("secret") && !error.to_string().contains("recipe"), "{error}");
    }
    let later = r#"{"format":"convoally.session","version":3,"happenings":{}}"#;
    assert!(matches!(read(later), Err(ExportError::NewerVersion(3))));
}
