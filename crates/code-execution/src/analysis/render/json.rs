//! Reports as JSON.

use serde::Serialize;

use super::{
    CheckedFile,
    finding::{Finding, findings},
};
use crate::analysis::Report;

#[derive(Serialize)]
struct Located<'a> {
    path: &'a str,
    #[serde(flatten)]
    finding: Finding,
}

/// The findings of one file as a JSON array of objects `{path, code, rule, severity, level, message, line, column,
/// end_line, end_column, suggestion, docs}`.
pub fn json(path: &str, source: &str, report: &Report) -> String {
    json_of_files(&[CheckedFile {
        path,
        source,
        report,
    }])
}

/// The same for several files, in their order.
pub fn json_of_files(files: &[CheckedFile<'_>]) -> String {
    let located = files.iter().flat_map(|file| {
        findings(file.report).into_iter().map(|finding| Located {
            path: file.path,
            finding,
        })
    });
    // a structure of strings and numbers always serializes
    let mut text = serde_json::to_string_pretty(&located.collect::<Vec<_>>()).unwrap_or_default();
    text.push('\n');
    text
}
