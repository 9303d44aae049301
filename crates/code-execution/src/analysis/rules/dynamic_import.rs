//! `dynamic-import`: modules imported by a name that is computed.

use ruff_python_ast as ast;
use ruff_text_size::Ranged;

use super::{Rule, forbidden_import};
use crate::analysis::{
    report::Severity,
    walk::{Checker, Finding},
};

/// What is known about the rule.
pub(in crate::analysis) static RULE: Rule = Rule {
    code: "RF104",
    name: "dynamic-import",
    severity: Severity::High,
    summary: "A module imported by a name that is computed when the program runs.",
};

/// Judges `__import__(name)` and `importlib.import_module(name)`: a known name as an import of it.
pub(super) fn call(checker: &mut Checker<'_>, function: &str, call: &ast::ExprCall) {
    match function {
        "builtins.__import__" | "importlib.import_module" | "importlib.__import__" => (),
        "unittest.mock.patch" | "unittest.mock.patch.dict" => return target(checker, call),
        "logging.config.dictConfig" | "logging.config.fileConfig" => {
            return computed(checker, call);
        }
        _ => return,
    }
    let argument = call.arguments.args.first().or_else(|| {
        let keywords = &call.arguments.keywords;
        keywords
            .iter()
            .find(|keyword| {
                keyword
                    .arg
                    .as_ref()
                    .is_some_and(|name| name.as_str() == "name")
            })
            .map(|keyword| &keyword.value)
    });
    if let Some(module) = argument.and_then(|name| checker.names.text(name)) {
        checker.note_import(&module);
        forbidden_import::module(checker, &module, call.range());
        return;
    }
    computed(checker, call);
}

/// `patch("os.system")` imports what its text names.
fn target(checker: &mut Checker<'_>, call: &ast::ExprCall) {
    if let Some(text) = call
        .arguments
        .args
        .first()
        .and_then(|target| checker.names.text(target))
    {
        let root = text.split('.').next().unwrap_or_default();
        forbidden_import::module(checker, root, call.range());
    }
}

fn computed(checker: &mut Checker<'_>, call: &ast::ExprCall) {
    checker.report(Finding {
        rule: &RULE,
        action: checker.policy.rule_action(RULE.name),
        range: call.range(),
        severity: RULE.severity,
        message: "import of a module whose name is computed is not allowed".to_owned(),
        suggestion: Some("import modules by an `import` statement at the top".to_owned()),
    });
}
