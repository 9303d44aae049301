//! `forbidden-attribute`: attributes that lead out of an object into the interpreter.

use ruff_python_ast::{self as ast, Expr};
use ruff_text_size::{Ranged, TextRange};

use super::Rule;
use crate::analysis::{
    policy::Action,
    report::Severity,
    walk::{Checker, Finding},
};

/// What is known about the rule.
pub(in crate::analysis) static RULE: Rule = Rule {
    code: "RF301",
    name: "forbidden-attribute",
    severity: Severity::High,
    summary: "An attribute that leads from an object to its class, a namespace, or the frames of running code.",
};

pub(super) fn attribute(checker: &mut Checker<'_>, attribute: &ast::ExprAttribute) {
    let name = attribute.attr.as_str();
    if name == "obj" {
        return object_of_exception(checker, attribute);
    }
    if !name.starts_with('_') && !checker.listed_attributes.may_hold(name) {
        return;
    }
    if checker.policy.allow_self_inspection {
        allow_inner(checker, attribute);
        let is_own = name == "__dict__"
            && matches!(attribute.value.as_ref(), Expr::Name(name) if name.id.as_str() == "self");
        if is_own
            || checker
                .harmless
                .take_if(|range| *range == attribute.range)
                .is_some()
        {
            return;
        }
    }
    report(checker, name, attribute.attr.range(), "");
}

/// `error.obj`, where `error` is what a handler caught: the object whose attribute was missing.
fn object_of_exception(checker: &mut Checker<'_>, attribute: &ast::ExprAttribute) {
    let Expr::Name(name) = attribute.value.as_ref() else {
        return;
    };
    if !checker.exceptions.contains(name.id.as_str()) {
        return;
    }
    checker.report(Finding {
        rule: &RULE,
        action: checker.policy.rule_action(RULE.name),
        range: attribute.range(),
        severity: RULE.severity,
        message: "access to `obj` of an exception is not allowed".to_owned(),
        suggestion: Some("print the exception itself: `print(repr(error))`".to_owned()),
    });
}

/// `x.__class__.__name__` only gives a text.
fn allow_inner(checker: &mut Checker<'_>, attribute: &ast::ExprAttribute) {
    if !matches!(attribute.attr.as_str(), "__name__" | "__qualname__") {
        return;
    }
    if let Expr::Attribute(inner) = attribute.value.as_ref()
        && inner.attr.as_str() == "__class__"
    {
        checker.harmless = Some(inner.range());
    }
}

/// Keys that only the interpreter's namespaces have: `namespace["__builtins__"]`.
pub(super) fn key(checker: &mut Checker<'_>, subscript: &ast::ExprSubscript) {
    if !matches!(
        subscript.slice.as_ref(),
        Expr::StringLiteral(_) | Expr::BinOp(_) | Expr::FString(_) | Expr::Call(_)
    ) {
        return;
    }
    let Some(key) = checker.names.text(&subscript.slice) else {
        return;
    };
    if matches!(
        key.as_str(),
        "__builtins__"
            | "__import__"
            | "__globals__"
            | "__loader__"
            | "__subclasses__"
            | "__class__"
    ) {
        report(checker, &key, subscript.slice.range(), " as a key");
    }
}

/// `case object(__class__=found)` reads the attribute without a dot.
pub(super) fn class_pattern(checker: &mut Checker<'_>, pattern: &ast::PatternMatchClass) {
    for keyword in &pattern.arguments.keywords {
        report(
            checker,
            keyword.attr.as_str(),
            keyword.attr.range(),
            " in a pattern",
        );
    }
}

/// Reports the attribute `name`, as the policy says. `how` is what the message adds. True when it was reported.
pub(in crate::analysis) fn report(
    checker: &mut Checker<'_>,
    name: &str,
    range: TextRange,
    how: &str,
) -> bool {
    if !checker.listed_attributes.may_hold(name) {
        return false;
    }
    let policy = checker.policy;
    let action = policy.weakened(RULE.name, policy.attribute_action(name));
    if action == Action::Ignore {
        return false;
    }
    checker.report(Finding {
        rule: &RULE,
        action,
        range,
        severity: RULE.severity,
        message: format!("access to `{name}`{how} is not allowed"),
        suggestion: advice(name).map(str::to_owned),
    });
    true
}

fn advice(name: &str) -> Option<&'static str> {
    let advice = match name {
        "__class__" => "use `type(x).__name__` for the name of a class and `isinstance` for a test",
        "__dict__" => "name the attributes, or use a dataclass with `dataclasses.asdict`",
        "__mro__" | "mro" | "__bases__" | "__base__" | "__subclasses__" => {
            "use `isinstance` or `issubclass`"
        }
        "__traceback__" | "tb_frame" | "tb_next" => {
            "print the exception itself: `print(repr(error))`"
        }
        "__wrapped__" | "__func__" | "__code__" => "call the function instead of looking into it",
        _ => return None,
    };
    Some(advice)
}
