//! Reports as workflow commands that GitHub shows beside the changed lines.

use std::fmt::Write;

use super::finding::{Level, findings};
use crate::analysis::Report;

/// `report` as one `::error` (refused) or `::notice` (recorded) command for each finding.
pub fn github(path: &str, _source: &str, report: &Report) -> String {
    let mut text = String::new();
    for finding in findings(report) {
        let command = match finding.level {
            Level::Refused => "error",
            Level::Recorded => "notice",
        };
        let hint = finding
            .suggestion
            .as_ref()
            .map(|hint| format!("\nhelp: {hint}"))
            .unwrap_or_default();
        let title = format!("{} {}", finding.code, finding.rule);
        // writing to a string cannot fail
        let _ = writeln!(
            text,
            "::{command} file={},line={},endLine={},col={},endColumn={},title={}::{}",
            property(path),
            finding.line,
            finding.end_line,
            finding.column,
            finding.end_column,
            property(&title),
            data(&format!("{}{hint}", finding.message))
        );
    }
    text
}

/// Escapes the text of a command.
fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// Escapes a property of a command.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
