use std::fmt;
use std::sync::{Arc, LazyLock};

use super::scan::Engine;
use super::{DEFAULT_MAX_OUTPUT_BYTES, OutputReport, OutputValidatorBuilder, StreamScanner};

static DEFAULT_ENGINE: LazyLock<Arc<Engine>> = LazyLock::new(|| Arc::new(Engine::with_defaults()));

/// Checks texts that leave the sandbox. Compiled once; `Send + Sync`; a clone shares the compiled parts.
///
/// Time is linear in the length of the text.
#[derive(Clone)]
pub struct OutputValidator {
    pub(super) engine: Arc<Engine>,
    pub(super) max_output_bytes: usize,
    pub(super) redact: bool,
    pub(super) strict: bool,
}

impl OutputValidator {
    /// Settings, at their defaults.
    pub fn builder() -> OutputValidatorBuilder {
        OutputValidatorBuilder::default()
    }

    /// The same validator with another size cap, such as a request's own. Shares the compiled parts.
    #[must_use]
    pub fn with_max_output_bytes(&self, max_output_bytes: usize) -> Self {
        Self {
            max_output_bytes,
            ..self.clone()
        }
    }

    /// Whether findings are replaced, rather than the text refused.
    pub(crate) fn redacts(&self) -> bool {
        self.redact && !self.strict
    }

    /// Check one text. See [`OutputReport`] for what comes back.
    pub fn validate(&self, text: &str) -> OutputReport {
        self.validate_beginning(text, text.len())
    }

    /// Check the beginning of a text of `total_bytes`, of which the rest was not kept.
    pub fn validate_beginning(&self, text: &str, total_bytes: usize) -> OutputReport {
        let mut scanner = self.scanner();
        let mut sanitized_output = scanner.push(text);
        scanner.skip(total_bytes.saturating_sub(text.len()));
        let end = scanner.finish();
        sanitized_output.push_str(&end.remaining_output);
        OutputReport {
            sanitized_output,
            was_redacted: end.was_redacted,
            was_truncated: end.was_truncated,
            is_acceptable: end.is_acceptable,
            violations: end.violations,
        }
    }

    /// A scanner for a text that arrives in pieces. The pieces it returns, joined, are the `sanitized_output` of the
    /// whole text, wherever the text was cut.
    pub fn scanner(&self) -> StreamScanner {
        StreamScanner::new(self.clone())
    }

    pub(super) fn from_parts(
        engine: Engine,
        max_output_bytes: usize,
        redact: bool,
        strict: bool,
    ) -> Self {
        Self {
            engine: Arc::new(engine),
            max_output_bytes,
            redact,
            strict,
        }
    }
}

impl Default for OutputValidator {
    /// All default settings. The compiled detectors are shared by every default validator of the process.
    fn default() -> Self {
        Self {
            engine: Arc::clone(&DEFAULT_ENGINE),
            max_output_bytes: DEFAULT_MAX_OUTPUT_BYTES,
            redact: true,
            strict: false,
        }
    }
}

impl fmt::Debug for OutputValidator {
    /// Shows settings, never secret values.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("OutputValidator")
            .field("max_output_bytes", &self.max_output_bytes)
            .field("redact", &self.redact)
            .field("strict", &self.strict)
            .finish_non_exhaustive()
    }
}
