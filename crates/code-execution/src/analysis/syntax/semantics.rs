//! Errors that CPython finds after parsing: names, scopes, `return` outside a function.
//!
//! The parser crate brings the checks, this file the knowledge of scopes that they ask for.

use std::cell::RefCell;

use ruff_python_ast::{self as ast, Expr, PythonVersion, Stmt, visitor, visitor::Visitor};
use ruff_python_parser::semantic_errors::{
    AwaitOutsideAsyncFunctionKind, LazyImportContext, SemanticSyntaxChecker, SemanticSyntaxContext,
    SemanticSyntaxError, SemanticSyntaxErrorKind,
};
use ruff_text_size::{Ranged, TextRange};

use super::{
    checks::{Checks, used_before_nonlocal},
    report::SyntaxProblem,
    scopes::{Scope, ScopeKind},
};

/// Type parameters beyond this are not compared with each other: the comparison takes quadratic time.
const MAX_COMPARED_TYPE_PARAMETERS: usize = 256;
/// Comprehensions nested deeper than this are not checked: each level looks through all levels below it.
const MAX_CHECKED_COMPREHENSIONS: usize = 32;

/// What both kinds of checks found.
pub(super) struct Findings {
    pub(super) semantic: Vec<SemanticSyntaxError>,
    pub(super) own: Vec<SyntaxProblem>,
}

pub(super) fn check(source: &str, version: PythonVersion, body: &[Stmt]) -> Findings {
    let is_annotations_import = |statement: &Stmt| {
        matches!(statement, Stmt::ImportFrom(import)
            if import.module.as_deref() == Some("__future__")
                && import.names.iter().any(|alias| alias.name.as_str() == "annotations"))
    };
    let mut semantics = Semantics {
        checker: SemanticSyntaxChecker::new(),
        found: RefCell::new(Vec::new()),
        checks: Checks::default(),
        version,
        source,
        scopes: vec![Scope::of_body(ScopeKind::Module, None, body)],
        has_future_annotations: body.iter().any(is_annotations_import),
        tries: 0,
        comprehensions: 0,
        comprehension_ranges: Vec::new(),
    };
    semantics.visit_body(body);
    Findings {
        semantic: semantics.found.into_inner(),
        own: semantics.checks.found,
    }
}

struct Semantics<'a> {
    checker: SemanticSyntaxChecker,
    found: RefCell<Vec<SemanticSyntaxError>>,
    checks: Checks,
    version: PythonVersion,
    source: &'a str,
    scopes: Vec<Scope<'a>>,
    has_future_annotations: bool,
    tries: usize,
    comprehensions: usize,
    /// The list, set and dict comprehensions around the place.
    comprehension_ranges: Vec<TextRange>,
}

impl<'a> Semantics<'a> {
    fn with_checker(&mut self, check: impl FnOnce(&mut SemanticSyntaxChecker, &Self)) {
        let mut checker = std::mem::take(&mut self.checker);
        check(&mut checker, self);
        self.checker = checker;
    }

