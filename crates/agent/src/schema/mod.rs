//! JSON Schemas: from Rust types, and checking values against them.

use std::fmt;
use std::sync::Arc;

use jsonschema::Validator;
use jsonschema::paths::LocationSegment;
use schemars::JsonSchema;
use serde_json::{Value, json};

use crate::message::ValidationDetail;

/// Faults that are listed for one value; more are counted only.
const MAX_DETAILS: usize = 20;

/// A JSON Schema, ready to check values.
#[derive(Clone)]
pub struct Schema {
    value: Arc<Value>,
    validator: Arc<Validator>,
}

impl fmt::Debug for Schema {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Schema").field(&self.value).finish()
    }
}

/// A schema that is not a JSON Schema.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a usable JSON Schema: {message}")]
pub struct SchemaError {
    /// What is wrong with it.
    pub message: String,
}

impl Schema {
    /// Compiles a schema. References to other documents are refused; nothing is fetched.
    ///
    /// # Errors
    /// When it is not a JSON Schema, or refers to another document.
    pub fn new(value: Value) -> Result<Self, SchemaError> {
        let validator = jsonschema::validator_for(&value).map_err(|error| SchemaError {
            message: error.to_string(),
        })?;
        Ok(Self {
            value: Arc::new(value),
            validator: Arc::new(validator),
        })
    }

    /// The schema of a Rust type, as `schemars` makes it, and the type's doc comment.
    ///
    /// # Errors
    /// When the type's own `JsonSchema` implementation makes something that is no JSON Schema.
    pub fn of<T: JsonSchema>() -> Result<(Self, Option<String>), SchemaError> {
        let mut value = schemars::schema_for!(T).to_value();
        let mut description = None;
        if let Some(object) = value.as_object_mut() {
            object.remove("$schema");
            object.remove("title");
            if let Some(Value::String(text)) = object.remove("description") {
                description = Some(text);
            }
        }
        Ok((Self::new(value)?, description))
    }

    /// The schema as JSON.
    pub fn value(&self) -> &Arc<Value> {
        &self.value
    }

    /// Checks a value and lists every fault, at most 20.
    ///
    /// # Errors
    /// The faults, in the order of the schema.
    pub fn check(&self, value: &Value) -> Result<(), Vec<ValidationDetail>> {
        if self.validator.is_valid(value) {
            return Ok(());
        }
        let details: Vec<_> = self
            .validator
            .iter_errors(value)
            .take(MAX_DETAILS)
            .map(|error| detail(&error))
            .collect();
        Err(details)
    }
}

/// One fault in words that a model can act on.
fn detail(error: &jsonschema::ValidationError<'_>) -> ValidationDetail {
    let loc = error
        .instance_path()
        .into_iter()
        .map(|segment| match segment {
            LocationSegment::Property(name) => Value::String(name.into_owned()),
            LocationSegment::Index(index) => json!(index),
        })
        .collect();
    ValidationDetail {
        kind: error.kind().keyword().to_owned(),
        loc,
        msg: error.to_string(),
        input: error.instance().as_ref().clone(),
    }
}

/// A fault that serde found after the schema had none.
pub(crate) fn serde_detail(error: &serde_json::Error, input: &Value) -> ValidationDetail {
    ValidationDetail {
        kind: "value_error".to_owned(),
        loc: Vec::new(),
        msg: error.to_string(),
        input: input.clone(),
    }
}

/// True when the root of the schema describes an object, so that it can be the arguments of a tool.
pub(crate) fn is_object_schema(schema: &Value) -> bool {
    schema.get("type").and_then(Value::as_str) == Some("object")
}

/// Wraps a schema that is not an object as `{"response": ...}`; its definitions move to the new root.
pub(crate) fn wrap_in_response(mut schema: Value) -> Value {
    let definitions = schema
        .as_object_mut()
        .and_then(|object| object.remove("$defs"));
    let mut wrapped = json!({
        "type": "object",
        "properties": {"response": schema},
        "required": ["response"],
        "additionalProperties": false
    });
    if let (Some(definitions), Some(object)) = (definitions, wrapped.as_object_mut()) {
        object.insert("$defs".to_owned(), definitions);
    }
    wrapped
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Where to go.
    #[derive(JsonSchema)]
    #[expect(dead_code, reason = "only its schema is used")]
    struct Trip {
        /// a city
        city: String,
        #[schemars(range(min = 1, max = 10))]
        days: u8,
    }

    #[test]
    fn schema_of_a_type_has_its_docs() {
        let (schema, description) = Schema::of::<Trip>().unwrap();
        assert_eq!(description.as_deref(), Some("Where to go."));
        assert_eq!(
            schema.value()["properties"]["city"],
            json!({"type": "string", "description": "a city"})
        );
        assert_eq!(schema.value()["required"], json!(["city", "days"]));
    }

    #[test]
    fn every_fault_is_listed() {
        let (schema, _) = Schema::of::<Trip>().unwrap();
        let faults = schema.check(&json!({"city": 7, "days": 99})).unwrap_err();
        let found: Vec<_> = faults
            .iter()
            .map(|fault| (fault.kind.as_str(), fault.loc.clone()))
            .collect();
        assert_eq!(
            found,
            [
                ("type", vec![json!("city")]),
                ("maximum", vec![json!("days")])
            ]
        );
        assert_eq!(faults[0].msg, "7 is not of type \"string\"");
        assert_eq!(schema.check(&json!({"city": "Rome", "days": 3})), Ok(()));
    }

    #[test]
    fn foreign_references_are_refused() {
        let error = Schema::new(json!({"$ref": "https://example.com/schema.json"})).unwrap_err();
        assert!(
            error.to_string().starts_with("not a usable JSON Schema: "),
            "{error}"
        );
    }

    #[test]
    fn wrapped_schema_keeps_references_valid() {
        let wrapped =
            wrap_in_response(json!({"$ref": "#/$defs/N", "$defs": {"N": {"type": "integer"}}}));
        let schema = Schema::new(wrapped).unwrap();
        assert_eq!(schema.check(&json!({"response": 1})), Ok(()));
        assert!(schema.check(&json!({"response": "x"})).is_err());
    }
}
