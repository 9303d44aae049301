//! What the names of a program stand for, as far as its text tells: modules, builtins, constant strings.

mod collect;
mod fold;
mod resolve;

use std::cell::Cell;

use ruff_python_ast::{Expr, Parameters, Stmt};
use rustc_hash::FxHashMap;

/// The scopes around a place, innermost last.
pub(super) struct Names<'a> {
    scopes: Vec<Scope<'a>>,
    /// Expressions that may still be folded: it keeps the whole analysis linear.
    budget: Cell<usize>,
}

#[derive(Default)]
struct Scope<'a> {
    is_class: bool,
    names: FxHashMap<&'a str, Binding>,
}

/// What a name is bound to in one scope.
#[derive(Debug, Clone)]
struct Binding {
    meaning: Meaning,
    /// Whether the name is bound whenever code of its scope can run that reads it. A module's name that is bound only in
    /// some branch falls through to the builtin of that name.
    is_certain: bool,
    /// Whether the scope binds the name at one place only.
    is_sole: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Meaning {
    /// A module or what is in it, by its dotted path: `os.path`, `builtins.eval`.
    Path(String),
    /// A string that is known.
    Text(String),
    /// Anything else.
    Unknown,
}

impl<'a> Names<'a> {
    /// The names of a module. `budget` bounds how many expressions are folded in all.
    pub(super) fn of_module(body: &'a [Stmt], budget: usize) -> Self {
        let mut names = Self {
            scopes: vec![Scope::default()],
            budget: Cell::new(budget),
        };
        names.collect(body, false);
        names
    }

    pub(super) fn enter_function(&mut self, parameters: Option<&'a Parameters>, body: &'a [Stmt]) {
        let mut scope = Scope::default();
        for parameter in parameters.into_iter().flat_map(Parameters::iter) {
            scope.names.insert(
                parameter.name().as_str(),
                Binding {
                    meaning: Meaning::Unknown,
                    is_certain: true,
                    is_sole: true,
                },
            );
        }
        self.scopes.push(scope);
        self.collect(body, true);
    }

    pub(super) fn enter_class(&mut self, body: &'a [Stmt]) {
        self.scopes.push(Scope {
            is_class: true,
            names: FxHashMap::default(),
        });
        self.collect(body, false);
    }

    pub(super) fn leave(&mut self) {
        self.scopes.pop();
    }

    /// Whether folding had to stop, so that constant names may have been missed.
    pub(super) fn is_exhausted(&self) -> bool {
        self.budget.get() == 0
    }

    fn spend(&self) -> Option<()> {
        let left = self.budget.get().checked_sub(1)?;
        self.budget.set(left);
        Some(())
    }

    /// Whether `name` can be the builtin of that name here.
    pub(super) fn is_builtin(&self, name: &str) -> bool {
        !self.visible().filter_map(|scope| scope.names.get(name)).any(|binding| {
            binding.is_certain && !matches!(&binding.meaning, Meaning::Path(path) if path.strip_prefix("builtins.") == Some(name))
        })
    }

    /// The scopes that a name is looked up in, innermost first. A class is only visible in its own body.
    fn visible(&self) -> impl Iterator<Item = &Scope<'a>> {
        let innermost = self.scopes.len().saturating_sub(1);
        self.scopes
            .iter()
            .enumerate()
            .rev()
            .filter(move |(index, scope)| !scope.is_class || *index == innermost)
            .map(|(_, scope)| scope)
    }

    /// Whether the innermost scope is the body of a class.
    pub(super) fn is_in_class(&self) -> bool {
        self.scopes.last().is_some_and(|scope| scope.is_class)
    }

    /// Whether the name that `expression` starts from is bound at one place only, and so stands for one thing.
    pub(super) fn is_bound_once(&self, expression: &Expr) -> bool {
        let mut start = expression;
        while let Expr::Attribute(attribute) = start {
            start = &attribute.value;
        }
        matches!(start, Expr::Name(name) if self.binding(name.id.as_str()).is_none_or(|binding| binding.is_sole))
    }

    fn binding(&self, name: &str) -> Option<&Binding> {
        self.visible().find_map(|scope| scope.names.get(name))
    }
}
