//! `large-product`: loops in loops whose counts multiply to more than can be done.

use ruff_python_ast::{self as ast, Expr, Number, Operator, Stmt};
use ruff_text_size::{Ranged, TextRange};

use super::Rule;
use crate::analysis::{
    report::Severity,
    walk::{Checker, Finding},
};

/// What is known about the rule.
pub(in crate::analysis) static RULE: Rule = Rule {
    code: "RF406",
    name: "large-product",
    severity: Severity::Low,
    summary: "Loops in loops over known ranges that run more than ten thousand million times in all.",
};

/// Runs of the innermost body that are reported.
const MANY: f64 = 1e10;
/// Functions of `itertools` in each other that are looked into.
const MAX_DEPTH: usize = 3;

/// The `for` clauses of one comprehension.
pub(super) fn comprehension(
    checker: &mut Checker<'_>,
    clauses: &[ast::Comprehension],
    whole: &Expr,
) {
    let product: f64 = clauses
        .iter()
        .map(|clause| range_size(checker, &clause.iter).unwrap_or(1.0))
        .product();
    judge(checker, product, whole.range());
}

/// `for` statements directly inside each other.
pub(super) fn for_loop(checker: &mut Checker<'_>, loop_: &ast::StmtFor) {
    let mut product = 1.0;
    let mut outer = loop_;
    for _ in 0..16 {
        if leaves(&outer.body) {
            return;
        }
        product *= range_size(checker, &outer.iter).unwrap_or(1.0);
        let inner = outer.body.iter().find_map(|statement| match statement {
            Stmt::For(inner) => Some(inner),
            _ => None,
        });
        let Some(inner) = inner else { break };
        outer = inner;
    }
    judge(
        checker,
        product,
        TextRange::new(loop_.start(), loop_.iter.end()),
    );
}

/// Functions that take everything from an iterator, one by one.
pub(super) fn call(checker: &mut Checker<'_>, function: &str, call: &ast::ExprCall) {
    let takes_all = matches!(
        function,
        "builtins.sum"
            | "builtins.list"
            | "builtins.tuple"
            | "builtins.set"
            | "builtins.sorted"
            | "builtins.max"
            | "builtins.min"
            | "math.prod"
            | "math.fsum"
            | "statistics.mean"
    );
    let Some(first) = call.arguments.args.first().filter(|_| takes_all) else {
        return;
    };
    let rounds = match first {
        Expr::Generator(generator) => {
            let sizes = generator.generators.iter();
            sizes
                .map(|clause| range_size(checker, &clause.iter).unwrap_or(1.0))
                .product()
        }
        other => range_size(checker, other).unwrap_or(1.0),
    };
    let each = match call
        .arguments
        .find_keyword("key")
        .map(|keyword| &keyword.value)
    {
        Some(Expr::Lambda(lambda)) => match lambda.body.as_ref() {
            Expr::Call(inner) => inner
                .arguments
                .args
                .first()
                .and_then(|argument| range_size(checker, argument))
                .unwrap_or(1.0),
            _ => 1.0,
        },
        _ => 1.0,
    };
    // what keeps a whole range in memory is `exploding-value`
    let keeps = each <= 1.0
        && !first.is_generator_expr()
        && matches!(
            function,
            "builtins.list" | "builtins.tuple" | "builtins.set" | "builtins.sorted"
        );
    if !keeps {
        judge(checker, rounds * each, call.range());
    }
}

