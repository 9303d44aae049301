//! Errors of CPython's compiler that the parser crate does not look for.

use ruff_python_ast::{self as ast, Expr, Stmt, visitor, visitor::Visitor};
use ruff_text_size::{Ranged, TextRange};
use rustc_hash::FxHashMap;

use super::{
    report::SyntaxProblem,
    scopes::{Scope, ScopeKind},
};

/// Most blocks (loops, `with`, `try`) inside each other in one function.
const MAX_BLOCKS: usize = 21;

/// `else` without `except`: CPython's parser finds this, at the `else`.
pub(super) const MISSING_EXCEPT: &str = "expected 'except' or 'finally' block";

/// Collects the problems of one source.
#[derive(Debug, Default)]
pub(super) struct Checks {
    pub(super) found: Vec<SyntaxProblem>,
}

impl Checks {
    fn report(&mut self, message: impl Into<String>, range: TextRange) {
        self.found.push(SyntaxProblem::new(message, range));
    }

    pub(super) fn statement(&mut self, statement: &Stmt, scopes: &[Scope<'_>]) {
        match statement {
            Stmt::Expr(expression) if expression.value.is_starred_expr() => {
                self.report(
                    "can't use starred expression here",
                    expression.value.range(),
                );
            }
            Stmt::Nonlocal(nonlocal) => self.nonlocal(nonlocal, scopes),
            Stmt::AnnAssign(assign) => {
                if let (Expr::Name(name), Some(scope)) = (assign.target.as_ref(), scopes.last()) {
                    let declared = scope.nonlocals.get(name.id.as_str());
                    if declared.is_some_and(|declared| declared.end() <= name.start()) {
                        let message = format!("annotated name '{}' can't be nonlocal", name.id);
                        self.report(message, assign.target.range());
                    }
                }
            }
            Stmt::Try(try_) => self.try_(try_),
            _ => (),
        }
    }

    pub(super) fn expression(&mut self, expression: &Expr) {
        match expression {
            Expr::Attribute(attribute)
                if attribute.attr.as_str() == "__debug__" && !attribute.ctx.is_load() =>
            {
                self.debug(attribute.ctx, attribute.range());
            }
            Expr::Call(call) => {
                for keyword in &call.arguments.keywords {
                    if keyword
                        .arg
                        .as_ref()
                        .is_some_and(|name| name.as_str() == "__debug__")
                    {
                        self.report("cannot assign to __debug__", keyword.range());
                    }
                }
            }
            Expr::FString(text) => self.fields(text.value.elements()),
            _ => (),
        }
    }

    pub(super) fn pattern(&mut self, pattern: &ast::Pattern) {
        if let ast::Pattern::MatchOr(alternatives) = pattern {
            let earlier = alternatives.patterns.len().saturating_sub(1);
            let first = alternatives
                .patterns
                .iter()
                .take(earlier)
                .find_map(ast::Pattern::irrefutable_pattern);
            if let Some(first) = first {
                let what = match &first.kind {
                    ast::IrrefutablePatternKind::Name(name) => format!("name capture '{name}'"),
                    ast::IrrefutablePatternKind::Wildcard => "wildcard".to_owned(),
                };
                self.report(
                    format!("{what} makes remaining patterns unreachable"),
                    first.range,
                );
            }
        }
        if let ast::Pattern::MatchValue(value) = pattern
            && matches!(value.value.as_ref(), Expr::FString(_) | Expr::TString(_))
        {
            self.report(
                "patterns may only match literals and attribute lookups",
                value.range(),
            );
        }
    }

    /// Called with the number of blocks around a loop, `with` or `try` in its function, itself included.
    pub(super) fn block(&mut self, statement: &Stmt, blocks: usize) {
        if blocks > MAX_BLOCKS {
            self.report("too many statically nested blocks", statement.range());
        }
    }

    fn debug(&mut self, context: ast::ExprContext, range: TextRange) {
        let verb = if context.is_del() {
            "delete"
        } else {
            "assign to"
        };
        self.report(format!("cannot {verb} __debug__"), range);
    }

    fn nonlocal(&mut self, nonlocal: &ast::StmtNonlocal, scopes: &[Scope<'_>]) {
        let Some(scope) = scopes.last() else { return };
        if scope.kind == ScopeKind::Module {
            return;
        }
        for name in &nonlocal.names {
            let mut outer = scopes.iter().rev().skip(1);
            let binding = outer.find(|scope| {
                scope.kind != ScopeKind::Class && scope.bound.contains(name.as_str())
            });
            if binding.is_some_and(|scope| scope.kind == ScopeKind::Types) {
                let message = format!("nonlocal binding not allowed for type parameter '{name}'");
                self.report(message, nonlocal.range());
            }
            if let Some(global) = scope.globals.get(name.as_str()) {
                let first = if global.start() < nonlocal.start() {
                    scope.global_statement(name.as_str())
                } else {
                    None
                };
                self.report(
                    format!("name '{name}' is nonlocal and global"),
                    first.unwrap_or_else(|| nonlocal.range()),
                );
            }
        }
    }

    fn try_(&mut self, try_: &ast::StmtTry) {
        if try_.handlers.is_empty() && !try_.orelse.is_empty() {
            let end = try_.body.last().map_or(try_.end(), Ranged::end);
            self.report(MISSING_EXCEPT, TextRange::empty(end));
        }
        let earlier = try_.handlers.len().saturating_sub(1);
        for handler in try_.handlers.iter().take(earlier) {
            let ast::ExceptHandler::ExceptHandler(clause) = handler;
            if clause.type_.is_none() {
                self.report("default 'except:' must be last", clause.range());
            }
        }
        if !try_.is_star {
            return;
        }
        for handler in &try_.handlers {
            let ast::ExceptHandler::ExceptHandler(clause) = handler;
            let mut leaving = Leaving {
                found: None,
                loops: 0,
            };
            leaving.visit_body(&clause.body);
            if let Some(range) = leaving.found {
                self.report(
                    "'break', 'continue' and 'return' cannot appear in an except* block",
                    range,
                );
            }
        }
    }

    fn fields<'a>(&mut self, elements: impl Iterator<Item = &'a ast::InterpolatedStringElement>) {
        for element in elements {
            let ast::InterpolatedStringElement::Interpolation(field) = element else {
                continue;
            };
            if let Some(spec) = &field.format_spec {
                self.nested_spec(spec, 1);
            }
            if field.expression.is_starred_expr() {
                self.report(
                    "can't use starred expression here",
                    field.expression.range(),
                );
            }
        }
    }

    fn nested_spec(&mut self, spec: &ast::InterpolatedStringFormatSpec, depth: usize) {
        for element in &spec.elements {
            let ast::InterpolatedStringElement::Interpolation(field) = element else {
                continue;
            };
            if depth >= 3 {
                self.report("f-string: expressions nested too deeply", field.range());
                return;
            }
            if let Some(inner) = &field.format_spec {
                self.nested_spec(inner, depth + 1);
            }
        }
    }
}

/// Looks for what leaves an `except*` block: `return` anywhere, `break` and `continue` outside of its own loops.
struct Leaving {
    found: Option<TextRange>,
    loops: usize,
}

impl<'a> Visitor<'a> for Leaving {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        match statement {
            _ if self.found.is_some() => (),
            Stmt::Return(_) => self.found = Some(statement.range()),
            Stmt::Break(_) | Stmt::Continue(_) if self.loops == 0 => {
                self.found = Some(statement.range());
            }
            Stmt::FunctionDef(_) | Stmt::ClassDef(_) => (),
            Stmt::For(_) | Stmt::While(_) => {
                self.loops += 1;
                visitor::walk_stmt(self, statement);
                self.loops -= 1;
            }
            _ => visitor::walk_stmt(self, statement),
        }
    }

