//! What stands around a place in the source.

use ruff_python_ast::token::{Token, TokenKind};
use ruff_text_size::{Ranged, TextRange, TextSize};

use super::Wording;

impl Wording<'_> {
    pub(super) fn text(&self, range: TextRange) -> &str {
        self.source
            .get(range.start().to_usize()..range.end().to_usize())
            .unwrap_or_default()
    }

    /// The tokens that end at or before `offset`, without comments and empty lines.
    pub(super) fn tokens_before(&self, offset: TextSize) -> impl Iterator<Item = &Token> {
        let tokens = self.tree.tokens();
        let end = tokens.partition_point(|token| token.end() <= offset);
        tokens
            .iter()
            .take(end)
            .rev()
            .filter(|token| !token.kind().is_trivia())
    }

    pub(super) fn before(&self, offset: TextSize) -> Option<TokenKind> {
        self.tokens_before(offset).next().map(Token::kind)
    }

    /// The first token that starts at or after `offset` and is not layout.
    pub(super) fn after(&self, offset: TextSize) -> Option<&Token> {
        let tokens = self.tree.tokens();
        let start = tokens.partition_point(|token| token.start() < offset);
        let is_layout = |token: &&Token| {
            let layout = matches!(
                token.kind(),
                TokenKind::Newline | TokenKind::Indent | TokenKind::Dedent
            );
            !layout && !token.kind().is_trivia()
        };
        tokens
            .iter()
            .skip(start)
            .find(is_layout)
            .filter(|token| token.kind() != TokenKind::EndOfFile)
    }

    pub(super) fn rest_of_line(&self, offset: TextSize) -> &str {
        let rest = self.source.get(offset.to_usize()..).unwrap_or_default();
        rest.lines().next().unwrap_or_default()
    }

    /// The last character of the indentation at `range`.
    pub(super) fn last_column(&self, range: TextRange) -> TextSize {
        let is_indented = self
            .source
            .get(..range.end().to_usize())
            .is_some_and(|before| before.ends_with([' ', '\t']));
        if is_indented {
            range.end() - TextSize::new(1)
        } else {
            range.end()
        }
    }

    /// Where the element before `offset` starts: behind the last bracket or comma of its level.
    pub(super) fn element_start(&self, offset: TextSize, found: TokenKind) -> Option<TextSize> {
        let mut depth = 0_usize;
        let mut start = None;
        for token in self.tokens_before(offset) {
            match token.kind() {
                // `f "text"` may be a misspelt prefix, `print x` an old statement
                TokenKind::Name if start.is_none() && found == TokenKind::String => return None,
                TokenKind::Rpar | TokenKind::Rsqb | TokenKind::Rbrace => depth += 1,
                TokenKind::Lpar | TokenKind::Lsqb | TokenKind::Lbrace if depth > 0 => depth -= 1,
                TokenKind::Lpar
                | TokenKind::Lsqb
                | TokenKind::Lbrace
                | TokenKind::Comma
                | TokenKind::Equal
                | TokenKind::Colon
                    if depth == 0 =>
                {
                    return start;
                }
                TokenKind::Newline => return None,
                _ => (),
            }
            start = Some(token.start());
        }
        None
    }

    /// The first token of the logical line that holds `offset`.
    pub(super) fn line_start(&self, offset: TextSize) -> Option<&Token> {
        let mut first = None;
        for token in self.tokens_before(offset) {
            if matches!(
                token.kind(),
                TokenKind::Newline | TokenKind::Indent | TokenKind::Dedent
            ) {
                break;
            }
            first = Some(token);
        }
        first
    }

    pub(super) fn in_f_string(&self, offset: TextSize) -> bool {
        let mut tokens = self.tokens_before(offset);
        tokens.next();
        matches!(
            tokens.next().map(Token::kind),
            Some(TokenKind::FStringStart | TokenKind::FStringMiddle)
        )
    }
}
