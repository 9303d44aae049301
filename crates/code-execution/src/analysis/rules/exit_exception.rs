//! `exit-exception`: exceptions that end the interpreter instead of reporting a failure.

use ruff_python_ast::{self as ast, Expr};
use ruff_text_size::{Ranged, TextRange, TextSize};

use super::Rule;
use crate::analysis::{
    report::Severity,
    walk::{Checker, Finding},
};

/// What is known about the rule.
pub(in crate::analysis) static RULE: Rule = Rule {
    code: "RF208",
    name: "exit-exception",
    severity: Severity::Low,
    summary: "Raising `SystemExit`, `KeyboardInterrupt` or the like, calling `exit`, or catching such an end and going on.",
};

pub(super) fn raise(checker: &mut Checker<'_>, raise: &ast::StmtRaise) {
    let raised = match raise.exc.as_deref() {
        Some(Expr::Call(call)) => call.func.as_ref(),
        Some(raised) => raised,
        None => return,
    };
    let Some(path) = checker.names.resolve(raised) else {
        return;
    };
    if let Some(
        name @ ("SystemExit" | "KeyboardInterrupt" | "GeneratorExit" | "BaseException"
        | "BaseExceptionGroup"),
    ) = path.strip_prefix("builtins.")
    {
        report(checker, name, raise.range());
    }
}

/// Handlers that catch everything and go on.
pub(super) fn handlers(checker: &mut Checker<'_>, try_: &ast::StmtTry) {
    for handler in &try_.handlers {
        let ast::ExceptHandler::ExceptHandler(clause) = handler;
        let is_wide = match clause.type_.as_deref() {
            None => true,
            Some(caught) => matches!(
                checker.names.resolve(caught).as_deref(),
                Some(
                    "builtins.BaseException"
                        | "builtins.KeyboardInterrupt"
                        | "builtins.GeneratorExit"
                )
            ),
        };
        let leaves = clause
            .body
            .iter()
            .any(|statement| statement.is_raise_stmt() || statement.is_return_stmt());
        if !is_wide || leaves {
            continue;
        }
        let keyword_end = clause.start() + TextSize::of("except");
        let end = clause
            .type_
            .as_ref()
            .map_or(keyword_end, |caught| caught.end());
        checker.report(Finding {
            rule: &RULE,
            action: checker.policy.rule_action(RULE.name),
            range: TextRange::new(clause.start(), end),
            severity: RULE.severity,
            message: "catching what ends a program, and going on, is not allowed".to_owned(),
            suggestion: Some("catch `Exception`, or the exceptions that you expect".to_owned()),
        });
    }
}

pub(super) fn call(checker: &mut Checker<'_>, function: &str, call: &ast::ExprCall) {
    if let Some(name @ ("exit" | "quit")) = function.strip_prefix("builtins.") {
        report(checker, name, call.range());
    }
}

fn report(checker: &mut Checker<'_>, name: &str, range: TextRange) {
    checker.report(Finding {
        rule: &RULE,
        action: checker.policy.rule_action(RULE.name),
        range,
        severity: RULE.severity,
        message: format!("ending the program by `{name}` is not allowed"),
        suggestion: Some(
            "let the program reach its end, or raise a `ValueError` that says what is wrong"
                .to_owned(),
        ),
    });
}
