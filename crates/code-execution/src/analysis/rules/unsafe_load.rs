//! `unsafe-load`: readers of formats that run code while they read.

use ruff_python_ast::{self as ast, Expr};
use ruff_text_size::Ranged;

use super::Rule;
use crate::analysis::{
    report::Severity,
    walk::{Checker, Finding},
};

/// What is known about the rule.
pub(in crate::analysis) static RULE: Rule = Rule {
    code: "RF204",
    name: "unsafe-load",
    severity: Severity::High,
    summary: "A reader of a format that runs code while it is read: pickle in any wrapping, or full YAML.",
};

pub(super) fn call(checker: &mut Checker<'_>, function: &str, call: &ast::ExprCall) {
    let keyword = |name: &str| {
        let named =
            |keyword: &&ast::Keyword| keyword.arg.as_ref().is_some_and(|arg| arg.as_str() == name);
        call.arguments
            .keywords
            .iter()
            .find(named)
            .map(|keyword| &keyword.value)
    };
    let advice = match function {
        "pandas.read_pickle" | "pandas.io.pickle.read_pickle" => {
            "use `pandas.read_csv` or `pandas.read_json`"
        }
        "joblib.load" | "torch.load" | "cloudpickle.load" | "cloudpickle.loads" => {
            "use `json` or `numpy.load` for data"
        }
        "numpy.load" if is_true(keyword("allow_pickle")) => "leave out `allow_pickle`",
        "yaml.unsafe_load" | "yaml.unsafe_load_all" | "yaml.full_load" | "yaml.full_load_all" => {
            "use `yaml.safe_load`"
        }
        "yaml.load" | "yaml.load_all"
            if !is_safe_loader(checker, keyword("Loader").or(call.arguments.args.get(1))) =>
        {
            "use `yaml.safe_load`"
        }
        _ => return,
    };
    checker.report(Finding {
        rule: &RULE,
        action: checker.policy.rule_action(RULE.name),
        range: call.range(),
        severity: RULE.severity,
        message: format!("`{function}` can run code from the data that it reads"),
        suggestion: Some(advice.to_owned()),
    });
}

fn is_true(value: Option<&Expr>) -> bool {
    matches!(
        value,
        Some(Expr::BooleanLiteral(ast::ExprBooleanLiteral {
            value: true,
            ..
        }))
    )
}

fn is_safe_loader(checker: &Checker<'_>, loader: Option<&Expr>) -> bool {
    let path = loader.and_then(|loader| checker.names.resolve(loader));
    path.is_some_and(|path| {
        matches!(
            path.as_str(),
            "yaml.SafeLoader" | "yaml.CSafeLoader" | "yaml.BaseLoader" | "yaml.CBaseLoader"
        )
    })
}
