use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::JsonObject;

/// Arguments of a tool call as the model gave them: JSON text (as streams deliver them) or an object.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum ToolArguments {
    /// JSON text; may be cut short or no JSON at all.
    Text(String),
    /// A parsed object.
    Object(JsonObject),
}

/// Why arguments are not an object.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ArgumentsError {
    /// The text ends before the JSON does.
    #[error("arguments are cut short at column {column}")]
    Incomplete {
        /// Where the text ends, from 1.
        column: usize,
    },
    /// The text is not JSON.
    #[error("arguments are not JSON: {message}")]
    Syntax {
        /// What the parser said.
        message: String,
    },
    /// JSON, but not an object.
    #[error("arguments must be a JSON object, not {found}")]
    NotAnObject {
        /// The JSON type found.
        found: &'static str,
    },
}

impl ToolArguments {
    /// The arguments as an object. Empty text and `null` mean `{}`.
    ///
    /// # Errors
    /// [`ArgumentsError`] when the text is cut short, is not JSON, or is not an object.
    pub fn to_object(&self) -> Result<JsonObject, ArgumentsError> {
        let text = match self {
            Self::Object(object) => return Ok(object.clone()),
            Self::Text(text) => text.trim(),
        };
        if text.is_empty() {
            return Ok(JsonObject::new());
        }
        let value: Value = serde_json::from_str(text).map_err(|error| {
            if error.is_eof() {
                ArgumentsError::Incomplete {
                    column: error.column(),
                }
            } else {
                ArgumentsError::Syntax {
                    message: error.to_string(),
                }
            }
        })?;
        let found = match value {
            Value::Object(object) => return Ok(object),
            Value::Null => return Ok(JsonObject::new()),
            Value::Bool(_) => "a boolean",
            Value::Number(_) => "a number",
            Value::String(_) => "a string",
            Value::Array(_) => "an array",
        };
        Err(ArgumentsError::NotAnObject { found })
    }

    /// The arguments as JSON text: text is returned as it is, except that empty text becomes `{}`.
    pub fn to_text(&self) -> String {
        match self {
            Self::Text(text) if text.trim().is_empty() => "{}".to_owned(),
            Self::Text(text) => text.clone(),
            Self::Object(object) => {
                serde_json::to_string(object).unwrap_or_else(|_| "{}".to_owned())
            }
        }
    }
}

impl Default for ToolArguments {
    fn default() -> Self {
        Self::Text(String::new())
    }
}

impl From<Value> for ToolArguments {
    /// An object stays an object, text stays text, `null` is `{}`, all else becomes its JSON text.
    fn from(value: Value) -> Self {
        match value {
            Value::Object(object) => Self::Object(object),
            Value::String(text) => Self::Text(text),
            Value::Null => Self::Object(JsonObject::new()),
            other => Self::Text(other.to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn object(text: &str) -> Result<Value, ArgumentsError> {
        ToolArguments::Text(text.to_owned())
            .to_object()
            .map(Value::Object)
    }

    #[test]
    fn empty_and_null_mean_no_arguments() {
        for text in ["", "  ", "null", "{}"] {
            assert_eq!(object(text), Ok(json!({})), "{text:?}");
        }
    }

    #[test]
    fn cut_text_is_told_from_wrong_text() {
        assert_eq!(
            object("{\"a\": 1"),
            Err(ArgumentsError::Incomplete { column: 7 })
        );
        assert!(matches!(
            object("{a: 1}"),
            Err(ArgumentsError::Syntax { .. })
        ));
        assert_eq!(
            object("[1]"),
            Err(ArgumentsError::NotAnObject { found: "an array" })
        );
    }
}
