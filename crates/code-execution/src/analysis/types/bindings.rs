//! The names that one scope binds.

use ruff_python_ast::{self as ast, Expr, Stmt, TypeParam, visitor, visitor::Visitor};
use rustc_hash::FxHashSet;

/// Names of one scope.
pub(super) type Bound<'a> = FxHashSet<&'a str>;

/// The names that the statements of a body bind in the scope of the body, at whatever place.
pub(super) fn of_body(body: &[Stmt]) -> Bound<'_> {
    let mut collector = Collector::default();
    collector.visit_body(body);
    collector.bound
}

/// The names that an expression binds in the scope around it: those before `:=`.
pub(super) fn of_expression(expression: &Expr) -> Bound<'_> {
    let mut collector = Collector::default();
    collector.visit_expr(expression);
    collector.bound
}

/// The names of the `for` clauses of a comprehension.
pub(super) fn of_clauses(clauses: &[ast::Comprehension]) -> Bound<'_> {
    let mut collector = Collector::default();
    for clause in clauses {
        collector.visit_expr(&clause.target);
    }
    collector.bound
}

/// The names of parameters.
pub(super) fn of_parameters(parameters: Option<&ast::Parameters>) -> Bound<'_> {
    let parameters = parameters.into_iter().flat_map(ast::Parameters::iter);
    parameters
        .map(|parameter| parameter.name().as_str())
        .collect()
}

/// The names of `[T, *Ts, **P]`.
pub(super) fn of_type_parameters(parameters: Option<&ast::TypeParams>) -> Bound<'_> {
    let parameters = parameters.into_iter().flat_map(|types| &types.type_params);
    parameters
        .map(|parameter| match parameter {
            TypeParam::TypeVar(one) => one.name.as_str(),
            TypeParam::TypeVarTuple(many) => many.name.as_str(),
            TypeParam::ParamSpec(specification) => specification.name.as_str(),
        })
        .collect()
}

/// The names that `global` makes names of the module, in all functions of `body`.
pub(super) fn of_global_statements(body: &[Stmt]) -> Bound<'_> {
    let mut globals = Globals::default();
    globals.visit_body(body);
    globals.bound
}

#[derive(Default)]
struct Globals<'a> {
    bound: Bound<'a>,
}

impl<'a> Visitor<'a> for Globals<'a> {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        if let Stmt::Global(global) = statement {
            self.bound
                .extend(global.names.iter().map(ast::Identifier::as_str));
        }
        visitor::walk_stmt(self, statement);
    }

    /// Statements stand in statements only.
    fn visit_expr(&mut self, _: &'a Expr) {}
}

#[derive(Default)]
struct Collector<'a> {
    bound: Bound<'a>,
}

impl<'a> Visitor<'a> for Collector<'a> {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        match statement {
            Stmt::FunctionDef(function) => {
                self.bound.insert(function.name.as_str());
                function
                    .decorator_list
                    .iter()
                    .for_each(|decorator| self.visit_decorator(decorator));
                self.visit_defaults(&function.parameters);
            }
            Stmt::ClassDef(class) => {
                self.bound.insert(class.name.as_str());
                class
                    .decorator_list
                    .iter()
                    .for_each(|decorator| self.visit_decorator(decorator));
                class
                    .arguments
                    .iter()
                    .for_each(|arguments| self.visit_arguments(arguments));
            }
            Stmt::Import(import) => {
                for alias in &import.names {
                    self.bound.insert(match &alias.asname {
                        Some(name) => name.as_str(),
                        None => alias.name.split('.').next().unwrap_or_default(),
                    });
                }
            }
            Stmt::ImportFrom(import) => {
                let names = import.names.iter();
                self.bound.extend(
                    names.map(|alias| alias.asname.as_ref().unwrap_or(&alias.name).as_str()),
                );
            }
            Stmt::AnnAssign(assign) => {
                self.visit_expr(&assign.target);
                assign.value.iter().for_each(|value| self.visit_expr(value));
            }
            Stmt::TypeAlias(alias) => self.visit_expr(&alias.name),
            _ => visitor::walk_stmt(self, statement),
        }
    }

    fn visit_expr(&mut self, expression: &'a Expr) {
        match expression {
            Expr::Name(name) if !name.ctx.is_load() => {
                self.bound.insert(name.id.as_str());
            }
            Expr::Lambda(lambda) => {
                lambda
                    .parameters
                    .iter()
                    .for_each(|parameters| self.visit_defaults(parameters));
            }
            _ => visitor::walk_expr(self, expression),
        }
    }

    /// The targets are names of the comprehension's own scope.
    fn visit_comprehension(&mut self, clause: &'a ast::Comprehension) {
        self.visit_expr(&clause.iter);
        clause
            .ifs
            .iter()
            .for_each(|condition| self.visit_expr(condition));
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

    fn visit_annotation(&mut self, _: &'a Expr) {}
}

impl<'a> Collector<'a> {
    fn visit_defaults(&mut self, parameters: &'a ast::Parameters) {
        for parameter in parameters.iter_non_variadic_params() {
            parameter
                .default
                .iter()
                .for_each(|default| self.visit_expr(default));
        }
    }
}