    fn top(&self) -> Option<&Scope<'a>> {
        self.scopes.last()
    }

    fn inside(&mut self, scope: Scope<'a>, visit: impl FnOnce(&mut Self)) {
        self.scopes.push(scope);
        visit(self);
        self.scopes.pop();
    }

    fn in_loop(&mut self, body: &'a [Stmt]) {
        self.change_loops(1);
        self.visit_body(body);
        self.change_loops(-1);
    }

    fn change_loops(&mut self, by: isize) {
        if let Some(scope) = self.scopes.last_mut() {
            scope.loops = scope.loops.saturating_add_signed(by);
        }
    }

    /// Visits what belongs to a definition with type parameters: they are a scope of their own.
    fn with_types(&mut self, types: Option<&'a ast::TypeParams>, visit: impl FnOnce(&mut Self)) {
        let Some(types) = types else {
            return visit(self);
        };
        let mut scope = Scope::new(ScopeKind::Types);
        scope
            .bound
            .extend(types.iter().map(|parameter| parameter.name().as_str()));
        self.inside(scope, |this| {
            this.visit_type_params(types);
            visit(this);
        });
    }

    fn comprehension(
        &mut self,
        elements: [Option<&'a Expr>; 2],
        generators: &'a [ast::Comprehension],
        is_generator: bool,
    ) {
        let kind = ScopeKind::Comprehension {
            is_async: generators.iter().any(|clause| clause.is_async),
            is_generator,
        };
        if let Some(first) = generators.first() {
            self.visit_expr(&first.iter);
        }
        self.comprehensions += 1;
        self.inside(Scope::new(kind), |this| {
            for (index, clause) in generators.iter().enumerate() {
                if index > 0 {
                    this.visit_expr(&clause.iter);
                }
                this.visit_expr(&clause.target);
                clause
                    .ifs
                    .iter()
                    .for_each(|condition| this.visit_expr(condition));
            }
            elements
                .into_iter()
                .flatten()
                .for_each(|element| this.visit_expr(element));
        });
        self.comprehensions -= 1;
    }

    /// `error` at the place, and of the kind, that CPython reports.
    fn placed(&self, mut error: SemanticSyntaxError) -> SemanticSyntaxError {
        match &error.kind {
            // the later one of declaration and annotation is wrong
            SemanticSyntaxErrorKind::AnnotatedGlobal(name) => {
                let declared = self
                    .global(name)
                    .filter(|declared| declared.start() > error.range.start());
                error.range = declared.unwrap_or(error.range);
            }
            SemanticSyntaxErrorKind::AwaitOutsideAsyncFunction(kind) => {
                let is_inside = self.top().is_some_and(|scope| {
                    matches!(
                        scope.kind,
                        ScopeKind::Comprehension {
                            is_generator: false,
                            ..
                        }
                    )
                });
                let is_whole = *kind == AwaitOutsideAsyncFunctionKind::AsyncComprehension;
                if let Some(range) = self
                    .comprehension_ranges
                    .last()
                    .filter(|_| is_inside || is_whole)
                {
                    error.range = *range;
                    let kind = AwaitOutsideAsyncFunctionKind::AsyncComprehension;
                    error.kind = SemanticSyntaxErrorKind::AwaitOutsideAsyncFunction(kind);
                }
            }
            _ => (),
        }
        error
    }

    /// Visits the body of a loop, `with` or `try`.
    fn in_block(&mut self, statement: &'a Stmt, visit: impl FnOnce(&mut Self)) {
        let blocks = self.change_blocks(1);
        self.checks.block(statement, blocks);
        visit(self);
        self.change_blocks(-1);
    }

    fn change_blocks(&mut self, by: isize) -> usize {
        let Some(scope) = self.scopes.last_mut() else {
            return 0;
        };
        scope.blocks = scope.blocks.saturating_add_signed(by);
        scope.blocks
    }

    /// Whether the parser crate's checks must not see `statement`: they would take too long, or take a package's own
    /// `__future__` module for Python's.
    fn is_left_out(statement: &Stmt) -> bool {
        let types = match statement {
            Stmt::ImportFrom(import) => {
                return import.level > 0 && import.module.as_deref() == Some("__future__");
            }
            Stmt::FunctionDef(function) => function.type_params.as_deref(),
            Stmt::ClassDef(class) => class.type_params.as_deref(),
            Stmt::TypeAlias(alias) => alias.type_params.as_deref(),
            _ => None,
        };
        types.is_some_and(|types| types.len() > MAX_COMPARED_TYPE_PARAMETERS)
    }
}

