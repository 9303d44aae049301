//! Schemas of arguments and answers: from types, in the order that Python shows, and checking against them.

use std::fmt;

use jsonschema::{PatternOptions, Validator};
use schemars::{JsonSchema, generate::SchemaSettings};
use serde_json::{Map, Value, json};

/// The most characters of a fault's description.
const MAX_FAULT_CHARACTERS: usize = 500;
/// The most faults that are described.
const MAX_FAULTS: usize = 5;

/// The schema of a function's arguments, an object, ready to check values.
pub(super) struct ArgumentsSchema {
    validator: Validator,
}

impl fmt::Debug for ArgumentsSchema {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("ArgumentsSchema")
            .finish_non_exhaustive()
    }
}

impl ArgumentsSchema {
    /// Compiles a schema. It must describe an object; references to other documents are refused, nothing is fetched.
    pub(super) fn compile(schema: &Value) -> Result<Self, String> {
        if schema.get("type").and_then(Value::as_str) != Some("object") {
            return Err("its root must have `\"type\": \"object\"`".to_owned());
        }
        // The patterns are the embedder's, the texts the guest's: an engine without backtracking.
        let validator = jsonschema::options()
            .with_pattern_options(PatternOptions::regex())
            .build(schema)
            .map_err(|error| error.to_string())?;
        Ok(Self { validator })
    }

    /// Whether `arguments` fit; takes no memory.
    pub(super) fn is_valid(&self, arguments: &Value) -> bool {
        self.validator.is_valid(arguments)
    }

    /// The faults of `arguments`, for whoever wrote the call.
    pub(super) fn check(&self, arguments: &Value) -> Result<(), String> {
        if self.is_valid(arguments) {
            return Ok(());
        }
        let faults: Vec<_> = self
            .validator
            .iter_errors(arguments)
            .take(MAX_FAULTS)
            .map(|fault| {
                let at = fault.instance_path().to_string();
                let place = at.trim_start_matches('/').replace('/', ".");
                let text = fault.to_string();
                let text = if place.is_empty() {
                    text
                } else {
                    format!("`{place}`: {text}")
                };
                shortened(&text, MAX_FAULT_CHARACTERS)
            })
            .collect();
        Err(faults.join("; "))
    }
}

/// The first characters of a text, with `...` where there are more.
pub(super) fn shortened(text: &str, max_characters: usize) -> String {
    match text.char_indices().nth(max_characters) {
        Some((end, _)) => format!("{}...", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// The schema of arguments of type `T`: definitions are written out where they are used, unknown names are refused
/// unless the type takes them, and `()` is an object without names.
pub(super) fn of_arguments<T: JsonSchema>() -> Value {
    let settings =
        SchemaSettings::draft2020_12().with(|settings| settings.inline_subschemas = true);
    let mut schema = without_titles(
        settings
            .into_generator()
            .into_root_schema_for::<T>()
            .to_value(),
    );
    if schema.get("type").and_then(Value::as_str) == Some("null") {
        return json!({"type": "object", "properties": {}, "additionalProperties": false});
    }
    if let Some(fields) = schema.as_object_mut()
        && fields.contains_key("properties")
        && !fields.contains_key("additionalProperties")
        && !fields.contains_key("unevaluatedProperties")
    {
        fields.insert("additionalProperties".to_owned(), Value::Bool(false));
    }
    schema
}

/// The schema of answers of type `T`.
pub(super) fn of_answer<T: JsonSchema>() -> Value {
    let settings = SchemaSettings::draft2020_12()
        .with(|settings| settings.inline_subschemas = true)
        .for_serialize();
    without_titles(
        settings
            .into_generator()
            .into_root_schema_for::<T>()
            .to_value(),
    )
}

/// Drops what names the Rust type.
fn without_titles(mut schema: Value) -> Value {
    if let Some(fields) = schema.as_object_mut() {
        for name in ["$schema", "title", "description"] {
            fields.remove(name);
        }
    }
    schema
}

/// The schema as text, its `properties` in the order in which Python takes them by position: those that `required`
/// lists, in its order, then the others by name.
pub(super) fn in_call_order(schema: &Value) -> String {
    let Value::Object(fields) = schema else {
        return schema.to_string();
    };
    let members = fields.iter().map(|(name, value)| {
        let text = match (name.as_str(), value) {
            ("properties", Value::Object(properties)) => {
                ordered_properties(properties, fields.get("required"))
            }
            _ => value.to_string(),
        };
        format!("{}:{text}", Value::from(name.as_str()))
    });
    format!("{{{}}}", members.collect::<Vec<_>>().join(","))
}

fn ordered_properties(properties: &Map<String, Value>, required: Option<&Value>) -> String {
    let required: Vec<&str> = required
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    let first = required
        .iter()
        .filter_map(|name| properties.get_key_value(*name));
    let others = properties
        .iter()
        .filter(|(name, _)| !required.contains(&name.as_str()));
    let members = first
        .chain(others)
        .map(|(name, value)| format!("{}:{value}", Value::from(name.as_str())));
    format!("{{{}}}", members.collect::<Vec<_>>().join(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(JsonSchema)]
    #[expect(dead_code, reason = "only its schema is used")]
    struct Trip {
        /// a city
        to: String,
        from: Place,
        #[schemars(range(min = 1, max = 10))]
        days: u8,
        class: Option<String>,
    }

    #[derive(JsonSchema)]
    #[expect(dead_code, reason = "only its schema is used")]
    struct Place {
        city: String,
    }

    #[test]
    fn properties_are_in_the_order_of_the_fields() {
        let text = in_call_order(&of_arguments::<Trip>());
        let positions = ["\"to\":", "\"from\":", "\"days\":", "\"class\":"]
            .map(|name| text.find(name).unwrap());
        assert!(positions.is_sorted(), "{text}");
        assert!(!text.contains("$ref"), "{text}");
        let parsed: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(parsed, of_arguments::<Trip>());
    }

    #[test]
    fn faults_name_their_place() {
        let schema = ArgumentsSchema::compile(&of_arguments::<Trip>()).unwrap();
        let good = json!({"to": "Rome", "from": {"city": "Oslo"}, "days": 3});
        assert_eq!(schema.check(&good), Ok(()));
        let bad = json!({"to": "Rome", "from": {"city": 7}, "days": 99, "by": "sea"});
        let faults = schema.check(&bad).unwrap_err();
        for fault in [
            "`days`: 99 is greater than the maximum of 10",
            "`from.city`: 7 is not of type \"string\"",
            "'by' was unexpected",
        ] {
            assert!(faults.contains(fault), "{faults}");
        }
        let long = json!({"to": 1, "from": {"city": "x"}, "days": "9".repeat(10_000)});
        assert!(schema.check(&long).unwrap_err().len() < 1200);
    }

    #[test]
    fn no_arguments_are_an_empty_object() {
        let schema = ArgumentsSchema::compile(&of_arguments::<()>()).unwrap();
        assert_eq!(schema.check(&json!({})), Ok(()));
        assert!(schema.check(&json!({"a": 1})).is_err());
    }

    #[test]
    fn what_is_no_object_or_lies_elsewhere_is_refused() {
        assert!(ArgumentsSchema::compile(&of_arguments::<u8>()).is_err());
        let elsewhere =
            json!({"type": "object", "properties": {"a": {"$ref": "https://example.com/a.json"}}});
        assert!(ArgumentsSchema::compile(&elsewhere).is_err());
    }
}
