//! `endless-loop`: loops without a way out.

use ruff_python_ast::{self as ast, Expr, Stmt, visitor, visitor::Visitor};
use ruff_text_size::{Ranged, TextRange};

use super::Rule;
use crate::analysis::{
    report::Severity,
    walk::{Checker, Finding},
};

/// What is known about the rule.
pub(in crate::analysis) static RULE: Rule = Rule {
    code: "RF404",
    name: "endless-loop",
    severity: Severity::Low,
    summary: "A loop whose condition is always true and whose body has no way out.",
};

pub(super) fn while_loop(checker: &mut Checker<'_>, loop_: &ast::StmtWhile) {
    if is_always_true(&loop_.test) {
        judge(
            checker,
            &loop_.body,
            TextRange::new(loop_.start(), loop_.test.end()),
        );
    }
}

/// Loops over iterators of the standard library that never end.
pub(super) fn for_loop(checker: &mut Checker<'_>, loop_: &ast::StmtFor) {
    let Expr::Call(call) = loop_.iter.as_ref() else {
        return;
    };
    let arguments = call.arguments.args.len() + call.arguments.keywords.len();
    let is_endless = match checker.names.resolve(&call.func).as_deref() {
        Some("itertools.count" | "itertools.cycle") => true,
        Some("itertools.repeat") => arguments == 1,
        // `iter(int, 1)`: calls that always give the same, until they give something else
        Some("builtins.iter") => {
            arguments == 2
                && call
                    .arguments
                    .args
                    .first()
                    .is_some_and(|maker| is_class(checker, maker))
        }
        _ => false,
    };
    if is_endless {
        judge(
            checker,
            &loop_.body,
            TextRange::new(loop_.start(), loop_.iter.end()),
        );
    }
}

/// Remembers the generators of the program that never end.
pub(super) fn generator(checker: &mut Checker<'_>, function: &ast::StmtFunctionDef) {
    let is_endless = function.body.iter().any(|statement| {
        let Stmt::While(loop_) = statement else {
            return false;
        };
        let mut exits = Exits {
            passes_yields: true,
            ..Exits::default()
        };
        exits.visit_body(&loop_.body);
        is_always_true(&loop_.test) && exits.yields && !exits.found
    });
    if is_endless && !checker.names.is_in_class() {
        checker.endless_generators.insert(function.name.to_string());
    }
}

/// Functions that take everything from an iterator: `sum(itertools.count())`.
pub(super) fn call(checker: &mut Checker<'_>, function: &str, call: &ast::ExprCall) {
    let takes_all = matches!(
        function,
        "builtins.sum"
            | "builtins.list"
            | "builtins.tuple"
            | "builtins.set"
            | "builtins.frozenset"
            | "builtins.sorted"
            | "builtins.max"
            | "builtins.min"
            | "builtins.dict"
            | "collections.Counter"
            | "collections.deque"
            | "statistics.mean"
            | "math.prod"
            | "math.fsum"
    );
    let has_end = call
        .arguments
        .keywords
        .iter()
        .any(|keyword| keyword.arg.as_deref() == Some("maxlen"));
    if takes_all
        && !has_end
        && call
            .arguments
            .args
            .first()
            .is_some_and(|argument| never_ends(checker, argument))
    {
        report(
            checker,
            call.range(),
            "this takes everything from an iterator that never ends",
        );
    }
}

/// `-1 in itertools.count()`.
pub(super) fn comparison(checker: &mut Checker<'_>, comparison: &ast::ExprCompare) {
    let searches = comparison
        .ops
        .iter()
        .any(|operator| matches!(operator, ast::CmpOp::In | ast::CmpOp::NotIn));
    if searches
        && comparison
            .comparators
            .last()
            .is_some_and(|searched| never_ends(checker, searched))
    {
        report(
            checker,
            comparison.range(),
            "this may search an iterator that never ends",
        );
    }
}

/// A call that gives an iterator without an end.
fn never_ends(checker: &Checker<'_>, expression: &Expr) -> bool {
    let Expr::Call(call) = expression else {
        return false;
    };
    let arguments = call.arguments.args.len() + call.arguments.keywords.len();
    if let Expr::Name(name) = call.func.as_ref()
        && checker.endless_generators.contains(name.id.as_str())
    {
        return true;
    }
    match checker.names.resolve(&call.func).as_deref() {
        Some("itertools.count" | "itertools.cycle") => true,
        Some("itertools.repeat") => arguments == 1,
        _ => false,
    }
}

