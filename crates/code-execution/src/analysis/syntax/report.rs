//! The form of a syntax verdict.

use ruff_text_size::TextRange;
use serde::{Deserialize, Serialize};

use super::advice::advice;
use crate::analysis::{lines::Lines, report::Violation};

/// Whether a source compiles, and if not, why and where, as CPython would say it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SyntaxReport {
    /// Whether the source compiles.
    pub is_valid: bool,
    /// `SyntaxError`, `IndentationError` or `TabError`.
    pub error_type: Option<String>,
    /// The message, in CPython's words where they are known.
    pub error_message: Option<String>,
    /// Line of the error, from 1.
    pub line_number: Option<usize>,
    /// Column of the error, from 1, in characters: `SyntaxError.offset`.
    pub offset: Option<usize>,
    /// Line where the offending code ends.
    pub end_line_number: Option<usize>,
    /// Column after the offending code: `SyntaxError.end_offset`.
    pub end_offset: Option<usize>,
    /// What to write instead, when the line is a known mistake: a shell command, a Markdown fence.
    pub suggestion: Option<String>,
}

/// An error with its place in the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SyntaxProblem {
    pub(super) kind: ErrorType,
    pub(super) message: String,
    pub(super) range: TextRange,
}

/// The exception that CPython raises.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ErrorType {
    Syntax,
    Indentation,
    Tab,
}

impl ErrorType {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Syntax => "SyntaxError",
            Self::Indentation => "IndentationError",
            Self::Tab => "TabError",
        }
    }
}

impl SyntaxProblem {
    pub(super) fn new(message: impl Into<String>, range: TextRange) -> Self {
        Self {
            kind: ErrorType::Syntax,
            message: message.into(),
            range,
        }
    }

    pub(super) fn indentation(message: impl Into<String>, range: TextRange) -> Self {
        Self {
            kind: ErrorType::Indentation,
            message: message.into(),
            range,
        }
    }
}

impl SyntaxReport {
    pub(in crate::analysis) const fn valid() -> Self {
        Self {
            is_valid: true,
            error_type: None,
            error_message: None,
            line_number: None,
            offset: None,
            end_line_number: None,
            end_offset: None,
            suggestion: None,
        }
    }

    /// The verdict on a source that a bound refused.
    pub(super) fn unjudged(violation: Violation) -> Self {
        Self {
            is_valid: false,
            error_type: Some(ErrorType::Syntax.as_str().to_owned()),
            error_message: Some(violation.message),
            line_number: Some(violation.line_number),
            offset: Some(violation.column),
            end_line_number: Some(violation.end_line_number),
            end_offset: Some(violation.end_column),
            suggestion: violation.suggestion,
        }
    }

    pub(super) fn from_error(error: &SyntaxProblem, lines: &Lines<'_>) -> Self {
        let (start, end) = lines.span(error.range);
        Self {
            is_valid: false,
            error_type: Some(error.kind.as_str().to_owned()),
            error_message: Some(error.message.clone()),
            line_number: Some(start.line),
            offset: Some(start.column),
            end_line_number: Some(end.line),
            end_offset: Some(end.column),
            suggestion: advice(error, lines).map(str::to_owned),
        }
    }
}
