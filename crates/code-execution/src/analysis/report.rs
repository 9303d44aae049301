//! What analysis returns.

use std::{borrow::Cow, collections::BTreeSet, fmt};

use serde::{Deserialize, Serialize};

use super::{LastExpression, syntax::SyntaxReport};

/// The result of [`check`](super::check).
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Report {
    /// The syntax verdict. Valid, without having been judged, when a bound refused the source.
    pub syntax: SyntaxReport,
    /// What the policy refuses, in source order.
    pub violations: Vec<Violation>,
    /// What the policy allows but records, in source order.
    pub notes: Vec<Violation>,
    /// Full dotted names of the modules that the source imports by name, sorted: `pandas`, `os.path`.
    pub imported_modules: BTreeSet<String>,
    /// Number of operations in the source: statements, calls, operators, comparisons, attributes, subscripts.
    pub operations: usize,
    /// For the guest.
    #[serde(skip)]
    pub(crate) last_expression: LastExpression,
}

/// What is only for the guest is not compared: a report that was written and read again has lost it.
impl PartialEq for Report {
    fn eq(&self, other: &Self) -> bool {
        self.syntax == other.syntax
            && self.violations == other.violations
            && self.notes == other.notes
            && self.imported_modules == other.imported_modules
            && self.operations == other.operations
    }
}

impl Eq for Report {}

impl Report {
    /// Whether the program may run: valid syntax and no violation. Notes do not count.
    pub fn is_accepted(&self) -> bool {
        self.syntax.is_valid && self.violations.is_empty()
    }
}

/// One finding of a rule. Lines and columns count from 1; columns count characters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Violation {
    /// Stable code, for example `RF101`.
    pub code: Cow<'static, str>,
    /// Stable rule name, for example `forbidden-import`.
    pub rule: Cow<'static, str>,
    /// The rule name in the spelling of the wire format, for example `forbidden_import`.
    pub violation_type: Cow<'static, str>,
    /// How much harm the code could do without a sandbox.
    pub severity: Severity,
    /// What is wrong, in one line.
    pub message: String,
    /// First line of the offending code.
    pub line_number: usize,
    /// Column of its first character.
    pub column: usize,
    /// Last line of the offending code.
    pub end_line_number: usize,
    /// Column after its last character.
    pub end_column: usize,
    /// What to write instead, when there is something.
    pub suggestion: Option<String>,
    /// Where the rule is explained, relative to the documentation's root.
    pub docs: String,
}

/// How much harm the code could do without a sandbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Unusual, harmless in itself.
    Low,
    /// Uses up resources, or helps other code to do harm.
    Medium,
    /// Reads or changes what the program should not see.
    High,
    /// Runs other code or reaches the operating system.
    Critical,
}

impl Severity {
    /// The name on the wire: `low`, `medium`, `high` or `critical`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Critical => "critical",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}
