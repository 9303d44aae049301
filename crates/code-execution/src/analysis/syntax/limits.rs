//! Limits of CPython's tokenizer that a valid source may not exceed.

use ruff_python_ast::token::TokenKind;
use ruff_text_size::{Ranged, TextRange, TextSize};

use super::{Tree, report::SyntaxProblem};

/// Most brackets inside each other.
const MAX_BRACKETS: usize = 200;
/// Most levels of indentation.
const MAX_INDENTS: usize = 99;
/// Most digits of a decimal integer literal.
const MAX_DIGITS: u32 = 4300;

/// The first limit that `source` exceeds, apart from those of the parser.
pub(super) fn exceeded(source: &str, tree: &Tree) -> Option<SyntaxProblem> {
    let (mut brackets, mut indents) = (0_usize, 0_usize);
    for token in tree.tokens() {
        match token.kind() {
            TokenKind::Lpar | TokenKind::Lsqb | TokenKind::Lbrace => {
                brackets += 1;
                if brackets > MAX_BRACKETS {
                    return Some(SyntaxProblem::new(
                        "too many nested parentheses",
                        token.range(),
                    ));
                }
            }
            TokenKind::Rpar | TokenKind::Rsqb | TokenKind::Rbrace => {
                brackets = brackets.saturating_sub(1);
            }
            TokenKind::Indent => {
                indents += 1;
                if indents > MAX_INDENTS {
                    let place = TextRange::empty(token.end());
                    return Some(SyntaxProblem::indentation(
                        "too many levels of indentation",
                        place,
                    ));
                }
            }
            TokenKind::Dedent => indents = indents.saturating_sub(1),
            TokenKind::Int if token.range().len() > TextSize::new(MAX_DIGITS) => {
                let text = source
                    .get(token.start().to_usize()..token.end().to_usize())
                    .unwrap_or_default();
                let digits = text.bytes().filter(u8::is_ascii_digit).count();
                if digits > MAX_DIGITS as usize
                    && text
                        .bytes()
                        .all(|byte| byte.is_ascii_digit() || byte == b'_')
                {
                    let message = format!(
                        "Exceeds the limit ({MAX_DIGITS} digits) for integer string conversion: value has {digits} digits; \
                         use sys.set_int_max_str_digits() to increase the limit - Consider hexadecimal for huge integer \
                         literals to avoid decimal conversion limits."
                    );
                    return Some(SyntaxProblem::new(message, token.range()));
                }
            }
            _ => (),
        }
    }
    None
}

/// CPython takes no source with a zero byte, not even in a comment.
pub(super) fn null_byte(source: &str) -> Option<SyntaxProblem> {
    let place = u32::try_from(source.find('\0')?).ok()?;
    let range = TextRange::at(TextSize::new(place), TextSize::new(1));
    Some(SyntaxProblem::new(
        "source code string cannot contain null bytes",
        range,
    ))
}