/// A builtin class, which called without arguments always gives the same value.
fn is_class(checker: &Checker<'_>, expression: &Expr) -> bool {
    matches!(
        checker.names.resolve(expression).as_deref(),
        Some(
            "builtins.int"
                | "builtins.str"
                | "builtins.list"
                | "builtins.dict"
                | "builtins.float"
                | "builtins.bool"
                | "builtins.bytes"
                | "builtins.tuple"
        )
    )
}

fn report(checker: &mut Checker<'_>, range: TextRange, message: &str) {
    checker.report(Finding {
        rule: &RULE,
        action: checker.policy.rule_action(RULE.name),
        range,
        severity: RULE.severity,
        message: message.to_owned(),
        suggestion: Some(
            "take a known number of values, with `itertools.islice` or a `range`".to_owned(),
        ),
    });
}

fn judge(checker: &mut Checker<'_>, body: &[Stmt], range: TextRange) {
    if checker.is_in_try() {
        return;
    }
    let mut exits = Exits::default();
    exits.visit_body(body);
    if exits.found {
        return;
    }
    checker.report(Finding {
        rule: &RULE,
        action: checker.policy.rule_action(RULE.name),
        range,
        severity: RULE.severity,
        message: "this loop has no way out".to_owned(),
        suggestion: Some("add a condition or a `break`, or loop over a `range`".to_owned()),
    });
}

fn is_always_true(test: &Expr) -> bool {
    match test {
        Expr::BooleanLiteral(literal) => literal.value,
        Expr::NumberLiteral(ast::ExprNumberLiteral {
            value: ast::Number::Int(integer),
            ..
        }) => integer.as_i64() != Some(0),
        Expr::StringLiteral(text) => !text.value.is_empty(),
        Expr::UnaryOp(ast::ExprUnaryOp {
            op: ast::UnaryOp::Not,
            operand,
            ..
        }) => match operand.as_ref() {
            Expr::BooleanLiteral(literal) => !literal.value,
            Expr::NoneLiteral(_) => true,
            _ => false,
        },
        _ => false,
    }
}

/// Looks for what leaves a loop: `break`, `return`, `raise`, `assert`, `yield`, `await`, and calls that end the program or
/// an iterator.
#[derive(Default)]
struct Exits {
    found: bool,
    inner_loops: usize,
    /// Whether `yield` counts as no way out.
    passes_yields: bool,
    /// Whether there is a `yield`.
    yields: bool,
}

impl<'a> Visitor<'a> for Exits {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        match statement {
            _ if self.found => (),
            Stmt::Return(_) | Stmt::Raise(_) | Stmt::Assert(_) => self.found = true,
            Stmt::Break(_) => self.found |= self.inner_loops == 0,
            Stmt::FunctionDef(_) | Stmt::ClassDef(_) => (),
            Stmt::For(ast::StmtFor { body, orelse, .. })
            | Stmt::While(ast::StmtWhile { body, orelse, .. }) => {
                self.inner_loops += 1;
                self.visit_body(body);
                self.inner_loops -= 1;
                self.visit_body(orelse);
            }
            _ => visitor::walk_stmt(self, statement),
        }
    }

    fn visit_expr(&mut self, expression: &'a Expr) {
        match expression {
            _ if self.found => (),
            Expr::Yield(_) if self.passes_yields => {
                self.yields = true;
                visitor::walk_expr(self, expression);
            }
            Expr::Yield(_) | Expr::YieldFrom(_) | Expr::Await(_) => self.found = true,
            Expr::Call(call) => {
                let name = match call.func.as_ref() {
                    Expr::Name(name) => name.id.as_str(),
                    Expr::Attribute(attribute) => attribute.attr.as_str(),
                    _ => "",
                };
                self.found = matches!(
                    name,
                    "exit" | "quit" | "_exit" | "abort" | "next" | "input" | "throw"
                );
                visitor::walk_expr(self, expression);
            }
            Expr::Lambda(_) => (),
            _ => visitor::walk_expr(self, expression),
        }
    }
}
