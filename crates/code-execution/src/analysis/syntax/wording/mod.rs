//! The parser crate's errors in CPython's words and places.

mod expected;
mod lexical;
mod messages;
mod semantic;
mod surroundings;
mod target;

use ruff_python_ast::token::TokenKind;
use ruff_python_parser::{LexicalErrorType, ParseError, ParseErrorType};
use ruff_text_size::TextRange;

use super::{
    Tree,
    report::{ErrorType, SyntaxProblem},
};
use crate::analysis::lines::Lines;
use messages::plain_message;
pub(super) use semantic::{semantic_error, stage};

const INVALID: &str = "invalid syntax";

/// Whether the parser stopped at the end of a line or of the source.
pub(super) fn is_at_line_end(error: &ParseErrorType) -> bool {
    matches!(
        error,
        ParseErrorType::Lexical(LexicalErrorType::Eof)
            | ParseErrorType::ExpectedToken {
                found: TokenKind::Newline | TokenKind::EndOfFile,
                ..
            }
    )
}

/// What is needed to word one error of the parser.
pub(super) struct Wording<'a> {
    pub(super) source: &'a str,
    pub(super) tree: &'a Tree,
    pub(super) lines: &'a Lines<'a>,
}

impl Wording<'_> {
    pub(super) fn parse_error(&self, error: &ParseError) -> SyntaxProblem {
        let range = error.location;
        match &error.error {
            ParseErrorType::Lexical(lexical) => self.lexical(lexical, range),
            ParseErrorType::UnexpectedIndentation => SyntaxProblem::indentation(
                "unexpected indent",
                TextRange::empty(self.last_column(range)),
            ),
            ParseErrorType::ExpectedToken { expected, found } => {
                self.expected_token(*expected, *found, range)
            }
            ParseErrorType::SimpleStatementsOnSameLine => self.two_statements(range),
            ParseErrorType::InvalidAssignmentTarget => self.assignment(range),
            ParseErrorType::InvalidNamedAssignmentTarget => {
                self.with_kind("cannot use assignment expressions with ", range, "")
            }
            ParseErrorType::InvalidAugmentedAssignmentTarget => self.with_kind(
                "'",
                range,
                "' is an illegal expression for augmented assignment",
            ),
            ParseErrorType::InvalidDeleteTarget => self.with_kind("cannot delete ", range, ""),
            ParseErrorType::InvalidAnnotatedAssignmentTarget => {
                SyntaxProblem::new("illegal target for annotation", range)
            }
            ParseErrorType::FStringError(kind) => {
                SyntaxProblem::new(self.interpolated("f-string", kind), range)
            }
            ParseErrorType::TStringError(kind) => {
                SyntaxProblem::new(self.interpolated("t-string", kind), range)
            }
            ParseErrorType::OtherError(message) => self.other(message, range),
            ParseErrorType::ExpectedExpression => self.expected_expression(range),
            ParseErrorType::InvalidStarredExpressionUsage => {
                let in_brackets = matches!(self.before(range.start()), Some(TokenKind::Lpar));
                let message = if in_brackets {
                    "cannot use starred expression here"
                } else {
                    INVALID
                };
                SyntaxProblem::new(message, range)
            }
            plain => SyntaxProblem::new(plain_message(plain), range),
        }
    }
}
