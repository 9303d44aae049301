//! `format-field`: format strings that walk from an object to its class.

use ruff_python_ast::{self as ast, Expr};
use ruff_text_size::{Ranged, TextRange};

use super::{Rule, format_walk};
use crate::analysis::{
    policy::Action,
    report::Severity,
    walk::{Checker, Finding},
};

/// What is known about the rule.
pub(in crate::analysis) static RULE: Rule = Rule {
    code: "RF303",
    name: "format-field",
    severity: Severity::High,
    summary: "A format string whose fields reach a forbidden attribute: `'{0.__class__}'.format(x)`.",
};

/// Any text that could become a format string.
pub(super) fn literal(checker: &mut Checker<'_>, text: &ast::ExprStringLiteral) {
    for part in &text.value {
        if part.value.contains('{') && part.value.contains('.') {
            fields(checker, &part.value, text.range());
        }
    }
}

/// A format string that is put together: `("{0.__cl" + "ass__}").format(x)`.
pub(super) fn call(checker: &mut Checker<'_>, call: &ast::ExprCall) {
    let Expr::Attribute(method) = call.func.as_ref() else {
        return;
    };
    if !matches!(
        method.attr.as_str(),
        "format" | "format_map" | "vformat" | "get_field"
    ) || method.value.is_string_literal_expr()
    {
        return;
    }
    if method.attr.as_str() == "get_field" {
        let field = call.arguments.args.first();
        if let Some((field, text)) =
            field.and_then(|field| Some((field, checker.names.text(field)?)))
        {
            fields(checker, &format!("{{{text}}}"), field.range());
        }
        return;
    }
    let receiver = if method.attr.as_str() == "vformat" {
        call.arguments.args.first()
    } else {
        Some(method.value.as_ref())
    };
    let Some(receiver) = receiver else { return };
    if let Some(text) = checker.names.text(receiver) {
        fields(checker, &text, receiver.range());
    }
}

/// Judges the attributes that the fields of `format` reach.
fn fields(checker: &mut Checker<'_>, format: &str, range: TextRange) {
    for field in format.split('{').skip(1) {
        let end = field.find(['}', ':', '!']).unwrap_or(field.len());
        let name = field.get(..end).unwrap_or_default();
        let parts = || name.split(['.', '[', ']']).skip(1);
        format_walk::field(checker, parts(), range);
        for part in parts() {
            let policy = checker.policy;
            let action = policy.weakened(RULE.name, policy.attribute_action(part));
            if action == Action::Ignore
                || (policy.allow_self_inspection && name.ends_with("__class__.__name__"))
            {
                continue;
            }
            checker.report(Finding {
                rule: &RULE,
                action,
                range,
                severity: RULE.severity,
                message: format!("a format field that reaches `{part}` is not allowed"),
                suggestion: Some("use an f-string with the values themselves".to_owned()),
            });
            return;
        }
    }
}
