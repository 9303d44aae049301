//! Which of several errors CPython would report.

use ruff_python_ast::{PythonVersion, token::TokenKind};
use ruff_python_parser::{LexicalErrorType, ParseErrorType};
use ruff_text_size::{Ranged, TextSize};

use super::{
    Tree,
    checks::MISSING_EXCEPT,
    limits,
    report::SyntaxProblem,
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
    let null = limits::null_byte(source);
    if null.is_some() {
        return null;
    }
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
    let limit = limits::exceeded(source, tree);
    if limit.is_some() {
        return limit;
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
    let is_lexical = matches!(&first.error, ParseErrorType::Lexical(error) if *error != LexicalErrorType::LineContinuationError);
    if let Some(error) = scan.error {
        let keeps = is_lexical && problem.range.start() < error.range.start();
        return Some(if keeps { problem } else { error });
    }
    if let Some(open) = scan.open {
        let line = |offset: TextSize| lines.place(offset).line;
        let bracket = open.problem();
        // the parser of CPython stops behind the line of the bracket, whatever it then says is wrong
        let stop = first.location.start();
        let is_inside = stop > bracket.range.start() && wording::is_at_line_end(&first.error);
        if is_inside || line(stop) > line(bracket.range.start()) {
            return Some(bracket);
        }
    }
    Some(problem)
}
