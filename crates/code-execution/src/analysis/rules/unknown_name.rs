//! `unknown-name`: names that nothing binds.

use ruff_python_ast::Stmt;

use super::Rule;
use crate::analysis::{
    report::Severity,
    types::{TypeChecks, has_fixed_namespace, import_advice, unknown_names},
    walk::{Checker, Finding},
};

/// What is known about the rule.
pub(in crate::analysis) static RULE: Rule = Rule {
    code: "RF501",
    name: "unknown-name",
    severity: Severity::Low,
    summary: "A name that is read and that neither the program nor Python binds. Only when type checks are on.",
};

/// Looks at a whole module.
pub(in crate::analysis) fn module(checker: &mut Checker<'_>, body: &[Stmt], types: &TypeChecks) {
    if !has_fixed_namespace(body) {
        return;
    }
    let is_bound_to_host = types.host_functions.is_some();
    for unknown in unknown_names(body, &types.bound_names) {
        let similar = unknown
            .similar
            .map(|similar| format!("did you mean `{similar}`?"));
        let advice = import_advice(unknown.name)
            .filter(|_| unknown.name != "tools" || is_bound_to_host)
            .or(similar);
        checker.report(Finding {
            rule: &RULE,
            action: checker.policy.rule_action(RULE.name),
            range: unknown.range,
            severity: RULE.severity,
            message: format!("`{}` is not defined", unknown.name),
            suggestion: advice,
        });
    }
}
