//! `secret-in-code`: texts that look like the key of a service.

use ruff_python_ast::{self as ast, Expr, Operator};
use ruff_text_size::{Ranged, TextRange};

use super::Rule;
use crate::analysis::{
    report::Severity,
    walk::{Checker, Finding},
};

/// What is known about the rule.
pub(in crate::analysis) static RULE: Rule = Rule {
    code: "RF209",
    name: "secret-in-code",
    severity: Severity::Medium,
    summary: "A text with the form of a service's key, written out or put together from constants.",
};

/// How keys begin, and how many letters, digits, `_` and `-` follow at least.
const FORMS: &[(&str, usize)] = &[
    ("sk-", 20),
    ("sk_live_", 16),
    ("rk_live_", 16),
    ("ghp_", 36),
    ("gho_", 36),
    ("ghs_", 36),
    ("github_pat_", 40),
    ("glpat-", 20),
    ("AKIA", 16),
    ("ASIA", 16),
    ("AIza", 35),
    ("xoxb-", 20),
    ("xoxp-", 20),
    ("hf_", 30),
    ("npm_", 36),
    ("pypi-", 60),
    ("eyJhbGciOi", 20),
];
/// Operators that are followed to the first part of a text.
const MAX_DEPTH: usize = 24;

pub(super) fn literal(checker: &mut Checker<'_>, text: &ast::ExprStringLiteral) {
    for part in &text.value {
        judge(checker, &part.value, text.range());
    }
}

/// `"sk-" + "proj-" + ...`.
pub(super) fn operation(checker: &mut Checker<'_>, operation: &ast::ExprBinOp, whole: &Expr) {
    let mut first = operation.left.as_ref();
    for _ in 0..MAX_DEPTH {
        let Expr::BinOp(inner) = first else { break };
        first = &inner.left;
    }
    let Expr::StringLiteral(start) = first else {
        return;
    };
    let start = start.value.to_str();
    let begins = |(form, _): &(&str, usize)| {
        start.starts_with(form) || (!start.is_empty() && form.starts_with(start))
    };
    if operation.op != Operator::Add || !FORMS.iter().any(begins) {
        return;
    }
    if let Some(text) = checker.names.text(whole) {
        judge(checker, &text, whole.range());
    }
}

fn judge(checker: &mut Checker<'_>, text: &str, range: TextRange) {
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    let is_key = |(form, least): &(&str, usize)| {
        text.strip_prefix(form).is_some_and(|rest| {
            let key = rest.bytes().take_while(is_part).count();
            key >= *least && rest.bytes().take(key).any(|byte| byte.is_ascii_digit())
        })
    };
    let is_private_key = text.starts_with("-----BEGIN ") && text.contains("PRIVATE KEY-----");
    if !is_private_key && !FORMS.iter().any(is_key) {
        return;
    }
    checker.report(Finding {
        rule: &RULE,
        action: checker.policy.rule_action(RULE.name),
        range,
        severity: RULE.severity,
        message: "a text with the form of a secret key is not allowed in the program".to_owned(),
        suggestion: Some(
            "leave keys out of the program; what it prints would show them".to_owned(),
        ),
    });
}
