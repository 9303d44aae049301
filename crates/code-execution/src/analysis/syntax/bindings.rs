//! The names that one scope binds.

use ruff_python_ast::{self as ast, Expr, Stmt, visitor, visitor::Visitor};
use ruff_text_size::{Ranged, TextRange};
use rustc_hash::{FxHashMap, FxHashSet};

/// Names that a body binds itself, without those of functions and classes inside it.
#[derive(Debug, Default)]
pub(super) struct Bindings<'a> {
    pub(super) bound: FxHashSet<&'a str>,
    pub(super) globals: FxHashMap<&'a str, TextRange>,
    pub(super) nonlocals: FxHashMap<&'a str, TextRange>,
}

impl<'a> Bindings<'a> {
    pub(super) fn of_body(body: &'a [Stmt]) -> Self {
        let mut bindings = Self::default();
        for statement in body {
            bindings.visit_stmt(statement);
        }
        bindings
    }
}

impl<'a> Visitor<'a> for Bindings<'a> {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        match statement {
            Stmt::FunctionDef(function) => {
                self.bound.insert(function.name.as_str());
            }
            Stmt::ClassDef(class) => {
                self.bound.insert(class.name.as_str());
            }
            Stmt::Global(global) => {
                for name in &global.names {
                    self.globals
                        .entry(name.as_str())
                        .or_insert_with(|| name.range());
                }
            }
            Stmt::Nonlocal(nonlocal) => {
                for name in &nonlocal.names {
                    self.nonlocals
                        .entry(name.as_str())
                        .or_insert_with(|| name.range());
                }
            }
            Stmt::Import(import) => {
                for alias in &import.names {
                    let first = alias.name.split('.').next().unwrap_or_default();
                    self.bound
                        .insert(alias.asname.as_ref().map_or(first, ast::Identifier::as_str));
                }
            }
            Stmt::ImportFrom(import) => {
                for alias in &import.names {
                    self.bound
                        .insert(alias.asname.as_ref().unwrap_or(&alias.name).as_str());
                }
            }
            _ => visitor::walk_stmt(self, statement),
        }
    }

    fn visit_expr(&mut self, expression: &'a Expr) {
        match expression {
            Expr::Name(name) if !name.ctx.is_load() => {
                self.bound.insert(name.id.as_str());
            }
            Expr::Name(_) | Expr::Lambda(_) | Expr::StringLiteral(_) | Expr::NumberLiteral(_) => (),
            _ => visitor::walk_expr(self, expression),
        }
    }

    fn visit_except_handler(&mut self, handler: &'a ast::ExceptHandler) {
        let ast::ExceptHandler::ExceptHandler(clause) = handler;
        self.bound
            .extend(clause.name.as_ref().map(ast::Identifier::as_str));
        visitor::walk_except_handler(self, handler);
    }

    fn visit_pattern(&mut self, pattern: &'a ast::Pattern) {
        let name = match pattern {
            ast::Pattern::MatchAs(capture) => capture.name.as_ref(),
            ast::Pattern::MatchStar(capture) => capture.name.as_ref(),
            ast::Pattern::MatchMapping(mapping) => mapping.rest.as_ref(),
            _ => None,
        };
        self.bound.extend(name.map(ast::Identifier::as_str));
        visitor::walk_pattern(self, pattern);
    }
}
