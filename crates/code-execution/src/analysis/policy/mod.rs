//! What a program may say: the lists and limits that the rules read.

mod guidance;
mod library;
mod lists;
mod preset;
mod serde_form;
mod unavailable;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub(super) use guidance::{function_advice, module_advice};
pub(super) use library::is_standard_library;
pub use preset::Preset;
use unavailable::{Absence, absence};

/// The package whose module `tools` holds the host functions.
const HOST_PACKAGE: &str = "host";

/// What a rule does when it finds something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Action {
    /// The program does not run.
    Refuse,
    /// The program runs, and the finding is in [`Report::notes`](super::Report::notes).
    Record,
    /// Nothing is reported.
    Ignore,
}

/// The policy of [`check`](super::check): a preset, and what differs from it.
///
/// In JSON and TOML every field is optional and replaces the value of `preset`, which is `standard` when absent. An
/// unknown field, an unknown rule name and a module that is both allowed and forbidden are errors.
///
/// Module names stand for the module and everything below it: `http` covers `http.client`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "serde_form::PolicyFields")]
#[non_exhaustive]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent switches, each with a name on the wire"
)]
pub struct Policy {
    /// The preset that the other fields started from.
    pub preset: Preset,
    /// The only modules that may be imported, or `None` for every module that is not forbidden. A module in both lists
    /// is forbidden.
    pub allowed_imports: Option<Vec<String>>,
    /// Modules whose import is refused.
    pub forbidden_imports: Vec<String>,
    /// Modules whose import is recorded.
    pub recorded_imports: Vec<String>,
    /// Builtin functions that are refused, called or passed on.
    pub forbidden_functions: Vec<String>,
    /// Builtin functions that are recorded.
    pub recorded_functions: Vec<String>,
    /// Attribute names that are refused, however they are reached.
    pub forbidden_attributes: Vec<String>,
    /// Attribute names that are recorded.
    pub recorded_attributes: Vec<String>,
    /// Most operations (statements, calls, operators, comparisons, attributes, subscripts) in a source. `None`: no limit.
    pub max_operations: Option<usize>,
    /// Whether `getattr` and `hasattr` may be used. A constant attribute name is judged as if it were written with a dot.
    pub allow_getattr: bool,
    /// Whether `setattr` and `delattr` may be used.
    pub allow_setattr: bool,
    /// Whether an object may be asked for the name or type of its own class and for its own attributes:
    /// `x.__class__.__name__`, `isinstance(y, x.__class__)`, `self.__dict__`.
    pub allow_self_inspection: bool,
    /// Longest source in bytes of UTF-8. A longer one is refused before it is parsed.
    pub max_source_bytes: usize,
    /// Deepest nesting of blocks, brackets, operators, calls and attributes. A deeper source is refused before it is
    /// parsed.
    pub max_nesting: usize,
    /// Whether a comment `# ringfence: allow[rule] reason` turns a refusal on its line into a note.
    pub allow_inline_suppressions: bool,
    /// Whether the program is offered host functions, so that `host` can be imported. The presets say true; an executor
    /// sets it to what it has. Not part of the written form.
    #[serde(skip)]
    pub host_functions: bool,
    /// Modules that the sandbox has beside its usual ones: never reported as unavailable, and listed wherever
    /// `allowed_imports` is. What `forbidden_imports` names stays forbidden. Not part of the written form. Default none.
    #[serde(skip)]
    pub provided_imports: Vec<String>,
    /// What rules do that have no list, by rule name; a rule that is not named does what `preset` says. For a rule that
    /// has a list, `record` and `ignore` weaken every entry of it.
    pub rules: BTreeMap<String, Action>,
}

impl Default for Policy {
    fn default() -> Self {
        Self::preset(Preset::default())
    }
}

impl Policy {
    /// The policy that `preset` names.
    pub fn preset(preset: Preset) -> Self {
        preset::build(preset)
    }

    /// The same policy where the sandbox has `modules` too.
    #[must_use]
    pub fn with_provided(mut self, modules: &[String]) -> Self {
        self.provided_imports.extend_from_slice(modules);
        self
    }

