//! Static analysis of Python source: a syntax verdict, and what a policy refuses.
//!
//! Pure: no files, no network, no processes, no settings from the environment. [`check`] never fails and never panics;
//! what it cannot judge (a source that is too large or nested too deeply) it refuses with a violation.
//!
//! Analysis gives early feedback and enforces a policy. It is not a wall: a program can always build at run time what a
//! static pass cannot see. The wall is the sandbox.

mod bounds;
mod last_expression;
mod lines;
mod names;
pub mod policy;
pub mod render;
mod report;
pub mod rules;
mod stack;
mod suppress;
mod syntax;
mod types;
mod walk;

use std::collections::BTreeSet;

use ruff_python_ast::PythonVersion;

pub(crate) use last_expression::LastExpression;
pub use policy::{Action, Policy, PolicyError, Preset};
pub use report::{Report, Severity, Violation};
pub use syntax::{Continuation, SyntaxReport, SyntaxValidator};
pub use types::{HostFunctionSignature, TypeChecks};
pub use walk::AstValidator;

/// The Python version of the default sandbox, which [`check`] and [`SyntaxValidator::new`] judge by.
pub const GUEST_VERSION: PythonVersion = PythonVersion::PY315;

/// Checks `source` by `policy`: size and nesting first, then syntax, then the rules.
///
/// A source over the bounds of the policy is not parsed: the report then holds one violation and a syntax verdict of
/// "valid", which means "not judged". A source with a syntax error is not looked at by the rules. Time is linear in the
/// length of the source.
///
/// # Security
/// Safe on any input: nesting is bounded before parsing, and what recurses runs on a stack that is sized for the input.
pub fn check(source: &str, policy: &Policy) -> Report {
    judge(source, policy, None)
}

/// As [`check`], and the rules `unknown-name` and `wrong-host-arguments` too.
pub fn check_with_types(source: &str, policy: &Policy, types: &TypeChecks) -> Report {
    judge(source, policy, Some(types))
}

fn judge(source: &str, policy: &Policy, types: Option<&TypeChecks>) -> Report {
    let levels = match bounds::admit(source, policy) {
        Ok(levels) => levels,
        Err(violation) => return Report::refused(*violation),
    };
    let outcome = stack::run(levels, || {
        let tree = syntax::parse(source, GUEST_VERSION);
        let syntax = syntax::verdict(source, &tree, GUEST_VERSION);
        if !syntax.is_valid {
            return Report::invalid(syntax);
        }
        let found = walk::walk(source, &tree, policy, types);
        let (violations, notes) =
            suppress::apply(source, &tree, policy, found.violations, found.notes);
        Report {
            syntax,
            violations,
            notes,
            imported_modules: found.imported_modules,
            operations: found.operations,
            last_expression: LastExpression::of(source, &tree),
        }
    });
    outcome.unwrap_or_else(|failure| Report::refused(*bounds::no_room(&failure)))
}

impl Report {
    fn refused(violation: Violation) -> Self {
        Self {
            syntax: SyntaxReport::valid(),
            violations: vec![violation],
            notes: Vec::new(),
            imported_modules: BTreeSet::new(),
            operations: 0,
            last_expression: LastExpression::Unknown,
        }
    }

    fn invalid(syntax: SyntaxReport) -> Self {
        Self {
            syntax,
            violations: Vec::new(),
            notes: Vec::new(),
            imported_modules: BTreeSet::new(),
            operations: 0,
            last_expression: LastExpression::Unknown,
        }
    }
}
