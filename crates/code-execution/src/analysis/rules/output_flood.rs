//! `output-flood`: programs that print more than is kept.

use ruff_python_ast::{self as ast, Expr, Stmt};
use ruff_text_size::{Ranged, TextRange};

use super::{Rule, range_size, size};
use crate::analysis::{
    report::Severity,
    walk::{Checker, Finding},
};

/// What is known about the rule.
pub(in crate::analysis) static RULE: Rule = Rule {
    code: "RF409",
    name: "output-flood",
    severity: Severity::Low,
    summary: "A constant text of a megabyte that is printed, a loop that prints as much, or a huge text of an exception.",
};

/// Printed characters that are reported: the default limit of the output.
const MANY: f64 = 1e6;
/// Characters that a `display` counts at least.
const DISPLAYED: f64 = 1000.0;
/// Characters of an exception's text that are reported.
const MANY_IN_EXCEPTION: f64 = 1e5;
/// Logarithms give 999 999.99 for 10**6.
const ROUNDING: f64 = 0.999;

pub(super) fn call(checker: &mut Checker<'_>, function: &str, call: &ast::ExprCall) {
    let Some(builtin) = function.strip_prefix("builtins.") else {
        return;
    };
    let is_exception = builtin.ends_with("Error")
        || builtin.ends_with("Exception")
        || builtin.ends_with("Warning");
    let limit = match builtin {
        "print" | "display" => MANY,
        _ if is_exception => MANY_IN_EXCEPTION,
        _ => return,
    };
    judge(checker, printed(call), limit, call.range());
}

/// Loops over known ranges that print in each round.
pub(super) fn for_loop(checker: &mut Checker<'_>, loop_: &ast::StmtFor) {
    let Some(rounds) = range_size(checker, &loop_.iter) else {
        return;
    };
    let calls = loop_.body.iter().filter_map(|statement| match statement {
        Stmt::Expr(expression) => match expression.value.as_ref() {
            Expr::Call(call) => Some(call),
            _ => None,
        },
        _ => None,
    });
    let each: f64 = calls
        .map(|call| match checker.names.resolve(&call.func).as_deref() {
            Some("builtins.print") => printed(call).max(2.0),
            Some("builtins.display") => printed(call).max(DISPLAYED),
            _ => 0.0,
        })
        .sum();
    judge(
        checker,
        rounds * each,
        MANY,
        TextRange::new(loop_.start(), loop_.iter.end()),
    );
}

/// Characters of the arguments of `call`, as far as they are known.
fn printed(call: &ast::ExprCall) -> f64 {
    call.arguments.args.iter().filter_map(size::of_text).sum()
}

fn judge(checker: &mut Checker<'_>, size: f64, limit: f64, range: TextRange) {
    if size.is_nan() || size < limit * ROUNDING {
        return;
    }
    checker.report(Finding {
        rule: &RULE,
        action: checker.policy.rule_action(RULE.name),
        range,
        severity: RULE.severity,
        message: "this prints more than is kept of the output".to_owned(),
        suggestion: Some("print a summary, or the first lines".to_owned()),
    });
}
