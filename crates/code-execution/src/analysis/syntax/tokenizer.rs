//! What CPython's tokenizer would object to: brackets that do not match, strings that do not end.
//!
//! When its parser fails, CPython reads the rest of the source for such errors and prefers them to the parser's own. So does
//! this check; it runs only on sources that the parser has refused.

use ruff_text_size::{TextRange, TextSize};

use super::report::SyntaxProblem;
use crate::analysis::lines::Lines;

/// What a scan of a whole source found.
#[derive(Debug, Default)]
pub(super) struct Scan {
    /// The first error.
    pub(super) error: Option<SyntaxProblem>,
    /// The innermost bracket that is still open at the end.
    pub(super) open: Option<OpenBracket>,
}

/// A bracket that is not closed.
#[derive(Debug, Clone, Copy)]
pub(super) struct OpenBracket {
    pub(super) offset: usize,
    pub(super) symbol: char,
    is_field: bool,
}

impl OpenBracket {
    pub(super) fn problem(self) -> SyntaxProblem {
        SyntaxProblem::new(
            format!("'{}' was never closed", self.symbol),
            range(self.offset, self.offset + 1),
        )
    }
}

pub(super) fn range(start: usize, end: usize) -> TextRange {
    let size = |offset: usize| TextSize::new(u32::try_from(offset).unwrap_or(u32::MAX));
    TextRange::new(size(start), size(end.max(start)))
}

pub(super) fn scan(source: &str, lines: &Lines<'_>) -> Scan {
    let mut scanner = Scanner {
        bytes: source.as_bytes(),
        source,
        lines,
        position: if source.starts_with('\u{feff}') { 3 } else { 0 },
        stack: Vec::new(),
        error: None,
    };
    while scanner.error.is_none() && scanner.step() {}
    let brackets = scanner.stack.iter().rev();
    let open = brackets.filter_map(|context| match context {
        Context::Bracket(bracket) => Some(*bracket),
        Context::Text { .. } | Context::Spec => None,
    });
    let open = open.into_iter().next();
    Scan {
        error: scanner.error,
        open,
    }
}

#[derive(Debug, Clone, Copy)]
enum Context {
    Bracket(OpenBracket),
    Text {
        start: usize,
        quote: u8,
        is_triple: bool,
    },
    Spec,
}

struct Scanner<'a> {
    bytes: &'a [u8],
    source: &'a str,
    lines: &'a Lines<'a>,
    position: usize,
    stack: Vec<Context>,
    error: Option<SyntaxProblem>,
}

