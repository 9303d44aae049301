//! `catastrophic-regex`: patterns whose matching can take exponential or high polynomial time.

mod judge;
mod parse;
mod symbols;

use ruff_python_ast as ast;
use ruff_text_size::Ranged;

use super::{Rule, size};
use crate::analysis::{
    report::Severity,
    walk::{Checker, Finding},
};

/// What is known about the rule.
pub(in crate::analysis) static RULE: Rule = Rule {
    code: "RF410",
    name: "catastrophic-regex",
    severity: Severity::Low,
    summary: "A regular expression that a short text can keep busy for hours: `(a+)+`, `(a|aa)*`, `\\s*\\s*\\s*`.",
};

/// Texts of this many characters are too long for a pattern that looks at them again from every place.
const MANY_CHARACTERS: f64 = 1e5;
/// More stars than this in a file name pattern are reported.
const MANY_STARS: usize = 6;

pub(super) fn call(checker: &mut Checker<'_>, function: &str, call: &ast::ExprCall) {
    let Some((module, name)) = function.split_once('.') else {
        return;
    };
    let is_pattern_first = match module {
        "re" | "regex" => matches!(
            name,
            "match"
                | "search"
                | "fullmatch"
                | "findall"
                | "finditer"
                | "sub"
                | "subn"
                | "split"
                | "compile"
        ),
        "fnmatch" => return file_name(checker, call),
        _ => false,
    };
    if !is_pattern_first {
        return;
    }
    let pattern = call.arguments.find_argument_value("pattern", 0);
    let Some(text) = pattern.and_then(|pattern| checker.names.text(pattern)) else {
        return;
    };
    if checker.is_full() || !checker.may_read_pattern(text.len()) {
        return;
    }
    let Some(parsed) = parse::pattern(&text) else {
        return;
    };
    let reason = judge::danger(&parsed).or_else(|| {
        let is_long =
            |argument| size::of_text(argument).is_some_and(|size| size >= MANY_CHARACTERS);
        let subject = call.arguments.args.iter().skip(1).any(is_long);
        (subject && judge::has_repeat(&parsed))
            .then_some("looks at a very long text from every place of it")
    });
    if let Some(reason) = reason {
        report(checker, call, reason);
    }
}

/// `fnmatch.fnmatch(name, "*a*a*a*a*a*a*a*b")`.
fn file_name(checker: &mut Checker<'_>, call: &ast::ExprCall) {
    let pattern = call.arguments.find_argument_value("pat", 1);
    let Some(text) = pattern.and_then(|pattern| checker.names.text(pattern)) else {
        return;
    };
    if text.matches('*').count() > MANY_STARS {
        report(checker, call, "has many stars");
    }
}

fn report(checker: &mut Checker<'_>, call: &ast::ExprCall, reason: &str) {
    checker.report(Finding {
        rule: &RULE,
        action: checker.policy.rule_action(RULE.name),
        range: call.range(),
        severity: RULE.severity,
        message: format!("this pattern {reason}, which can take hours"),
        suggestion: Some(
            "repeat one thing at one level only, and separate repeated parts by something they cannot match"
                .to_owned(),
        ),
    });
}