    /// Checks that the parts fit together. Deserializing does this by itself.
    ///
    /// # Errors
    /// A module in both `allowed_imports` and `forbidden_imports`, a rule name that does not exist, a limit of zero.
    pub fn validate(&self) -> Result<(), PolicyError> {
        for module in self.allowed_imports.iter().flatten() {
            if self.import_action(module) == Action::Refuse {
                return Err(PolicyError::AllowedAndForbidden {
                    module: module.clone(),
                });
            }
        }
        for rule in self.rules.keys() {
            if super::rules::find(rule).is_none() {
                return Err(PolicyError::UnknownRule { rule: rule.clone() });
            }
        }
        if self.max_source_bytes == 0 || self.max_nesting == 0 || self.max_operations == Some(0) {
            return Err(PolicyError::ZeroLimit);
        }
        Ok(())
    }

    /// What the import lists say about `module`, without the allow-list.
    pub(super) fn import_action(&self, module: &str) -> Action {
        by_list(&self.forbidden_imports, &self.recorded_imports, |entry| {
            covers(entry, module)
        })
    }

    /// Tells whether there are host functions, and where there are, lets an allow-list have `host`.
    pub(crate) fn set_host_functions(&mut self, offered: bool) {
        self.host_functions = offered;
        if let Some(allowed) = self.allowed_imports.as_mut().filter(|_| offered) {
            allowed.push(HOST_PACKAGE.to_owned());
        }
    }

    /// Why `module` does not work in the default sandbox, or `None` when it may.
    pub(super) fn absence(&self, module: &str) -> Option<Absence> {
        if !self.host_functions && covers(HOST_PACKAGE, module) {
            return Some(Absence::HostFunctions);
        }
        absence(module)
    }

    /// Whether the allow-list, if there is one, has `module`.
    pub(super) fn is_import_listed(&self, module: &str) -> bool {
        self.allowed_imports
            .as_ref()
            .is_none_or(|allowed| allowed.iter().any(|entry| covers(entry, module)))
            || self.is_provided(module)
    }

    /// Whether the sandbox has `module` beside its usual ones.
    pub(super) fn is_provided(&self, module: &str) -> bool {
        self.provided_imports
            .iter()
            .any(|entry| covers(entry, module))
    }

    pub(super) fn function_action(&self, name: &str) -> Action {
        by_list(
            &self.forbidden_functions,
            &self.recorded_functions,
            |entry| entry == name,
        )
    }

    pub(super) fn attribute_action(&self, name: &str) -> Action {
        by_list(
            &self.forbidden_attributes,
            &self.recorded_attributes,
            |entry| entry == name,
        )
    }

    /// What this policy does with a finding of `rule`. For a rule that has a list, what it does with an entry of the list.
    pub fn rule_action(&self, rule: &str) -> Action {
        self.rules
            .get(rule)
            .copied()
            .unwrap_or_else(|| preset::default_action(self.preset, rule))
    }

    /// `action` of a list entry, weakened by what `rules` says about the rule.
    pub(super) fn weakened(&self, rule: &str, action: Action) -> Action {
        match (self.rules.get(rule), action) {
            (Some(Action::Ignore), _) => Action::Ignore,
            (Some(Action::Record), Action::Refuse) => Action::Record,
            _ => action,
        }
    }
}

fn by_list(refused: &[String], recorded: &[String], matches: impl Fn(&str) -> bool) -> Action {
    if refused.iter().any(|entry| matches(entry)) {
        return Action::Refuse;
    }
    if recorded.iter().any(|entry| matches(entry)) {
        return Action::Record;
    }
    Action::Ignore
}

/// Whether `entry` is `module` or a package that holds it.
fn covers(entry: &str, module: &str) -> bool {
    module
        .strip_prefix(entry)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// Why a policy cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PolicyError {
    /// One list allows what another refuses.
    #[error(
        "module `{module}` is in both `allowed_imports` and `forbidden_imports`; remove it from one of them"
    )]
    AllowedAndForbidden {
        /// The module in both lists.
        module: String,
    },
    /// `rules` names a rule that does not exist.
    #[error("there is no rule `{rule}`")]
    UnknownRule {
        /// The name as given.
        rule: String,
    },
    /// A limit of zero refuses every program.
    #[error("limits of a policy must be at least 1")]
    ZeroLimit,
    /// The name of a preset that does not exist.
    #[error("there is no policy `{name}`; choose one of strict, standard, contained, none")]
    UnknownPreset {
        /// The name as given.
        name: String,
    },
}

#[cfg(test)]
mod tests;
