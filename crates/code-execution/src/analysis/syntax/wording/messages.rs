//! Messages of the parser crate, and CPython's for them.

use ruff_python_ast::token::TokenKind;
use ruff_python_parser::ParseErrorType;
use ruff_text_size::{Ranged, TextRange};

use super::{INVALID, SyntaxProblem, Wording};

impl Wording<'_> {
    pub(super) fn other(&self, message: &str, range: TextRange) -> SyntaxProblem {
        if let Some(clause) = message.strip_prefix("Expected an indented block after ") {
            return self.missing_block(clause, range);
        }
        if message == "Expected `except` or `finally` after `try` block" {
            let place = match self.after(range.start()) {
                Some(token) => token.range(),
                None => TextRange::empty(
                    self.tokens_before(range.end())
                        .find(|token| token.kind() == TokenKind::Newline)
                        .map_or(range.start(), Ranged::start),
                ),
            };
            return SyntaxProblem::new("expected 'except' or 'finally' block", place);
        }
        let known = OTHER_MESSAGES.iter().find(|(theirs, _)| *theirs == message);
        SyntaxProblem::new(known.map_or(INVALID, |(_, ours)| ours), range)
    }
}

/// Messages of the parser crate that have an equal in CPython. Everything else is "invalid syntax" there.
const OTHER_MESSAGES: &[(&str, &str)] = &[
    (
        "Cannot have both 'except' and 'except*' on the same 'try'",
        "cannot have both 'except' and 'except*' on the same 'try'",
    ),
    (
        "Expected one or more exception types",
        "expected one or more exception types",
    ),
    (
        "Multiple exception types must be parenthesized when using `as`",
        "multiple exception types must be parenthesized",
    ),
    (
        "Multiple exception types must be parenthesized",
        "multiple exception types must be parenthesized",
    ),
    ("Only one '/' separator allowed", "/ may appear only once"),
    (
        "'/' parameter must appear before '*' parameter",
        "/ must be ahead of *",
    ),
    (
        "Position-only parameter separator not allowed as first parameter",
        "at least one argument must precede /",
    ),
    (
        "Only one '*' parameter allowed",
        "* argument may appear only once",
    ),
    (
        "Only one '*' separator allowed",
        "* argument may appear only once",
    ),
    (
        "Only one '**' parameter allowed",
        "arguments cannot follow var-keyword argument",
    ),
    (
        "Trailing comma not allowed",
        "trailing comma not allowed without surrounding parentheses",
    ),
    (
        "Positional patterns cannot follow keyword patterns",
        "positional patterns follow keyword patterns",
    ),
    (
        "Boolean 'not' expression cannot be used here",
        "'not' after an operator must be parenthesized",
    ),
    (
        "Expected a parameter name",
        "expression cannot contain assignment, perhaps you meant \"==\"?",
    ),
    (
        "Only single target (not list) can be annotated",
        "only single target (not list) can be annotated",
    ),
    (
        "Only single target (not tuple) can be annotated",
        "only single target (not tuple) can be annotated",
    ),
    (
        "Bytes literal cannot be mixed with non-bytes literals",
        "cannot mix bytes and nonbytes literals",
    ),
];

pub(super) fn plain_message(error: &ParseErrorType) -> &'static str {
    match error {
        ParseErrorType::NonDefaultParamAfterDefaultParam => {
            "parameter without a default follows parameter with a default"
        }
        ParseErrorType::ParamAfterVarKeywordParam => "arguments cannot follow var-keyword argument",
        ParseErrorType::ExpectedKeywordParam => "named arguments must follow bare *",
        ParseErrorType::VarParameterWithDefault => {
            "var-positional argument cannot have default value"
        }
        ParseErrorType::PositionalAfterKeywordArgument => {
            "positional argument follows keyword argument"
        }
        ParseErrorType::PositionalAfterKeywordUnpacking => {
            "positional argument follows keyword argument unpacking"
        }
        ParseErrorType::InvalidArgumentUnpackingOrder => {
            "iterable argument unpacking follows keyword argument unpacking"
        }
        ParseErrorType::UnparenthesizedGeneratorExpression => {
            "Generator expression must be parenthesized"
        }
        ParseErrorType::IterableUnpackingInComprehension => {
            "iterable unpacking cannot be used in comprehension"
        }
        ParseErrorType::EmptyTypeParams => "Type parameter list cannot be empty",
        ParseErrorType::EmptyImportNames => "Expected one or more names after 'import'",
        ParseErrorType::InvalidMatchPatternTarget => "cannot use '_' as a target",
        ParseErrorType::ExpectedRealNumber => "real number required in complex literal",
        ParseErrorType::ExpectedImaginaryNumber => "imaginary number required in complex literal",
        _ => INVALID,
    }
}
