//! `code-in-text`: texts that only make sense as code for an interpreter.

use ruff_python_ast as ast;
use ruff_text_size::{Ranged, TextRange};

use super::Rule;
use crate::analysis::{
    report::Severity,
    walk::{Checker, Finding},
};

/// What is known about the rule.
pub(in crate::analysis) static RULE: Rule = Rule {
    code: "RF206",
    name: "code-in-text",
    severity: Severity::Medium,
    summary: "A text with `__import__(`, `__builtins__` or the like, which many functions would run as code.",
};

/// Parts of a text that ordinary texts do not have.
const MARKS: &[&str] = &[
    "__import__(",
    "__builtins__",
    "__globals__",
    "__subclasses__",
    "__getattribute__",
];

pub(super) fn literal(checker: &mut Checker<'_>, text: &ast::ExprStringLiteral) {
    for part in &text.value {
        if part.value.contains("__") {
            judge(checker, &part.value, text.range());
        }
    }
}

fn judge(checker: &mut Checker<'_>, text: &str, range: TextRange) {
    // the name alone is judged where it is used, as a key or as an attribute
    let is_code = |mark: &&&str| text.contains(**mark) && text.len() > mark.len();
    let Some(mark) = MARKS.iter().find(is_code) else {
        return;
    };
    checker.report(Finding {
        rule: &RULE,
        action: checker.policy.rule_action(RULE.name),
        range,
        severity: RULE.severity,
        message: format!(
            "a text with `{}` looks like code",
            mark.trim_end_matches('(')
        ),
        suggestion: Some("write the code out instead of putting it into text".to_owned()),
    });
}
