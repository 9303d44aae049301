//! Tokens used, per request and per run, and limits on them.

mod limits;

pub use self::limits::{UsageLimitExceeded, UsageLimits};

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Tokens of one request. Totals are inclusive: `input_tokens` counts cached and audio tokens too.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RequestUsage {
    /// All prompt tokens.
    #[serde(alias = "request_tokens")]
    pub input_tokens: u64,
    /// Of these, written to the provider's cache.
    #[serde(skip_serializing_if = "is_zero")]
    pub cache_write_tokens: u64,
    /// Of these, read from the provider's cache.
    #[serde(skip_serializing_if = "is_zero")]
    pub cache_read_tokens: u64,
    /// All tokens the model wrote.
    #[serde(alias = "response_tokens")]
    pub output_tokens: u64,
    /// Of the prompt, audio.
    #[serde(skip_serializing_if = "is_zero")]
    pub input_audio_tokens: u64,
    /// Of the cached prompt, audio.
    #[serde(skip_serializing_if = "is_zero")]
    pub cache_audio_read_tokens: u64,
    /// Of the answer, audio.
    #[serde(skip_serializing_if = "is_zero")]
    pub output_audio_tokens: u64,
    /// Counts that a provider gives beyond these, for example `reasoning_tokens`.
    #[serde(
        deserialize_with = "null_as_empty",
        skip_serializing_if = "BTreeMap::is_empty"
    )]
    pub details: BTreeMap<String, u64>,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
fn is_zero(number: &u64) -> bool {
    *number == 0
}

fn null_as_empty<'de, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<BTreeMap<String, u64>, D::Error> {
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

impl RequestUsage {
    /// Prompt and answer together.
    pub fn total_tokens(&self) -> u64 {
        self.input_tokens.saturating_add(self.output_tokens)
    }

    /// Adds `other` field by field; saturates.
    pub fn add(&mut self, other: &Self) {
        for (mine, theirs) in [
            (&mut self.input_tokens, other.input_tokens),
            (&mut self.cache_write_tokens, other.cache_write_tokens),
            (&mut self.cache_read_tokens, other.cache_read_tokens),
            (&mut self.output_tokens, other.output_tokens),
            (&mut self.input_audio_tokens, other.input_audio_tokens),
            (
                &mut self.cache_audio_read_tokens,
                other.cache_audio_read_tokens,
            ),
            (&mut self.output_audio_tokens, other.output_audio_tokens),
        ] {
            *mine = mine.saturating_add(theirs);
        }
        for (name, count) in &other.details {
            let mine = self.details.entry(name.clone()).or_default();
            *mine = mine.saturating_add(*count);
        }
    }
}

/// What a run has used so far, its agents-as-tools included.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RunUsage {
    /// Requests made to models.
    pub requests: u64,
    /// Tool calls that ended with a result.
    pub tool_calls: u64,
    /// Tokens of all requests.
    #[serde(flatten)]
    pub tokens: RequestUsage,
}

impl RunUsage {
    /// Counts one request.
    pub fn add_request(&mut self, usage: &RequestUsage) {
        self.requests = self.requests.saturating_add(1);
        self.tokens.add(usage);
    }

    /// Prompt and answer tokens together.
    pub fn total_tokens(&self) -> u64 {
        self.tokens.total_tokens()
    }
}