impl Scanner<'_> {
    fn peek(&self, ahead: usize) -> Option<u8> {
        self.bytes.get(self.position + ahead).copied()
    }

    fn fail(&mut self, message: impl Into<String>, start: usize, end: usize) {
        self.error = Some(SyntaxProblem::new(message, range(start, end)));
    }

    fn line_of(&self, offset: usize) -> usize {
        self.lines.place(range(offset, offset).start()).line
    }

    /// Reads one token. False at the end, and at a character where the tokenizer stops without an error.
    fn step(&mut self) -> bool {
        let Some(byte) = self.peek(0) else {
            self.end();
            return false;
        };
        match self.stack.last().copied() {
            Some(Context::Text {
                start,
                quote,
                is_triple,
            }) => self.text(byte, start, quote, is_triple),
            Some(Context::Spec) => self.spec(byte),
            Some(Context::Bracket(_)) | None => return self.code(byte),
        }
        true
    }

    /// An f-string that is open at the end of the source.
    fn end(&mut self) {
        for context in self.stack.clone().into_iter().rev() {
            match context {
                Context::Text {
                    start, is_triple, ..
                } => {
                    let triple = if is_triple { "triple-quoted " } else { "" };
                    let last = self.lines.count();
                    self.fail(
                        format!("unterminated {triple}f-string literal (detected at line {last})"),
                        start,
                        start,
                    );
                    return;
                }
                Context::Bracket(_) => return,
                Context::Spec => (),
            }
        }
    }

    fn code(&mut self, byte: u8) -> bool {
        match byte {
            b'#' => {
                while !matches!(self.peek(0), None | Some(b'\n' | b'\r')) {
                    self.position += 1;
                }
                return true;
            }
            b'"' | b'\'' => {
                self.string(self.position, false);
                return true;
            }
            b'a'..=b'z' | b'A'..=b'Z' | b'_' | b'0'..=b'9' | 128..=255 => {
                self.word();
                return true;
            }
            b'(' | b'[' | b'{' => {
                let bracket = OpenBracket {
                    offset: self.position,
                    symbol: char::from(byte),
                    is_field: false,
                };
                self.stack.push(Context::Bracket(bracket));
            }
            b')' | b']' | b'}' => self.close(byte),
            b'\\' => self.continuation(),
            b'$' | b'?' | b'`' => return false,
            b':' if self.in_field() && self.peek(1) != Some(b'=') => self.stack.push(Context::Spec),
            0..=8 | 11 | 14..=31 | 127 => {
                let message = format!("invalid non-printable character U+{byte:04X}");
                self.fail(message, self.position, self.position + 1);
            }
            _ => (),
        }
        self.position += 1;
        true
    }

    fn in_field(&self) -> bool {
        matches!(
            self.stack.last(),
            Some(Context::Bracket(OpenBracket { is_field: true, .. }))
        )
    }

    fn close(&mut self, byte: u8) {
        let closing = char::from(byte);
        let in_f_string = self
            .stack
            .iter()
            .any(|context| matches!(context, Context::Text { .. }));
        let prefix = if in_f_string { "f-string: " } else { "" };
        let here = self.position;
        let Some(Context::Bracket(open)) = self.stack.last().copied() else {
            self.fail(format!("{prefix}unmatched '{closing}'"), here, here + 1);
            return;
        };
        let is_match = matches!((open.symbol, closing), ('(', ')') | ('[', ']') | ('{', '}'));
        if is_match {
            self.stack.pop();
            return;
        }
        if open.is_field {
            self.fail(format!("f-string: unmatched '{closing}'"), here, here + 1);
            return;
        }
        let line = self.line_of(open.offset);
        let place = if line == self.line_of(here) {
            String::new()
        } else {
            format!(" on line {line}")
        };
        let message = format!(
            "{prefix}closing parenthesis '{closing}' does not match opening parenthesis '{}'{place}",
            open.symbol
        );
        self.fail(message, here, here + 1);
    }

    fn continuation(&mut self) {
        match (self.peek(1), self.peek(2)) {
            (Some(b'\n'), _) => self.position += 1,
            (Some(b'\r'), next) => self.position += 1 + usize::from(next == Some(b'\n')),
            (None, _) => (),
            (Some(_), _) => {
                let here = self.position + 1;
                self.fail(
                    "unexpected character after line continuation character",
                    here,
                    here,
                );
            }
        }
    }

    fn word(&mut self) {
        let start = self.position;
        let rest = self.source.get(start..).unwrap_or_default();
        let is_part = |one: char| {
            one.is_alphanumeric() || one == '_' || (!one.is_ascii() && !one.is_control())
        };
        let word = rest
            .find(|one| !is_part(one))
            .and_then(|end| rest.get(..end))
            .unwrap_or(rest);
        self.position += word.len().max(1);
        let is_prefix = word.len() <= 2 && word.bytes().all(|byte| b"rRbBuUfFtT".contains(&byte));
        if is_prefix && matches!(self.peek(0), Some(b'"' | b'\'')) {
            self.string(start, word.bytes().any(|byte| b"fFtT".contains(&byte)));
            return;
        }
        let symbol = |one: &(usize, char)| !one.1.is_ascii() && !one.1.is_alphanumeric();
        if let Some((offset, symbol)) = word
            .char_indices()
            .find(symbol)
            .filter(|(offset, _)| *offset == 0 || !word.is_ascii())
        {
            let is_mark =
                matches!(u32::from(symbol), 0x300..=0x36f | 0x900..=0xdff | 0xb7 | 0x200c | 0x200d);
            if !is_mark || offset == 0 {
                let message = format!("invalid character '{symbol}' (U+{:04X})", u32::from(symbol));
                self.fail(message, start + offset, start + offset + symbol.len_utf8());
            }
        }
    }

    /// At the quote of a string that begins at `start` with its prefix.
    fn string(&mut self, start: usize, has_fields: bool) {
        let Some(quote) = self.peek(0) else { return };
        let is_triple = self.peek(1) == Some(quote) && self.peek(2) == Some(quote);
        self.position += if is_triple { 3 } else { 1 };
        if has_fields {
            self.stack.push(Context::Text {
                start,
                quote,
                is_triple,
            });
            return;
        }
        while let Some(byte) = self.peek(0) {
            match byte {
                b'\\' if self.peek(1) == Some(b'\r') && self.peek(2) == Some(b'\n') => {
                    self.position += 2;
                }
                b'\\' => self.position += 1,
                b'\n' | b'\r' if !is_triple => break,
                _ if byte == quote && !is_triple => {
                    self.position += 1;
                    return;
                }
                _ if byte == quote
                    && self.peek(1) == Some(quote)
                    && self.peek(2) == Some(quote) =>
                {
                    self.position += 3;
                    return;
                }
                _ => (),
            }
            self.position += 1;
        }
        self.unterminated(start, quote, is_triple);
    }

    fn unterminated(&mut self, start: usize, quote: u8, is_triple: bool) {
        let outer = self.stack.iter().rev().find_map(|context| match context {
            Context::Text {
                quote, is_triple, ..
            } => Some((*quote, *is_triple)),
            _ => None,
        });
        if outer == Some((quote, is_triple)) {
            self.fail("f-string: expecting '}'", start, start);
            return;
        }
        let message = if is_triple {
            format!(
                "unterminated triple-quoted string literal (detected at line {})",
                self.lines.count()
            )
        } else {
            format!(
                "unterminated string literal (detected at line {})",
                self.line_of(self.position.min(self.bytes.len()))
            )
        };
        self.fail(message, start, start);
    }

    fn text(&mut self, byte: u8, start: usize, quote: u8, is_triple: bool) {
        let ends = byte == quote
            && (!is_triple || (self.peek(1) == Some(quote) && self.peek(2) == Some(quote)));
        if ends {
            self.position += if is_triple { 3 } else { 1 };
            self.stack.pop();
            return;
        }
        match byte {
            b'\n' | b'\r' if !is_triple => {
                let line = self.line_of(self.position);
                self.fail(
                    format!("unterminated f-string literal (detected at line {line})"),
                    start,
                    start,
                );
            }
            b'\\' if self.peek(1) == Some(b'N') && self.peek(2) == Some(b'{') => self.position += 2,
            b'\\' if !matches!(self.peek(1), Some(b'{' | b'}')) => self.position += 1,
            b'{' if self.peek(1) == Some(b'{') => self.position += 1,
            b'}' if self.peek(1) == Some(b'}') => self.position += 1,
            b'{' => self.open_field(),
            _ => (),
        }
        self.position += 1;
    }

    fn open_field(&mut self) {
        let bracket = OpenBracket {
            offset: self.position,
            symbol: '{',
            is_field: true,
        };
        self.stack.push(Context::Bracket(bracket));
    }

    fn spec(&mut self, byte: u8) {
        match byte {
            b'{' => self.open_field(),
            b'}' => {
                self.stack.pop();
                self.stack.pop();
            }
            b'\n' | b'"' | b'\'' => {
                // the string may end here: leave the field, and let the text decide
                self.stack.pop();
                self.stack.pop();
                return;
            }
            _ => (),
        }
        self.position += 1;
    }
}
