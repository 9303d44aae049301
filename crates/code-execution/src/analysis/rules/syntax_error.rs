//! `syntax-error`: sources that do not compile; judged by the syntax validator.

use super::Rule;
use crate::analysis::report::Severity;

/// What is known about the rule.
pub(in crate::analysis) static RULE: Rule = Rule {
    code: "RF001",
    name: "syntax-error",
    severity: Severity::High,
    summary: "The source is not a Python program that compiles.",
};
