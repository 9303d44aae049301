//! `unavailable-module`: imports that cannot work inside the sandbox; judged with the other imports.

use super::Rule;
use crate::analysis::report::Severity;

/// What is known about the rule.
pub(in crate::analysis) static RULE: Rule = Rule {
    code: "RF103",
    name: "unavailable-module",
    severity: Severity::Low,
    summary: "A module that is not installed in the sandbox, or cannot work without network, processes or threads.",
};
