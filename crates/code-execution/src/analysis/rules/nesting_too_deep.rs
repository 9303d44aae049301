//! `nesting-too-deep`: sources nested too deeply; judged before parsing, in `bounds`.

use super::Rule;
use crate::analysis::report::Severity;

/// What is known about the rule.
pub(in crate::analysis) static RULE: Rule = Rule {
    code: "RF402",
    name: "nesting-too-deep",
    severity: Severity::Medium,
    summary: "A source that is nested deeper than `max_nesting` is refused before it is parsed.",
};
