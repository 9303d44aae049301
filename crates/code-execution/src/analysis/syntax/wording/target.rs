//! Errors that name the kind of an expression: targets of assignments.

use ruff_python_ast::{Expr, token::TokenKind};
use ruff_python_parser::parse_expression;
use ruff_text_size::TextRange;

use super::{INVALID, SyntaxProblem, Wording};

/// Longest text that is parsed again to name what kind of expression it is.
const MAX_NAMED: usize = 2000;

impl Wording<'_> {
    pub(super) fn assignment(&self, range: TextRange) -> SyntaxProblem {
        let Some(kind) = self.kind(range) else {
            return SyntaxProblem::new(INVALID, range);
        };
        if kind == "yield expression" && self.before(range.start()) != Some(TokenKind::Lpar) {
            return SyntaxProblem::new("assignment to yield expression not possible", range);
        }
        let is_assignment = self
            .after(range.end())
            .is_some_and(|token| token.kind() == TokenKind::Equal);
        let hint = if is_assignment
            && !matches!(kind, "True" | "False" | "None" | "conditional expression")
        {
            " here. Maybe you meant '==' instead of '='?"
        } else {
            ""
        };
        SyntaxProblem::new(format!("cannot assign to {kind}{hint}"), range)
    }

    pub(super) fn with_kind(&self, before: &str, range: TextRange, after: &str) -> SyntaxProblem {
        match self.kind(range) {
            Some(kind) => SyntaxProblem::new(format!("{before}{kind}{after}"), range),
            None => SyntaxProblem::new(INVALID, range),
        }
    }

    /// CPython's name for the kind of expression at `range`.
    fn kind(&self, range: TextRange) -> Option<&'static str> {
        let text = self.text(range);
        if text.len() > MAX_NAMED {
            return None;
        }
        let parsed = parse_expression(&format!("({text}\n)"))
            .or_else(|_| parse_expression(&format!("[{text}\n]")))
            .ok()?;
        let kind = match parsed.expr() {
            Expr::List(list) if !text.starts_with('[') && list.elts.len() == 1 => {
                list.elts.first().map(expression_kind)?
            }
            expression => expression_kind(expression),
        };
        Some(kind)
    }
}

fn expression_kind(expression: &Expr) -> &'static str {
    match expression {
        Expr::BoolOp(_) | Expr::BinOp(_) | Expr::UnaryOp(_) => "expression",
        Expr::Named(_) => "named expression",
        Expr::Lambda(_) => "lambda",
        Expr::If(_) => "conditional expression",
        Expr::Dict(_) => "dict literal",
        Expr::Set(_) => "set display",
        Expr::ListComp(_) => "list comprehension",
        Expr::SetComp(_) => "set comprehension",
        Expr::DictComp(_) => "dict comprehension",
        Expr::Generator(_) => "generator expression",
        Expr::Await(_) => "await expression",
        Expr::Yield(_) | Expr::YieldFrom(_) => "yield expression",
        Expr::Compare(_) => "comparison",
        Expr::Call(_) => "function call",
        Expr::FString(_) => "f-string expression",
        Expr::TString(_) => "t-string expression",
        Expr::StringLiteral(_)
        | Expr::BytesLiteral(_)
        | Expr::NumberLiteral(_)
        | Expr::IpyEscapeCommand(_) => "literal",
        Expr::BooleanLiteral(literal) if literal.value => "True",
        Expr::BooleanLiteral(_) => "False",
        Expr::NoneLiteral(_) => "None",
        Expr::EllipsisLiteral(_) => "ellipsis",
        Expr::Attribute(_) => "attribute",
        Expr::Subscript(_) => "subscript",
        Expr::Starred(_) => "starred",
        Expr::Name(_) => "name",
        Expr::List(_) => "list",
        Expr::Tuple(_) => "tuple",
        Expr::Slice(_) => "slice",
    }
}
