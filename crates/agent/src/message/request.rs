use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{JsonObject, UserContent, deserialize_parts};

/// One part of a request; JSON field `part_kind` tells which.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "part_kind", rename_all = "kebab-case")]
pub enum RequestPart {
    /// A system prompt, written into the history once.
    SystemPrompt(SystemPromptPart),
    /// What the user says.
    UserPrompt(UserPromptPart),
    /// The answer of a tool.
    ToolReturn(ToolReturnPart),
    /// What the model did wrong and should repair.
    RetryPrompt(RetryPromptPart),
    /// A part that this version does not know; kept as it is, never sent.
    #[serde(untagged)]
    Unknown(JsonObject),
}

deserialize_parts!(RequestPart, older_form, {
    "system-prompt" => SystemPrompt,
    "user-prompt" => UserPrompt,
    "tool-return" => ToolReturn,
    "retry-prompt" => RetryPrompt,
});

/// Newer versions of pydantic-ai write two kinds of parts where older ones write `retry-prompt`.
fn older_form(object: &mut JsonObject) {
    let is = |name: &str, value: &str| object.get(name).and_then(Value::as_str) == Some(value);
    let retried = is("part_kind", "tool-return") && is("outcome", "retried");
    if retried || is("part_kind", "retry-feedback") {
        object.insert("part_kind".to_owned(), "retry-prompt".into());
    }
}

/// A system prompt.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SystemPromptPart {
    /// The text.
    pub content: String,
    /// When it was made, RFC 3339 in UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timestamp: Option<String>,
    /// Which function made it, when it is to be made again for each run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dynamic_ref: Option<String>,
}

/// What the user says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UserPromptPart {
    /// Text, or text and media.
    pub content: UserContent,
    /// When it was said, RFC 3339 in UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timestamp: Option<String>,
}

impl UserPromptPart {
    /// A prompt without a time.
    pub fn new(content: impl Into<UserContent>) -> Self {
        Self {
            content: content.into(),
            timestamp: None,
        }
    }
}

/// How a tool call ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ToolOutcome {
    /// The tool answered.
    #[default]
    Success,
    /// The tool failed; the content says why.
    Failed,
    /// A person refused the call.
    Denied,
    /// The call was cut short and has no answer.
    Interrupted,
}

/// The answer of a tool.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ToolReturnPart {
    /// The tool.
    pub tool_name: String,
    /// What it answered: any JSON. Text is sent as it is, all else as JSON text.
    pub content: Value,
    /// The call that it answers.
    pub tool_call_id: String,
    /// The caller's own data; never sent to a model.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Value>,
    /// When the tool answered, RFC 3339 in UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timestamp: Option<String>,
    /// How the call ended.
    #[serde(default)]
    pub outcome: ToolOutcome,
}

impl ToolReturnPart {
    /// The text sent to a model: a string as it is, all else as JSON text.
    pub fn model_text(&self) -> String {
        match &self.content {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        }
    }
}

/// One fault of a value, in the form of pydantic's error details.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ValidationDetail {
    /// Short name of the rule, for example `maximum`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Where: object keys and list indices from the root.
    #[serde(default)]
    pub loc: Vec<Value>,
    /// What is wrong, in words.
    pub msg: String,
    /// The value that is wrong.
    #[serde(default)]
    pub input: Value,
}

/// What was wrong: a sentence or a list of faults.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum RetryContent {
    /// A sentence.
    Text(String),
    /// Every fault found.
    Details(Vec<ValidationDetail>),
    /// Details in another form, from another program.
    Other(Value),
}

/// What the model did wrong and should repair.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RetryPromptPart {
    /// What was wrong.
    pub content: RetryContent,
    /// The tool that was called, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tool_name: Option<String>,
    /// The call that it answers. Empty when there was none.
    #[serde(default)]
    pub tool_call_id: String,
    /// When it was made, RFC 3339 in UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timestamp: Option<String>,
}

impl RetryPromptPart {
    /// The text sent to a model, the same as pydantic-ai sends.
    pub fn model_text(&self) -> String {
        let description = match &self.content {
            RetryContent::Text(text) if self.tool_name.is_none() => {
                format!("Validation feedback:\n{text}")
            }
            RetryContent::Text(text) => text.clone(),
            RetryContent::Details(details) => describe_details(details, self.tool_name.is_none()),
            RetryContent::Other(value) => fenced(value, value.as_array().map_or(1, Vec::len)),
        };
        format!("{description}\n\nFix the errors and try again.")
    }
}

fn describe_details(details: &[ValidationDetail], omit_top_input: bool) -> String {
    let list = details
        .iter()
        .map(|detail| {
            let mut object =
                serde_json::json!({"type": detail.kind, "loc": detail.loc, "msg": detail.msg});
            if let Some(object) = object.as_object_mut()
                && !(omit_top_input && detail.loc.len() <= 1)
            {
                object.insert("input".to_owned(), detail.input.clone());
            }
            object
        })
        .collect();
    fenced(&Value::Array(list), details.len())
}

fn fenced(value: &Value, count: usize) -> String {
    let plural = if count == 1 { "" } else { "s" };
    let json = serde_json::to_string_pretty(value).unwrap_or_default();
    format!("{count} validation error{plural}:\n```json\n{json}\n```")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn retries_of_newer_versions_are_read() {
        let details = json!([{"type": "maximum", "loc": ["n"], "msg": "too much", "input": 300}]);
        let returned = json!({"part_kind": "tool-return", "tool_name": "t", "tool_call_id": "c", "content": details,
            "outcome": "retried", "retry": {"cause": "validation_error"}, "metadata": null});
        let RequestPart::RetryPrompt(part) = serde_json::from_value(returned).unwrap() else {
            panic!("a retry")
        };
        assert_eq!(
            (part.tool_name.as_deref(), part.tool_call_id.as_str()),
            (Some("t"), "c")
        );
        assert!(
            matches!(&part.content, RetryContent::Details(details) if details[0].msg == "too much")
        );

        let feedback = json!({"part_kind": "retry-feedback", "content": "no", "retry": {"cause": "model_retry"}});
        let RequestPart::RetryPrompt(part) = serde_json::from_value(feedback).unwrap() else {
            panic!("a retry")
        };
        assert_eq!((part.tool_name, part.tool_call_id.as_str()), (None, ""));
    }

    #[test]
    fn retry_prompts_have_the_words_of_pydantic_ai() {
        let part = |content, tool_name: Option<&str>| RetryPromptPart {
            content,
            tool_name: tool_name.map(str::to_owned),
            tool_call_id: String::new(),
            timestamp: None,
        };
        let text = |text: &str| RetryContent::Text(text.to_owned());
        assert_eq!(
            part(text("no"), Some("t")).model_text(),
            "no\n\nFix the errors and try again."
        );
        assert_eq!(
            part(text("no"), None).model_text(),
            "Validation feedback:\nno\n\nFix the errors and try again."
        );
        let detail = ValidationDetail {
            kind: "k".to_owned(),
            loc: vec![json!("n")],
            msg: "m".to_owned(),
            input: json!(1),
        };
        let details = RetryContent::Details(vec![detail]);
        assert!(
            part(details.clone(), Some("t"))
                .model_text()
                .starts_with("1 validation error:\n```json\n[")
        );
        assert!(
            part(details.clone(), Some("t"))
                .model_text()
                .contains("\"input\": 1")
        );
        assert!(!part(details, None).model_text().contains("input"));
    }
}
