//! `deep-value`: values and texts nested deeper than what reads them can follow.

use ruff_python_ast::{self as ast, Expr, Operator, Stmt};
use ruff_text_size::{Ranged, TextRange};

use super::{Rule, range_size, size};
use crate::analysis::{
    report::Severity,
    walk::{Checker, Finding},
};

/// What is known about the rule.
pub(in crate::analysis) static RULE: Rule = Rule {
    code: "RF407",
    name: "deep-value",
    severity: Severity::Low,
    summary: "A value or a text that is nested thousands of levels deep: `for _ in range(10**5): x = [x]`.",
};

/// Levels that a loop may add: Python's recursion limit.
const MANY_LEVELS: f64 = 1000.0;
/// Objects that a loop may link to each other or to themselves.
const MANY_LINKS: f64 = 10_000.0;
/// The binary logarithm of the brackets in a row that a text for a parser may have: 1000.
const MANY_BRACKETS_BITS: f64 = 9.9;
/// Statements of a loop that are compared with each other.
const MAX_STATEMENTS: usize = 32;
/// Levels of one value that are looked into.
const MAX_DEPTH: usize = 4;

/// Loops whose every round puts the value of the round before into another one.
pub(super) fn for_loop(checker: &mut Checker<'_>, loop_: &ast::StmtFor) {
    let Some(rounds) = range_size(checker, &loop_.iter).filter(|rounds| *rounds >= MANY_LEVELS)
    else {
        return;
    };
    let assignments =
        loop_
            .body
            .iter()
            .take(MAX_STATEMENTS)
            .filter_map(|statement| match statement {
                Stmt::Assign(assign) => Some(assign),
                _ => None,
            });
    let mut linked = None;
    for assign in assignments {
        for target in assign.targets.iter().take(MAX_DEPTH) {
            let links = continues(target, &assign.value, linked) || is_own(target, &assign.value);
            if grows(checker, target, &assign.value) || (links && rounds >= MANY_LINKS) {
                return report(checker, TextRange::new(loop_.start(), loop_.iter.end()));
            }
            if let Expr::Attribute(attribute) = target {
                linked = Some(attribute.attr.as_str());
            }
        }
    }
}

/// `x = [x]`, and pairs of such.
fn grows(checker: &Checker<'_>, target: &Expr, value: &Expr) -> bool {
    match (target, value) {
        (Expr::Name(name), value) => holds(checker, value, name.id.as_str(), MAX_DEPTH),
        (Expr::Tuple(targets), Expr::Tuple(values)) => targets
            .elts
            .iter()
            .zip(&values.elts)
            .take(MAX_STATEMENTS)
            .any(|(target, value)| target.is_name_expr() && grows(checker, target, value)),
        _ => false,
    }
}

/// Whether `value` keeps `name` in a new container, or wraps it in an iterator.
fn holds(checker: &Checker<'_>, value: &Expr, name: &str, depth: usize) -> bool {
    let Some(depth) = depth.checked_sub(1) else {
        return false;
    };
    let is_kept = |element: &Expr| match element {
        Expr::Name(element) => element.id.as_str() == name,
        other => holds(checker, other, name, depth),
    };
    match value {
        Expr::List(ast::ExprList { elts, .. })
        | Expr::Tuple(ast::ExprTuple { elts, .. })
        | Expr::Set(ast::ExprSet { elts, .. }) => elts.iter().take(MAX_STATEMENTS).any(is_kept),
        Expr::Dict(dict) => dict
            .items
            .iter()
            .take(MAX_STATEMENTS)
            .any(|item| is_kept(&item.value)),
        Expr::Call(call) => {
            let wraps = checker.names.resolve(&call.func).is_some_and(|function| {
                matches!(
                    function.as_str(),
                    "builtins.map"
                        | "builtins.filter"
                        | "builtins.zip"
                        | "builtins.enumerate"
                        | "builtins.ExceptionGroup"
                        | "builtins.BaseExceptionGroup"
                        | "itertools.chain"
                        | "itertools.islice"
                        | "itertools.cycle"
                        | "itertools.accumulate"
                        | "functools.partial"
                )
            });
            wraps && call.arguments.args.iter().take(MAX_STATEMENTS).any(is_kept)
        }
        _ => false,
    }
}

/// `node = node.next` after `node.next = ...`.
fn continues(target: &Expr, value: &Expr, linked: Option<&str>) -> bool {
    let (Expr::Name(name), Expr::Attribute(attribute)) = (target, value) else {
        return false;
    };
    matches!(attribute.value.as_ref(), Expr::Name(start) if start.id == name.id)
        && linked == Some(attribute.attr.as_str())
}

/// `node.owner = node`, and tuples of such: garbage that only the collector frees.
fn is_own(target: &Expr, value: &Expr) -> bool {
    match (target, value) {
        (Expr::Attribute(attribute), Expr::Name(value)) => {
            matches!(attribute.value.as_ref(), Expr::Name(owner) if owner.id == value.id)
        }
        (Expr::Tuple(targets), Expr::Tuple(values)) => {
            let mut pairs = targets.elts.iter().zip(&values.elts).take(MAX_STATEMENTS);
            pairs.any(|(target, value)| target.is_attribute_expr() && is_own(target, value))
        }
        _ => false,
    }
}

/// Functions that read text: `json.loads("[" * 10**6)`.
pub(super) fn call(checker: &mut Checker<'_>, function: &str, call: &ast::ExprCall) {
    let last = function.rsplit('.').next().unwrap_or_default();
    let reads = matches!(
        last,
        "loads"
            | "literal_eval"
            | "parse"
            | "fromstring"
            | "XML"
            | "parseString"
            | "safe_load"
            | "eval"
            | "compile"
    );
    let is_deep = |argument: &Expr| match argument {
        Expr::BinOp(operation) if operation.op == Operator::Mult => {
            let is_bracket = |text: &Expr| matches!(text, Expr::StringLiteral(text) if text.value.to_str().contains(['[', '{', '(', '<']));
            is_bracket(&operation.left)
                && size::magnitude(&operation.right).is_some_and(|bits| bits >= MANY_BRACKETS_BITS)
        }
        _ => false,
    };
    if reads && call.arguments.args.first().is_some_and(is_deep) {
        report(checker, call.range());
    }
}

fn report(checker: &mut Checker<'_>, range: TextRange) {
    checker.report(Finding {
        rule: &RULE,
        action: checker.policy.rule_action(RULE.name),
        range,
        severity: RULE.severity,
        message: "this makes a value that is nested thousands of levels deep".to_owned(),
        suggestion: Some("keep the values in one flat list".to_owned()),
    });
}
