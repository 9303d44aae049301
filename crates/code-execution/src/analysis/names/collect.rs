//! Collects what one body binds, in the order of the text.

use ruff_python_ast::{self as ast, Expr, Stmt, visitor, visitor::Visitor};
use rustc_hash::FxHashSet;

use super::{Binding, Meaning, Names};

impl<'a> Names<'a> {
    /// Adds the names that `body` binds to the innermost scope. In a function a name that is bound anywhere is local
    /// everywhere, so every binding is certain.
    pub(super) fn collect(&mut self, body: &'a [Stmt], is_function: bool) {
        let mut collector = Collector {
            names: self,
            is_function,
            branches: 0,
            elsewhere: FxHashSet::default(),
        };
        for statement in body {
            collector.visit_stmt(statement);
        }
    }

    fn bind(&mut self, name: &'a str, meaning: Meaning, is_certain: bool) {
        let Some(scope) = self.scopes.last_mut() else {
            return;
        };
        let Some(known) = scope.names.get_mut(name) else {
            scope.names.insert(
                name,
                Binding {
                    meaning,
                    is_certain,
                    is_sole: true,
                },
            );
            return;
        };
        known.is_certain |= is_certain;
        known.is_sole = false;
        known.meaning = match (
            std::mem::replace(&mut known.meaning, Meaning::Unknown),
            meaning,
        ) {
            // once a module, a name may be that module at every place
            (Meaning::Path(path), Meaning::Unknown | Meaning::Text(_))
            | (_, Meaning::Path(path)) => Meaning::Path(path),
            (Meaning::Text(_) | Meaning::Unknown, _) => Meaning::Unknown,
        };
    }

    /// Replaces what `name` means in the innermost scope.
    fn rebind(&mut self, name: &'a str, meaning: Meaning) {
        if let Some(binding) = self
            .scopes
            .last_mut()
            .and_then(|scope| scope.names.get_mut(name))
        {
            binding.meaning = meaning;
        }
    }
}

struct Collector<'n, 'a> {
    names: &'n mut Names<'a>,
    is_function: bool,
    /// Number of statements around this one that may not run.
    branches: usize,
    /// Names that `global` or `nonlocal` bind in another scope.
    elsewhere: FxHashSet<&'a str>,
}

impl<'a> Collector<'_, 'a> {
    fn bind(&mut self, name: &'a str, meaning: Meaning) {
        if !self.elsewhere.contains(name) {
            self.names
                .bind(name, meaning, self.is_function || self.branches == 0);
        }
    }

    fn assign(&mut self, target: &'a Expr, value: Option<&'a Expr>) {
        match (target, value) {
            (Expr::Name(name), value) => {
                let meaning = value.map_or(Meaning::Unknown, |value| self.meaning(value));
                self.bind(name.id.as_str(), meaning);
            }
            (
                Expr::Tuple(ast::ExprTuple { elts: targets, .. }),
                Some(Expr::Tuple(ast::ExprTuple { elts: values, .. })),
            ) if targets.len() == values.len() => {
                targets
                    .iter()
                    .zip(values)
                    .for_each(|(target, value)| self.assign(target, Some(value)));
            }
            (
                Expr::Tuple(ast::ExprTuple { elts, .. }) | Expr::List(ast::ExprList { elts, .. }),
                _,
            ) => {
                for target in elts {
                    self.assign(target, None);
                }
            }
            (Expr::Starred(starred), _) => self.assign(&starred.value, None),
            _ => (),
        }
    }

    fn meaning(&self, value: &'a Expr) -> Meaning {
        if let Some(path) = self.names.resolve(value) {
            return Meaning::Path(path);
        }
        let cannot_be_text = matches!(
            value,
            Expr::List(_)
                | Expr::Tuple(_)
                | Expr::NumberLiteral(_)
                | Expr::ListComp(_)
                | Expr::Generator(_)
        );
        if self.branches > 0 || cannot_be_text {
            return Meaning::Unknown;
        }
        self.names
            .text(value)
            .map_or(Meaning::Unknown, Meaning::Text)
    }

    /// `name += "text"`, where both parts are known, is known.
    fn augment(&mut self, assign: &'a ast::StmtAugAssign) {
        let known = match assign.target.as_ref() {
            Expr::Name(name) if self.branches == 0 && assign.op == ast::Operator::Add => {
                // the target is written, but folds as if it were read
                self.names
                    .text(&assign.target)
                    .map(|text| (name.id.as_str(), text))
            }
            _ => None,
        };
        let Some((name, mut text)) = known else {
            return self.assign(&assign.target, None);
        };
        match self.names.text(&assign.value) {
            Some(more) if text.len() + more.len() <= 4096 => {
                text.push_str(&more);
                self.names.rebind(name, Meaning::Text(text));
            }
            _ => self.assign(&assign.target, None),
        }
    }

    fn in_branch(&mut self, visit: impl FnOnce(&mut Self)) {
        self.branches += 1;
        visit(self);
        self.branches -= 1;
    }
}

