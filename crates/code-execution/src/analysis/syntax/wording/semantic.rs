//! Errors that CPython finds after parsing.

use ruff_python_parser::semantic_errors::{
    AwaitOutsideAsyncFunctionKind, SemanticSyntaxError, SemanticSyntaxErrorKind,
};

use ruff_text_size::TextRange;

use super::SyntaxProblem;

/// The stage of CPython's compiler that reports `error`: 1 symbol table, 2 its resolution of names, 3 code generation.
pub(in crate::analysis::syntax) fn stage(error: &SemanticSyntaxError) -> u8 {
    use SemanticSyntaxErrorKind as Kind;
    let in_symbol_table = matches!(
        &error.kind,
        Kind::DuplicateParameter(_)
            | Kind::DuplicateTypeParameter
            | Kind::NonlocalDeclarationAtModuleLevel
            | Kind::NonlocalAndGlobal(_)
            | Kind::NonlocalParameter(_)
            | Kind::GlobalParameter(_)
            | Kind::AnnotatedGlobal(_)
            | Kind::AnnotatedNonlocal(_)
            | Kind::LoadBeforeGlobalDeclaration { .. }
            | Kind::LoadBeforeNonlocalDeclaration { .. }
            | Kind::NonModuleImportStar(_)
            | Kind::NamedExpressionInComprehensionIterable
            | Kind::NamedExpressionInClassBodyComprehension
            | Kind::ReboundComprehensionVariable
            | Kind::InvalidExpression(..)
            | Kind::LateFutureImport
            | Kind::FutureFeatureNotDefined(_)
    );
    match &error.kind {
        // found at the end of the symbol table, when names are resolved
        Kind::NonlocalWithoutBinding(_) => 2,
        _ if in_symbol_table => 1,
        _ => 3,
    }
}

pub(in crate::analysis::syntax) fn semantic_error(
    source: &str,
    error: &SemanticSyntaxError,
) -> SyntaxProblem {
    use SemanticSyntaxErrorKind as Kind;
    let mut range = error.range;
    let text = source
        .get(range.start().to_usize()..range.end().to_usize())
        .unwrap_or_default();
    let message = match &error.kind {
        Kind::ReturnOutsideFunction => "'return' outside function".to_owned(),
        Kind::YieldOutsideFunction(kind) => format!("'{kind}' outside function"),
        Kind::AwaitOutsideAsyncFunction(AwaitOutsideAsyncFunctionKind::AsyncComprehension) => {
            "asynchronous comprehension outside of an asynchronous function".to_owned()
        }
        Kind::AwaitOutsideAsyncFunction(kind) => {
            let kind = match kind {
                AwaitOutsideAsyncFunctionKind::AsyncFor => "async for",
                AwaitOutsideAsyncFunctionKind::AsyncWith => "async with",
                _ => "await",
            };
            format!("'{kind}' outside async function")
        }
        Kind::BreakOutsideLoop => "'break' outside loop".to_owned(),
        Kind::ContinueOutsideLoop => "'continue' not properly in loop".to_owned(),
        Kind::DuplicateParameter(name) => {
            format!("duplicate argument '{name}' in function definition")
        }
        Kind::DuplicateKeywordArgument(name) => format!("keyword argument repeated: {name}"),
        Kind::DuplicateTypeParameter => format!(
            "duplicate type parameter '{}'",
            text.split(['=', ':']).next().unwrap_or("").trim()
        ),
        Kind::ReboundComprehensionVariable => {
            format!("assignment expression cannot rebind comprehension iteration variable '{text}'")
        }
        Kind::WriteToDebug(_) => {
            let verb = if error.to_string().contains("delete") {
                "delete"
            } else {
                "assign to"
            };
            format!("cannot {verb} __debug__")
        }
        Kind::MultipleStarredExpressions => "multiple starred expressions in assignment".to_owned(),
        Kind::InvalidStarExpression => "can't use starred expression here".to_owned(),
        Kind::NonModuleImportStar(_) => "import * only allowed at module level".to_owned(),
        Kind::LateFutureImport => {
            "from __future__ imports must occur at the beginning of the file".to_owned()
        }
        Kind::FutureFeatureNotDefined(name) => format!("future feature {name} is not defined"),
        Kind::YieldFromInAsyncFunction => "'yield from' inside async function".to_owned(),
        Kind::ReturnInGenerator => "'return' with value in async generator".to_owned(),
        Kind::GlobalParameter(name) => format!("name '{name}' is parameter and global"),
        Kind::NonlocalParameter(name) => format!("name '{name}' is parameter and nonlocal"),
        Kind::NonlocalWithoutBinding(name) => format!("no binding for nonlocal '{name}' found"),
        Kind::NonlocalAndGlobal(name) => format!("name '{name}' is nonlocal and global"),
        Kind::AnnotatedGlobal(name) => format!("annotated name '{name}' can't be global"),
        Kind::AnnotatedNonlocal(name) => format!("annotated name '{name}' can't be nonlocal"),
        Kind::LoadBeforeGlobalDeclaration { name, start } => {
            range = TextRange::empty(*start);
            format!("name '{name}' is used prior to global declaration")
        }
        Kind::LoadBeforeNonlocalDeclaration { name, start } => {
            range = TextRange::empty(*start);
            format!("name '{name}' is used prior to nonlocal declaration")
        }
        Kind::MultipleCaseAssignment(name) => {
            format!("multiple assignments to name '{name}' in pattern")
        }
        Kind::DuplicateMatchClassAttribute(name) => {
            format!("attribute name repeated in class pattern: {name}")
        }
        Kind::DuplicateMatchKey(key) => {
            let key = key.replace('"', "'");
            format!("mapping pattern checks duplicate key ({key})")
        }
        Kind::TypeParameterDefaultOrder(name) => {
            format!("non-default type parameter '{name}' follows default type parameter")
        }
        _ => error
            .to_string()
            .replace('`', "'")
            .replace("a generic definition", "the definition of a generic"),
    };
    SyntaxProblem::new(message, range)
}
