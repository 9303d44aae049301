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

/// Number of elements of `range(...)` with known bounds, or of `itertools.product` of such.
pub(in crate::analysis) fn range_size(checker: &Checker<'_>, iterable: &Expr) -> Option<f64> {
    let Expr::Call(call) = iterable else {
        return None;
    };
    if checker.names.resolve(&call.func).as_deref() != Some("builtins.range") {
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
