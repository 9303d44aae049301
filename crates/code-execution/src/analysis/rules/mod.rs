//! The rules: one file each, with its code, name and summary, and what it looks for.
//!
//! Every rule has a page in `tests/rules/` that is its documentation and its test.

mod analysis_failed;
mod forbidden_attribute;
mod forbidden_function;
mod forbidden_import;
mod nesting_too_deep;
mod source_too_large;
mod syntax_error;
mod too_many_operations;
mod unavailable_module;
mod unlisted_import;

use ruff_python_ast::{self as ast, Expr, Stmt};

use super::{report::Severity, walk::Checker};

pub(super) use analysis_failed::RULE as ANALYSIS_FAILED;
pub(super) use nesting_too_deep::RULE as NESTING_TOO_DEEP;
pub(super) use source_too_large::RULE as SOURCE_TOO_LARGE;
pub(super) use syntax_error::RULE as SYNTAX_ERROR;

/// What is known about a rule without running it.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// Stable code, for example `RF101`. Codes are never given to another rule.
    pub code: &'static str,
    /// Stable name, for example `forbidden-import`.
    pub name: &'static str,
    /// Severity of its findings, unless a finding says otherwise.
    pub severity: Severity,
    /// What it reports, in one sentence.
    pub summary: &'static str,
}

impl Rule {
    /// The name in the spelling of the wire format: `forbidden_import`.
    pub fn violation_type(&self) -> String {
        self.name.replace('-', "_")
    }

    /// Where the rule is explained, relative to the documentation's root.
    pub fn docs(&self) -> String {
        format!("reference/rules.md#{}", self.name)
    }
}

/// Every rule, by code.
pub static ALL: &[&Rule] = &[
    &syntax_error::RULE,
    &forbidden_import::RULE,
    &unlisted_import::RULE,
    &unavailable_module::RULE,
    &forbidden_function::RULE,
    &forbidden_attribute::RULE,
    &source_too_large::RULE,
    &nesting_too_deep::RULE,
    &too_many_operations::RULE,
    &analysis_failed::RULE,
];

/// The rule called `name`, or `None`.
pub fn find(name: &str) -> Option<&'static Rule> {
    ALL.iter().copied().find(|rule| rule.name == name)
}

/// Runs the rules that look at statements.
pub(super) fn statement(checker: &mut Checker<'_>, statement: &Stmt) {
    match statement {
        Stmt::Import(import) => forbidden_import::import(checker, import),
        Stmt::ImportFrom(import) => forbidden_import::import_from(checker, import),
        _ => (),
    }
}

/// Runs the rules that look at expressions. `is_whole` is false for an attribute that is followed by another one.
pub(super) fn expression(checker: &mut Checker<'_>, expression: &Expr, is_whole: bool) {
    match expression {
        Expr::Name(name) => forbidden_function::name(checker, name),
        Expr::Attribute(attribute) => {
            forbidden_attribute::attribute(checker, attribute);
            if is_whole {
                forbidden_function::path(checker, expression);
            }
        }
        _ => (),
    }
}

/// Runs the rules that look at patterns of `match`.
pub(super) fn pattern(checker: &mut Checker<'_>, pattern: &ast::Pattern) {
    if let ast::Pattern::MatchClass(class) = pattern {
        forbidden_attribute::class_pattern(checker, class);
    }
}

/// Runs the rules that look at the whole source.
pub(super) fn finish(checker: &mut Checker<'_>) {
    too_many_operations::finish(checker);
}
