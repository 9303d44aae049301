//! Which of several errors CPython would report: the first one of its earliest stage.

use ruff_python_ast::PythonVersion;

use super::{Tree, report::SyntaxProblem, semantics, wording};

/// The error that CPython reports for `tree`, or `None` when the source compiles.
pub(super) fn first_error(
    source: &str,
    tree: &Tree,
    version: PythonVersion,
) -> Option<SyntaxProblem> {
    let parsing = tree
        .errors()
        .iter()
        .min_by_key(|error| error.location.start());
    let version_error = tree
        .unsupported_syntax_errors()
        .iter()
        .min_by_key(|error| error.range.start());
    if let Some(error) = parsing {
        let first = version_error.filter(|older| older.range.start() < error.location.start());
        return Some(match first {
            Some(older) => SyntaxProblem::new(older.to_string(), older.range),
            None => wording::parse_error(source, tree, error),
        });
    }
    if let Some(error) = version_error {
        return Some(SyntaxProblem::new(error.to_string(), error.range));
    }
    let found = semantics::check(source, version, tree.suite());
    let semantic = found.semantic.iter().map(|error| {
        (
            wording::stage(error),
            wording::semantic_error(source, error),
        )
    });
    let own = found.own.into_iter().map(|problem| (0, problem));
    semantic
        .chain(own)
        .min_by_key(|(stage, problem)| (*stage, problem.range.start()))
        .map(|(_, problem)| problem)
}
