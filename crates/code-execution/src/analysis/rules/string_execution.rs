//! `string-execution`: functions that run text as code.

use ruff_python_ast::{self as ast, Expr};
use ruff_text_size::Ranged;

use super::Rule;
use crate::analysis::{
    report::Severity,
    walk::{Checker, Finding},
};

/// What is known about the rule.
pub(in crate::analysis) static RULE: Rule = Rule {
    code: "RF202",
    name: "string-execution",
    severity: Severity::Critical,
    summary: "A library function that runs text as Python code, such as `timeit.timeit` with a string.",
};

/// Functions that run their first argument when it is text.
const RUN_TEXT: &[&str] = &[
    "cProfile.run",
    "cProfile.runctx",
    "profile.run",
    "profile.runctx",
    "timeit.timeit",
    "timeit.repeat",
    "timeit.Timer",
    "code.interact",
    "doctest.run_docstring_examples",
    "doctest.debug_src",
    "doctest.script_from_examples",
    "numexpr.evaluate",
    "trace.Trace",
    "numpy.testing.runstring",
    "numpy.testing.measure",
    "numpy.f2py.compile",
    "pydoc.locate",
    "pkgutil.resolve_name",
];

/// Functions that evaluate expressions in text, and are fine with ordinary ones.
const EVALUATE_TEXT: &[&str] = &[
    "pandas.eval",
    "sympy.sympify",
    "sympy.S",
    "sympy.parse_expr",
    "sympy.parsing.sympy_parser.parse_expr",
    "sympy.simplify",
    "numpy.safe_eval",
    "typing.ForwardRef",
    "annotationlib.ForwardRef",
];

pub(super) fn call(checker: &mut Checker<'_>, function: &str, call: &ast::ExprCall) {
    let Some(argument) = call.arguments.args.first() else {
        return;
    };
    let text = checker.names.text(argument);
    let runs = RUN_TEXT.contains(&function)
        && (text.is_some() || matches!(argument, Expr::FString(_) | Expr::BinOp(_)));
    let evaluates = EVALUATE_TEXT.contains(&function) && text.as_deref().is_some_and(looks_hostile);
    if !runs && !evaluates {
        return;
    }
    checker.report(Finding {
        rule: &RULE,
        action: checker.policy.rule_action(RULE.name),
        range: call.range(),
        severity: RULE.severity,
        message: format!("`{function}` runs text as code, which is not allowed"),
        suggestion: Some("pass a function or a `lambda` instead of text".to_owned()),
    });
}

/// The methods of data frames that evaluate text: `frame.query("@x.f()")`. Calls of names from outside of the frame are
/// reported, and names with two underscores.
pub(super) fn method(checker: &mut Checker<'_>, call: &ast::ExprCall) {
    let Expr::Attribute(method) = call.func.as_ref() else {
        return;
    };
    if !matches!(method.attr.as_str(), "query" | "eval") {
        return;
    }
    let Some(text) = call
        .arguments
        .args
        .first()
        .and_then(|text| checker.names.text(text))
    else {
        return;
    };
    let is_path = |one: char| one.is_alphanumeric() || one == '_' || one == '.';
    let calls_outside = text
        .split('@')
        .skip(1)
        .any(|name| name.trim_start_matches(is_path).starts_with('('));
    if !calls_outside && !text.contains("__") {
        return;
    }
    checker.report(Finding {
        rule: &RULE,
        action: checker.policy.rule_action(RULE.name),
        range: call.range(),
        severity: RULE.severity,
        message: format!(
            "`{}` with text that calls functions is not allowed",
            method.attr
        ),
        suggestion: Some("compute the value before, and compare with `@value`".to_owned()),
    });
}

/// An annotation in quotes, which `typing.get_type_hints` evaluates.
pub(super) fn annotation(checker: &mut Checker<'_>, annotation: &Expr) {
    let Expr::StringLiteral(text) = annotation else {
        return;
    };
    let calls = ["__import__", "eval(", "exec(", "open(", "globals(", "().__"];
    if !calls.iter().any(|call| text.value.to_str().contains(call)) {
        return;
    }
    checker.report(Finding {
        rule: &RULE,
        action: checker.policy.rule_action(RULE.name),
        range: text.range(),
        severity: RULE.severity,
        message: "an annotation in quotes that calls functions is not allowed".to_owned(),
        suggestion: Some("write the name of a type".to_owned()),
    });
}

/// Whether an expression in text does more than calculate.
pub(super) fn looks_hostile(text: &str) -> bool {
    ["__", "import", "eval(", "exec(", "open(", "lambda"]
        .iter()
        .any(|part| text.contains(part))
}
