//! Data that fits a JSON Schema.

mod number;
mod text;

use serde_json::{Map, Value, json};

use crate::schema::Schema;

use self::number::{integer, number};
use self::text::text_for;

/// Depth of nesting after which only what is required is made.
const MAX_DEPTH: usize = 8;
/// Items that are made for an array, unless the schema demands more.
const MAX_ITEMS: u64 = 64;

/// A schema for which no data could be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("cannot make data for the schema at `{path}`: {message}")]
pub struct GenerateError {
    /// JSON pointer into the data.
    pub path: String,
    /// What stands in the way.
    pub message: String,
}

/// Makes data that is valid under a JSON Schema: the same for the same seed.
///
/// Knows types, `enum`, `const`, bounds of numbers, strings, arrays and objects, `multipleOf`, common formats, simple
/// patterns, `$ref` within the document, `allOf`, and takes the first fitting branch of `anyOf` and `oneOf`. The data
/// is checked against the schema before it is returned.
///
/// # Errors
/// When the schema cannot be met by what it knows, for example with `not` or a pattern that it cannot invert.
pub fn generate(schema: &Value, seed: u64) -> Result<Value, GenerateError> {
    let value = Generator { root: schema, seed }.value(schema, "", 0)?;
    let checked = Schema::new(schema.clone()).map_err(|error| GenerateError {
        path: String::new(),
        message: error.to_string(),
    })?;
    match checked.check(&value) {
        Ok(()) => Ok(value),
        Err(faults) => {
            let message = faults
                .into_iter()
                .next()
                .map(|fault| fault.msg)
                .unwrap_or_default();
            Err(GenerateError {
                path: String::new(),
                message,
            })
        }
    }
}

struct Generator<'a> {
    root: &'a Value,
    seed: u64,
}

impl<'a> Generator<'a> {
    fn value(&self, schema: &'a Value, path: &str, depth: usize) -> Result<Value, GenerateError> {
        let fail = |message: &str| GenerateError {
            path: path.to_owned(),
            message: message.to_owned(),
        };
        if depth > 64 {
            return Err(fail("it nests without end"));
        }
        let object = match schema {
            Value::Bool(true) => return Ok(Value::Null),
            Value::Object(object) => object,
            _ => return Err(fail("nothing fits it")),
        };
        if let Some(reference) = object.get("$ref").and_then(Value::as_str) {
            let target = reference
                .strip_prefix('#')
                .and_then(|pointer| self.root.pointer(pointer));
            let target = target.ok_or_else(|| fail("its reference leads nowhere"))?;
            return self.value(target, path, depth + 1);
        }
        if let Some(value) = object.get("const") {
            return Ok(value.clone());
        }
        if let Some(Value::Array(values)) = object.get("enum") {
            return self
                .pick(values)
                .cloned()
                .ok_or_else(|| fail("its enum is empty"));
        }
        for word in ["anyOf", "oneOf"] {
            if let Some(Value::Array(branches)) = object.get(word) {
                return self.branch(object, branches, path, depth);
            }
        }
        if let Some(Value::Array(all)) = object.get("allOf") {
            return self.all_of(object, all, path, depth);
        }
        self.typed(object, path, depth)
    }

    /// The first branch that can be made; deep down, `null` first, so that recursive types end.
    fn branch(
        &self,
        object: &'a Map<String, Value>,
        branches: &'a [Value],
        path: &str,
        depth: usize,
    ) -> Result<Value, GenerateError> {
        if depth >= MAX_DEPTH
            && branches
                .iter()
                .any(|branch| branch.get("type") == Some(&json!("null")))
        {
            return Ok(Value::Null);
        }
        let mut last = None;
        for branch in branches {
            match self.value(branch, path, depth + 1) {
                Ok(value) => return self.with_properties(object, value, path, depth),
                Err(error) => last = Some(error),
            }
        }
        Err(last.unwrap_or_else(|| GenerateError {
            path: path.to_owned(),
            message: "it has no branches".to_owned(),
        }))
    }

    fn all_of(
        &self,
        object: &'a Map<String, Value>,
        all: &'a [Value],
        path: &str,
        depth: usize,
    ) -> Result<Value, GenerateError> {
        let mut whole: Option<Value> = None;
        for part in all {
            let value = self.value(part, path, depth + 1)?;
            whole = match (whole, value) {
                (Some(Value::Object(mut mine)), Value::Object(more)) => {
                    mine.extend(more);
                    Some(Value::Object(mine))
                }
                (_, value) => Some(value),
            };
        }
        self.with_properties(object, whole.unwrap_or(Value::Null), path, depth)
    }

    /// Adds the properties that stand beside `anyOf` and its like.
    fn with_properties(
        &self,
        object: &'a Map<String, Value>,
        value: Value,
        path: &str,
        depth: usize,
    ) -> Result<Value, GenerateError> {
        let Value::Object(mut whole) = value else {
            return Ok(value);
        };
        if object.contains_key("properties")
            && let Value::Object(beside) = self.object(object, path, depth)?
        {
            whole.extend(beside);
        }
        Ok(Value::Object(whole))
    }

