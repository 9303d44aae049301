//! From an expression to the module or builtin that it stands for.

use ruff_python_ast::{self as ast, Expr};

use super::{Meaning, Names};

/// Longest chain of attributes and calls that is followed.
const MAX_STEPS: usize = 24;

impl Names<'_> {
    /// The dotted path of what `expression` stands for: `os.path.join`, `builtins.eval`. `None` when it is not known.
    ///
    /// Follows attributes, `getattr` with a known name, `__import__` and `importlib.import_module` of a known module, and
    /// lookups in `__builtins__`, `sys.modules` and `module.__dict__`.
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
                let path = self.resolve_within(&attribute.value, steps)?;
                Some(member(&path, attribute.attr.as_str()))
            }
            Expr::Call(call) => self.resolve_call(call, steps),
            Expr::Subscript(subscript) => {
                let namespace = self.resolve_within(&subscript.value, steps)?;
                let is_namespace =
                    matches!(namespace.as_str(), "builtins.__builtins__" | "sys.modules")
                        || namespace.ends_with(".__dict__")
                        || namespace.ends_with(".__builtins__");
                is_namespace
                    .then(|| self.text(&subscript.slice))
                    .flatten()
                    .map(|key| member(&namespace, &key))
            }
            Expr::Named(named) => self.resolve_within(&named.value, steps),
            _ => None,
        }
    }

    fn resolve_call(&self, call: &ast::ExprCall, steps: usize) -> Option<String> {
        // most calls are of methods of unknown objects: leave before anything is allocated
        if !matches!(call.func.as_ref(), Expr::Name(_) | Expr::Attribute(_))
            || call.arguments.args.is_empty()
        {
            return None;
        }
        let function = self.resolve_within(&call.func, steps)?;
        let [first, rest @ ..] = call.arguments.args.as_ref() else {
            return None;
        };
        match function.as_str() {
            "builtins.getattr" => {
                let object = self.resolve_within(first, steps)?;
                Some(member(&object, &self.text(rest.first()?)?))
            }
            "builtins.__import__" | "importlib.import_module" | "importlib.__import__" => {
                self.text(first)
            }
            "builtins.vars" => Some(member(&self.resolve_within(first, steps)?, "__dict__")),
            _ => None,
        }
    }
}

/// The path of `name` in `namespace`.
fn member(namespace: &str, name: &str) -> String {
    let (holder, last) = namespace.rsplit_once('.').unwrap_or(("", namespace));
    match (holder, last) {
        (_, "__builtins__") => format!("builtins.{name}"),
        ("sys", "modules") => name.to_owned(),
        (holder, "__dict__") if !holder.is_empty() => format!("{holder}.{name}"),
        // a leaked module is the module: `json.codecs.sys.modules`
        _ => format!("{namespace}.{name}"),
    }
}
