//! `exploding-value`: constants that are far larger than they look.

use ruff_python_ast::{self as ast, Expr, InterpolatedStringElement, Number, Operator, UnaryOp};
use ruff_text_size::{Ranged, TextRange};

use super::Rule;
use crate::analysis::{
    report::Severity,
    walk::{Checker, Finding},
};

/// What is known about the rule.
pub(in crate::analysis) static RULE: Rule = Rule {
    code: "RF405",
    name: "exploding-value",
    severity: Severity::Low,
    summary: "A constant that takes 100 MB or more: `'a' * 10**10`, `9 ** 9 ** 9`, `list(range(10**10))`.",
};

/// Values of this many elements, or integers of this many bits, are reported.
const MANY: f64 = 1e8;
/// Deepest constant expression that is looked into.
const MAX_DEPTH: usize = 16;

pub(super) fn operation(checker: &mut Checker<'_>, operation: &ast::ExprBinOp) {
    let size = match operation.op {
        Operator::Mult => repeated(&operation.left, &operation.right, MAX_DEPTH)
            .or_else(|| repeated(&operation.right, &operation.left, MAX_DEPTH)),
        Operator::Pow => magnitude(&operation.right, MAX_DEPTH)
            .zip(magnitude(&operation.left, MAX_DEPTH))
            .filter(|(_, base)| *base >= 1.0)
            .map(|(exponent, base)| exponent.exp2() * base),
        Operator::LShift => magnitude(&operation.right, MAX_DEPTH).map(f64::exp2),
        _ => None,
    };
    judge(checker, size, operation.range());
}

/// Functions that build something of a given size.
pub(super) fn call(checker: &mut Checker<'_>, function: Option<&str>, call: &ast::ExprCall) {
    let Some(first) = call.arguments.args.first() else {
        return;
    };
    let method = match call.func.as_ref() {
        Expr::Attribute(attribute) => attribute.attr.as_str(),
        _ => "",
    };
    let size = match (function, method) {
        (Some("builtins.bytes" | "builtins.bytearray"), _)
        | (_, "zfill" | "ljust" | "rjust" | "center") => magnitude(first, MAX_DEPTH).map(f64::exp2),
        (
            Some(
                "builtins.list" | "builtins.tuple" | "builtins.set" | "builtins.sorted"
                | "builtins.frozenset",
            ),
            _,
        ) => super::range_size(checker, first),
        (Some("math.factorial"), _) => magnitude(first, MAX_DEPTH).map(|bits| bits.exp2() * bits),
        _ => None,
    };
    judge(checker, size, call.range());
}

/// `f"{x:>10000000000}"`.
pub(super) fn format_spec(checker: &mut Checker<'_>, text: &ast::ExprFString) {
    for element in text.value.elements() {
        let InterpolatedStringElement::Interpolation(field) = element else {
            continue;
        };
        for part in field
            .format_spec
            .iter()
            .flat_map(|spec| spec.elements.iter())
        {
            let InterpolatedStringElement::Literal(spec) = part else {
                continue;
            };
            let widest = spec
                .value
                .split(|one: char| !one.is_ascii_digit())
                .map(|digits| digits.trim_start_matches('0').len())
                .max();
            if widest.is_some_and(|digits| digits >= 9) {
                judge(checker, Some(MANY), field.range());
            }
        }
    }
}

fn judge(checker: &mut Checker<'_>, size: Option<f64>, range: TextRange) {
    if size.is_none_or(|size| size.is_nan() || size < MANY) {
        return;
    }
    checker.report(Finding {
        rule: &RULE,
        action: checker.policy.rule_action(RULE.name),
        range,
        severity: RULE.severity,
        message: "this value takes more memory than the sandbox gives".to_owned(),
        suggestion: Some("use a smaller number, or work on one part at a time".to_owned()),
    });
}

/// Elements of a literal that is repeated a known number of times.
fn repeated(value: &Expr, times: &Expr, depth: usize) -> Option<f64> {
    let depth = depth.checked_sub(1)?;
    let length = match value {
        Expr::StringLiteral(text) => text.value.len(),
        Expr::BytesLiteral(bytes) => bytes.value.len(),
        Expr::List(ast::ExprList { elts, .. }) | Expr::Tuple(ast::ExprTuple { elts, .. }) => {
            elts.len() * 8
        }
        Expr::BinOp(inner) if inner.op == Operator::Mult => {
            return repeated(&inner.left, &inner.right, depth)
                .zip(magnitude(times, MAX_DEPTH))
                .map(|(size, bits)| size * bits.exp2());
        }
        _ => return None,
    };
    let length = u32::try_from(length).ok().filter(|length| *length > 0)?;
    Some(f64::from(length) * magnitude(times, MAX_DEPTH)?.exp2())
}

/// The binary logarithm of a positive constant integer.
fn magnitude(expression: &Expr, depth: usize) -> Option<f64> {
    let depth = depth.checked_sub(1)?;
    match expression {
        Expr::NumberLiteral(ast::ExprNumberLiteral {
            value: Number::Int(integer),
            ..
        }) => match integer.as_u64() {
            Some(0) => None,
            #[expect(
                clippy::cast_precision_loss,
                reason = "a logarithm needs no more than 52 bits"
            )]
            Some(small) => Some((small as f64).log2()),
            // digits of an integer beyond 64 bits
            None => Some(64.0),
        },
        Expr::UnaryOp(ast::ExprUnaryOp {
            op: UnaryOp::UAdd,
            operand,
            ..
        }) => magnitude(operand, depth),
        Expr::BinOp(operation) => {
            let (left, right) = (
                magnitude(&operation.left, depth)?,
                magnitude(&operation.right, depth)?,
            );
            match operation.op {
                Operator::Mult => Some(left + right),
                Operator::Pow => Some(left * right.exp2()),
                Operator::LShift => Some(left + right.exp2()),
                Operator::Add => Some(left.max(right)),
                _ => None,
            }
        }
        _ => None,
    }
}
