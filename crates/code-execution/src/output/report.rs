use serde::{Deserialize, Serialize};

use super::Severity;

/// What [`OutputValidator::validate`](super::OutputValidator::validate) found in one text. Serialises to the JSON of
/// the API, with these field names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutputReport {
    /// The text that may leave: findings replaced (when redaction is on), cut at the size cap with a notice.
    pub sanitized_output: String,
    /// At least one finding was replaced by [`REDACTION_MARKER`](super::REDACTION_MARKER).
    pub was_redacted: bool,
    /// Text beyond the size cap was dropped. What was dropped is counted, not scanned.
    pub was_truncated: bool,
    /// Whether the text may be handed on: with `strict`, nothing was found; without it, what was found has been
    /// redacted or is below [`Severity::High`].
    pub is_acceptable: bool,
    /// One entry per detector that fired, in the order of the first finding.
    pub violations: Vec<OutputViolation>,
}

/// One detector's findings in one text. Never contains the secret itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutputViolation {
    /// Id of the detector, such as `openai_api_key`, or the name of a user-defined pattern.
    pub violation_type: String,
    /// Severity of the detector.
    pub severity: Severity,
    /// One sentence for a person, without the secret.
    pub message: String,
    /// Line of the first finding in the original text, from 1.
    pub line_number: usize,
    /// Column of the first finding in characters, from 1.
    pub column: usize,
    /// Number of findings of this detector.
    pub occurrences: usize,
}
