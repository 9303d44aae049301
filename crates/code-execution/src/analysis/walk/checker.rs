//! What the rules share: the policy, the names of the program, and what was found.

use std::collections::BTreeSet;

use ruff_python_ast::{self as ast, Expr, Stmt};
use ruff_text_size::TextRange;
use rustc_hash::FxHashSet;

use crate::analysis::{
    lines::Lines,
    names::Names,
    policy::{Action, Policy},
    report::{Severity, Violation},
    rules::Rule,
    types::{HostFunctionSignature, TypeChecks},
};

/// Findings beyond this many are counted, not kept.
const MAX_FINDINGS: usize = 1000;
/// Characters of regular expressions that are looked into in all.
const MAX_PATTERN_CHARACTERS: usize = 256 * 1024;
/// Expressions that are folded in the shortest source; a longer one has one more for every byte.
const FREE_FOLDS: usize = 10_000;

/// What the rules share while they look at one source.
pub(in crate::analysis) struct Checker<'a> {
    pub(in crate::analysis) policy: &'a Policy,
    pub(in crate::analysis) names: Names<'a>,
    pub(in crate::analysis) operations: usize,
    /// What the policy says about functions and attributes, by a quick look at the name.
    pub(in crate::analysis) listed_functions: Sieve,
    pub(in crate::analysis) listed_attributes: Sieve,
    imported_modules: BTreeSet<String>,
    findings: Vec<Finding>,
    /// The function of the call that is being visited: a name there is called, not passed on.
    pub(in crate::analysis) called: Option<TextRange>,
    /// An attribute that the one around it makes harmless.
    pub(in crate::analysis) harmless: Option<TextRange>,
    /// Names that handlers give to exceptions.
    pub(in crate::analysis) exceptions: FxHashSet<&'a str>,
    /// Characters of regular expressions that may still be looked into.
    pattern_characters: usize,
    /// Functions of the program that yield without an end.
    pub(in crate::analysis) endless_generators: FxHashSet<String>,
    /// The host functions, when they are known and type checks are on.
    pub(in crate::analysis) host_functions: Option<&'a [HostFunctionSignature]>,
    /// Number of `try` blocks around the place.
    tries: usize,
    /// Number of `try` blocks around the place that catch a failing import.
    import_guards: usize,
}

/// Tells quickly that a name is in none of some lists: few names share length and first letter with an entry.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::analysis) struct Sieve {
    lengths: u64,
    letters: u128,
}

impl Sieve {
    fn of(lists: [&[String]; 2]) -> Self {
        let mut sieve = Self::default();
        for name in lists.into_iter().flatten() {
            let (length, letter) = Self::bits(name);
            sieve.lengths |= length;
            sieve.letters |= letter;
        }
        sieve
    }

    /// False when `name` is in none of the lists for certain.
    pub(in crate::analysis) fn may_hold(self, name: &str) -> bool {
        let (length, letter) = Self::bits(name);
        self.lengths & length != 0 && self.letters & letter != 0
    }

    fn bits(name: &str) -> (u64, u128) {
        let first = name.bytes().next().unwrap_or(0);
        (1 << name.len().min(63), 1 << (first & 0x7f))
    }
}

/// A finding before it has lines and columns.
pub(in crate::analysis) struct Finding {
    pub(in crate::analysis) rule: &'static Rule,
    pub(in crate::analysis) action: Action,
    pub(in crate::analysis) range: TextRange,
    pub(in crate::analysis) severity: Severity,
    pub(in crate::analysis) message: String,
    pub(in crate::analysis) suggestion: Option<String>,
}

/// What one walk found.
pub(in crate::analysis) struct Found {
    pub(in crate::analysis) violations: Vec<Violation>,
    pub(in crate::analysis) notes: Vec<Violation>,
    pub(in crate::analysis) imported_modules: BTreeSet<String>,
    pub(in crate::analysis) operations: usize,
}

impl<'a> Checker<'a> {
    pub(super) fn new(
        policy: &'a Policy,
        source: &str,
        body: &'a [Stmt],
        types: Option<&'a TypeChecks>,
    ) -> Self {
        Self {
            policy,
            names: Names::of_module(body, FREE_FOLDS + source.len()),
            operations: 0,
            listed_functions: Sieve::of([&policy.forbidden_functions, &policy.recorded_functions]),
            listed_attributes: Sieve::of([
                &policy.forbidden_attributes,
                &policy.recorded_attributes,
            ]),
            imported_modules: BTreeSet::new(),
            findings: Vec::new(),
            called: None,
            harmless: None,
            exceptions: FxHashSet::default(),
            pattern_characters: MAX_PATTERN_CHARACTERS,
            endless_generators: FxHashSet::default(),
            host_functions: types.and_then(|types| types.host_functions.as_deref()),
            tries: 0,
            import_guards: 0,
        }
    }

