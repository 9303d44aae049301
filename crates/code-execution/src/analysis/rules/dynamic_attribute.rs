//! `dynamic-attribute`: attributes reached by a name in a string.

use ruff_python_ast::{self as ast, Expr};
use ruff_text_size::Ranged;

use super::{Rule, forbidden_attribute};
use crate::analysis::{
    policy::{Action, function_advice},
    report::Severity,
    walk::{Checker, Finding},
};

/// What is known about the rule.
pub(in crate::analysis) static RULE: Rule = Rule {
    code: "RF302",
    name: "dynamic-attribute",
    severity: Severity::Medium,
    summary: "An attribute reached by a name that is computed, through `getattr` and its relatives.",
};

/// Functions that take an object and then the name of an attribute.
fn name_position(function: &str) -> Option<usize> {
    let position = match function {
        "builtins.getattr"
        | "builtins.hasattr"
        | "builtins.setattr"
        | "builtins.delattr"
        | "inspect.getattr_static"
        | "builtins.object.__getattribute__"
        | "builtins.type.__getattribute__"
        | "builtins.object.__setattr__"
        | "builtins.super.__getattribute__" => 1,
        "operator.attrgetter" | "operator.methodcaller" => 0,
        _ => return None,
    };
    Some(position)
}

/// The switches of the policy, and the functions as values: `map(getattr, ...)` hides the name from every check.
pub(super) fn name(checker: &mut Checker<'_>, name: &ast::ExprName) {
    let function = name.id.as_str();
    if !name.ctx.is_load()
        || !matches!(function, "getattr" | "hasattr" | "setattr" | "delattr")
        || !checker.names.is_builtin(function)
    {
        return;
    }
    let writes = matches!(function, "setattr" | "delattr");
    let is_allowed = if writes {
        checker.policy.allow_setattr
    } else {
        checker.policy.allow_getattr
    };
    let (action, message) = if !is_allowed {
        (Action::Refuse, format!("`{function}` is not allowed"))
    } else if checker.called != Some(name.range()) {
        (
            checker.policy.rule_action(RULE.name),
            format!("`{function}` passed on hides the names of the attributes"),
        )
    } else {
        return;
    };
    checker.report(Finding {
        rule: &RULE,
        action: checker.policy.weakened(RULE.name, action),
        range: name.range(),
        severity: RULE.severity,
        message,
        suggestion: function_advice(function).map(str::to_owned),
    });
}

/// A call with the name of an attribute: a known name is judged as if it were written with a dot.
pub(super) fn call(checker: &mut Checker<'_>, function: Option<&str>, call: &ast::ExprCall) {
    let method = match call.func.as_ref() {
        Expr::Attribute(attribute) if attribute.attr.as_str() == "__getattribute__" => Some(0),
        _ => None,
    };
    let Some(position) = function.and_then(name_position).or(method) else {
        return;
    };
    let how = function.map_or("__getattribute__", |path| {
        path.rsplit('.').next().unwrap_or(path)
    });
    for argument in call
        .arguments
        .args
        .iter()
        .skip(position)
        .take(if position == 0 { 8 } else { 1 })
    {
        if let Some(text) = checker.names.text(argument) {
            for part in text.split('.') {
                forbidden_attribute::report(
                    checker,
                    part,
                    argument.range(),
                    &format!(" through `{how}`"),
                );
            }
            if how == "methodcaller" {
                return;
            }
            continue;
        }
        let is_private = how != "methodcaller";
        if is_private {
            checker.report(Finding {
                rule: &RULE,
                action: checker.policy.rule_action(RULE.name),
                range: call.range(),
                severity: RULE.severity,
                message: format!("`{how}` with a computed name is not allowed"),
                suggestion: Some("write the attribute with a dot, or use a dictionary".to_owned()),
            });
        }
        return;
    }
}
