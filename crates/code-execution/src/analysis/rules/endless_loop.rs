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