impl<'a> Visitor<'a> for Collector<'_, 'a> {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        match statement {
            Stmt::FunctionDef(function) => self.bind(function.name.as_str(), Meaning::Unknown),
            Stmt::ClassDef(class) => self.bind(class.name.as_str(), Meaning::Unknown),
            Stmt::Global(ast::StmtGlobal { names, .. })
            | Stmt::Nonlocal(ast::StmtNonlocal { names, .. }) => {
                self.elsewhere
                    .extend(names.iter().map(ast::Identifier::as_str));
            }
            Stmt::Import(import) => {
                for alias in &import.names {
                    let first = alias.name.split('.').next().unwrap_or_default();
                    match &alias.asname {
                        Some(name) => {
                            self.bind(name.as_str(), Meaning::Path(alias.name.to_string()));
                        }
                        None => self.bind(first, Meaning::Path(first.to_owned())),
                    }
                }
            }
            Stmt::ImportFrom(import) => {
                let module = import.module.as_ref().filter(|_| import.level == 0);
                for alias in &import.names {
                    let meaning = module.map_or(Meaning::Unknown, |module| {
                        Meaning::Path(format!("{module}.{}", alias.name))
                    });
                    self.bind(
                        alias.asname.as_ref().unwrap_or(&alias.name).as_str(),
                        meaning,
                    );
                }
            }
            Stmt::Assign(assign) => {
                self.visit_expr(&assign.value);
                assign
                    .targets
                    .iter()
                    .for_each(|target| self.assign(target, Some(&assign.value)));
            }
            Stmt::AnnAssign(assign) => {
                if let Some(value) = &assign.value {
                    self.visit_expr(value);
                    self.assign(&assign.target, Some(value));
                }
            }
            Stmt::AugAssign(assign) => self.augment(assign),
            Stmt::If(_) | Stmt::While(_) | Stmt::For(_) | Stmt::Try(_) | Stmt::Match(_) => {
                self.in_branch(|this| visitor::walk_stmt(this, statement));
            }
            _ => visitor::walk_stmt(self, statement),
        }
    }

    fn visit_expr(&mut self, expression: &'a Expr) {
        match expression {
            Expr::Name(name) if !name.ctx.is_load() => {
                self.bind(name.id.as_str(), Meaning::Unknown);
            }
            Expr::Named(named) => {
                self.visit_expr(&named.value);
                self.assign(&named.target, Some(&named.value));
            }
            Expr::Name(_) | Expr::Lambda(_) | Expr::StringLiteral(_) | Expr::NumberLiteral(_) => (),
            Expr::ListComp(_) | Expr::SetComp(_) | Expr::DictComp(_) | Expr::Generator(_) => {
                self.in_branch(|this| visitor::walk_expr(this, expression));
            }
            _ => visitor::walk_expr(self, expression),
        }
    }

    fn visit_except_handler(&mut self, handler: &'a ast::ExceptHandler) {
        let ast::ExceptHandler::ExceptHandler(clause) = handler;
        if let Some(name) = &clause.name {
            self.bind(name.as_str(), Meaning::Unknown);
        }
        visitor::walk_except_handler(self, handler);
    }

    fn visit_pattern(&mut self, pattern: &'a ast::Pattern) {
        let name = match pattern {
            ast::Pattern::MatchAs(capture) => capture.name.as_ref(),
            ast::Pattern::MatchStar(capture) => capture.name.as_ref(),
            ast::Pattern::MatchMapping(mapping) => mapping.rest.as_ref(),
            _ => None,
        };
        if let Some(name) = name {
            self.bind(name.as_str(), Meaning::Unknown);
        }
        visitor::walk_pattern(self, pattern);
    }
}
