//! Sizes of constants, without building them.

use ruff_python_ast::{self as ast, Expr, Number, Operator, UnaryOp};

/// Deepest constant expression that is looked into.
const MAX_DEPTH: usize = 16;
/// Elements of a list that are looked at.
const MAX_ELEMENTS: usize = 16;
/// Bytes of an element that is not looked into.
const ELEMENT_BYTES: f64 = 8.0;

/// Characters or bytes of a constant text, or `None`.
pub(super) fn of_text(value: &Expr) -> Option<f64> {
    match value {
        Expr::StringLiteral(text) => Some(as_size(text.value.len())),
        Expr::BytesLiteral(bytes) => Some(as_size(bytes.value.len())),
        Expr::BinOp(operation) if operation.op == Operator::Mult => {
            repeated(&operation.left, &operation.right)
                .or_else(|| repeated(&operation.right, &operation.left))
        }
        _ => None,
    }
}

/// Elements of a literal that is repeated a known number of times: `"ab" * 10**6`, `[[0] * 5] * 10**6`. A list inside a
/// list counts with what it shows, though it is kept once.
pub(super) fn repeated(value: &Expr, times: &Expr) -> Option<f64> {
    repeated_within(value, times, MAX_DEPTH)
}

fn repeated_within(value: &Expr, times: &Expr, depth: usize) -> Option<f64> {
    let depth = depth.checked_sub(1)?;
    let length = match value {
        Expr::StringLiteral(_) | Expr::BytesLiteral(_) => of_text(value)?,
        Expr::List(ast::ExprList { elts, .. }) | Expr::Tuple(ast::ExprTuple { elts, .. }) => {
            let shown = |element: &Expr| match element {
                Expr::BinOp(inner) if inner.op == Operator::Mult => {
                    repeated_within(&inner.left, &inner.right, depth).unwrap_or(ELEMENT_BYTES)
                }
                _ => ELEMENT_BYTES,
            };
            let more = elts.len().saturating_sub(MAX_ELEMENTS);
            elts.iter().take(MAX_ELEMENTS).map(shown).sum::<f64>() + as_size(more) * ELEMENT_BYTES
        }
        Expr::BinOp(inner) if inner.op == Operator::Mult => {
            repeated_within(&inner.left, &inner.right, depth)?
        }
        _ => return None,
    };
    Some(length)
        .filter(|length| *length > 0.0)
        .zip(magnitude(times))
        .map(|(length, bits)| length * bits.exp2())
}

#[expect(clippy::cast_precision_loss, reason = "an estimate")]
fn as_size(length: usize) -> f64 {
    length as f64
}

/// The binary logarithm of a positive constant integer.
pub(super) fn magnitude(expression: &Expr) -> Option<f64> {
    magnitude_within(expression, MAX_DEPTH)
}

fn magnitude_within(expression: &Expr, depth: usize) -> Option<f64> {
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
        }) => magnitude_within(operand, depth),
        Expr::BinOp(operation) => {
            let (left, right) = (
                magnitude_within(&operation.left, depth)?,
                magnitude_within(&operation.right, depth)?,
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
