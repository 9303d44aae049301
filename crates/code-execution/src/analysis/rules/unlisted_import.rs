//! `unlisted-import`: imports that an allow-list does not name; judged with the other imports.

use super::Rule;
use crate::analysis::report::Severity;

/// What is known about the rule.
pub(in crate::analysis) static RULE: Rule = Rule {
    code: "RF102",
    name: "unlisted-import",
    severity: Severity::Medium,
    summary: "With `allowed_imports`, a module that is not in the list is refused.",
};