impl SemanticSyntaxContext for Semantics<'_> {
    fn future_annotations_or_stub(&self) -> bool {
        self.has_future_annotations
    }

    fn lazy_import_context(&self) -> Option<LazyImportContext> {
        if self.scopes.iter().any(Scope::is_function) {
            return Some(LazyImportContext::Function);
        }
        if self
            .scopes
            .iter()
            .any(|scope| scope.kind == ScopeKind::Class)
        {
            return Some(LazyImportContext::Class);
        }
        (self.tries > 0).then_some(LazyImportContext::TryExceptBlocks)
    }

    fn python_version(&self) -> PythonVersion {
        self.version
    }

    fn source(&self) -> &str {
        self.source
    }

    fn global(&self, name: &str) -> Option<TextRange> {
        self.top()
            .and_then(|scope| scope.globals.get(name).copied())
    }

    fn has_nonlocal_binding(&self, name: &str) -> bool {
        let outer = self.scopes.len().saturating_sub(1);
        self.scopes
            .iter()
            .take(outer)
            .any(|scope| scope.offers_nonlocal(name))
    }

    fn in_async_context(&self) -> bool {
        for scope in self.scopes.iter().rev() {
            match scope.kind {
                ScopeKind::Function { is_async } => return is_async,
                ScopeKind::Comprehension { .. } | ScopeKind::Types => (),
                ScopeKind::Module | ScopeKind::Class | ScopeKind::Lambda => return false,
            }
        }
        false
    }

    fn in_await_allowed_context(&self) -> bool {
        for scope in self.scopes.iter().rev() {
            match scope.kind {
                ScopeKind::Class => return false,
                ScopeKind::Function { .. } | ScopeKind::Lambda => return true,
                ScopeKind::Comprehension { .. } | ScopeKind::Module | ScopeKind::Types => (),
            }
        }
        false
    }

    fn in_yield_allowed_context(&self) -> bool {
        for scope in self.scopes.iter().rev() {
            match scope.kind {
                ScopeKind::Class | ScopeKind::Comprehension { .. } => return false,
                ScopeKind::Function { .. } | ScopeKind::Lambda => return true,
                ScopeKind::Module | ScopeKind::Types => (),
            }
        }
        false
    }

    fn in_sync_comprehension(&self) -> bool {
        for scope in self.scopes.iter().rev() {
            match scope.kind {
                ScopeKind::Comprehension {
                    is_async: false,
                    is_generator: false,
                } => return true,
                ScopeKind::Comprehension { .. } => (),
                _ => return false,
            }
        }
        false
    }

    fn in_class_body_comprehension(&self) -> bool {
        for scope in self.scopes.iter().rev() {
            match scope.kind {
                ScopeKind::Comprehension { .. } => (),
                ScopeKind::Class => return true,
                _ => return false,
            }
        }
        false
    }

    fn in_module_scope(&self) -> bool {
        self.top()
            .is_none_or(|scope| scope.kind == ScopeKind::Module)
    }

    fn in_function_scope(&self) -> bool {
        self.top().is_some_and(Scope::is_function)
    }

    fn in_generator_context(&self) -> bool {
        let is_generator = |scope: &Scope<'_>| {
            matches!(
                scope.kind,
                ScopeKind::Comprehension {
                    is_generator: true,
                    ..
                }
            )
        };
        self.scopes.iter().any(is_generator)
    }

    fn in_notebook(&self) -> bool {
        false
    }

    fn report_semantic_error(&self, error: SemanticSyntaxError) {
        self.found.borrow_mut().push(self.placed(error));
    }

    fn in_loop_context(&self) -> bool {
        self.top().is_some_and(|scope| scope.loops > 0)
    }

    fn is_bound_parameter(&self, name: &str) -> bool {
        self.top()
            .is_some_and(|scope| scope.parameters.contains(name))
    }
}

