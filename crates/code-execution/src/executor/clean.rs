//! Cleaning what came out of a sandbox: nothing leaves the executor that was not looked at here.

use serde_json::Value;

use super::CodeExecutor;
use crate::{
    host_functions::HostCallRecord,
    output::OutputViolation,
    sandbox::{Artifact, CapturedText, ReturnValue},
};

/// The longest name that is handed on: of an exception's class, of an artifact, of a function. Names are not cut at the
/// limit of output, which may be shorter than a name.
const MAX_NAME_BYTES: usize = 4096;
/// The longest half of a media type. Source: RFC 6838, section 4.2.
const MAX_MEDIA_TYPE_HALF_BYTES: usize = 127;
/// What a media type becomes that is none.
const UNKNOWN_MEDIA_TYPE: &str = "application/octet-stream";

/// Cleans texts and gathers what was found in them.
pub(super) struct Cleaner<'a> {
    executor: &'a CodeExecutor,
    pub(super) violations: Vec<OutputViolation>,
    pub(super) was_redacted: bool,
    pub(super) refused: bool,
}

impl<'a> Cleaner<'a> {
    pub(super) fn new(executor: &'a CodeExecutor) -> Self {
        Self {
            executor,
            violations: Vec::new(),
            was_redacted: false,
            refused: false,
        }
    }

    pub(super) fn stream(
        &mut self,
        captured: &CapturedText,
        name: &'static str,
        truncated: &mut Vec<&'static str>,
    ) -> String {
        let total_bytes = usize::try_from(captured.total_bytes).unwrap_or(usize::MAX);
        let (text, was_truncated) = self.clean(&captured.text, total_bytes);
        if was_truncated {
            truncated.push(name);
        }
        text
    }

    pub(super) fn text(&mut self, text: &str) -> String {
        self.clean(text, text.len()).0
    }

    /// A name: as [`Self::text`], and not cut where output is.
    pub(super) fn name(&mut self, text: &str) -> String {
        self.clean_up_to(text, text.len(), Some(MAX_NAME_BYTES)).0
    }

    /// Whether nothing would be found in a text. Nothing is noted of it.
    pub(super) fn is_clean(&self, text: &str) -> bool {
        let validator = self.executor.output.with_max_output_bytes(text.len());
        !self.executor.output_validation || validator.validate(text).violations.is_empty()
    }

    pub(super) fn value(
        &mut self,
        value: ReturnValue,
        truncated: &mut Vec<&'static str>,
    ) -> (Value, String) {
        let (repr, was_truncated) = self.clean(&value.repr, value.repr.len());
        if was_truncated {
            truncated.push("return_value");
        }
        let json = value
            .json
            .filter(|_| !was_truncated)
            .map(|json| self.json(json));
        (json.unwrap_or_else(|| Value::from(repr.clone())), repr)
    }

    fn json(&mut self, value: Value) -> Value {
        match value {
            Value::String(text) => Value::from(self.text(&text)),
            Value::Array(items) => items.into_iter().map(|item| self.json(item)).collect(),
            Value::Object(fields) => fields
                .into_iter()
                .map(|(name, item)| (self.text(&name), self.json(item)))
                .collect(),
            other => other,
        }
    }

    pub(super) fn artifact(&mut self, artifact: Artifact) -> Artifact {
        let name = self.name(&artifact.name);
        let media_type = self.media_type(&artifact.media_type);
        // What was called something else than it may be called is looked at like a text.
        let is_text = media_type != artifact.media_type
            || media_type.starts_with("text/")
            || matches!(
                media_type.as_str(),
                "application/json" | "application/xml" | "image/svg+xml"
            );
        let bytes = match str::from_utf8(&artifact.bytes) {
            Ok(text) if is_text => self.text(text).into_bytes(),
            _ => artifact.bytes,
        };
        Artifact {
            name,
            media_type,
            bytes,
        }
    }

    /// A media type of the form `type/subtype`, or the one for bytes that nothing is known of.
    fn media_type(&mut self, told: &str) -> String {
        let is_plain = |half: &str| {
            let allowed = |byte: u8| {
                byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'+')
            };
            half.len() <= MAX_MEDIA_TYPE_HALF_BYTES
                && half
                    .bytes()
                    .next()
                    .is_some_and(|byte| byte.is_ascii_alphanumeric())
                && half.bytes().all(allowed)
        };
        let is_media_type = told
            .split_once('/')
            .is_some_and(|(kind, subtype)| is_plain(kind) && is_plain(subtype));
        if is_media_type && self.name(told) == told {
            return told.to_owned();
        }
        UNKNOWN_MEDIA_TYPE.to_owned()
    }

    pub(super) fn host_call(&mut self, call: HostCallRecord) -> HostCallRecord {
        HostCallRecord {
            function: call.function.map(|name| self.name(&name)),
            arguments: call.arguments.map(|arguments| self.json(arguments)),
            error: call.error.map(|error| self.text(&error)),
            ..call
        }
    }

    fn clean(&mut self, text: &str, total_bytes: usize) -> (String, bool) {
        self.clean_up_to(text, total_bytes, None)
    }

    /// Cleans a text, cut at the limit of output or another one.
    fn clean_up_to(
        &mut self,
        text: &str,
        total_bytes: usize,
        max_bytes: Option<usize>,
    ) -> (String, bool) {
        if text.is_empty() && total_bytes == 0 {
            return (String::new(), false);
        }
        if !self.executor.output_validation {
            return (text.to_owned(), total_bytes > text.len());
        }
        let output = &self.executor.output;
        let report = match max_bytes {
            Some(max_bytes) => output
                .with_max_output_bytes(max_bytes)
                .validate_beginning(text, total_bytes),
            None => output.validate_beginning(text, total_bytes),
        };
        self.was_redacted |= report.was_redacted;
        self.refused |= !report.is_acceptable;
        self.violations.extend(report.violations);
        (report.sanitized_output, report.was_truncated)
    }
}
