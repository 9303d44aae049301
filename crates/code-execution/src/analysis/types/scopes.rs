//! Reads of names that no scope around them binds.

use ruff_python_ast::{self as ast, Expr, Stmt, visitor, visitor::Visitor};
use ruff_text_size::{Ranged, TextRange};
use rustc_hash::FxHashMap;

use super::{
    bindings::{self, Bound},
    builtins, suggest,
};

/// Unknown names beyond this many are not looked for.
const MAX_FOUND: usize = 1000;
/// Different unknown names that are compared with the known ones.
const MAX_SUGGESTIONS: usize = 16;

/// A read of a name that nothing binds.
pub(in crate::analysis) struct UnknownName<'a> {
    pub(in crate::analysis) name: &'a str,
    pub(in crate::analysis) range: TextRange,
    /// A known name that is written almost alike.
    pub(in crate::analysis) similar: Option<String>,
}

/// The reads of names in `body` that neither a scope around them binds nor Python, the sandbox or `bound_names`.
///
/// A binding anywhere in a scope counts, before or after the read. Annotations and the values of `type` statements are
/// not looked at: Python evaluates them when somebody asks for them. Nor are the bodies of `try` statements that catch
/// `Exception` or everything.
pub(in crate::analysis) fn unknown_names<'a>(
    body: &'a [Stmt],
    bound_names: &'a [String],
) -> Vec<UnknownName<'a>> {
    let mut resolver = Resolver::default();
    resolver.enter(&builtins::all().collect());
    resolver.enter(&bound_names.iter().map(String::as_str).collect());
    resolver.enter(&bindings::of_global_statements(body));
    resolver.enter(&bindings::of_body(body));
    resolver.visit_body(body);
    resolver.found
}

#[derive(Default)]
struct Resolver<'a> {
    /// In how many open scopes a name is bound, class bodies aside.
    bound: FxHashMap<&'a str, usize>,
    /// The names of the class body that is visible, if one is.
    class: Option<Bound<'a>>,
    /// Number of `try` bodies around the place that catch a name that is not there.
    guards: usize,
    found: Vec<UnknownName<'a>>,
    suggestions: FxHashMap<&'a str, Option<String>>,
}

impl<'a> Resolver<'a> {
    fn enter(&mut self, names: &Bound<'a>) {
        for name in names.iter().copied().collect::<Vec<_>>() {
            *self.bound.entry(name).or_insert(0) += 1;
        }
    }

    fn leave(&mut self, names: &Bound<'a>) {
        for name in names.iter().copied().collect::<Vec<_>>() {
            if let Some(count) = self.bound.get_mut(name) {
                *count = count.saturating_sub(1);
            }
        }
    }

    fn within(&mut self, names: &Bound<'a>, visit: impl FnOnce(&mut Self)) {
        self.enter(names);
        visit(self);
        self.leave(names);
    }

    /// In a function or lambda, which does not see the class body that it stands in.
    fn in_function(&mut self, names: &Bound<'a>, visit: impl FnOnce(&mut Self)) {
        let class = self.class.take();
        self.within(names, visit);
        self.class = class;
    }

    fn read(&mut self, name: &'a ast::ExprName) {
        let text = name.id.as_str();
        let is_bound = self.bound.get(text).is_some_and(|count| *count > 0)
            || self
                .class
                .as_ref()
                .is_some_and(|class| class.contains(text));
        if is_bound || self.guards > 0 || self.found.len() >= MAX_FOUND {
            return;
        }
        let similar = self.similar(text);
        self.found.push(UnknownName {
            name: text,
            range: name.range(),
            similar,
        });
    }

    fn similar(&mut self, name: &'a str) -> Option<String> {
        if let Some(known) = self.suggestions.get(name) {
            return known.clone();
        }
        if self.suggestions.len() >= MAX_SUGGESTIONS {
            return None;
        }
        let open = self
            .bound
            .iter()
            .filter_map(|(name, count)| (*count > 0).then_some(*name));
        let class = self.class.iter().flatten().copied();
        let candidates = open
            .chain(class)
            .filter(|candidate| !candidate.starts_with("__"));
        let similar = suggest::nearest(name, candidates).map(str::to_owned);
        self.suggestions.insert(name, similar.clone());
        similar
    }

    fn visit_defaults(&mut self, parameters: &'a ast::Parameters) {
        for parameter in parameters.iter_non_variadic_params() {
            parameter
                .default
                .iter()
                .for_each(|default| self.visit_expr(default));
        }
    }

