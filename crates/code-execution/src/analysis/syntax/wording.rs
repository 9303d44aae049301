//! The parser crate's errors in CPython's words and places.

use ruff_python_ast::{
    Expr,
    token::{Token, TokenKind},
};
use ruff_python_parser::{
    InterpolatedStringErrorType, LexicalErrorType, ParseError, ParseErrorType, parse_expression,
    semantic_errors::{
        AwaitOutsideAsyncFunctionKind, SemanticSyntaxError, SemanticSyntaxErrorKind,
    },
};
use ruff_text_size::{Ranged, TextRange, TextSize};

use super::{
    Tree,
    report::{ErrorType, SyntaxProblem},
};
use crate::analysis::lines::Lines;

const INVALID: &str = "invalid syntax";
/// Longest text that is parsed again to name what kind of expression it is.
const MAX_NAMED: usize = 2000;

/// Whether the parser stopped at the end of a line or of the source.
pub(super) fn is_at_line_end(error: &ParseErrorType) -> bool {
    matches!(
        error,
        ParseErrorType::Lexical(LexicalErrorType::Eof)
            | ParseErrorType::ExpectedToken {
                found: TokenKind::Newline | TokenKind::EndOfFile,
                ..
            }
    )
}

/// What is needed to word one error of the parser.
pub(super) struct Wording<'a> {
    pub(super) source: &'a str,
    pub(super) tree: &'a Tree,
    pub(super) lines: &'a Lines<'a>,
}

