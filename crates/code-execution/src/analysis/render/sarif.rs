//! Reports as SARIF 2.1.0 (OASIS), the format that code scanners exchange.

use std::fmt::Write;

use serde_json::{Value, json};

use super::{
    CheckedFile,
    finding::{Finding, Level, findings},
};
use crate::analysis::{Report, Severity, rules};

/// One file as a SARIF log with one run.
pub fn sarif(path: &str, source: &str, report: &Report) -> String {
    sarif_of_files(&[CheckedFile {
        path,
        source,
        report,
    }])
}

/// Several files as one SARIF log with one run.
pub fn sarif_of_files(files: &[CheckedFile<'_>]) -> String {
    let results: Vec<Value> = files
        .iter()
        .flat_map(|file| {
            findings(file.report)
                .into_iter()
                .map(|finding| result(file.path, &finding))
        })
        .collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "ringfence",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules::ALL.iter().map(|rule| descriptor(rule)).collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    format!("{log:#}\n")
}

fn descriptor(rule: &rules::Rule) -> Value {
    json!({
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": rule.summary},
        "defaultConfiguration": {"level": level(rule.severity)},
    })
}

fn result(path: &str, finding: &Finding) -> Value {
    let index = rules::ALL.iter().position(|rule| rule.code == finding.code);
    let level = if finding.level == Level::Recorded {
        "note"
    } else {
        level(finding.severity)
    };
    let text = match &finding.suggestion {
        Some(suggestion) => format!("{}; {suggestion}", finding.message),
        None => finding.message.clone(),
    };
    json!({
        "ruleId": finding.code,
        "ruleIndex": index,
        "level": level,
        "message": {"text": text},
        "locations": [{"physicalLocation": {
            "artifactLocation": {"uri": uri(path)},
            "region": {
                "startLine": finding.line,
                "startColumn": finding.column,
                "endLine": finding.end_line,
                "endColumn": finding.end_column,
            },
        }}],
        "properties": {"severity": finding.severity, "docs": finding.docs},
    })
}

const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Low => "note",
        Severity::Medium => "warning",
        Severity::High | Severity::Critical => "error",
    }
}

/// A path as a relative URI reference (RFC 3986): everything but unreserved characters and `/` is percent-encoded.
fn uri(path: &str) -> String {
    let mut encoded = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'/') {
            encoded.push(char::from(byte));
        } else {
            // writing to a string cannot fail
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}
