//! Errors of the tokenizer: characters, strings, numbers, indentation.

use ruff_python_parser::{InterpolatedStringErrorType, LexicalErrorType};
use ruff_text_size::{TextRange, TextSize};

use super::{ErrorType, INVALID, SyntaxProblem, Wording};

impl Wording<'_> {
    pub(super) fn lexical(&self, error: &LexicalErrorType, range: TextRange) -> SyntaxProblem {
        let message = match error {
            LexicalErrorType::IndentationError => {
                return self.indentation(range);
            }
            LexicalErrorType::UnrecognizedToken { tok } if tok.is_ascii_graphic() => INVALID.to_owned(),
            LexicalErrorType::UnrecognizedToken { tok } if tok.is_control() => {
                format!("invalid non-printable character U+{:04X}", u32::from(*tok))
            }
            LexicalErrorType::UnrecognizedToken { tok } => {
                format!("invalid character '{tok}' (U+{:04X})", u32::from(*tok))
            }
            LexicalErrorType::LineContinuationError => "unexpected character after line continuation character".to_owned(),
            LexicalErrorType::Eof => "unexpected EOF while parsing".to_owned(),
            LexicalErrorType::InvalidByteLiteral => "bytes can only contain ASCII literal characters".to_owned(),
            LexicalErrorType::UnclosedStringError => "unterminated string literal".to_owned(),
            LexicalErrorType::FStringError(kind) => self.interpolated("f-string", kind),
            LexicalErrorType::TStringError(kind) => self.interpolated("t-string", kind),
            LexicalErrorType::MissingUnicodeLbrace
            | LexicalErrorType::MissingUnicodeRbrace
            | LexicalErrorType::UnicodeError => {
                "(unicode error) 'unicodeescape' codec can't decode bytes: malformed \\N character escape".to_owned()
            }
            LexicalErrorType::OtherError(message) => number(message, self.text(range)),
            LexicalErrorType::StringError => INVALID.to_owned(),
        };
        SyntaxProblem::new(message, range)
    }

    /// A line whose indentation fits no block: by its width, or because it uses tabs where others use spaces.
    fn indentation(&self, range: TextRange) -> SyntaxProblem {
        let line = self.lines.place(range.end()).line;
        let indent = |line: usize| {
            let text = self.lines.text(line);
            text.get(..text.len() - text.trim_start_matches([' ', '\t']).len())
                .unwrap_or_default()
        };
        let here = indent(line);
        let is_mixed =
            |other: &str| !other.is_empty() && here.contains('\t') != other.contains('\t');
        let before = (1..line)
            .rev()
            .take(100)
            .find(|line| !self.lines.text(*line).trim().is_empty());
        let line_end = range.end() + TextSize::of(self.rest_of_line(range.end()));
        if before.is_some_and(|before| is_mixed(indent(before))) {
            let message = "inconsistent use of tabs and spaces in indentation";
            return SyntaxProblem {
                kind: ErrorType::Tab,
                message: message.to_owned(),
                range,
            };
        }
        let message = "unindent does not match any outer indentation level";
        SyntaxProblem::indentation(message, TextRange::empty(line_end))
    }

    pub(super) fn interpolated(&self, prefix: &str, kind: &InterpolatedStringErrorType) -> String {
        let last = self.lines.count();
        match kind {
            InterpolatedStringErrorType::UnclosedLbrace => format!("{prefix}: expecting '}}'"),
            InterpolatedStringErrorType::SingleRbrace => {
                format!("{prefix}: single '}}' is not allowed")
            }
            InterpolatedStringErrorType::UnterminatedString => {
                format!("unterminated {prefix} literal (detected at line {last})")
            }
            InterpolatedStringErrorType::UnterminatedTripleQuotedString => {
                format!("unterminated triple-quoted {prefix} literal (detected at line {last})")
            }
            other => format!("{prefix}: {other}"),
        }
    }
}

/// CPython's words for a number that is none.
fn number(message: &str, text: &str) -> String {
    let lower = message.to_lowercase();
    let base = ["hexadecimal", "octal", "binary"]
        .into_iter()
        .find(|base| lower.contains(base));
    if let Some(base) = base {
        return format!("invalid {base} literal");
    }
    if text.starts_with('0')
        && text.len() > 1
        && text
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'_')
    {
        return "leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers".to_owned();
    }
    "invalid decimal literal".to_owned()
}
