//! `exploding-value`: constants that are far larger than they look.

use ruff_python_ast::{self as ast, Expr, InterpolatedStringElement, Operator};
use ruff_text_size::{Ranged, TextRange};

use super::{Rule, size};
use crate::analysis::{
    report::Severity,
    walk::{Checker, Finding},
};

/// What is known about the rule.
pub(in crate::analysis) static RULE: Rule = Rule {
    code: "RF405",
    name: "exploding-value",
    severity: Severity::Low,
    summary: "A constant that takes 10 MB or more, or 10 million bits: `'a' * 10**10`, `9 ** 9 ** 9`, `list(range(10**10))`.",
};

/// Values of this many elements, or integers of this many bits, are reported.
const MANY: f64 = 1e7;
/// Logarithms give 9 999 999.99 for 10**7.
const ROUNDING: f64 = 0.999;
/// Exponents of `pow` with a modulus that have more bits than this are reported: 100 000.
const LONG_EXPONENT_BITS: f64 = 1e5;
/// Decimal places that are reported, as a binary logarithm: a million.
const MANY_DIGITS_BITS: f64 = 19.9;

pub(super) fn operation(checker: &mut Checker<'_>, operation: &ast::ExprBinOp) {
    let size = match operation.op {
        Operator::Mult => size::repeated(&operation.left, &operation.right)
            .or_else(|| size::repeated(&operation.right, &operation.left)),
        Operator::Pow => size::magnitude(&operation.right)
            .zip(size::magnitude(&operation.left))
            .filter(|(_, base)| *base >= 1.0)
            .map(|(exponent, base)| exponent.exp2() * base),
        Operator::LShift => size::magnitude(&operation.right).map(f64::exp2),
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
        | (_, "zfill" | "ljust" | "rjust" | "center") => size::magnitude(first).map(f64::exp2),
        (
            Some(
                "builtins.list" | "builtins.tuple" | "builtins.set" | "builtins.sorted"
                | "builtins.frozenset",
            ),
            _,
        ) => super::range_size(checker, first),
        (Some("math.factorial"), _) => size::magnitude(first).map(|bits| bits.exp2() * bits),
        (Some("math.comb" | "math.perm"), _) => chosen(first, call.arguments.args.get(1)),
        (Some("builtins.pow"), _) => power(first, call),
        (Some(function), _) => array(function, call),
        _ => None,
    };
    judge(checker, size, call.range());
}

/// Bits of the number of ways to choose some of many: a few bits for each that is chosen.
fn chosen(all: &Expr, some: Option<&Expr>) -> Option<f64> {
    let all = size::magnitude(all)?;
    let some = some.map_or(Some(all), size::magnitude)?;
    Some(some.min(all).exp2() * (all - some).max(1.0))
}

/// `pow(3, 10**10**6)`; with a modulus the result is small, and the exponent alone may be too long to work with.
fn power(base: &Expr, call: &ast::ExprCall) -> Option<f64> {
    let exponent = size::magnitude(call.arguments.args.get(1)?)?;
    if call.arguments.args.len() > 2 {
        return (exponent >= LONG_EXPONENT_BITS).then_some(MANY);
    }
    size::magnitude(base).map(|base| base * exponent.exp2())
}

/// Bytes of an array of a known length.
fn array(function: &str, call: &ast::ExprCall) -> Option<f64> {
    let name = function.strip_prefix("numpy.")?;
    let is_array = matches!(
        name,
        "zeros" | "ones" | "empty" | "full" | "arange" | "eye" | "identity"
    );
    let first = call.arguments.args.first().filter(|_| is_array)?;
    let lengths = match first {
        Expr::Tuple(tuple) => tuple.elts.as_slice(),
        one => std::slice::from_ref(one),
    };
    let bits: Option<f64> = lengths.iter().map(size::magnitude).sum();
    let is_square = matches!(name, "eye" | "identity");
    bits.map(|bits| 8.0 * bits.exp2() * if is_square { bits.exp2() } else { 1.0 })
}

/// What a comprehension over known ranges keeps: `[np.ones(10**7) for _ in range(1000)]`.
pub(super) fn comprehension(
    checker: &mut Checker<'_>,
    element: &Expr,
    clauses: &[ast::Comprehension],
    range: TextRange,
) {
    let array = match element {
        Expr::Call(call) => {
            let function = checker.names.resolve(&call.func);
            function.and_then(|function| array(&function, call))
        }
        _ => None,
    };
    // a condition may leave out most of the rounds
    let is_filtered = clauses.iter().any(|clause| !clause.ifs.is_empty());
    let one = array.or((!is_filtered).then_some(1.0));
    let times = clauses
        .iter()
        .map(|clause| super::range_size(checker, &clause.iter));
    let size = one
        .zip(times.product::<Option<f64>>())
        .map(|(one, times)| one * times);
    judge(checker, size, range);
}

/// `getcontext().prec = 10**8`.
pub(super) fn assignment(checker: &mut Checker<'_>, assign: &ast::StmtAssign) {
    let is_precision = |target: &Expr| matches!(target, Expr::Attribute(attribute) if attribute.attr.as_str() == "prec");
    if !assign.targets.iter().any(is_precision) {
        return;
    }
    let is_many = size::magnitude(&assign.value).is_some_and(|bits| bits >= MANY_DIGITS_BITS);
    judge(checker, is_many.then_some(MANY), assign.range());
}

/// A text that grows when it is read: XML with entities.
pub(super) fn text(checker: &mut Checker<'_>, text: &str, range: TextRange) {
    judge(checker, text.contains("<!ENTITY").then_some(MANY), range);
}

/// `f"{x:>10000000000}"`.
pub(super) fn format_spec(checker: &mut Checker<'_>, text: &ast::ExprFString) {
    for element in text.value.elements() {
        if let InterpolatedStringElement::Literal(literal) = element {
            self::text(checker, &literal.value, text.range());
        }
        let InterpolatedStringElement::Interpolation(field) = element else {
            continue;
        };
        for part in field
            .format_spec
            .iter()
            .flat_map(|spec| spec.elements.iter())
        {
            let spec = match part {
                InterpolatedStringElement::Literal(spec) => spec,
                InterpolatedStringElement::Interpolation(width) => {
                    let size = size::magnitude(&width.expression).map(f64::exp2);
                    judge(checker, size, field.range());
                    continue;
                }
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
    if size.is_none_or(|size| size.is_nan() || size < MANY * ROUNDING) {
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
