//! Reading requests.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use serde_json::Value;

use super::bounded::{BoundedValue, Budget};

/// The version that is spoken.
const PROTOCOL: u64 = 1;
/// The longest name of a function that is read on; none that is registered is longer than 64 bytes.
const MAX_NAME_BYTES: usize = 100;

/// One request of the guest.
#[derive(Debug, PartialEq)]
pub(in crate::host_functions) struct Request {
    pub(in crate::host_functions) id: Option<u64>,
    pub(in crate::host_functions) operation: Operation,
}

/// What is asked for.
#[derive(Debug, PartialEq)]
pub(in crate::host_functions) enum Operation {
    /// The functions that there are.
    List,
    /// A call; `arguments` is an object.
    Call { name: String, arguments: Value },
}

/// Reads a frame; takes at most 32 MiB of memory.
///
/// # Errors
/// What is wrong with it, for whoever wrote it.
pub(in crate::host_functions) fn parse(frame: &[u8]) -> Result<Request, String> {
    let budget = Budget::new();
    let mut deserializer = serde_json::Deserializer::from_slice(frame);
    let parts = Parts { budget: &budget }
        .deserialize(&mut deserializer)
        .and_then(|parts| deserializer.end().map(|()| parts));
    parts
        .map_err(|error| format!("the frame cannot be read: {error}"))?
        .request()
}

/// The members of a frame that mean something; others are passed over.
#[derive(Default)]
struct Members {
    version: Option<Value>,
    id: Option<Value>,
    operation: Option<Value>,
    name: Option<Value>,
    arguments: Option<Value>,
}

impl Members {
    fn request(self) -> Result<Request, String> {
        if self.version != Some(Value::from(PROTOCOL)) {
            return Err("the frame is not of protocol 1".to_owned());
        }
        let id = match self.id {
            None | Some(Value::Null) => None,
            Some(id) => Some(id.as_u64().ok_or("`id` must be a whole number")?),
        };
        let operation = match self.operation.as_ref().and_then(Value::as_str) {
            Some("list") => Operation::List,
            Some("call") => {
                let Some(Value::String(name)) = self.name else {
                    return Err("`tool` must be a name".to_owned());
                };
                if name.len() > MAX_NAME_BYTES {
                    return Err("`tool` is longer than a name".to_owned());
                }
                let arguments = self
                    .arguments
                    .filter(Value::is_object)
                    .ok_or("`args` must be an object")?;
                Operation::Call { name, arguments }
            }
            _ => return Err("`op` must be `list` or `call`".to_owned()),
        };
        Ok(Request { id, operation })
    }
}

struct Parts<'a> {
    budget: &'a Budget,
}

impl<'de> DeserializeSeed<'de> for Parts<'_> {
    type Value = Members;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Members, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Parts<'_> {
    type Value = Members;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Members, A::Error> {
        let mut members = Members::default();
        while let Some(name) = entries.next_key::<String>()? {
            let place = match name.as_str() {
                "v" => &mut members.version,
                "id" => &mut members.id,
                "op" => &mut members.operation,
                "tool" => &mut members.name,
                "args" => &mut members.arguments,
                _ => {
                    entries.next_value::<IgnoredAny>()?;
                    continue;
                }
            };
            if place.is_some() {
                return Err(A::Error::custom(format!("`{name}` is there twice")));
            }
            *place = Some(entries.next_value_seed(BoundedValue {
                budget: self.budget,
                depth: 0,
            })?);
        }
        Ok(members)
    }
}
