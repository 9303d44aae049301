//! `too-many-operations`: sources with more to do than a policy allows.

use ruff_text_size::TextRange;

use super::Rule;
use crate::analysis::{
    report::Severity,
    walk::{Checker, Finding},
};

/// What is known about the rule.
pub(in crate::analysis) static RULE: Rule = Rule {
    code: "RF403",
    name: "too-many-operations",
    severity: Severity::Medium,
    summary: "A source with more statements, calls, operators and attributes than `max_operations`.",
};

pub(super) fn finish(checker: &mut Checker<'_>) {
    if checker.names.is_exhausted() {
        report(
            checker,
            "the source has too many constant expressions to look into all of them".to_owned(),
        );
    }
    let Some(limit) = checker
        .policy
        .max_operations
        .filter(|limit| checker.operations > *limit)
    else {
        return;
    };
    let message = format!(
        "the source has {} operations, at most {limit} are allowed",
        checker.operations
    );
    report(checker, message);
}

fn report(checker: &mut Checker<'_>, message: String) {
    checker.report(Finding {
        rule: &RULE,
        action: checker.policy.rule_action(RULE.name),
        range: TextRange::default(),
        severity: RULE.severity,
        message,
        suggestion: Some(
            "use a loop over data instead of repeated statements, or split the program".to_owned(),
        ),
    });
}