/// Number of elements of `repeat`, and of `permutations`, `combinations` and `product` of known ranges.
fn arrangements(
    checker: &Checker<'_>,
    name: &str,
    call: &ast::ExprCall,
    depth: usize,
) -> Option<f64> {
    let arguments = &call.arguments;
    if name == "repeat" {
        return number(arguments.args.get(1)?, 8);
    }
    let sizes: Option<Vec<f64>> = arguments
        .args
        .iter()
        .take(8)
        .map(|argument| match argument {
            Expr::StringLiteral(text) => u32::try_from(text.value.len()).ok().map(f64::from),
            other => range_size_within(checker, other, depth).or_else(|| number(other, 8)),
        })
        .collect();
    let sizes = sizes?;
    let factors = |all: f64, some: f64| {
        let mut product = 1.0;
        let mut rest = all;
        for _ in 0..64 {
            if rest < 1.0 || all - rest >= some {
                break;
            }
            product *= rest;
            rest -= 1.0;
        }
        product
    };
    match (name, sizes.as_slice()) {
        ("permutations", [all]) => Some(factors(*all, *all)),
        ("permutations", [all, some]) => Some(factors(*all, *some)),
        ("combinations" | "combinations_with_replacement", [all, some]) => {
            let some = some.min(all - some).max(0.0);
            Some(factors(*all, some) / factors(some, some))
        }
        ("product", sizes) => {
            let repeat = arguments
                .find_keyword("repeat")
                .map_or(Some(1.0), |keyword| number(&keyword.value, 8))?;
            Some(sizes.iter().product::<f64>().powf(repeat))
        }
        _ => None,
    }
}

/// Number of elements of `range(...)` with known bounds, or of `itertools.product` and the like of such. With `% n` in a bound, the most that it can be.
pub(in crate::analysis) fn range_size(checker: &Checker<'_>, iterable: &Expr) -> Option<f64> {
    range_size_within(checker, iterable, MAX_DEPTH)
}

fn range_size_within(checker: &Checker<'_>, iterable: &Expr, depth: usize) -> Option<f64> {
    let depth = depth.checked_sub(1)?;
    let Expr::Call(call) = iterable else {
        return None;
    };
    let function = checker.names.resolve(&call.func)?;
    if let Some(name) = function.strip_prefix("itertools.") {
        return arrangements(checker, name, call, depth);
    }
    if function != "builtins.range" {
        return None;
    }
    let bounds: Option<Vec<f64>> = call
        .arguments
        .args
        .iter()
        .map(|bound| number(bound, 8))
        .collect();
    match bounds?.as_slice() {
        [end] => Some(end.max(0.0)),
        [start, end] => Some((end - start).max(0.0)),
        [start, end, step] if *step != 0.0 => Some(((end - start) / step).max(0.0)),
        _ => None,
    }
}

fn number(expression: &Expr, depth: usize) -> Option<f64> {
    let depth = depth.checked_sub(1)?;
    match expression {
        #[expect(clippy::cast_precision_loss, reason = "an estimate")]
        Expr::NumberLiteral(ast::ExprNumberLiteral {
            value: Number::Int(integer),
            ..
        }) => Some(integer.as_u64()? as f64),
        Expr::UnaryOp(ast::ExprUnaryOp {
            op: ast::UnaryOp::USub,
            operand,
            ..
        }) => Some(-number(operand, depth)?),
        // at most the divisor
        Expr::BinOp(operation) if operation.op == Operator::Mod => number(&operation.right, depth),
        Expr::BinOp(operation) => {
            let (left, right) = (
                number(&operation.left, depth)?,
                number(&operation.right, depth)?,
            );
            match operation.op {
                Operator::Add => Some(left + right),
                Operator::Sub => Some(left - right),
                Operator::Mult => Some(left * right),
                Operator::Pow => Some(left.powf(right)),
                Operator::LShift => Some(left * right.exp2()),
                _ => None,
            }
        }
        _ => None,
    }
}

/// Whether a loop may end before its range does.
fn leaves(body: &[Stmt]) -> bool {
    body.iter().any(|statement| match statement {
        Stmt::Break(_) | Stmt::Return(_) | Stmt::Raise(_) => true,
        Stmt::If(branch) => {
            leaves(&branch.body)
                || branch
                    .elif_else_clauses
                    .iter()
                    .any(|clause| leaves(&clause.body))
        }
        _ => false,
    })
}

fn judge(checker: &mut Checker<'_>, product: f64, range: TextRange) {
    if product.is_nan() || product < MANY {
        return;
    }
    checker.report(Finding {
        rule: &RULE,
        action: checker.policy.rule_action(RULE.name),
        range,
        severity: RULE.severity,
        message: format!("these loops run {product:.0e} times in all"),
        suggestion: Some("use `numpy` on whole arrays, or a smaller range".to_owned()),
    });
}
