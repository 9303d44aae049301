//! `forbidden-import`: modules that reach beyond the program.

use ruff_python_ast as ast;
use ruff_text_size::{Ranged, TextRange};

use super::{Rule, unavailable_module, unlisted_import};
use crate::analysis::{
    policy::{Action, module_advice},
    report::Severity,
    walk::{Checker, Finding},
};

/// What is known about the rule.
pub(in crate::analysis) static RULE: Rule = Rule {
    code: "RF101",
    name: "forbidden-import",
    severity: Severity::High,
    summary: "A module that reaches the operating system, the network, other processes, or runs code unseen.",
};

/// Modules that are named when there is no better advice.
const USUAL_MODULES: &str = "allowed modules include `math`, `json`, `re`, `datetime`, `collections`, `itertools`, `statistics`, `numpy`, `pandas`";

pub(super) fn import(checker: &mut Checker<'_>, import: &ast::StmtImport) {
    for alias in &import.names {
        checker.note_import(alias.name.as_str());
        module(checker, alias.name.as_str(), alias.range());
    }
}

pub(super) fn import_from(checker: &mut Checker<'_>, import: &ast::StmtImportFrom) {
    let Some(name) = import.module.as_ref().filter(|_| import.level == 0) else {
        return;
    };
    checker.note_import(name.as_str());
    if module(checker, name.as_str(), import.range()) {
        return;
    }
    for alias in &import.names {
        if alias.name.as_str() != "*" {
            let full = format!("{name}.{}", alias.name);
            module_if_listed(checker, &full, alias.range());
        }
    }
}

/// Judges the import of `name` at `range`. True when it was reported.
pub(in crate::analysis) fn module(checker: &mut Checker<'_>, name: &str, range: TextRange) -> bool {
    if module_if_listed(checker, name, range) {
        return true;
    }
    let policy = checker.policy;
    if !policy.is_import_listed(name) {
        let allowed = policy.allowed_imports.as_deref().unwrap_or_default();
        let listed = allowed
            .iter()
            .take(40)
            .map(|module| format!("`{module}`"))
            .collect::<Vec<_>>()
            .join(", ");
        checker.report(Finding {
            rule: &unlisted_import::RULE,
            action: policy.rule_action(unlisted_import::RULE.name),
            range,
            severity: unlisted_import::RULE.severity,
            message: format!("import of `{name}` is not in the list of allowed modules"),
            suggestion: Some(format!("allowed modules: {listed}")),
        });
        return true;
    }
    false
}

/// As [`module`], without the allow-list: for names that may be modules or may be members of one.
fn module_if_listed(checker: &mut Checker<'_>, name: &str, range: TextRange) -> bool {
    let policy = checker.policy;
    let action = policy.weakened(RULE.name, policy.import_action(name));
    let absent = policy.absence(name).filter(|_| !policy.is_provided(name));
    let absent_action = match absent {
        // the program itself is prepared for the import to fail
        Some(_) if checker.expects_import_error() => Action::Record,
        Some(_) => policy.rule_action(unavailable_module::RULE.name),
        None => Action::Ignore,
    };
    if action != Action::Refuse && absent_action != Action::Ignore {
        let Some(absence) = absent else { return false };
        checker.report(Finding {
            rule: &unavailable_module::RULE,
            action: absent_action,
            range,
            severity: unavailable_module::RULE.severity,
            message: format!("`{name}` {}", absence.reason()),
            suggestion: absence.advice().map(str::to_owned),
        });
        return true;
    }
    if action == Action::Ignore {
        return false;
    }
    checker.report(Finding {
        rule: &RULE,
        action,
        range,
        severity: severity(name),
        message: format!("import of `{name}` is not allowed"),
        suggestion: Some(module_advice(name).unwrap_or(USUAL_MODULES).to_owned()),
    });
    true
}

fn severity(module: &str) -> Severity {
    match module.split('.').next().unwrap_or(module) {
        "subprocess" | "ctypes" | "_ctypes" | "cffi" | "pty" | "_posixsubprocess" | "posix"
        | "pickle" | "marshal" | "dill" | "builtins" => Severity::Critical,
        "io" | "pathlib" | "glob" | "asyncio" | "tempfile" | "sqlite3" | "dbm" => Severity::Medium,
        _ => Severity::High,
    }
}
