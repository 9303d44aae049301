//! Errors where something else was expected.

use ruff_python_ast::token::{Token, TokenKind};
use ruff_text_size::{Ranged, TextRange};

use super::{INVALID, SyntaxProblem, Wording};

impl Wording<'_> {
    pub(super) fn expected_token(
        &self,
        expected: TokenKind,
        found: TokenKind,
        range: TextRange,
    ) -> SyntaxProblem {
        let first = self.line_start(range.start()).map(Token::kind);
        let is_forced = matches!(
            first,
            Some(
                TokenKind::Def
                    | TokenKind::Try
                    | TokenKind::Else
                    | TokenKind::Finally
                    | TokenKind::Lambda
            )
        );
        if expected == TokenKind::Colon
            && (found == TokenKind::Newline || (is_forced && found != TokenKind::Rpar))
        {
            return SyntaxProblem::new("expected ':'", range);
        }
        if expected == TokenKind::Lpar && first == Some(TokenKind::Def) {
            return SyntaxProblem::new("expected '('", range);
        }
        let starts_operand = matches!(
            found,
            TokenKind::Name
                | TokenKind::Int
                | TokenKind::Float
                | TokenKind::Complex
                | TokenKind::String
                | TokenKind::FStringStart
        );
        if expected == TokenKind::Comma
            && starts_operand
            && let Some(start) = self.element_start(range.start(), found)
        {
            return SyntaxProblem::new(
                "invalid syntax. Perhaps you forgot a comma?",
                TextRange::new(start, range.end().max(start)),
            );
        }
        SyntaxProblem::new(INVALID, range)
    }

    pub(super) fn two_statements(&self, range: TextRange) -> SyntaxProblem {
        let mut tokens = self.tokens_before(range.start());
        if let Some(word) = tokens
            .next()
            .filter(|token| token.kind() == TokenKind::Name)
        {
            let name = self.text(word.range());
            let starts_line = tokens.next().is_none_or(|token| {
                matches!(
                    token.kind(),
                    TokenKind::Newline
                        | TokenKind::Semi
                        | TokenKind::Colon
                        | TokenKind::Indent
                        | TokenKind::Dedent
                )
            });
            if matches!(name, "print" | "exec") && starts_line {
                let message =
                    format!("Missing parentheses in call to '{name}'. Did you mean {name}(...)?");
                return SyntaxProblem::new(message, TextRange::new(word.start(), range.end()));
            }
        }
        let is_import = self
            .line_start(range.start())
            .is_some_and(|token| token.kind() == TokenKind::Import);
        if is_import && self.text(range) == "from" {
            return SyntaxProblem::new("Did you mean to use 'from ... import ...' instead?", range);
        }
        SyntaxProblem::new(INVALID, range)
    }

    pub(super) fn expected_expression(&self, range: TextRange) -> SyntaxProblem {
        let found = self.text(range).chars().next();
        let message = match (self.before(range.start()), found) {
            (Some(TokenKind::Lbrace), Some(symbol @ ('!' | '=' | ':' | '}')))
                if self.in_f_string(range.start()) =>
            {
                format!("f-string: valid expression required before '{symbol}'")
            }
            (Some(TokenKind::Lbrace), _) if self.in_f_string(range.start()) => {
                "f-string: expecting a valid expression after '{'".to_owned()
            }
            _ => INVALID.to_owned(),
        };
        SyntaxProblem::new(message, range)
    }

    pub(super) fn missing_block(&self, clause: &str, range: TextRange) -> SyntaxProblem {
        let word = clause.split('`').nth(1).unwrap_or("");
        let clause = match word {
            "" => "function definition".to_owned(),
            "class" => "class definition".to_owned(),
            word => format!("'{word}' statement"),
        };
        let mut lines = self.tokens_before(range.start()).skip_while(|token| {
            matches!(
                token.kind(),
                TokenKind::Newline | TokenKind::Indent | TokenKind::Dedent
            )
        });
        let header = lines
            .next()
            .and_then(|last| self.line_start(last.end()))
            .map_or(range.start(), Ranged::start);
        let line = self.lines.place(header).line;
        let place = self.after(range.start()).map_or(range, Ranged::range);
        SyntaxProblem::indentation(
            format!("expected an indented block after {clause} on line {line}"),
            place,
        )
    }
}
