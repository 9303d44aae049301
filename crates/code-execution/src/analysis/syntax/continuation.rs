//! Whether a program that is typed line by line has ended.

use ruff_python_ast::{Stmt, token::TokenKind};
use ruff_python_parser::{InterpolatedStringErrorType, LexicalErrorType, ParseErrorType};
use ruff_text_size::{Ranged, TextSize};

use super::Tree;

/// Whether a program that is typed line by line has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Continuation {
    /// It is a whole program, or one that no further line can mend.
    Ended,
    /// It may end here, or go on with another line of its last block: an empty line ends it.
    Block,
    /// It cannot end here: a bracket, a text in triple quotes or a block is open.
    Open,
}

pub(super) fn continuation(source: &str, tree: &Tree) -> Continuation {
    let Some(error) = tree
        .errors()
        .iter()
        .min_by_key(|error| error.range().start())
    else {
        let in_block = tree.syntax().body.last().is_some_and(is_compound) && !ends_empty(source);
        return if in_block {
            Continuation::Block
        } else {
            Continuation::Ended
        };
    };
    if is_open_text(&error.error, source, error.range().start()) {
        return Continuation::Open;
    }
    let end = TextSize::of(source.trim_end());
    if error.range().start() < end && !is_open_bracket_of(&error.error, error.range().end(), end) {
        return Continuation::Ended;
    }
    let waits = open_brackets(tree) > 0
        || (!ends_empty(source) && last_line(source).is_some_and(wants_a_block));
    if waits {
        Continuation::Open
    } else {
        Continuation::Ended
    }
}

/// Whether the error is a text in triple quotes that does not end.
fn is_open_text(error: &ParseErrorType, source: &str, start: TextSize) -> bool {
    let ParseErrorType::Lexical(error) = error else {
        return matches!(
            error,
            ParseErrorType::FStringError(
                InterpolatedStringErrorType::UnterminatedTripleQuotedString
            ) | ParseErrorType::TStringError(
                InterpolatedStringErrorType::UnterminatedTripleQuotedString
            )
        );
    };
    match error {
        LexicalErrorType::UnclosedStringError => {
            let text = source.get(start.to_usize()..).unwrap_or_default();
            let quotes = text.trim_start_matches(|c: char| c.is_ascii_alphabetic());
            quotes.starts_with("\"\"\"") || quotes.starts_with("'''")
        }
        LexicalErrorType::FStringError(error) | LexicalErrorType::TStringError(error) => {
            *error == InterpolatedStringErrorType::UnterminatedTripleQuotedString
        }
        _ => false,
    }
}

/// Whether the error is the end of the source, whatever its range begins with.
fn is_open_bracket_of(error: &ParseErrorType, error_end: TextSize, end: TextSize) -> bool {
    matches!(error, ParseErrorType::Lexical(LexicalErrorType::Eof)) && error_end >= end
}

fn open_brackets(tree: &Tree) -> i64 {
    let change = |kind| match kind {
        TokenKind::Lpar | TokenKind::Lsqb | TokenKind::Lbrace => 1,
        TokenKind::Rpar | TokenKind::Rsqb | TokenKind::Rbrace => -1,
        _ => 0,
    };
    tree.tokens().iter().map(|token| change(token.kind())).sum()
}

fn last_line(source: &str) -> Option<&str> {
    source.lines().rfind(|line| !line.trim().is_empty())
}

/// Whether the source ends in an empty line.
fn ends_empty(source: &str) -> bool {
    let last = source.strip_suffix('\n').unwrap_or(source);
    last.rsplit('\n')
        .next()
        .is_some_and(|line| line.trim().is_empty())
}

/// A line after which a block, or the rest of one, must come.
fn wants_a_block(line: &str) -> bool {
    let code = line.split('#').next().unwrap_or(line).trim_end();
    code.ends_with([':', '\\']) || line.starts_with([' ', '\t', '@'])
}

fn is_compound(statement: &Stmt) -> bool {
    matches!(
        statement,
        Stmt::FunctionDef(_)
            | Stmt::ClassDef(_)
            | Stmt::For(_)
            | Stmt::While(_)
            | Stmt::If(_)
            | Stmt::With(_)
            | Stmt::Match(_)
            | Stmt::Try(_)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::SyntaxValidator;

    #[test]
    fn programs_end_where_an_interactive_python_ends_them() {
        let judge = |source| SyntaxValidator::new().continuation(source);
        for open in [
            "f(1,\n",
            "x = [\n  1,\n",
            "x = {  # one\n",
            "if x:\n",
            "if x:  # why\n",
            "for a in b:\n    if a:\n",
            "def f():\n    '''text\n",
            "t = '''one\n\n",
            "t = f\"\"\"one {x}\n",
            "x = 1 + \\\n",
            "@decorator\n",
            "class A:\n    @property\n",
            "try:\n    f()\n",
            "f(\n\n",
        ] {
            assert_eq!(judge(open), Continuation::Open, "{open:?}");
        }
        for block in [
            "if x:\n    y\n",
            "def f():\n    return 1\n",
            "if x: y\n",
            "class A:\n    pass\n",
            "while x:\n    y\nelse:\n    z\n",
        ] {
            assert_eq!(judge(block), Continuation::Block, "{block:?}");
        }
        for ended in [
            "",
            "\n",
            "x = 1\n",
            "f(1,\n2)\n",
            "if x:\n    y\n\n",
            "if x:\n\n",
            "try:\n    f()\n\n",
            "x = = 1\n",
            "f(1))\n",
            "f(1]\n",
            "x = \n",
            "t = 'one\n",
            "  x = 1\n",
            "1 +\n",
        ] {
            assert_eq!(judge(ended), Continuation::Ended, "{ended:?}");
        }
    }
}
