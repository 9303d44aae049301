//! `constant-hash`: classes whose objects all have the same hash.

use ruff_python_ast::{self as ast, Stmt};
use ruff_text_size::Ranged;

use super::Rule;
use crate::analysis::{
    report::Severity,
    walk::{Checker, Finding},
};

/// What is known about the rule.
pub(in crate::analysis) static RULE: Rule = Rule {
    code: "RF411",
    name: "constant-hash",
    severity: Severity::Low,
    summary: "A `__hash__` that returns a constant, which makes every dictionary and set of such objects slow.",
};

pub(super) fn function(checker: &mut Checker<'_>, function: &ast::StmtFunctionDef) {
    if function.name.as_str() != "__hash__" {
        return;
    }
    let Some(Stmt::Return(return_)) = function.body.last() else {
        return;
    };
    if return_
        .value
        .as_deref()
        .is_some_and(ast::Expr::is_number_literal_expr)
    {
        checker.report(Finding {
            rule: &RULE,
            action: checker.policy.rule_action(RULE.name),
            range: function.name.range(),
            severity: RULE.severity,
            message: "all objects of this class have the same hash".to_owned(),
            suggestion: Some("return `hash` of a tuple of what makes objects equal".to_owned()),
        });
    }
}