    fn visit_expr(&mut self, _expression: &'a Expr) {}
}

/// Names that a function body reads or binds before it declares them `nonlocal`, in the order of the text.
pub(super) fn used_before_nonlocal(
    body: &[Stmt],
    nonlocals: &FxHashMap<&str, TextRange>,
) -> Vec<SyntaxProblem> {
    if nonlocals.is_empty() {
        return Vec::new();
    }
    let mut uses = Uses {
        nonlocals,
        problems: FxHashMap::default(),
    };
    uses.visit_body(body);
    let mut problems: Vec<_> = uses.problems.into_values().collect();
    problems.sort_by_key(|problem| problem.range.start());
    problems
}

struct Uses<'n, 'a> {
    nonlocals: &'n FxHashMap<&'a str, TextRange>,
    problems: FxHashMap<String, SyntaxProblem>,
}

impl Uses<'_, '_> {
    fn note(&mut self, name: &str, at: TextRange, verb: &str) {
        let Some(declared) = self
            .nonlocals
            .get(name)
            .filter(|declared| at.end() <= declared.start())
        else {
            return;
        };
        let message = format!("name '{name}' is {verb} nonlocal declaration");
        self.problems
            .entry(name.to_owned())
            .or_insert_with(|| SyntaxProblem::new(message, *declared));
    }
}

impl<'a> Visitor<'a> for Uses<'_, '_> {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        match statement {
            Stmt::FunctionDef(_) | Stmt::ClassDef(_) => (),
            Stmt::AnnAssign(assign) => {
                if let Expr::Name(name) = assign.target.as_ref()
                    && let Some(declared) = self
                        .nonlocals
                        .get(name.id.as_str())
                        .filter(|declared| name.end() <= declared.start())
                {
                    let message = format!("annotated name '{}' can't be nonlocal", name.id);
                    self.problems
                        .entry(name.id.to_string())
                        .or_insert_with(|| SyntaxProblem::new(message, *declared));
                }
                visitor::walk_stmt(self, statement);
            }
            _ => visitor::walk_stmt(self, statement),
        }
    }

    fn visit_expr(&mut self, expression: &'a Expr) {
        match expression {
            Expr::Name(name) if name.ctx.is_load() => {
                self.note(name.id.as_str(), name.range(), "used prior to");
            }
            Expr::Name(name) => self.note(name.id.as_str(), name.range(), "assigned to before"),
            Expr::Lambda(_) => (),
            _ => visitor::walk_expr(self, expression),
        }
    }
}
