//! One form for everything a report says: syntax error, violations, notes.

use serde::Serialize;

use crate::analysis::{Report, Severity, Violation, rules};

/// Whether a finding stops the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// The program does not run.
    Refused,
    /// The program runs.
    Recorded,
}

/// A finding as renderers show it. Lines and columns count from 1, columns in characters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Stable code: `RF101`; `RF001` for a syntax error.
    pub code: String,
    /// Stable rule name: `forbidden-import`; `syntax-error` for a syntax error.
    pub rule: String,
    /// How much harm the code could do without a sandbox.
    pub severity: Severity,
    /// Whether it stops the program.
    pub level: Level,
    /// What is wrong, in one line.
    pub message: String,
    /// First line of the offending code.
    pub line: usize,
    /// Column of its first character.
    pub column: usize,
    /// Last line of the offending code.
    pub end_line: usize,
    /// Column after its last character.
    pub end_column: usize,
    /// What to write instead, when there is something.
    pub suggestion: Option<String>,
    /// Where the rule is explained, relative to the documentation's root.
    pub docs: String,
}

/// The findings of `report` in source order.
pub fn findings(report: &Report) -> Vec<Finding> {
    let mut findings: Vec<Finding> = syntax_error(report).into_iter().collect();
    findings.extend(
        report
            .violations
            .iter()
            .map(|violation| finding(violation, Level::Refused)),
    );
    findings.extend(
        report
            .notes
            .iter()
            .map(|violation| finding(violation, Level::Recorded)),
    );
    findings.sort_by_key(|finding| (finding.line, finding.column));
    findings
}

fn finding(violation: &Violation, level: Level) -> Finding {
    Finding {
        code: violation.code.to_string(),
        rule: violation.rule.to_string(),
        severity: violation.severity,
        level,
        message: violation.message.clone(),
        line: violation.line_number,
        column: violation.column,
        end_line: violation.end_line_number,
        end_column: violation.end_column,
        suggestion: violation.suggestion.clone(),
        docs: violation.docs.clone(),
    }
}

fn syntax_error(report: &Report) -> Option<Finding> {
    let syntax = &report.syntax;
    if syntax.is_valid {
        return None;
    }
    let line = syntax.line_number.unwrap_or(1);
    let column = syntax.offset.unwrap_or(1);
    let kind = syntax.error_type.as_deref().unwrap_or("SyntaxError");
    Some(Finding {
        code: rules::SYNTAX_ERROR.code.to_owned(),
        rule: rules::SYNTAX_ERROR.name.to_owned(),
        severity: rules::SYNTAX_ERROR.severity,
        level: Level::Refused,
        message: format!(
            "{kind}: {}",
            syntax.error_message.as_deref().unwrap_or("invalid syntax")
        ),
        line,
        column,
        end_line: syntax.end_line_number.unwrap_or(line),
        end_column: syntax.end_offset.unwrap_or(column),
        suggestion: syntax.suggestion.clone(),
        docs: rules::SYNTAX_ERROR.docs(),
    })
}
