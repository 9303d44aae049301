//! `waiting-function`: calls that only let time pass.

use ruff_python_ast as ast;
use ruff_text_size::Ranged;

use super::Rule;
use crate::analysis::{
    report::Severity,
    walk::{Checker, Finding},
};

/// What is known about the rule.
pub(in crate::analysis) static RULE: Rule = Rule {
    code: "RF207",
    name: "waiting-function",
    severity: Severity::Low,
    summary: "A call that only lets time pass, such as `time.sleep`.",
};

pub(super) fn call(checker: &mut Checker<'_>, function: &str, call: &ast::ExprCall) {
    if !matches!(
        function,
        "time.sleep" | "asyncio.sleep" | "threading.Event.wait" | "signal.pause"
    ) {
        return;
    }
    checker.report(Finding {
        rule: &RULE,
        action: checker.policy.rule_action(RULE.name),
        range: call.range(),
        severity: RULE.severity,
        message: format!("`{function}` only lets time pass"),
        suggestion: Some(
            "remove the call: nothing happens outside the program while it waits".to_owned(),
        ),
    });
}
