//! JSON in and out of types, in as little code as that takes: the pages know some fifty types, and the compiler makes a
//! reader and a writer of each for what it is read from and written to.
//!
//! Both ways lead by a [`Value`], which [`parse`] has the browser read from text. [`read`] takes from it what a type needs,
//! [`write`] turns it into text. Never here: what is said on the wire.

mod parser;
mod reader;
mod writer;

pub use parser::parse;
pub use reader::read;
use serde::Serialize;
use serde_json::Value;

/// A message as JSON. What has no such form becomes null; no message has none.
pub fn write(message: &impl Serialize) -> String {
    let mut text = String::new();
    writer::write(&serde_json::to_value(message).unwrap_or(Value::Null), &mut text);
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::event::Packed;
    use convoally_shared::event::Event;
    use serde::Deserialize;
    use serde_json::json;
    use std::collections::BTreeMap;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    enum Shape {
        Dot,
        Circle(f64),
        Line { from: i8, to: u64 },
    }

    #[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
    struct Drawing {
        shapes: Vec<Shape>,
        name: Option<String>,
        #[serde(default)]
        places: BTreeMap<String, (bool, char)>,
    }

    #[test]
    fn types_come_back_from_the_text_that_they_became() {
        let drawing = Drawing {
            shapes: vec![Shape::Dot, Shape::Circle(0.1), Shape::Line { from: -3, to: u64::MAX }],
            name: Some("quote \" slash \\ line \n bell \u{7} käse 🧀".to_owned()),
            places: [("here".to_owned(), (true, 'ß'))].into(),
        };
        let text = write(&drawing);
        assert_eq!(serde_json::from_str::<Drawing>(&text).unwrap(), drawing, "others read what is written");
        assert_eq!(read(&serde_json::from_str(&text).unwrap()), Some(drawing));
    }

    #[test]
    fn events_that_lie_flat_and_say_their_type_in_a_field_are_read_as_serde_json_reads_them() {
        let fault = json!({"code": "audio.lost", "sentence": "It is gone.", "action": "Plug it in."});
        let kinds = [
            json!({"type": "source_changed", "speaker": "me", "device": "Mic", "state": "lost", "fault": fault}),
            json!({"type": "source_changed", "speaker": "them", "device": "state", "state": "hearing"}),
            json!({"type": "engine_changed", "speaker": "me", "engine": "session_ended"}),
            json!({"type": "draft_finished", "question": 3, "text": "T."}),
            json!({"type": "session_ended"}),
        ];
        for mut event in kinds {
            for (name, value) in [("session", json!("s")), ("seq", json!(3)), ("at_ms", json!(40))] {
                event[name] = value;
            }
            assert_eq!(read(&event), Some(Packed(serde_json::from_value::<Event>(event.clone()).unwrap())), "{event}");
            event["type"] = json!("unheard_of");
            assert_eq!(read::<Packed>(&event), None);
        }
    }

    #[test]
    fn a_field_that_nobody_knows_is_passed_over_and_one_that_lacks_is_not_made_up() {
        assert_eq!(read(&json!({"shapes": [], "colour": {"deep": [1]}})), Some(Drawing::default()));
        for wrong in [json!({}), json!([[]]), json!({"shapes": [{"Dot": null, "Circle": 1}]}), json!({"shapes": "Dot"})]
        {
            assert_eq!(read::<Drawing>(&wrong), None, "{wrong}");
        }
        assert_eq!(read::<Shape>(&json!({"Line": {"from": 300, "to": 1}})), None, "a number that does not fit");
    }
}
