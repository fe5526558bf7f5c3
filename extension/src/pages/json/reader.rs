//! From a [`Value`] to the type that it is meant to be.
//!
//! The reader of `serde_json` owns what it reads and says at length what it could not read, and weighs twice as much; here
//! what is unreadable is unreadable. A struct is read as the list of its fields, each looked up by its name: code that
//! finds out which field a name means comes along for no type.
//!
//! An enum may say its variant in a field beside the others, its tag, and lie flat in the object around it. Serde's own way
//! to that makes two readers of each variant and a copy of the object; here it is enough that the type is derived as if
//! the variant stood around its fields.

use serde::de::value::StrDeserializer;
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, Error, Expected, IntoDeserializer, MapAccess,
    SeqAccess, Unexpected, VariantAccess, Visitor,
};
use serde_json::{Map, Number, Value};
use std::fmt::{self, Display, Formatter};
use std::slice;

/// Reads a value. None for what is not of this type.
pub fn read<T: DeserializeOwned>(value: &Value) -> Option<T> {
    T::deserialize(Reader::of(value)).ok()
}

/// It is not of the type.
#[derive(Debug)]
struct Misfit;

impl Display for Misfit {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str("misfit")
    }
}

impl std::error::Error for Misfit {}

/// Most would be made by [`Error::custom`], of many pieces of text that nobody reads.
impl Error for Misfit {
    fn custom<T: Display>(_: T) -> Self {
        Self
    }

    fn invalid_type(_: Unexpected<'_>, _: &dyn Expected) -> Self {
        Self
    }

    fn invalid_value(_: Unexpected<'_>, _: &dyn Expected) -> Self {
        Self
    }

    fn invalid_length(_: usize, _: &dyn Expected) -> Self {
        Self
    }

    fn unknown_variant(_: &str, _: &'static [&'static str]) -> Self {
        Self
    }

    fn unknown_field(_: &str, _: &'static [&'static str]) -> Self {
        Self
    }

    fn missing_field(_: &'static str) -> Self {
        Self
    }

    fn duplicate_field(_: &'static str) -> Self {
        Self
    }
}

/// The fields that say a variant, where one does.
const TAGS: [&str; 2] = ["type", "state"];

#[derive(Clone, Copy)]
struct Reader<'a> {
    value: &'a Value,
    /// What is read has no value of its own: it is missing, or lies flat in this object.
    flat: bool,
}

impl<'a> Reader<'a> {
    fn of(value: &'a Value) -> Self {
        Self { value, flat: false }
    }

    /// Its own value.
    fn own(self) -> Result<&'a Value, Misfit> {
        if self.flat { Err(Misfit) } else { Ok(self.value) }
    }

    fn text<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Misfit> {
        visitor.visit_str(self.value.as_str().ok_or(Misfit)?)
    }

    fn number<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Misfit> {
        let Value::Number(number) = self.value else { return Err(Misfit) };
        give(number, visitor)
    }

    fn list<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Misfit> {
        visitor.visit_seq(Items(self.value.as_array().ok_or(Misfit)?.iter()))
    }

    fn object<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Misfit> {
        visitor.visit_map(Entries::new(self.own()?.as_object().ok_or(Misfit)?))
    }

    fn fields<V: Visitor<'a>>(self, names: &'static [&'static str], visitor: V) -> Result<V::Value, Misfit> {
        let object = self.value.as_object().ok_or(Misfit)?;
        visitor.visit_seq(Fields { names: names.iter(), object, around: self.value })
    }
}

fn give<'a, V: Visitor<'a>>(number: &Number, visitor: V) -> Result<V::Value, Misfit> {
    if let Some(number) = number.as_u64() {
        visitor.visit_u64(number)
    } else if let Some(number) = number.as_i64() {
        visitor.visit_i64(number)
    } else {
        visitor.visit_f64(number.as_f64().ok_or(Misfit)?)
    }
}

/// Methods of a deserializer that all do as one of [`Reader`]'s own.
macro_rules! as_ {
    ($own:ident: $($method:ident)*) => {
        $(fn $method<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Misfit> {
            self.$own(visitor)
        })*
    };
}

impl<'a> Deserializer<'a> for Reader<'a> {
    type Error = Misfit;

    as_!(text: deserialize_char deserialize_str deserialize_string deserialize_identifier);
    as_!(number: deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128 deserialize_u8);
    as_!(number: deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128 deserialize_f32 deserialize_f64);
    as_!(list: deserialize_seq deserialize_bytes deserialize_byte_buf);
    as_!(object: deserialize_map);

    fn deserialize_any<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match self.own()? {
            Value::Null => visitor.visit_unit(),
            Value::Bool(truth) => visitor.visit_bool(*truth),
            Value::Number(number) => give(number, visitor),
            Value::String(text) => visitor.visit_str(text),
            Value::Array(_) => self.list(visitor),
            Value::Object(_) => self.object(visitor),
        }
    }

    fn deserialize_bool<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Misfit> {
        visitor.visit_bool(self.value.as_bool().ok_or(Misfit)?)
    }

    fn deserialize_option<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Misfit> {
        if self.flat || self.value.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_unit<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.value.as_null().ok_or(Misfit)?;
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'a>>(self, _: &'static str, visitor: V) -> Result<V::Value, Misfit> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'a>>(self, _: &'static str, visitor: V) -> Result<V::Value, Misfit> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_tuple<V: Visitor<'a>>(self, _: usize, visitor: V) -> Result<V::Value, Misfit> {
        self.list(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'a>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        self.list(visitor)
    }

    fn deserialize_struct<V: Visitor<'a>>(
        self,
        _: &'static str,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        self.own()?;
        self.fields(names, visitor)
    }

    fn deserialize_enum<V: Visitor<'a>>(
        self,
        _: &'static str,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        visitor.visit_enum(Variant::of(self, names).ok_or(Misfit)?)
    }

    fn deserialize_ignored_any<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Misfit> {
        visitor.visit_unit()
    }
}

