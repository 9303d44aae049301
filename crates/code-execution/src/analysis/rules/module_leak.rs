//! `module-leak`: a module reached through another one that imported it.

use ruff_python_ast::{self as ast, Expr};
use ruff_text_size::{Ranged, TextRange};

use super::Rule;
use crate::analysis::{
    policy::{Action, Policy, is_standard_library, module_advice},
    report::Severity,
    walk::{Checker, Finding},
};

/// What is known about the rule.
pub(in crate::analysis) static RULE: Rule = Rule {
    code: "RF105",
    name: "module-leak",
    severity: Severity::High,
    summary: "A forbidden module reached through an allowed one that has imported it, as in `json.codecs.sys`.",
};

/// Names that mean a module of the standard library only below another module of it: elsewhere `io` or `code` are
/// ordinary names, as in `scipy.io`.
const ORDINARY_ELSEWHERE: &[&str] = &[
    "io", "code", "http", "glob", "gc", "imp", "site", "requests", "thread", "commands", "inspect",
    "pip", "asyncio", "nt", "dill",
];

/// `json.codecs.builtins`: any part of a path below a module.
pub(super) fn path(checker: &mut Checker<'_>, path: &str, expression: &Expr) {
    let Some((root, members)) = path.split_once('.') else {
        return;
    };
    if root != "builtins" {
        below(checker, root, members, expression.range());
    }
}

/// `from random import _os`.
pub(super) fn import_from(checker: &mut Checker<'_>, import: &ast::StmtImportFrom) {
    let Some(module) = import.module.as_ref().filter(|_| import.level == 0) else {
        return;
    };
    let (root, inner) = module.split_once('.').unwrap_or((module.as_str(), ""));
    if checker.policy.import_action(root) != Action::Ignore {
        return;
    }
    if !inner.is_empty() && below(checker, root, inner, import.range()) {
        return;
    }
    for alias in &import.names {
        below(checker, root, alias.name.as_str(), alias.range());
    }
}

/// Reports the first of `members` that is a module which the policy does not ignore. True when there is one.
fn below(checker: &mut Checker<'_>, root: &str, members: &str, range: TextRange) -> bool {
    let Some(module) = members
        .split('.')
        .find_map(|member| leaked(checker.policy, root, member))
    else {
        return false;
    };
    let action = checker.policy.import_action(module);
    checker.report(Finding {
        rule: &RULE,
        action: checker.policy.weakened(RULE.name, action),
        range,
        severity: RULE.severity,
        message: format!("`{module}` reached through `{root}` is not allowed"),
        suggestion: module_advice(module).map(str::to_owned),
    });
    true
}

/// The module that `member`, somewhere below the module `root`, stands for: `os` for `_os`.
fn leaked<'m>(policy: &Policy, root: &str, member: &'m str) -> Option<&'m str> {
    let plain = member.trim_start_matches('_');
    let is_listed =
        |name: &&str| is_module_of_library(name) && policy.import_action(name) != Action::Ignore;
    let module = [member, plain].into_iter().find(is_listed)?;
    let is_itself = root.trim_start_matches('_') == plain;
    // `copyreg.pickle` is a function, `scipy.signal` a package of its own.
    let is_namesake = matches!((root, plain), ("copyreg", "pickle") | ("scipy", "signal"));
    let is_ordinary =
        ORDINARY_ELSEWHERE.contains(&plain) && !is_standard_library(root.trim_start_matches('_'));
    (!is_itself && !is_namesake && !is_ordinary).then_some(module)
}

/// Whether a member of this name is the module: names of the lists that no module has as an ordinary member.
fn is_module_of_library(name: &str) -> bool {
    !matches!(
        name,
        "__main__"
            | "thread"
            | "commands"
            | "site"
            | "imp"
            | "pip"
            | "code"
            | "requests"
            | "idlelib"
    )
}
