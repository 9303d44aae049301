//! Bytes in arguments and answers.

use std::borrow::Cow;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{
    Deserialize, Deserializer, Serialize, Serializer, de::Error as _, ser::SerializeStruct,
};

/// Bytes: `bytes` in Python, in arguments and in answers.
///
/// JSON has no bytes; they cross as `{"$bytes": base64}`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HostBytes(pub Vec<u8>);

/// The key that marks bytes in a frame.
pub(super) const BYTES_KEY: &str = "$bytes";

impl Serialize for HostBytes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("HostBytes", 1)?;
        fields.serialize_field(BYTES_KEY, &STANDARD.encode(&self.0))?;
        fields.end()
    }
}

/// Reads base64: arguments have lost their mark when a function reads them, so that a schema sees a string.
impl<'de> Deserialize<'de> for HostBytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        STANDARD
            .decode(text.as_bytes())
            .map(Self)
            .map_err(|_| D::Error::custom("expected bytes"))
    }
}

impl JsonSchema for HostBytes {
    fn schema_name() -> Cow<'static, str> {
        "HostBytes".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", "contentEncoding": "base64"})
    }

    fn inline_schema() -> bool {
        true
    }
}
