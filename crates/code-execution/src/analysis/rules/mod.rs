//! The rules: one file each, with its code, name and summary, and what it looks for.
//!
//! Every rule has a page in `tests/rules/` that is its documentation and its test.

mod analysis_failed;
mod catastrophic_regex;
mod code_in_text;
mod constant_hash;
mod deep_value;
mod dynamic_attribute;
mod dynamic_import;
mod endless_loop;
mod endless_recursion;
mod exit_exception;
mod exploding_value;
mod file_function;
mod forbidden_attribute;
mod forbidden_function;
mod forbidden_import;
mod format_field;
mod format_walk;
mod large_product;
mod module_leak;
mod nesting_too_deep;
mod output_flood;
mod secret_in_code;
mod size;
mod source_too_large;
mod string_execution;
mod syntax_error;
mod too_many_operations;
mod unavailable_function;
mod unavailable_module;
mod unknown_name;
mod unlisted_import;
mod unsafe_load;
mod waiting_function;
mod wrong_host_arguments;

use ruff_python_ast::{self as ast, Expr, Stmt};
use ruff_text_size::Ranged;

use super::{report::Severity, types::TypeChecks, walk::Checker};

pub(super) use analysis_failed::RULE as ANALYSIS_FAILED;
pub(super) use large_product::range_size;
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
    &dynamic_import::RULE,
    &module_leak::RULE,
    &forbidden_function::RULE,
    &string_execution::RULE,
    &file_function::RULE,
    &unsafe_load::RULE,
    &unavailable_function::RULE,
    &code_in_text::RULE,
    &waiting_function::RULE,
    &exit_exception::RULE,
    &secret_in_code::RULE,
    &forbidden_attribute::RULE,
    &dynamic_attribute::RULE,
    &format_field::RULE,
    &format_walk::RULE,
    &source_too_large::RULE,
    &nesting_too_deep::RULE,
    &too_many_operations::RULE,
    &endless_loop::RULE,
    &exploding_value::RULE,
    &large_product::RULE,
    &deep_value::RULE,
    &endless_recursion::RULE,
    &output_flood::RULE,
    &catastrophic_regex::RULE,
    &constant_hash::RULE,
    &analysis_failed::RULE,
    &unknown_name::RULE,
    &wrong_host_arguments::RULE,
];

/// The rule called `name`, or `None`.
pub fn find(name: &str) -> Option<&'static Rule> {
    ALL.iter().copied().find(|rule| rule.name == name)
}

/// Runs the rules that look at statements.
pub(super) fn statement(checker: &mut Checker<'_>, statement: &Stmt) {
    match statement {
        Stmt::Import(import) => forbidden_import::import(checker, import),
        Stmt::ImportFrom(import) => {
            forbidden_import::import_from(checker, import);
            module_leak::import_from(checker, import);
        }
        Stmt::While(loop_) => endless_loop::while_loop(checker, loop_),
        Stmt::For(loop_) => {
            endless_loop::for_loop(checker, loop_);
            large_product::for_loop(checker, loop_);
            deep_value::for_loop(checker, loop_);
            output_flood::for_loop(checker, loop_);
        }
        Stmt::FunctionDef(function) => {
            endless_loop::generator(checker, function);
            endless_recursion::function(checker, function);
            constant_hash::function(checker, function);
        }
        Stmt::ClassDef(class) => endless_recursion::class(checker, class),
        Stmt::Try(try_) => exit_exception::handlers(checker, try_),
        Stmt::Raise(raise) => exit_exception::raise(checker, raise),
        Stmt::Assign(assign) => exploding_value::assignment(checker, assign),
        _ => (),
    }
}

