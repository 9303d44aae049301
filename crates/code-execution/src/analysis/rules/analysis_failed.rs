//! `analysis-failed`: sources that analysis could not judge; raised by `check`.

use super::Rule;
use crate::analysis::report::Severity;

/// What is known about the rule.
pub(in crate::analysis) static RULE: Rule = Rule {
    code: "RF499",
    name: "analysis-failed",
    severity: Severity::Medium,
    summary: "A source that analysis could not judge, for want of memory or by a bug, is refused.",
};
