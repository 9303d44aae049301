//! The scopes around the place that is being checked.

use ruff_python_ast::{Parameters, Stmt};
use ruff_text_size::TextRange;
use rustc_hash::{FxHashMap, FxHashSet};

use super::bindings::Bindings;

/// What opens a scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ScopeKind {
    Module,
    Class,
    Function {
        is_async: bool,
    },
    Lambda,
    Comprehension {
        is_async: bool,
        is_generator: bool,
    },
    /// Type parameters, and the bounds, defaults and annotations that see them.
    Types,
}

/// One scope and what it binds.
#[derive(Debug)]
pub(super) struct Scope<'a> {
    pub(super) kind: ScopeKind,
    pub(super) globals: FxHashMap<&'a str, TextRange>,
    pub(super) nonlocals: FxHashMap<&'a str, TextRange>,
    pub(super) bound: FxHashSet<&'a str>,
    pub(super) parameters: FxHashSet<&'a str>,
    pub(super) loops: usize,
    /// Loops, `with` and `try` around the place.
    pub(super) blocks: usize,
}

impl<'a> Scope<'a> {
    pub(super) fn new(kind: ScopeKind) -> Self {
        Self {
            kind,
            globals: FxHashMap::default(),
            nonlocals: FxHashMap::default(),
            bound: FxHashSet::default(),
            parameters: FxHashSet::default(),
            loops: 0,
            blocks: 0,
        }
    }

    pub(super) fn of_body(
        kind: ScopeKind,
        parameters: Option<&'a Parameters>,
        body: &'a [Stmt],
    ) -> Self {
        let mut scope = Self::new(kind);
        let bindings = Bindings::of_body(body);
        scope.parameters = parameters
            .into_iter()
            .flat_map(|all| all.iter())
            .map(|one| one.name().as_str())
            .collect();
        scope.bound = bindings.bound;
        scope.bound.extend(scope.parameters.iter());
        scope.globals = bindings.globals;
        scope.nonlocals = bindings.nonlocals;
        scope
    }

    /// Where `name` is declared `global`.
    pub(super) fn global_statement(&self, name: &str) -> Option<TextRange> {
        self.globals.get(name).copied()
    }

    pub(super) const fn is_function(&self) -> bool {
        matches!(self.kind, ScopeKind::Function { .. } | ScopeKind::Lambda)
    }

    /// Whether a `nonlocal` of an inner function finds `name` here.
    pub(super) fn offers_nonlocal(&self, name: &str) -> bool {
        if self.globals.contains_key(name) {
            return false;
        }
        match self.kind {
            ScopeKind::Function { .. } | ScopeKind::Lambda => {
                self.bound.contains(name) || self.nonlocals.contains_key(name)
            }
            ScopeKind::Class => name == "__class__",
            ScopeKind::Module | ScopeKind::Comprehension { .. } | ScopeKind::Types => false,
        }
    }
}