/// Runs the rules that look at expressions. `is_whole` is false for an attribute that is followed by another one.
pub(super) fn expression(checker: &mut Checker<'_>, expression: &Expr, is_whole: bool) {
    match expression {
        Expr::Name(name) => {
            forbidden_function::name(checker, name);
            dynamic_attribute::name(checker, name);
        }
        Expr::Attribute(attribute) => {
            forbidden_attribute::attribute(checker, attribute);
            if is_whole {
                path(checker, expression);
            }
        }
        Expr::Subscript(subscript) => {
            forbidden_attribute::key(checker, subscript);
            path(checker, expression);
        }
        Expr::Call(call) => self::call(checker, expression, call),
        Expr::StringLiteral(text) => {
            format_field::literal(checker, text);
            code_in_text::literal(checker, text);
            secret_in_code::literal(checker, text);
            for part in &text.value {
                exploding_value::text(checker, &part.value, text.range());
            }
        }
        Expr::BinOp(operation) => {
            exploding_value::operation(checker, operation);
            secret_in_code::operation(checker, operation, expression);
        }
        Expr::Compare(comparison) => endless_loop::comparison(checker, comparison),
        Expr::FString(text) => exploding_value::format_spec(checker, text),
        Expr::ListComp(ast::ExprListComp {
            elt, generators, ..
        })
        | Expr::SetComp(ast::ExprSetComp {
            elt, generators, ..
        }) => {
            large_product::comprehension(checker, generators, expression);
            exploding_value::comprehension(checker, elt, generators, expression.range());
        }
        Expr::DictComp(ast::ExprDictComp {
            value, generators, ..
        }) => {
            large_product::comprehension(checker, generators, expression);
            exploding_value::comprehension(checker, value, generators, expression.range());
        }
        _ => (),
    }
}

/// Runs the rules that look at what an expression stands for.
fn path(checker: &mut Checker<'_>, expression: &Expr) {
    if let Some(path) = checker.names.resolve(expression) {
        forbidden_function::path(checker, &path, expression);
        module_leak::path(checker, &path, expression);
    }
}

fn call(checker: &mut Checker<'_>, expression: &Expr, call: &ast::ExprCall) {
    let function = checker.names.resolve(&call.func);
    dynamic_attribute::call(checker, function.as_deref(), call);
    format_field::call(checker, call);
    file_function::method(checker, function.as_deref(), call);
    exploding_value::call(checker, function.as_deref(), call);
    string_execution::method(checker, call);
    let Some(function) = function else { return };
    dynamic_import::call(checker, &function, call);
    wrong_host_arguments::call(checker, &function, call);
    endless_loop::call(checker, &function, call);
    large_product::call(checker, &function, call);
    deep_value::call(checker, &function, call);
    output_flood::call(checker, &function, call);
    exit_exception::call(checker, &function, call);
    unavailable_function::call(checker, &function, call);
    if function.starts_with("builtins.") {
        // most calls are of builtins, and the other rules know functions of modules only
        if matches!(
            function.as_str(),
            "builtins.getattr" | "builtins.__import__" | "builtins.vars"
        ) {
            path(checker, expression);
        }
        return;
    }
    string_execution::call(checker, &function, call);
    unsafe_load::call(checker, &function, call);
    file_function::function(checker, &function, call);
    catastrophic_regex::call(checker, &function, call);
    waiting_function::call(checker, &function, call);
}

/// Runs the rules that look at annotations.
pub(super) fn annotation(checker: &mut Checker<'_>, annotation: &Expr) {
    string_execution::annotation(checker, annotation);
}

/// Runs the rules that look at patterns of `match`.
pub(super) fn pattern(checker: &mut Checker<'_>, pattern: &ast::Pattern) {
    if let ast::Pattern::MatchClass(class) = pattern {
        forbidden_attribute::class_pattern(checker, class);
    }
}

/// Runs the rules that look at the whole source.
pub(super) fn finish(checker: &mut Checker<'_>, body: &[Stmt], types: Option<&TypeChecks>) {
    too_many_operations::finish(checker);
    if let Some(types) = types {
        unknown_name::module(checker, body, types);
    }
}
