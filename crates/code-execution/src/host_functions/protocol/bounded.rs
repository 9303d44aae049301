//! Reading JSON of a hostile writer into memory that is bounded.

use std::{cell::Cell, fmt};

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use super::super::bytes::BYTES_KEY;

/// The deepest nesting; the guest's own module sends 62 levels at most.
const MAX_DEPTH: u32 = 64;
/// The most memory that a read value may take, in bytes, by the estimates below.
const MAX_MEMORY_BYTES: usize = 32 << 20;
/// A value in its place, with the slack of a growing array.
const VALUE_BYTES: usize = 64;
/// An object: its first entry allocates a node for eleven.
const OBJECT_BYTES: usize = 640;

/// Memory that may still be used.
pub(super) struct Budget(Cell<usize>);

impl Budget {
    pub(super) fn new() -> Self {
        Self(Cell::new(MAX_MEMORY_BYTES))
    }

    fn take<E: Error>(&self, bytes: usize) -> Result<(), E> {
        let left = self.0.get().checked_sub(bytes);
        self.0.set(left.unwrap_or(0));
        left.map(|_| ())
            .ok_or_else(|| E::custom("it takes too much memory"))
    }
}

/// Reads one value: within the budget, at most 64 levels deep, and `{"$bytes": base64}` as its text.
#[derive(Clone, Copy)]
pub(super) struct BoundedValue<'a> {
    pub(super) budget: &'a Budget,
    pub(super) depth: u32,
}

impl BoundedValue<'_> {
    fn below<E: Error>(self) -> Result<Self, E> {
        if self.depth >= MAX_DEPTH {
            return Err(E::custom("it nests too deeply"));
        }
        Ok(Self {
            depth: self.depth + 1,
            ..self
        })
    }
}

impl<'de> DeserializeSeed<'de> for BoundedValue<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        self.budget.take(VALUE_BYTES)?;
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for BoundedValue<'_> {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("JSON")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        self.budget.take(value.len())?;
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let below = self.below()?;
        let mut values = Vec::new();
        while let Some(value) = items.next_element_seed(below)? {
            values.push(value);
        }
        Ok(Value::Array(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let below = self.below()?;
        self.budget.take(OBJECT_BYTES)?;
        let mut fields = Map::new();
        while let Some(name) = entries.next_key::<String>()? {
            self.budget.take(VALUE_BYTES + name.len())?;
            fields.insert(name, entries.next_value_seed(below)?);
        }
        if fields.len() == 1
            && let Some(Value::String(text)) = fields.get_mut(BYTES_KEY)
        {
            return Ok(Value::String(std::mem::take(text)));
        }
        Ok(Value::Object(fields))
    }
}