impl<'a> Visitor<'a> for Semantics<'a> {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        if !Self::is_left_out(statement) {
            self.with_checker(|checker, this| checker.visit_stmt(statement, this));
        }
        self.checks.statement(statement, &self.scopes);
        match statement {
            Stmt::ClassDef(class) => {
                class
                    .decorator_list
                    .iter()
                    .for_each(|decorator| self.visit_decorator(decorator));
                self.with_types(class.type_params.as_deref(), |this| {
                    class
                        .arguments
                        .iter()
                        .for_each(|arguments| this.visit_arguments(arguments));
                    let scope = Scope::of_body(ScopeKind::Class, None, &class.body);
                    this.inside(scope, |this| this.visit_body(&class.body));
                });
            }
            Stmt::FunctionDef(function) => {
                function
                    .decorator_list
                    .iter()
                    .for_each(|decorator| self.visit_decorator(decorator));
                self.with_types(function.type_params.as_deref(), |this| {
                    this.visit_parameters(&function.parameters);
                    function
                        .returns
                        .iter()
                        .for_each(|returns| this.visit_annotation(returns));
                    let kind = ScopeKind::Function {
                        is_async: function.is_async,
                    };
                    let scope = Scope::of_body(kind, Some(&function.parameters), &function.body);
                    let early = used_before_nonlocal(&function.body, &scope.nonlocals);
                    this.checks.found.extend(early);
                    let tries = std::mem::take(&mut this.tries);
                    this.inside(scope, |this| this.visit_body(&function.body));
                    this.tries = tries;
                });
            }
            Stmt::TypeAlias(alias) => {
                self.visit_expr(&alias.name);
                self.with_types(alias.type_params.as_deref(), |this| {
                    this.visit_expr(&alias.value);
                });
            }
            Stmt::For(each) => {
                self.visit_expr(&each.iter);
                self.visit_expr(&each.target);
                self.in_block(statement, |this| this.in_loop(&each.body));
                self.visit_body(&each.orelse);
            }
            Stmt::While(while_) => {
                self.visit_expr(&while_.test);
                self.in_block(statement, |this| this.in_loop(&while_.body));
                self.visit_body(&while_.orelse);
            }
            Stmt::With(with) => {
                with.items
                    .iter()
                    .for_each(|item| self.visit_with_item(item));
                self.in_block(statement, |this| this.visit_body(&with.body));
            }
            Stmt::Try(try_) => {
                self.tries += 1;
                self.in_block(statement, |this| {
                    this.visit_body(&try_.body);
                    try_.handlers
                        .iter()
                        .for_each(|handler| this.visit_except_handler(handler));
                });
                self.visit_body(&try_.orelse);
                self.visit_body(&try_.finalbody);
                self.tries -= 1;
            }
            _ => visitor::walk_stmt(self, statement),
        }
    }

    fn visit_expr(&mut self, expression: &'a Expr) {
        let is_comprehension = matches!(
            expression,
            Expr::ListComp(_) | Expr::SetComp(_) | Expr::DictComp(_)
        );
        if is_comprehension {
            self.comprehension_ranges.push(expression.range());
        }
        if self.comprehensions <= MAX_CHECKED_COMPREHENSIONS {
            self.with_checker(|checker, this| checker.visit_expr(expression, this));
        }
        self.checks.expression(expression);
        match expression {
            Expr::Lambda(lambda) => {
                let mut scope = Scope::new(ScopeKind::Lambda);
                if let Some(parameters) = &lambda.parameters {
                    self.visit_parameters(parameters);
                    scope.parameters = parameters
                        .iter()
                        .map(|parameter| parameter.name().as_str())
                        .collect();
                    scope.bound.extend(scope.parameters.iter());
                }
                self.inside(scope, |this| this.visit_expr(&lambda.body));
            }
            Expr::ListComp(list) => {
                self.comprehension([Some(&list.elt), None], &list.generators, false);
            }
            Expr::SetComp(set) => {
                self.comprehension([Some(&set.elt), None], &set.generators, false);
            }
            Expr::Generator(generator) => {
                self.comprehension([Some(&generator.elt), None], &generator.generators, true);
            }
            Expr::DictComp(dict) => {
                self.comprehension(
                    [dict.key.as_deref(), Some(&dict.value)],
                    &dict.generators,
                    false,
                );
            }
            _ => visitor::walk_expr(self, expression),
        }
        if is_comprehension {
            self.comprehension_ranges.pop();
        }
    }

    fn visit_pattern(&mut self, pattern: &'a ast::Pattern) {
        self.checks.pattern(pattern);
        visitor::walk_pattern(self, pattern);
    }
}
