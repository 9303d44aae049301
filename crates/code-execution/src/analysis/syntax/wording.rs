//! The parser crate's errors in CPython's words.

use ruff_python_parser::{ParseError, semantic_errors::SemanticSyntaxError};

use super::{Tree, report::SyntaxProblem};

pub(super) fn parse_error(_source: &str, _tree: &Tree, error: &ParseError) -> SyntaxProblem {
    SyntaxProblem::new(error.error.to_string(), error.location)
}

/// The stage of CPython's compiler that reports `error`: 0 symbol table, 1 code generation.
pub(super) fn stage(_error: &SemanticSyntaxError) -> u8 {
    0
}

pub(super) fn semantic_error(_source: &str, error: &SemanticSyntaxError) -> SyntaxProblem {
    SyntaxProblem::new(error.to_string(), error.range)
}