    fn typed(
        &self,
        object: &'a Map<String, Value>,
        path: &str,
        depth: usize,
    ) -> Result<Value, GenerateError> {
        let name = match object.get("type") {
            Some(Value::String(name)) => name.as_str(),
            Some(Value::Array(names)) => {
                let nullable = names.iter().any(|name| name == "null");
                let other = names
                    .iter()
                    .filter_map(Value::as_str)
                    .find(|name| *name != "null");
                if depth >= MAX_DEPTH && nullable {
                    "null"
                } else {
                    other.unwrap_or("null")
                }
            }
            _ if object.contains_key("properties") => "object",
            _ if object.contains_key("items") => "array",
            _ => "null",
        };
        match name {
            "object" => self.object(object, path, depth),
            "array" => self.array(object, path, depth),
            "string" => text_for(object, self.salt(path))
                .map(Value::String)
                .map_err(|message| GenerateError {
                    path: path.to_owned(),
                    message,
                }),
            "integer" => Ok(integer(object, self.salt(path))),
            "number" => number(object, self.salt(path)).ok_or_else(|| GenerateError {
                path: path.to_owned(),
                message: "its bounds are not finite".to_owned(),
            }),
            "boolean" => Ok(Value::Bool(self.salt(path) % 2 == 1)),
            "null" => Ok(Value::Null),
            other => Err(GenerateError {
                path: path.to_owned(),
                message: format!("type `{other}` is unknown"),
            }),
        }
    }

    fn object(
        &self,
        object: &'a Map<String, Value>,
        path: &str,
        depth: usize,
    ) -> Result<Value, GenerateError> {
        let required: Vec<&str> = object
            .get("required")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        let mut made = Map::new();
        if let Some(Value::Object(properties)) = object.get("properties") {
            for (name, schema) in properties {
                let needed = required.contains(&name.as_str());
                if !needed && depth >= MAX_DEPTH {
                    continue;
                }
                match self.value(schema, &format!("{path}/{name}"), depth + 1) {
                    Ok(value) => made.insert(name.clone(), value),
                    Err(error) if needed => return Err(error),
                    Err(_) => None,
                };
            }
        }
        for name in required {
            made.entry(name).or_insert(Value::Null);
        }
        let least = object
            .get("minProperties")
            .and_then(Value::as_u64)
            .unwrap_or(0)
            .min(MAX_ITEMS);
        let mut number = 0;
        while u64::try_from(made.len()).is_ok_and(|length| length < least) {
            let value = match object.get("additionalProperties") {
                Some(schema @ Value::Object(_)) => self.value(schema, path, depth + 1)?,
                _ => Value::Null,
            };
            made.insert(format!("key_{number}"), value);
            number += 1;
        }
        Ok(Value::Object(made))
    }

    fn array(
        &self,
        object: &'a Map<String, Value>,
        path: &str,
        depth: usize,
    ) -> Result<Value, GenerateError> {
        let mut items = Vec::new();
        if let Some(Value::Array(first)) = object.get("prefixItems") {
            for (number, schema) in first.iter().enumerate() {
                items.push(self.value(schema, &format!("{path}/{number}"), depth + 1)?);
            }
        }
        let least = object.get("minItems").and_then(Value::as_u64).unwrap_or(0);
        if least > MAX_ITEMS {
            return Err(GenerateError {
                path: path.to_owned(),
                message: format!("it wants {least} items"),
            });
        }
        let most = object
            .get("maxItems")
            .and_then(Value::as_u64)
            .unwrap_or(u64::MAX);
        let wanted = least.max(u64::from(depth < MAX_DEPTH && most > 0));
        if let Some(schema) = object.get("items") {
            let unique = object.get("uniqueItems") == Some(&Value::Bool(true));
            let mut tries = 0;
            while u64::try_from(items.len()).is_ok_and(|length| length < wanted) && tries < 1000 {
                let value = match self.value(
                    schema,
                    &format!("{path}/{}", items.len() + tries),
                    depth + 1,
                ) {
                    Ok(value) => value,
                    Err(_) if least == 0 => break,
                    Err(error) => return Err(error),
                };
                if unique && items.contains(&value) {
                    tries += 1;
                } else {
                    items.push(value);
                }
            }
        }
        Ok(Value::Array(items))
    }

    fn pick<'b>(&self, values: &'b [Value]) -> Option<&'b Value> {
        let length = u64::try_from(values.len())
            .ok()
            .filter(|length| *length > 0)?;
        values.get(usize::try_from(self.seed % length).ok()?)
    }

    /// A number for a place in the data; 0 everywhere for seed 0 outside of arrays.
    fn salt(&self, path: &str) -> u64 {
        let place = path
            .rsplit('/')
            .next()
            .and_then(|last| last.parse::<u64>().ok())
            .unwrap_or(0);
        self.seed.wrapping_mul(7919).wrapping_add(place)
    }
}

#[cfg(test)]
mod tests;
