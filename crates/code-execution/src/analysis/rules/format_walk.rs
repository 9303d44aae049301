//! `format-walk`: format strings that walk through modules and private attributes.

use ruff_text_size::TextRange;

use super::Rule;
use crate::analysis::{
    policy::{Action, is_standard_library},
    report::Severity,
    walk::{Checker, Finding},
};

/// What is known about the rule.
pub(in crate::analysis) static RULE: Rule = Rule {
    code: "RF304",
    name: "format-walk",
    severity: Severity::Medium,
    summary: "A format string whose fields reach a module or a private attribute: `'{0._os.environ}'.format(x)`.",
};

/// Judges the attributes and keys of one field, without the dot.
pub(super) fn field<'f>(
    checker: &mut Checker<'_>,
    mut parts: impl Iterator<Item = &'f str>,
    range: TextRange,
) {
    let policy = checker.policy;
    let is_module = |part: &str| {
        let name = part.trim_start_matches('_');
        is_standard_library(name) && policy.import_action(name) != Action::Ignore
    };
    let Some(part) = parts.find(|part| part.starts_with('_') || is_module(part)) else {
        return;
    };
    checker.report(Finding {
        rule: &RULE,
        action: policy.rule_action(RULE.name),
        range,
        severity: RULE.severity,
        message: format!("a format field that reaches `{part}` is not allowed"),
        suggestion: Some("use an f-string with the values themselves".to_owned()),
    });
}
