//! `endless-recursion`: functions that call themselves whatever happens.

use ruff_python_ast::{self as ast, Expr, Stmt};
use ruff_text_size::Ranged;

use super::Rule;
use crate::analysis::{
    report::Severity,
    walk::{Checker, Finding},
};

/// What is known about the rule.
pub(in crate::analysis) static RULE: Rule = Rule {
    code: "RF408",
    name: "endless-recursion",
    severity: Severity::Low,
    summary: "A function that calls itself before anything could stop it.",
};

/// Levels of an expression that are looked into.
const MAX_DEPTH: usize = 12;

pub(super) fn function(checker: &mut Checker<'_>, function: &ast::StmtFunctionDef) {
    if function.is_async || !function.decorator_list.is_empty() {
        return;
    }
    let itself = Itself {
        name: function.name.as_str(),
        receiver: checker.names.is_in_class().then(|| {
            let first = function.parameters.iter().next();
            first.map_or("", |parameter| parameter.name().as_str())
        }),
    };
    for statement in &function.body {
        let value = match statement {
            Stmt::Expr(expression) => Some(&*expression.value),
            Stmt::Assign(assign) => Some(&*assign.value),
            Stmt::AugAssign(assign) => Some(&*assign.value),
            Stmt::AnnAssign(assign) => assign.value.as_deref(),
            Stmt::Return(return_) => return_.value.as_deref(),
            Stmt::FunctionDef(inner) if inner.name.as_str() != itself.name => None,
            Stmt::Import(_) | Stmt::ImportFrom(_) | Stmt::Pass(_) | Stmt::Nonlocal(_) => None,
            _ => return,
        };
        match value.map(|value| itself.fate(value, MAX_DEPTH)) {
            Some(Fate::Calls) => return report(checker, function, "calls itself whatever happens"),
            Some(Fate::Unknown) => return,
            Some(Fate::Passes) | None => (),
        }
        if statement.is_return_stmt() {
            return;
        }
    }
}

/// `__str__` that raises an exception of its own class, whose text is then asked for.
pub(super) fn class(checker: &mut Checker<'_>, class: &ast::StmtClassDef) {
    let is_own = |raised: &Expr| match raised {
        Expr::Name(name) => name.id == class.name.id,
        Expr::Call(call) => {
            matches!(call.func.as_ref(), Expr::Name(name) if name.id == class.name.id)
        }
        _ => false,
    };
    for statement in &class.body {
        if let Stmt::FunctionDef(function) = statement
            && matches!(
                function.name.as_str(),
                "__str__" | "__repr__" | "__format__"
            )
            && let Some(Stmt::Raise(raise)) = function.body.last()
            && raise.exc.as_deref().is_some_and(is_own)
        {
            report(checker, function, "raises what needs it to be shown");
        }
    }
}

/// How the function is called from inside.
struct Itself<'a> {
    name: &'a str,
    /// For a method, its first parameter.
    receiver: Option<&'a str>,
}

/// What evaluating an expression does.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// It calls the function.
    Calls,
    /// It does something else, and comes back.
    Passes,
    /// It may end the function: `yield`, `await`, or a call that may raise on purpose.
    Unknown,
}

impl Itself<'_> {
    fn fate(&self, expression: &Expr, depth: usize) -> Fate {
        let Some(depth) = depth.checked_sub(1) else {
            return Fate::Unknown;
        };
        let parts: Vec<&Expr> = match expression {
            Expr::Call(call) => {
                if self.is_itself(&call.func) {
                    return Fate::Calls;
                }
                let arguments = call.arguments.args.iter();
                let keywords = call.arguments.keywords.iter().map(|keyword| &keyword.value);
                return match self.first(arguments.chain(keywords), depth) {
                    Fate::Passes => Fate::Unknown,
                    fate => fate,
                };
            }
            Expr::BinOp(operation) => vec![&operation.left, &operation.right],
            Expr::UnaryOp(operation) => vec![&operation.operand],
            Expr::Attribute(attribute) => vec![&attribute.value],
            Expr::Subscript(subscript) => vec![&subscript.value, &subscript.slice],
            Expr::Starred(starred) => vec![&starred.value],
            Expr::List(list) => list.elts.iter().collect(),
            Expr::Tuple(tuple) => tuple.elts.iter().collect(),
            // only the first operand is evaluated for certain
            Expr::BoolOp(operation) => {
                let first = operation.values.iter().take(1);
                return match self.first(first, depth) {
                    Fate::Passes => Fate::Unknown,
                    fate => fate,
                };
            }
            Expr::Name(_)
            | Expr::NumberLiteral(_)
            | Expr::StringLiteral(_)
            | Expr::BytesLiteral(_)
            | Expr::BooleanLiteral(_)
            | Expr::NoneLiteral(_)
            | Expr::Lambda(_) => return Fate::Passes,
            _ => return Fate::Unknown,
        };
        self.first(parts.into_iter(), depth)
    }

    /// What the first of `parts` does that does anything.
    fn first<'e>(&self, mut parts: impl Iterator<Item = &'e Expr>, depth: usize) -> Fate {
        parts
            .find_map(|part| Some(self.fate(part, depth)).filter(|fate| *fate != Fate::Passes))
            .unwrap_or(Fate::Passes)
    }

    fn is_itself(&self, function: &Expr) -> bool {
        match (function, self.receiver) {
            (Expr::Name(name), None) => name.id.as_str() == self.name,
            (Expr::Attribute(attribute), Some(receiver)) => {
                attribute.attr.as_str() == self.name
                    && matches!(attribute.value.as_ref(), Expr::Name(name) if name.id.as_str() == receiver)
            }
            _ => false,
        }
    }
}

fn report(checker: &mut Checker<'_>, function: &ast::StmtFunctionDef, how: &str) {
    checker.report(Finding {
        rule: &RULE,
        action: checker.policy.rule_action(RULE.name),
        range: function.name.range(),
        severity: RULE.severity,
        message: format!("`{}` {how}", function.name),
        suggestion: Some("return before the call when there is nothing left to do".to_owned()),
    });
}
