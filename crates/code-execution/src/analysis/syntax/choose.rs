//! Which of several errors CPython would report.

use ruff_python_ast::{PythonVersion, token::TokenKind};
use ruff_python_parser::ParseErrorType;
use ruff_text_size::{Ranged, TextRange};

use super::{
    Tree,
    checks::MISSING_EXCEPT,
    report::{ErrorType, SyntaxProblem},
    semantics, tokenizer,
    wording::{self, Wording},
};
use crate::analysis::lines::Lines;

/// The error that CPython reports for `tree`, or `None` when the source compiles.
pub(super) fn first_error(
    source: &str,
    tree: &Tree,
    version: PythonVersion,
) -> Option<SyntaxProblem> {
    let older = tree
        .unsupported_syntax_errors()
        .iter()
        .min_by_key(|error| error.range.start());
    let older = older.map(|error| SyntaxProblem::new(error.to_string(), error.range));
    if let Some(error) = parse_error(source, tree) {
        return Some(
            older
                .filter(|older| older.range.start() < error.range.start())
                .unwrap_or(error),
        );
    }
    if older.is_some() {
        return older;
    }
    let found = semantics::check(source, version, tree.suite());
    let semantic = found.semantic.iter().map(|error| {
        (
            wording::stage(error),
            wording::semantic_error(source, error),
        )
    });
    let own = found
        .own
        .into_iter()
        .map(|problem| own_error(tree, problem));
    semantic
        .chain(own)
        .min_by_key(|(stage, problem)| (*stage, problem.range.start()))
        .map(|(_, problem)| problem)
}

/// The stage of CPython's compiler that reports a problem of our own checks: 0 parser, 1 symbol table, 3 code generation.
fn own_error(tree: &Tree, mut problem: SyntaxProblem) -> (u8, SyntaxProblem) {
    if problem.message == MISSING_EXCEPT {
        let mut behind = tree.tokens().after(problem.range.start()).iter();
        let keyword = behind.find(|token| token.kind() == TokenKind::Else);
        problem.range = keyword.map_or(problem.range, Ranged::range);
        return (0, problem);
    }
    let stage = if problem.message.contains("nonlocal") {
        1
    } else {
        3
    };
    (stage, problem)
}

/// The first error of the parser, or what the tokenizer says about the rest of the source.
fn parse_error(source: &str, tree: &Tree) -> Option<SyntaxProblem> {
    let first = tree
        .errors()
        .iter()
        .min_by_key(|error| error.location.start())?;
    let lines = Lines::new(source);
    let scan = tokenizer::scan(source, &lines);
    let problem = Wording {
        source,
        tree,
        lines: &lines,
    }
    .parse_error(first);
    let is_lexical = matches!(first.error, ParseErrorType::Lexical(_));
    if let Some(error) = scan.error {
        let keeps = is_lexical && problem.range.start() < error.range.start();
        return Some(if keeps { problem } else { error });
    }
    if let Some(open) = scan.open {
        let place = |range: TextRange| lines.place(range.start()).line;
        let bracket = open.problem();
        let stops_at_end = wording::is_at_line_end(&first.error);
        let is_behind = problem.range.start() > bracket.range.start();
        if is_behind && (stops_at_end || place(problem.range) > place(bracket.range)) {
            return Some(bracket);
        }
        if !is_behind
            && problem.kind == ErrorType::Syntax
            && place(problem.range) > place(bracket.range)
        {
            return Some(bracket);
        }
    }
    Some(problem)
}
