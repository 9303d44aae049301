use serde_json::{Map, Value, json};

use crate::model::{
    ModelProfile, ModelRequest, OutputFormat, OutputSchema, ToolChoice, ToolDefinition,
};

use super::ChatQuirks;

pub(super) fn encode_tools(request: &ModelRequest<'_>, profile: &ModelProfile) -> Vec<Value> {
    request
        .all_tools()
        .map(|tool| encode_tool(tool, profile))
        .collect()
}

fn encode_tool(tool: &ToolDefinition, profile: &ModelProfile) -> Value {
    let (schema, strict) = strict_schema(&tool.parameters, tool.strict, profile);
    let mut function = Map::new();
    function.insert("name".to_owned(), Value::from(tool.name.as_str()));
    function.insert(
        "description".to_owned(),
        Value::from(tool.description.as_str()),
    );
    function.insert("parameters".to_owned(), schema);
    if let Some(strict) = strict {
        function.insert("strict".to_owned(), Value::Bool(strict));
    }
    json!({"type": "function", "function": function})
}

/// The word or object for which tool must be called. Answers as text are allowed or not by the request.
pub(super) fn tool_choice(
    request: &ModelRequest<'_>,
    profile: &ModelProfile,
    quirks: &ChatQuirks,
) -> Value {
    let required = || {
        if profile.supports_required_tool_choice {
            Value::from(quirks.required_tool_choice)
        } else {
            Value::from("auto")
        }
    };
    match &request.settings.tool_choice {
        Some(ToolChoice::Tool(name)) => json!({"type": "function", "function": {"name": name}}),
        Some(ToolChoice::Required) => required(),
        Some(ToolChoice::None) => Value::from("none"),
        None if !request.allow_text => required(),
        Some(ToolChoice::Auto) | None => Value::from("auto"),
    }
}

pub(super) fn response_format(format: OutputFormat<'_>, profile: &ModelProfile) -> Option<Value> {
    match format {
        OutputFormat::Text => None,
        OutputFormat::JsonSchema(output) if profile.supports_json_schema => {
            let schema = json_schema(output, profile);
            Some(json!({"type": "json_schema", "json_schema": schema}))
        }
        OutputFormat::JsonSchema(_) | OutputFormat::JsonObject => profile
            .supports_json_object
            .then(|| json!({"type": "json_object"})),
    }
}

/// `name`, `schema`, `description` and `strict` of a native output.
pub(crate) fn json_schema(output: &OutputSchema, profile: &ModelProfile) -> Value {
    let (schema, strict) = strict_schema(&output.schema, output.strict, profile);
    let mut object = Map::new();
    object.insert("name".to_owned(), Value::from(output.name.as_str()));
    object.insert("schema".to_owned(), schema);
    if !output.description.is_empty() {
        object.insert(
            "description".to_owned(),
            Value::from(output.description.as_str()),
        );
    }
    if let Some(strict) = strict {
        object.insert("strict".to_owned(), Value::Bool(strict));
    }
    Value::Object(object)
}

/// The schema and the value of `strict` to send with it.
///
/// OpenAI's strict mode takes a part of JSON Schema only: every object closed, every property required. A schema that
/// has this form, or gets it by closing its objects, is sent with `strict: true`; any other as it is. The caller's own
/// wish goes first.
pub(crate) fn strict_schema(
    schema: &Value,
    wish: Option<bool>,
    profile: &ModelProfile,
) -> (Value, Option<bool>) {
    if !profile.supports_strict_tools || wish == Some(false) {
        return (
            schema.clone(),
            wish.filter(|_| profile.supports_strict_tools),
        );
    }
    match closed(schema) {
        Some(closed) => (closed, Some(true)),
        None => (schema.clone(), wish),
    }
}

/// Keywords that strict mode does not take.
const NOT_STRICT: [&str; 19] = [
    "allOf",
    "oneOf",
    "not",
    "if",
    "then",
    "else",
    "dependentRequired",
    "dependentSchemas",
    "patternProperties",
    "propertyNames",
    "unevaluatedProperties",
    "default",
    "minLength",
    "maxLength",
    "uniqueItems",
    "minProperties",
    "maxProperties",
    "contains",
    "prefixItems",
];

/// Values of `format` that strict mode takes; others (`uint8`, `double`) are left out, the answer is validated here too.
const STRICT_FORMATS: [&str; 9] = [
    "date-time",
    "time",
    "date",
    "duration",
    "email",
    "hostname",
    "ipv4",
    "ipv6",
    "uuid",
];

/// The schema with all its objects closed; `None` when it cannot be strict.
fn closed(schema: &Value) -> Option<Value> {
    let object = schema.as_object()?;
    if NOT_STRICT
        .iter()
        .any(|keyword| object.contains_key(*keyword))
    {
        return None;
    }
    let mut result = Map::new();
    for (keyword, value) in object {
        let format = value.as_str().filter(|_| keyword == "format");
        if format.is_some_and(|format| !STRICT_FORMATS.contains(&format)) {
            continue;
        }
        let value = match keyword.as_str() {
            "properties" | "$defs" | "definitions" => {
                let members = value.as_object()?.iter();
                let closed = members.map(|(name, schema)| Some((name.clone(), closed(schema)?)));
                Value::Object(closed.collect::<Option<_>>()?)
            }
            "items" => closed(value)?,
            "anyOf" => Value::Array(
                value
                    .as_array()?
                    .iter()
                    .map(closed)
                    .collect::<Option<_>>()?,
            ),
            _ => value.clone(),
        };
        result.insert(keyword.clone(), value);
    }
    let is_object = object.contains_key("properties") || names_object(object.get("type"));
    if is_object {
        let names = object.get("properties").and_then(Value::as_object);
        let required: Vec<&str> = object
            .get("required")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        if !names
            .into_iter()
            .flatten()
            .all(|(name, _)| required.contains(&name.as_str()))
        {
            return None;
        }
        match object.get("additionalProperties") {
            None | Some(Value::Bool(false)) => {}
            Some(_) => return None,
        }
        // An object that names no property and is not closed is a map: closing it would change its meaning.
        if names.is_none() && !object.contains_key("additionalProperties") {
            return None;
        }
        result.insert("additionalProperties".to_owned(), Value::Bool(false));
    }
    Some(Value::Object(result))
}

fn names_object(kind: Option<&Value>) -> bool {
    match kind {
        Some(Value::String(name)) => name == "object",
        Some(Value::Array(names)) => names.iter().any(|name| name == "object"),
        _ => false,
    }
}