struct Items<'a>(slice::Iter<'a, Value>);

impl<'a> SeqAccess<'a> for Items<'a> {
    type Error = Misfit;

    fn next_element_seed<S: DeserializeSeed<'a>>(&mut self, seed: S) -> Result<Option<S::Value>, Misfit> {
        self.0.next().map(|item| seed.deserialize(Reader::of(item))).transpose()
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.0.len())
    }
}

/// The fields of a struct, in its own order.
struct Fields<'a> {
    names: slice::Iter<'static, &'static str>,
    object: &'a Map<String, Value>,
    around: &'a Value,
}

impl<'a> SeqAccess<'a> for Fields<'a> {
    type Error = Misfit;

    /// None for a field that is missing: what a list ends with. Its type says what then, this field by this field.
    fn next_element_seed<S: DeserializeSeed<'a>>(&mut self, seed: S) -> Result<Option<S::Value>, Misfit> {
        let Some(name) = self.names.next() else { return Ok(None) };
        let found = self.object.get(*name);
        let read = seed.deserialize(Reader { value: found.unwrap_or(self.around), flat: found.is_none() });
        if found.is_none() { Ok(read.ok()) } else { read.map(Some) }
    }
}

/// An object whose names are not known beforehand.
struct Entries<'a> {
    rest: serde_json::map::Iter<'a>,
    value: &'a Value,
}

impl<'a> Entries<'a> {
    fn new(entries: &'a Map<String, Value>) -> Self {
        Self { rest: entries.iter(), value: &Value::Null }
    }

    fn next(&mut self) -> Option<&'a str> {
        let (key, value) = self.rest.next()?;
        self.value = value;
        Some(key)
    }
}

impl<'a> MapAccess<'a> for Entries<'a> {
    type Error = Misfit;

    fn next_key_seed<S: DeserializeSeed<'a>>(&mut self, seed: S) -> Result<Option<S::Value>, Misfit> {
        self.next().map(|key| seed.deserialize(name(key))).transpose()
    }

    fn next_value_seed<S: DeserializeSeed<'a>>(&mut self, seed: S) -> Result<S::Value, Misfit> {
        seed.deserialize(Reader::of(self.value))
    }
}

fn name(name: &str) -> StrDeserializer<'_, Misfit> {
    name.into_deserializer()
}

struct Variant<'a> {
    name: &'a str,
    content: Reader<'a>,
}

impl<'a> Variant<'a> {
    /// A variant is its name where it has no fields, or an object with that one field, or an object with a tag.
    fn of(reader: Reader<'a>, names: &[&str]) -> Option<Self> {
        let fields = match reader.value {
            Value::String(name) => return Some(Self { name, content: Reader::of(&Value::Null) }),
            other => other.as_object()?,
        };
        let mut tags = TAGS.iter().filter_map(|tag| fields.get(*tag)?.as_str());
        if let Some(name) = tags.find(|name| names.contains(name)) {
            return Some(Self { name, content: Reader { flat: true, ..reader } });
        }
        let (name, content) = fields.iter().next().filter(|_| fields.len() == 1 && !reader.flat)?;
        Some(Self { name, content: Reader::of(content) })
    }
}

impl<'a> EnumAccess<'a> for Variant<'a> {
    type Error = Misfit;
    type Variant = Reader<'a>;

    fn variant_seed<S: DeserializeSeed<'a>>(self, seed: S) -> Result<(S::Value, Reader<'a>), Misfit> {
        Ok((seed.deserialize(name(self.name))?, self.content))
    }
}

impl<'a> VariantAccess<'a> for Reader<'a> {
    type Error = Misfit;

    fn unit_variant(self) -> Result<(), Misfit> {
        if self.flat { Ok(()) } else { self.value.as_null().ok_or(Misfit) }
    }

    fn newtype_variant_seed<S: DeserializeSeed<'a>>(self, seed: S) -> Result<S::Value, Misfit> {
        seed.deserialize(self)
    }

    fn tuple_variant<V: Visitor<'a>>(self, _: usize, visitor: V) -> Result<V::Value, Misfit> {
        self.list(visitor)
    }

    fn struct_variant<V: Visitor<'a>>(self, names: &'static [&'static str], visitor: V) -> Result<V::Value, Misfit> {
        self.fields(names, visitor)
    }
}
