//! Reads what was written as JSON, one event at a time.

use super::{FORMAT, VERSION};
use crate::export::error::ExportError;
use convoally_shared::amendment::Amendment;
use convoally_shared::event::Event;
use serde::de::{DeserializeSeed, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use std::fmt;
use std::io::Read;

#[derive(Deserialize)]
struct Head {
    format: String,
    version: u32,
}

/// Reads only what the file says of itself: a later version's events may have another shape, and another program may
/// have put the keys into another order.
///
/// # Errors
/// [`ExportError::NotASession`] or [`ExportError::NewerVersion`].
pub fn check_head(file: impl Read) -> Result<(), ExportError> {
    let head: Head = serde_json::from_reader(file).map_err(|error| unreadable(&error))?;
    if head.format != FORMAT {
        return Err(ExportError::NotASession("it names another format".to_owned()));
    }
    if head.version > VERSION {
        return Err(ExportError::NewerVersion(head.version));
    }
    Ok(())
}

/// Hands each event on, in order, and gives the amendments. The head was checked before.
///
/// # Errors
/// [`ExportError::NotASession`], or what `take` says, which ends the reading.
pub fn read_events<E: From<ExportError>>(
    file: impl Read,
    mut take: impl FnMut(Event) -> Result<(), E>,
) -> Result<Vec<Amendment>, E> {
    let mut refused = None;
    let mut reader = serde_json::Deserializer::from_reader(file);
    let body = Body(&mut |event| take(event).map_err(|error| refused = Some(error)));
    let read = body.deserialize(&mut reader).and_then(|amendments| reader.end().map(|()| amendments));
    match (read, refused) {
        (_, Some(refused)) => Err(refused),
        (Ok(amendments), None) => Ok(amendments),
        (Err(error), None) => Err(unreadable(&error).into()),
    }
}

/// Where, and not what: the words of the error may be those of the call.
fn unreadable(error: &serde_json::Error) -> ExportError {
    ExportError::NotASession(match (error.io_error_kind(), error.line()) {
        (Some(kind), _) => format!("it could not be read: {kind}"),
        (None, 0) => "what it holds has another form".to_owned(),
        (None, line) => format!("line {line}, column {} has another form", error.column()),
    })
}

type Take<'a> = &'a mut dyn FnMut(Event) -> Result<(), ()>;

/// The object around the events.
struct Body<'a>(Take<'a>);

impl<'de> DeserializeSeed<'de> for Body<'_> {
    type Value = Vec<Amendment>;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<Self::Value, D::Error> {
        reader.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Body<'_> {
    type Value = Vec<Amendment>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a session")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let (mut events, mut amendments) = (false, None);
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "events" if !std::mem::replace(&mut events, true) => map.next_value_seed(Events(&mut *self.0))?,
                "amendments" if amendments.is_none() => amendments = Some(map.next_value()?),
                "events" | "amendments" => return Err(A::Error::custom("twice")),
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        if events { Ok(amendments.unwrap_or_default()) } else { Err(A::Error::missing_field("events")) }
    }
}

/// The array of events.
struct Events<'a>(Take<'a>);

impl<'de> DeserializeSeed<'de> for Events<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<(), D::Error> {
        reader.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Events<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("events")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        while let Some(event) = seq.next_element()? {
            (self.0)(event).map_err(|()| A::Error::custom("refused"))?;
        }
        Ok(())
    }
}
