//! The syntax verdict: what CPython's `compile()` says about a source, without CPython.

mod advice;
mod bindings;
mod checks;
mod choose;
mod continuation;
mod limits;
mod report;
mod scopes;
mod semantics;
mod tokenizer;
mod wording;

use ruff_python_ast::{ModModule, PythonVersion};
use ruff_python_parser::{Mode, ParseOptions, Parsed, parse_unchecked};

pub use continuation::Continuation;
pub use report::SyntaxReport;

use super::{GUEST_VERSION, Policy, Preset, bounds, lines::Lines, stack};

/// A parsed source, with errors or without.
pub(super) type Tree = Parsed<ModModule>;

/// Judges whether a source is a Python program that compiles. Holds no state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SyntaxValidator {
    version: PythonVersion,
}

impl Default for SyntaxValidator {
    fn default() -> Self {
        Self::new()
    }
}

impl SyntaxValidator {
    /// A validator for the Python version of the default sandbox, 3.15.
    pub const fn new() -> Self {
        Self {
            version: GUEST_VERSION,
        }
    }

    /// The same for Python 3.`minor`, from 3.8 to 3.15.
    #[must_use]
    pub const fn target_version(self, minor: u8) -> Self {
        Self {
            version: PythonVersion { major: 3, minor },
        }
    }

    /// Whether `source`, the lines typed so far, is a whole program, as far as a prompt has to know.
    ///
    /// A source over the bounds of the presets, which is refused anyway, has ended.
    pub fn continuation(&self, source: &str) -> Continuation {
        let Ok(levels) = bounds::admit(source, &Policy::preset(Preset::None)) else {
            return Continuation::Ended;
        };
        let version = self.version;
        let judged = stack::run(levels, || {
            continuation::continuation(source, &parse(source, version))
        });
        judged.unwrap_or(Continuation::Ended)
    }

    /// The verdict on `source`.
    ///
    /// A source over the bounds of the presets (512 KiB, 1000 levels of nesting) is not parsed; its verdict is "not
    /// valid" with the bound as the message.
    pub fn validate(&self, source: &str) -> SyntaxReport {
        let levels = match bounds::admit(source, &Policy::preset(Preset::None)) {
            Ok(levels) => levels,
            Err(violation) => return SyntaxReport::unjudged(*violation),
        };
        let version = self.version;
        let outcome = stack::run(levels, || verdict(source, &parse(source, version), version));
        outcome.unwrap_or_else(|failure| SyntaxReport::unjudged(*bounds::no_room(&failure)))
    }
}

pub(super) fn parse(source: &str, version: PythonVersion) -> Tree {
    let options = ParseOptions::from(Mode::Module).with_target_version(version);
    #[expect(
        clippy::expect_used,
        reason = "the mode decides the type: `Mode::Module` always parses to a module"
    )]
    parse_unchecked(source, options)
        .try_into_module()
        .expect("module mode gives a module")
}

pub(super) fn verdict(source: &str, tree: &Tree, version: PythonVersion) -> SyntaxReport {
    match choose::first_error(source, tree, version) {
        Some(error) => SyntaxReport::from_error(&error, &Lines::new(source)),
        None => SyntaxReport::valid(),
    }
}
