//! Programs that bind names in ways that no reading of their text shows.

use ruff_python_ast::{self as ast, Expr, Stmt, visitor, visitor::Visitor};

/// Whether the names that `body` binds are all in its text.
///
/// False after `from module import *`, `exec`, `globals()` and their like, and for a program that mentions `NameError`:
/// it is prepared for a name that is not there.
pub(in crate::analysis) fn has_fixed_namespace(body: &[Stmt]) -> bool {
    let mut search = Search { found: false };
    search.visit_body(body);
    !search.found
}

struct Search {
    found: bool,
}

impl<'a> Visitor<'a> for Search {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        match statement {
            _ if self.found => return,
            Stmt::Import(import) => {
                let opens = |alias: &ast::Alias| {
                    matches!(
                        alias.name.split('.').next().unwrap_or_default(),
                        "builtins" | "__main__" | "code" | "runpy" | "IPython"
                    )
                };
                self.found = import.names.iter().any(opens);
            }
            Stmt::ImportFrom(import) => {
                let is_star = |alias: &ast::Alias| alias.name.as_str() == "*";
                let module = import.module.as_ref().map_or("", ast::Identifier::as_str);
                self.found = matches!(module, "builtins" | "__main__" | "code" | "runpy" | "sys")
                    || import.names.iter().any(is_star);
            }
            _ => (),
        }
        visitor::walk_stmt(self, statement);
    }

    fn visit_expr(&mut self, expression: &'a Expr) {
        match expression {
            _ if self.found => return,
            Expr::Name(name) => {
                self.found = matches!(
                    name.id.as_str(),
                    "exec"
                        | "eval"
                        | "globals"
                        | "locals"
                        | "vars"
                        | "__builtins__"
                        | "__import__"
                        | "__dict__"
                        | "NameError"
                        | "UnboundLocalError"
                );
            }
            Expr::Attribute(attribute) => {
                self.found = matches!(
                    attribute.attr.as_str(),
                    "modules"
                        | "f_globals"
                        | "f_locals"
                        | "f_builtins"
                        | "__globals__"
                        | "__builtins__"
                        | "_getframe"
                        | "import_module"
                        | "stack"
                        | "currentframe"
                        | "_convert_"
                );
            }
            Expr::Call(call) => {
                // `'x' in dir()` asks which names there are
                self.found = call.arguments.is_empty()
                    && matches!(call.func.as_ref(), Expr::Name(name) if name.id.as_str() == "dir");
            }
            _ => (),
        }
        visitor::walk_expr(self, expression);
    }
}
