//! Where a program's last expression begins, whose value is its result.

use ruff_python_ast::Stmt;
use ruff_text_size::Ranged;

use super::syntax::Tree;

/// Where a program's last statement begins, where it is an expression: the guest then compiles what comes before it and the
/// expression by themselves, without building a syntax tree. A hint: a wrong one costs the program its value.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum LastExpression {
    /// The guest has to look for itself.
    #[default]
    Unknown,
    /// The program ends in another statement.
    Absent,
    /// It begins a line, after this many characters.
    At(usize),
}

impl LastExpression {
    /// Looks at a source without syntax errors.
    pub(super) fn of(source: &str, tree: &Tree) -> Self {
        let Some(last) = tree.syntax().body.last() else {
            return Self::Absent;
        };
        if !matches!(last, Stmt::Expr(_)) {
            return Self::Absent;
        }
        // Lines are counted in the part before it, which only a line feed makes the same for everyone.
        if source.contains(['\r', '\x0c']) {
            return Self::Unknown;
        }
        let before = source.get(..last.start().to_usize());
        match before {
            Some(before) if before.is_empty() || before.ends_with('\n') => {
                Self::At(before.chars().count())
            }
            _ => Self::Unknown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::{Policy, Preset, check};

    #[test]
    fn is_found_where_it_begins_a_line() {
        for (source, expected) in [
            ("1 + 1", LastExpression::At(0)),
            ("n = 1\nn\n# the end\n", LastExpression::At(6)),
            ("é = 1\n(é,\n é)", LastExpression::At(6)),
            ("n = 1", LastExpression::Absent),
            ("", LastExpression::Absent),
            ("n = 1; n", LastExpression::Unknown),
            ("n = 1\r\nn", LastExpression::Unknown),
            ("if n:\n    n", LastExpression::Absent),
        ] {
            let report = check(source, &Policy::preset(Preset::None));
            assert_eq!(report.last_expression, expected, "{source:?}");
        }
    }
}