    fn function(&mut self, function: &'a ast::StmtFunctionDef) {
        function
            .decorator_list
            .iter()
            .for_each(|decorator| self.visit_decorator(decorator));
        self.visit_defaults(&function.parameters);
        let mut names = bindings::of_body(&function.body);
        names.extend(bindings::of_parameters(Some(&function.parameters)));
        names.extend(bindings::of_type_parameters(
            function.type_params.as_deref(),
        ));
        self.in_function(&names, |this| this.visit_body(&function.body));
    }

    fn class(&mut self, class: &'a ast::StmtClassDef) {
        class
            .decorator_list
            .iter()
            .for_each(|decorator| self.visit_decorator(decorator));
        let types = bindings::of_type_parameters(class.type_params.as_deref());
        self.within(&types, |this| {
            class
                .arguments
                .iter()
                .for_each(|arguments| this.visit_arguments(arguments));
            let outer = this.class.replace(bindings::of_body(&class.body));
            this.visit_body(&class.body);
            this.class = outer;
        });
    }

    /// The first iterable belongs to the scope around the comprehension.
    fn comprehension(&mut self, clauses: &'a [ast::Comprehension], results: &[&'a Expr]) {
        let mut own = clauses.iter();
        let Some(first) = own.next() else { return };
        self.visit_expr(&first.iter);
        self.within(&bindings::of_clauses(clauses), |this| {
            this.visit_expr(&first.target);
            first
                .ifs
                .iter()
                .for_each(|condition| this.visit_expr(condition));
            for clause in own {
                this.visit_comprehension(clause);
            }
            for result in results {
                this.visit_expr(result);
            }
        });
    }
}

impl<'a> Visitor<'a> for Resolver<'a> {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        match statement {
            Stmt::FunctionDef(function) => self.function(function),
            Stmt::ClassDef(class) => self.class(class),
            Stmt::AnnAssign(assign) => {
                self.visit_expr(&assign.target);
                assign.value.iter().for_each(|value| self.visit_expr(value));
            }
            Stmt::TypeAlias(_) => (),
            Stmt::If(branch) if asks_version(&branch.test) => {
                self.guards += 1;
                visitor::walk_stmt(self, statement);
                self.guards -= 1;
            }
            Stmt::Try(try_) => {
                let guards = usize::from(try_.handlers.iter().any(catches_everything));
                self.guards += guards;
                self.visit_body(&try_.body);
                self.guards -= guards;
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
        match expression {
            Expr::Name(name) if name.ctx.is_load() => self.read(name),
            Expr::Lambda(lambda) => {
                lambda
                    .parameters
                    .iter()
                    .for_each(|parameters| self.visit_defaults(parameters));
                let mut names = bindings::of_expression(&lambda.body);
                names.extend(bindings::of_parameters(lambda.parameters.as_deref()));
                self.in_function(&names, |this| this.visit_expr(&lambda.body));
            }
            Expr::ListComp(ast::ExprListComp {
                elt, generators, ..
            })
            | Expr::SetComp(ast::ExprSetComp {
                elt, generators, ..
            })
            | Expr::Generator(ast::ExprGenerator {
                elt, generators, ..
            }) => {
                self.comprehension(generators, &[elt]);
            }
            Expr::DictComp(ast::ExprDictComp {
                key,
                value,
                generators,
                ..
            }) => {
                let mut results: Vec<&'a Expr> = Vec::new();
                results.extend(key.iter().map(AsRef::as_ref));
                results.push(value);
                self.comprehension(generators, &results);
            }
            _ => visitor::walk_expr(self, expression),
        }
    }

    fn visit_annotation(&mut self, _: &'a Expr) {}
}

/// Whether a branch depends on the version of Python: the other branch may name what this version does not have.
fn asks_version(test: &Expr) -> bool {
    let start = match test {
        Expr::Compare(compare) => compare.left.as_ref(),
        Expr::UnaryOp(operation) => operation.operand.as_ref(),
        other => other,
    };
    let start = match start {
        Expr::Subscript(subscript) => subscript.value.as_ref(),
        other => other,
    };
    match start {
        Expr::Attribute(attribute) => {
            matches!(
                attribute.attr.as_str(),
                "version_info" | "version" | "platform" | "PY2" | "PY3"
            )
        }
        Expr::Name(name) => matches!(
            name.id.as_str(),
            "version_info" | "PY2" | "PY3" | "TYPE_CHECKING"
        ),
        _ => false,
    }
}

fn catches_everything(handler: &ast::ExceptHandler) -> bool {
    let ast::ExceptHandler::ExceptHandler(clause) = handler;
    let Some(caught) = clause.type_.as_deref() else {
        return true;
    };
    let names = match caught {
        Expr::Tuple(tuple) => tuple.elts.as_slice(),
        one => std::slice::from_ref(one),
    };
    names.iter().any(|name| {
        matches!(name, Expr::Name(name) if matches!(name.id.as_str(), "Exception" | "BaseException"))
    })
}
