//! `forbidden-function`: builtins that run code, open files or reach the interpreter's namespaces.

use ruff_python_ast::{self as ast, Expr};
use ruff_text_size::{Ranged, TextRange};

use super::Rule;
use crate::analysis::{
    policy::{Action, function_advice},
    report::Severity,
    walk::{Checker, Finding},
};

/// What is known about the rule.
pub(in crate::analysis) static RULE: Rule = Rule {
    code: "RF201",
    name: "forbidden-function",
    severity: Severity::High,
    summary: "A builtin that runs code, opens files or reaches the interpreter's namespaces, called or passed on.",
};

/// A builtin by its name, unless the program binds the name itself.
pub(super) fn name(checker: &mut Checker<'_>, name: &ast::ExprName) {
    if !name.ctx.is_load() || !checker.listed_functions.may_hold(name.id.as_str()) {
        return;
    }
    if checker.policy.function_action(name.id.as_str()) == Action::Ignore
        || !checker.names.is_builtin(name.id.as_str())
    {
        return;
    }
    function(checker, name.id.as_str(), name.range());
}

/// A builtin reached through a module or a namespace: `builtins.eval`, `io.open`, `__builtins__["eval"]`.
pub(super) fn path(checker: &mut Checker<'_>, path: &str, expression: &Expr) {
    let Some((module, name)) = path.rsplit_once('.') else {
        return;
    };
    // a plain name is judged as a name; here `builtins.` comes from `builtins.eval` and `__builtins__["eval"]`
    let is_builtin = matches!(module, "builtins" | "__builtin__" | "builtins.builtins")
        && !expression.is_name_expr();
    let is_open = name == "open" && matches!(module, "io" | "_io" | "codecs" | "os" | "tokenize");
    if is_builtin || is_open {
        function(checker, name, expression.range());
    }
}

/// Reports the builtin `name`, as the policy says. True when it was reported.
pub(in crate::analysis) fn function(
    checker: &mut Checker<'_>,
    name: &str,
    range: TextRange,
) -> bool {
    let policy = checker.policy;
    let action = policy.weakened(RULE.name, policy.function_action(name));
    if action == Action::Ignore {
        return false;
    }
    checker.report(Finding {
        rule: &RULE,
        action,
        range,
        severity: severity(name),
        message: format!("`{name}` is not allowed"),
        suggestion: function_advice(name).map(str::to_owned),
    });
    true
}

fn severity(name: &str) -> Severity {
    match name {
        "eval" | "exec" | "compile" | "__import__" | "execfile" | "__loader__" | "__builtins__" => {
            Severity::Critical
        }
        "input" | "raw_input" | "vars" | "locals" => Severity::Medium,
        _ => Severity::High,
    }
}
