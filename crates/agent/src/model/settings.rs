use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::message::JsonObject;

/// Which tool the model must or may call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ToolChoice {
    /// The model chooses.
    Auto,
    /// It must call some tool.
    Required,
    /// It must call none.
    None,
    /// It must call this one.
    Tool(String),
}

/// How much the model may think before it answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ThinkingSettings {
    /// Not at all.
    Off,
    /// As the provider grades it: `minimal`, `low`, `medium`, `high`, ...
    Effort(String),
    /// At most so many tokens.
    BudgetTokens(u32),
    /// As the model sees fit.
    Adaptive,
}

/// What the provider should cache, for providers with marks for it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is one independent choice"
)]
pub struct CacheSettings {
    /// The instructions.
    pub instructions: bool,
    /// The tool definitions.
    pub tools: bool,
    /// The conversation so far.
    pub messages: bool,
    /// One hour instead of five minutes.
    pub one_hour: bool,
}

/// Settings of a request. `None` leaves the provider's default. A setting that a wire does not know is not sent.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ModelSettings {
    /// Tokens that the answer may have.
    pub max_tokens: Option<u32>,
    /// Sampling temperature.
    pub temperature: Option<f64>,
    /// Nucleus sampling.
    pub top_p: Option<f64>,
    /// Seed of the sampling.
    pub seed: Option<i64>,
    /// Presence penalty.
    pub presence_penalty: Option<f64>,
    /// Frequency penalty.
    pub frequency_penalty: Option<f64>,
    /// Texts at which the model stops.
    pub stop_sequences: Vec<String>,
    /// Which tool the model must or may call.
    pub tool_choice: Option<ToolChoice>,
    /// May the model call several tools at once.
    pub parallel_tool_calls: Option<bool>,
    /// How much it may think.
    pub thinking: Option<ThinkingSettings>,
    /// What the provider should cache.
    pub cache: Option<CacheSettings>,
    /// How long one request may take, all tries together.
    pub timeout: Option<Duration>,
    /// The end user's id, for the provider's abuse checks.
    pub user: Option<String>,
    /// Headers to add. Their values may be secrets and are left out of `Debug`.
    pub extra_headers: BTreeMap<String, String>,
    /// Members to set in the request body, after all others.
    pub extra_body: JsonObject,
}

impl fmt::Debug for ModelSettings {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers: Vec<_> = self.extra_headers.keys().collect();
        formatter
            .debug_struct("ModelSettings")
            .field("max_tokens", &self.max_tokens)
            .field("temperature", &self.temperature)
            .field("top_p", &self.top_p)
            .field("seed", &self.seed)
            .field("presence_penalty", &self.presence_penalty)
            .field("frequency_penalty", &self.frequency_penalty)
            .field("stop_sequences", &self.stop_sequences)
            .field("tool_choice", &self.tool_choice)
            .field("parallel_tool_calls", &self.parallel_tool_calls)
            .field("thinking", &self.thinking)
            .field("cache", &self.cache)
            .field("timeout", &self.timeout)
            .field("user", &self.user)
            .field("extra_headers", &headers)
            .field("extra_body", &self.extra_body)
            .finish()
    }
}

impl ModelSettings {
    /// These settings, with those of `over` in front.
    #[must_use]
    pub fn merged(&self, over: &Self) -> Self {
        fn pick<T: Clone>(over: Option<&T>, under: Option<&T>) -> Option<T> {
            over.or(under).cloned()
        }
        let mut extra_headers = self.extra_headers.clone();
        extra_headers.extend(over.extra_headers.clone());
        let mut extra_body = self.extra_body.clone();
        extra_body.extend(over.extra_body.clone());
        Self {
            max_tokens: pick(over.max_tokens.as_ref(), self.max_tokens.as_ref()),
            temperature: pick(over.temperature.as_ref(), self.temperature.as_ref()),
            top_p: pick(over.top_p.as_ref(), self.top_p.as_ref()),
            seed: pick(over.seed.as_ref(), self.seed.as_ref()),
            presence_penalty: pick(
                over.presence_penalty.as_ref(),
                self.presence_penalty.as_ref(),
            ),
            frequency_penalty: pick(
                over.frequency_penalty.as_ref(),
                self.frequency_penalty.as_ref(),
            ),
            stop_sequences: if over.stop_sequences.is_empty() {
                self.stop_sequences.clone()
            } else {
                over.stop_sequences.clone()
            },
            tool_choice: pick(over.tool_choice.as_ref(), self.tool_choice.as_ref()),
            parallel_tool_calls: pick(
                over.parallel_tool_calls.as_ref(),
                self.parallel_tool_calls.as_ref(),
            ),
            thinking: pick(over.thinking.as_ref(), self.thinking.as_ref()),
            cache: pick(over.cache.as_ref(), self.cache.as_ref()),
            timeout: pick(over.timeout.as_ref(), self.timeout.as_ref()),
            user: pick(over.user.as_ref(), self.user.as_ref()),
            extra_headers,
            extra_body,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_named_but_not_shown() {
        let extra_headers = BTreeMap::from([("X-Key".to_owned(), "secret".to_owned())]);
        let shown = format!(
            "{:?}",
            ModelSettings {
                extra_headers,
                ..ModelSettings::default()
            }
        );
        assert!(
            shown.contains("X-Key") && !shown.contains("secret"),
            "{shown}"
        );
    }

    #[test]
    fn later_settings_go_in_front_and_maps_are_joined() {
        let map = |name: &str| serde_json::Map::from_iter([(name.to_owned(), 1.into())]);
        let under = ModelSettings {
            seed: Some(1),
            max_tokens: Some(1),
            extra_body: map("a"),
            ..ModelSettings::default()
        };
        let over = ModelSettings {
            seed: Some(2),
            extra_body: map("b"),
            ..ModelSettings::default()
        };
        let merged = under.merged(&over);
        assert_eq!(
            (merged.seed, merged.max_tokens, merged.extra_body.len()),
            (Some(2), Some(1), 2)
        );
    }
}