impl Wording<'_> {
    pub(super) fn parse_error(&self, error: &ParseError) -> SyntaxProblem {
        let range = error.location;
        match &error.error {
            ParseErrorType::Lexical(lexical) => self.lexical(lexical, range),
            ParseErrorType::UnexpectedIndentation => SyntaxProblem::indentation(
                "unexpected indent",
                TextRange::empty(self.last_column(range)),
            ),
            ParseErrorType::ExpectedToken { expected, found } => {
                self.expected_token(*expected, *found, range)
            }
            ParseErrorType::SimpleStatementsOnSameLine => self.two_statements(range),
            ParseErrorType::InvalidAssignmentTarget => self.assignment(range),
            ParseErrorType::InvalidNamedAssignmentTarget => {
                self.with_kind("cannot use assignment expressions with ", range, "")
            }
            ParseErrorType::InvalidAugmentedAssignmentTarget => self.with_kind(
                "'",
                range,
                "' is an illegal expression for augmented assignment",
            ),
            ParseErrorType::InvalidDeleteTarget => self.with_kind("cannot delete ", range, ""),
            ParseErrorType::InvalidAnnotatedAssignmentTarget => {
                SyntaxProblem::new("illegal target for annotation", range)
            }
            ParseErrorType::FStringError(kind) => {
                SyntaxProblem::new(self.interpolated("f-string", kind), range)
            }
            ParseErrorType::TStringError(kind) => {
                SyntaxProblem::new(self.interpolated("t-string", kind), range)
            }
            ParseErrorType::OtherError(message) => self.other(message, range),
            ParseErrorType::ExpectedExpression => self.expected_expression(range),
            ParseErrorType::InvalidStarredExpressionUsage => {
                let in_brackets = matches!(self.before(range.start()), Some(TokenKind::Lpar));
                let message = if in_brackets {
                    "cannot use starred expression here"
                } else {
                    INVALID
                };
                SyntaxProblem::new(message, range)
            }
            plain => SyntaxProblem::new(plain_message(plain), range),
        }
    }

    fn text(&self, range: TextRange) -> &str {
        self.source
            .get(range.start().to_usize()..range.end().to_usize())
            .unwrap_or_default()
    }

    /// The tokens that end at or before `offset`, without comments and empty lines.
    fn tokens_before(&self, offset: TextSize) -> impl Iterator<Item = &Token> {
        let tokens = self.tree.tokens();
        let end = tokens.partition_point(|token| token.end() <= offset);
        tokens
            .iter()
            .take(end)
            .rev()
            .filter(|token| !token.kind().is_trivia())
    }

    fn before(&self, offset: TextSize) -> Option<TokenKind> {
        self.tokens_before(offset).next().map(Token::kind)
    }

    /// The first token that starts at or after `offset` and is not layout.
    fn after(&self, offset: TextSize) -> Option<&Token> {
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

    fn lexical(&self, error: &LexicalErrorType, range: TextRange) -> SyntaxProblem {
        let message = match error {
            LexicalErrorType::IndentationError => {
                return self.indentation(range);
            }
            LexicalErrorType::UnrecognizedToken { tok } if tok.is_ascii_graphic() => INVALID.to_owned(),
            LexicalErrorType::UnrecognizedToken { tok } if tok.is_control() => {
                format!("invalid non-printable character U+{:04X}", u32::from(*tok))
            }
            LexicalErrorType::UnrecognizedToken { tok } => {
                format!("invalid character '{tok}' (U+{:04X})", u32::from(*tok))
            }
            LexicalErrorType::LineContinuationError => "unexpected character after line continuation character".to_owned(),
            LexicalErrorType::Eof => "unexpected EOF while parsing".to_owned(),
            LexicalErrorType::InvalidByteLiteral => "bytes can only contain ASCII literal characters".to_owned(),
            LexicalErrorType::UnclosedStringError => "unterminated string literal".to_owned(),
            LexicalErrorType::FStringError(kind) => self.interpolated("f-string", kind),
            LexicalErrorType::TStringError(kind) => self.interpolated("t-string", kind),
            LexicalErrorType::MissingUnicodeLbrace
            | LexicalErrorType::MissingUnicodeRbrace
            | LexicalErrorType::UnicodeError => {
                "(unicode error) 'unicodeescape' codec can't decode bytes: malformed \\N character escape".to_owned()
            }
            LexicalErrorType::OtherError(message) => number(message, self.text(range)),
            LexicalErrorType::StringError => INVALID.to_owned(),
        };
        SyntaxProblem::new(message, range)
    }

    /// A line whose indentation fits no block: by its width, or because it uses tabs where others use spaces.
    fn indentation(&self, range: TextRange) -> SyntaxProblem {
        let line = self.lines.place(range.end()).line;
        let indent = |line: usize| {
            let text = self.lines.text(line);
            text.get(..text.len() - text.trim_start_matches([' ', '\t']).len())
                .unwrap_or_default()
        };
        let here = indent(line);
        let is_mixed =
            |other: &str| !other.is_empty() && here.contains('\t') != other.contains('\t');
        let before = (1..line)
            .rev()
            .take(100)
            .find(|line| !self.lines.text(*line).trim().is_empty());
        let line_end = range.end() + TextSize::of(self.rest_of_line(range.end()));
        if before.is_some_and(|before| is_mixed(indent(before))) {
            let message = "inconsistent use of tabs and spaces in indentation";
            return SyntaxProblem {
                kind: ErrorType::Tab,
                message: message.to_owned(),
                range,
            };
        }
        let message = "unindent does not match any outer indentation level";
        SyntaxProblem::indentation(message, TextRange::empty(line_end))
    }

    fn rest_of_line(&self, offset: TextSize) -> &str {
        let rest = self.source.get(offset.to_usize()..).unwrap_or_default();
        rest.lines().next().unwrap_or_default()
    }

    /// The last character of the indentation at `range`.
    fn last_column(&self, range: TextRange) -> TextSize {
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

    fn interpolated(&self, prefix: &str, kind: &InterpolatedStringErrorType) -> String {
        let last = self.lines.count();
        match kind {
            InterpolatedStringErrorType::UnclosedLbrace => format!("{prefix}: expecting '}}'"),
            InterpolatedStringErrorType::SingleRbrace => {
                format!("{prefix}: single '}}' is not allowed")
            }
            InterpolatedStringErrorType::UnterminatedString => {
                format!("unterminated {prefix} literal (detected at line {last})")
            }
            InterpolatedStringErrorType::UnterminatedTripleQuotedString => {
                format!("unterminated triple-quoted {prefix} literal (detected at line {last})")
            }
            other => format!("{prefix}: {other}"),
        }
    }

    fn expected_token(
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

    /// Where the element before `offset` starts: behind the last bracket or comma of its level.
    fn element_start(&self, offset: TextSize, found: TokenKind) -> Option<TextSize> {
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
    fn line_start(&self, offset: TextSize) -> Option<&Token> {
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

    fn two_statements(&self, range: TextRange) -> SyntaxProblem {
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

    fn assignment(&self, range: TextRange) -> SyntaxProblem {
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

    fn with_kind(&self, before: &str, range: TextRange, after: &str) -> SyntaxProblem {
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

    fn expected_expression(&self, range: TextRange) -> SyntaxProblem {
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

    fn in_f_string(&self, offset: TextSize) -> bool {
        let mut tokens = self.tokens_before(offset);
        tokens.next();
        matches!(
            tokens.next().map(Token::kind),
            Some(TokenKind::FStringStart | TokenKind::FStringMiddle)
        )
    }

    fn other(&self, message: &str, range: TextRange) -> SyntaxProblem {
        if let Some(clause) = message.strip_prefix("Expected an indented block after ") {
            return self.missing_block(clause, range);
        }
        if message == "Expected `except` or `finally` after `try` block" {
            let place = match self.after(range.start()) {
                Some(token) => token.range(),
                None => TextRange::empty(
                    self.tokens_before(range.end())
                        .find(|token| token.kind() == TokenKind::Newline)
                        .map_or(range.start(), Ranged::start),
                ),
            };
            return SyntaxProblem::new("expected 'except' or 'finally' block", place);
        }
        let known = OTHER_MESSAGES.iter().find(|(theirs, _)| *theirs == message);
        SyntaxProblem::new(known.map_or(INVALID, |(_, ours)| ours), range)
    }

    fn missing_block(&self, clause: &str, range: TextRange) -> SyntaxProblem {
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

/// Messages of the parser crate that have an equal in CPython. Everything else is "invalid syntax" there.
const OTHER_MESSAGES: &[(&str, &str)] = &[
    (
        "Cannot have both 'except' and 'except*' on the same 'try'",
        "cannot have both 'except' and 'except*' on the same 'try'",
    ),
    (
        "Expected one or more exception types",
        "expected one or more exception types",
    ),
    (
        "Multiple exception types must be parenthesized when using `as`",
        "multiple exception types must be parenthesized",
    ),
    (
        "Multiple exception types must be parenthesized",
        "multiple exception types must be parenthesized",
    ),
    ("Only one '/' separator allowed", "/ may appear only once"),
    (
        "'/' parameter must appear before '*' parameter",
        "/ must be ahead of *",
    ),
    (
        "Position-only parameter separator not allowed as first parameter",
        "at least one argument must precede /",
    ),
    (
        "Only one '*' parameter allowed",
        "* argument may appear only once",
    ),
    (
        "Only one '*' separator allowed",
        "* argument may appear only once",
    ),
    (
        "Only one '**' parameter allowed",
        "arguments cannot follow var-keyword argument",
    ),
    (
        "Trailing comma not allowed",
        "trailing comma not allowed without surrounding parentheses",
    ),
    (
        "Positional patterns cannot follow keyword patterns",
        "positional patterns follow keyword patterns",
    ),
    (
        "Boolean 'not' expression cannot be used here",
        "'not' after an operator must be parenthesized",
    ),
    (
        "Expected a parameter name",
        "expression cannot contain assignment, perhaps you meant \"==\"?",
    ),
    (
        "Only single target (not list) can be annotated",
        "only single target (not list) can be annotated",
    ),
    (
        "Only single target (not tuple) can be annotated",
        "only single target (not tuple) can be annotated",
    ),
    (
        "Bytes literal cannot be mixed with non-bytes literals",
        "cannot mix bytes and nonbytes literals",
    ),
];

fn plain_message(error: &ParseErrorType) -> &'static str {
    match error {
        ParseErrorType::NonDefaultParamAfterDefaultParam => {
            "parameter without a default follows parameter with a default"
        }
        ParseErrorType::ParamAfterVarKeywordParam => "arguments cannot follow var-keyword argument",
        ParseErrorType::ExpectedKeywordParam => "named arguments must follow bare *",
        ParseErrorType::VarParameterWithDefault => {
            "var-positional argument cannot have default value"
        }
        ParseErrorType::PositionalAfterKeywordArgument => {
            "positional argument follows keyword argument"
        }
        ParseErrorType::PositionalAfterKeywordUnpacking => {
            "positional argument follows keyword argument unpacking"
        }
        ParseErrorType::InvalidArgumentUnpackingOrder => {
            "iterable argument unpacking follows keyword argument unpacking"
        }
        ParseErrorType::UnparenthesizedGeneratorExpression => {
            "Generator expression must be parenthesized"
        }
        ParseErrorType::IterableUnpackingInComprehension => {
            "iterable unpacking cannot be used in comprehension"
        }
        ParseErrorType::EmptyTypeParams => "Type parameter list cannot be empty",
        ParseErrorType::EmptyImportNames => "Expected one or more names after 'import'",
        ParseErrorType::InvalidMatchPatternTarget => "cannot use '_' as a target",
        ParseErrorType::ExpectedRealNumber => "real number required in complex literal",
        ParseErrorType::ExpectedImaginaryNumber => "imaginary number required in complex literal",
        _ => INVALID,
    }
}

/// CPython's words for a number that is none.
fn number(message: &str, text: &str) -> String {
    let lower = message.to_lowercase();
    let base = ["hexadecimal", "octal", "binary"]
        .into_iter()
        .find(|base| lower.contains(base));
    if let Some(base) = base {
        return format!("invalid {base} literal");
    }
    if text.starts_with('0')
        && text.len() > 1
        && text
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'_')
    {
        return "leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers".to_owned();
    }
    "invalid decimal literal".to_owned()
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

/// The stage of CPython's compiler that reports `error`: 1 symbol table, 2 its resolution of names, 3 code generation.
pub(super) fn stage(error: &SemanticSyntaxError) -> u8 {
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

pub(super) fn semantic_error(source: &str, error: &SemanticSyntaxError) -> SyntaxProblem {
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
