//! `module-leak`: a module reached through another one that imported it.

use ruff_python_ast::{self as ast, Expr};
use ruff_text_size::{Ranged, TextRange};

use super::Rule;
use crate::analysis::{
    policy::{Action, module_advice},
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

/// Packages that are not part of the standard library.
const PACKAGES: &[&str] = &[
    "numpy",
    "pandas",
    "scipy",
    "sklearn",
    "matplotlib",
    "statsmodels",
    "seaborn",
    "sympy",
    "networkx",
    "PIL",
    "lxml",
    "openpyxl",
    "xlsxwriter",
    "xlrd",
    "pypdf",
    "bs4",
    "html5lib",
    "yaml",
    "jinja2",
    "tabulate",
    "regex",
    "attr",
    "attrs",
    "toolz",
    "tqdm",
    "dateutil",
    "reportlab",
    "patsy",
    "formulaic",
    "joblib",
    "narwhals",
    "more_itertools",
    "torch",
    "tensorflow",
    "host",
    "context",
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
    let is_package = PACKAGES.contains(&root);
    for member in members.split('.') {
        let module = member.trim_start_matches('_');
        if module.is_empty() || (is_package && ORDINARY_ELSEWHERE.contains(&module)) {
            continue;
        }
        let listed = [member, module].into_iter().find(|name| {
            is_module_of_library(name) && checker.policy.import_action(name) != Action::Ignore
        });
        let Some(listed) = listed.filter(|name| *name != root) else {
            continue;
        };
        let action = checker.policy.import_action(listed);
        checker.report(Finding {
            rule: &RULE,
            action: checker.policy.weakened(RULE.name, action),
            range,
            severity: RULE.severity,
            message: format!("`{listed}` reached through `{root}` is not allowed"),
            suggestion: module_advice(listed).map(str::to_owned),
        });
        return true;
    }
    false
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
