//! `source-too-large`: sources over the size limit; judged before parsing, in `bounds`.

use super::Rule;
use crate::analysis::report::Severity;

/// What is known about the rule.
pub(in crate::analysis) static RULE: Rule = Rule {
    code: "RF401",
    name: "source-too-large",
    severity: Severity::Medium,
    summary: "A source with more bytes than `max_source_bytes` is refused before it is parsed.",
};
