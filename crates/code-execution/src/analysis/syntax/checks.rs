//! Errors of CPython's compiler that the parser crate does not look for.

use ruff_python_ast::{self as ast, Expr, Stmt};

use super::{report::SyntaxProblem, scopes::Scope};

/// Collects the problems of one source.
#[derive(Debug, Default)]
pub(super) struct Checks {
    pub(super) found: Vec<SyntaxProblem>,
}

impl Checks {
    pub(super) fn statement(&mut self, _statement: &Stmt, _scopes: &[Scope<'_>]) {}

    pub(super) fn after_try(&mut self, _try: &ast::StmtTry) {}

    pub(super) fn expression(&mut self, _expression: &Expr, _scopes: &[Scope<'_>]) {}

    pub(super) fn pattern(&mut self, _pattern: &ast::Pattern) {}
}