    /// Adds a finding, unless its action is to ignore it.
    pub(in crate::analysis) fn report(&mut self, finding: Finding) {
        if finding.action != Action::Ignore && self.findings.len() < MAX_FINDINGS {
            self.findings.push(finding);
        }
    }

    /// Whether further findings would not be kept, so that a rule need not work for them.
    pub(in crate::analysis) fn is_full(&self) -> bool {
        self.findings.len() >= MAX_FINDINGS
    }

    /// Takes `characters` from those of regular expressions that may still be looked into. False when too few are left.
    pub(in crate::analysis) fn may_read_pattern(&mut self, characters: usize) -> bool {
        let left = self.pattern_characters.checked_sub(characters + 1);
        self.pattern_characters = left.unwrap_or(self.pattern_characters);
        left.is_some()
    }

    pub(in crate::analysis) fn note_import(&mut self, module: &str) {
        if !self.imported_modules.contains(module) {
            self.imported_modules.insert(module.to_owned());
        }
    }

    /// Whether an import at this place may fail without ending the program.
    pub(in crate::analysis) fn expects_import_error(&self) -> bool {
        self.import_guards > 0
    }

    /// Whether an exception at this place may be caught.
    pub(in crate::analysis) fn is_in_try(&self) -> bool {
        self.tries > 0
    }

    /// Counts an expression that does something; names and literals do nothing.
    pub(super) fn count(&mut self, expression: &Expr) {
        let is_passive = matches!(
            expression,
            Expr::Name(_)
                | Expr::StringLiteral(_)
                | Expr::BytesLiteral(_)
                | Expr::NumberLiteral(_)
                | Expr::BooleanLiteral(_)
                | Expr::NoneLiteral(_)
                | Expr::EllipsisLiteral(_)
                | Expr::List(_)
                | Expr::Tuple(_)
                | Expr::Dict(_)
                | Expr::Set(_)
        );
        self.operations += usize::from(!is_passive);
    }

    /// Notes whether the handlers of `try_` catch a failing import. Give the result to [`Self::leave_try`].
    pub(super) fn enter_try(&mut self, try_: &ast::StmtTry) -> bool {
        let expects = try_.handlers.iter().any(catches_import_error);
        self.tries += 1;
        self.import_guards += usize::from(expects);
        expects
    }

    pub(super) fn leave_try(&mut self, expects: bool) {
        self.tries -= 1;
        self.import_guards -= usize::from(expects);
    }

    pub(super) fn into_found(self, source: &str) -> Found {
        let Self {
            mut findings,
            imported_modules,
            operations,
            ..
        } = self;
        let mut found = Found {
            violations: Vec::new(),
            notes: Vec::new(),
            imported_modules,
            operations,
        };
        if findings.is_empty() {
            return found;
        }
        findings.sort_by_key(|finding| {
            (
                finding.range.start(),
                finding.range.end(),
                finding.rule.code,
            )
        });
        findings.dedup_by(|later, first| later.range == first.range && later.rule == first.rule);
        let lines = Lines::new(source);
        for finding in findings {
            let is_refused = finding.action == Action::Refuse;
            let violation = violation(finding, &lines);
            if is_refused {
                found.violations.push(violation);
            } else {
                found.notes.push(violation);
            }
        }
        found
    }
}

fn violation(finding: Finding, lines: &Lines<'_>) -> Violation {
    let (start, end) = lines.span(finding.range);
    Violation {
        code: finding.rule.code.into(),
        rule: finding.rule.name.into(),
        violation_type: finding.rule.violation_type().into(),
        severity: finding.severity,
        message: finding.message,
        line_number: start.line,
        column: start.column,
        end_line_number: end.line,
        end_column: end.column,
        suggestion: finding.suggestion,
        docs: finding.rule.docs(),
    }
}

fn catches_import_error(handler: &ast::ExceptHandler) -> bool {
    let ast::ExceptHandler::ExceptHandler(clause) = handler;
    let Some(caught) = clause.type_.as_deref() else {
        return true;
    };
    let names = match caught {
        Expr::Tuple(tuple) => tuple.elts.as_slice(),
        one => std::slice::from_ref(one),
    };
    names.iter().any(|name| {
        matches!(name, Expr::Name(name)
            if matches!(name.id.as_str(), "ImportError" | "ModuleNotFoundError" | "Exception" | "BaseException"))
    })
}
