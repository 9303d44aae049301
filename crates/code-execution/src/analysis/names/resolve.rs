//! From an expression to the module or builtin that it stands for.

use ruff_python_ast::Expr;

use super::{Meaning, Names};

/// Longest chain of attributes and calls that is followed.
const MAX_STEPS: usize = 32;

impl Names<'_> {
    /// The dotted path of what `expression` stands for: `os.path.join`, `builtins.eval`. `None` when it is not known.
    pub(in crate::analysis) fn resolve(&self, expression: &Expr) -> Option<String> {
        self.resolve_within(expression, MAX_STEPS)
    }

    fn resolve_within(&self, expression: &Expr, steps: usize) -> Option<String> {
        let steps = steps.checked_sub(1)?;
        match expression {
            Expr::Name(name) => match self.binding(name.id.as_str()) {
                Some(binding) => match &binding.meaning {
                    Meaning::Path(path) => Some(path.clone()),
                    _ => None,
                },
                None => Some(format!("builtins.{}", name.id)),
            },
            Expr::Attribute(attribute) => {
                let mut path = self.resolve_within(&attribute.value, steps)?;
                path.push('.');
                path.push_str(attribute.attr.as_str());
                Some(path)
            }
            _ => None,
        }
    }
}
