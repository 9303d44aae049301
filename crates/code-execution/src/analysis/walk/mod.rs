//! One walk over the tree that runs every rule.

mod checker;
mod validator;

use ruff_python_ast::{self as ast, Expr, Stmt, visitor, visitor::Visitor};

pub(super) use checker::{Checker, Finding, Found};
pub use validator::AstValidator;

use ruff_text_size::Ranged;

use super::{policy::Policy, rules, syntax::Tree, types::TypeChecks};

/// Runs the rules of `policy` over `tree`, and those of `types` if there are any.
pub(super) fn walk(
    source: &str,
    tree: &Tree,
    policy: &Policy,
    types: Option<&TypeChecks>,
) -> Found {
    let mut walker = Walker {
        checker: Checker::new(policy, source, tree.suite(), types),
        follows_attribute: false,
    };
    walker.visit_body(tree.suite());
    let mut checker = walker.checker;
    rules::finish(&mut checker, tree.suite(), types);
    checker.into_found(source)
}

struct Walker<'a> {
    checker: Checker<'a>,
    /// Whether the expression to visit is what an attribute is taken of.
    follows_attribute: bool,
}

impl<'a> Walker<'a> {
    fn in_function(
        &mut self,
        parameters: Option<&'a ast::Parameters>,
        body: &'a [Stmt],
        visit: impl FnOnce(&mut Self),
    ) {
        self.checker.names.enter_function(parameters, body);
        visit(self);
        self.checker.names.leave();
    }
}

impl<'a> Visitor<'a> for Walker<'a> {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        self.checker.operations += 1;
        rules::statement(&mut self.checker, statement);
        match statement {
            Stmt::FunctionDef(function) => {
                function
                    .decorator_list
                    .iter()
                    .for_each(|decorator| self.visit_decorator(decorator));
                function
                    .type_params
                    .iter()
                    .for_each(|types| self.visit_type_params(types));
                self.visit_parameters(&function.parameters);
                function
                    .returns
                    .iter()
                    .for_each(|returns| self.visit_annotation(returns));
                self.in_function(Some(&function.parameters), &function.body, |this| {
                    this.visit_body(&function.body);
                });
            }
            Stmt::ClassDef(class) => {
                class
                    .decorator_list
                    .iter()
                    .for_each(|decorator| self.visit_decorator(decorator));
                class
                    .type_params
                    .iter()
                    .for_each(|types| self.visit_type_params(types));
                class
                    .arguments
                    .iter()
                    .for_each(|arguments| self.visit_arguments(arguments));
                self.checker.names.enter_class(&class.body);
                self.visit_body(&class.body);
                self.checker.names.leave();
            }
            Stmt::Try(try_) => {
                let expects = self.checker.enter_try(try_);
                self.visit_body(&try_.body);
                self.checker.leave_try(expects);
                try_.handlers
                    .iter()
                    .for_each(|handler| self.visit_except_handler(handler));
                self.visit_body(&try_.orelse);
                self.visit_body(&try_.finalbody);
            }
            _ => visitor::walk_stmt(self, statement),
        }
    }

    fn visit_expr(&mut self, expression: &'a Expr) {
        let is_whole = !std::mem::take(&mut self.follows_attribute);
        self.checker.count(expression);
        rules::expression(&mut self.checker, expression, is_whole);
        match expression {
            Expr::Call(call) => {
                self.checker.called = Some(call.func.range());
                self.visit_expr(&call.func);
                self.visit_arguments(&call.arguments);
            }
            Expr::Attribute(attribute) => {
                self.follows_attribute = true;
                self.visit_expr(&attribute.value);
            }
            Expr::Lambda(lambda) => {
                lambda
                    .parameters
                    .iter()
                    .for_each(|parameters| self.visit_parameters(parameters));
                self.in_function(lambda.parameters.as_deref(), &[], |this| {
                    this.visit_expr(&lambda.body);
                });
            }
            Expr::StringLiteral(_)
            | Expr::BytesLiteral(_)
            | Expr::NumberLiteral(_)
            | Expr::Name(_) => (),
            _ => visitor::walk_expr(self, expression),
        }
    }

    fn visit_annotation(&mut self, annotation: &'a Expr) {
        rules::annotation(&mut self.checker, annotation);
        self.visit_expr(annotation);
    }

    fn visit_except_handler(&mut self, handler: &'a ast::ExceptHandler) {
        let ast::ExceptHandler::ExceptHandler(clause) = handler;
        if let Some(name) = &clause.name {
            self.checker.exceptions.insert(name.as_str());
        }
        visitor::walk_except_handler(self, handler);
    }

    fn visit_pattern(&mut self, pattern: &'a ast::Pattern) {
        rules::pattern(&mut self.checker, pattern);
        visitor::walk_pattern(self, pattern);
    }
}
