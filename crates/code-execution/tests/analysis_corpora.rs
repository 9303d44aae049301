//! Analysis against programs written by others, where their collection lies beside the workspace.
//!
//! The collection is not part of this repository; each test says so and passes when it is absent.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    process::Command,
};

use ringfence_code_execution::analysis::{Policy, Preset, SyntaxValidator, check};
use serde_json::Value;

/// The records of one file of the collection, or `None` with a message.
fn records(name: &str) -> Option<Vec<Value>> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/corpora");
    let path = Path::new(folder).join(format!("{name}.jsonl.xz"));
    if !path.exists() {
        println!("skipped: {} is absent", path.display());
        return None;
    }
    #[expect(
        clippy::disallowed_methods,
        reason = "a test may start the decompressor"
    )]
    let output = Command::new("xz").arg("-dc").arg(&path).output();
    let Ok(output) = output else {
        println!("skipped: there is no `xz` to read {} with", path.display());
        return None;
    };
    let text = String::from_utf8(output.stdout).unwrap();
    Some(
        text.lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect(),
    )
}

/// The program of a record, when it stands there as text.
fn code(record: &Value) -> Option<&str> {
    record["code"].as_str()
}

fn id(record: &Value) -> &str {
    record["id"].as_str().unwrap_or_default()
}

fn shown(name: &str) -> bool {
    std::env::args().any(|argument| argument == "--nocapture") && name != "quiet"
}

#[test]
fn attacks_are_refused_under_strict() {
    let Some(records) = records("attacks") else {
        return;
    };
    let strict = Policy::preset(Preset::Strict);
    let mut missed = Vec::new();
    for record in &records {
        let Some(code) = code(record) else { continue };
        if check(code, &strict).is_accepted() {
            missed.push(format!("{} {}", id(record), record["title"]));
            if shown("miss") {
                println!("--- {}\n{code}", id(record));
            }
        }
    }
    println!(
        "attacks refused under strict: {} of {}",
        records.len() - missed.len(),
        records.len()
    );
    assert!(missed.len() * 100 <= records.len() * 3, "{missed:#?}");
}

#[test]
fn ordinary_programs_pass() {
    let Some(records) = records("legit") else {
        return;
    };
    let (standard, contained) = (
        Policy::preset(Preset::Standard),
        Policy::preset(Preset::Contained),
    );
    let mut refused: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let mut counted = 0;
    for record in &records {
        let Some(code) = code(record) else { continue };
        counted += 1;
        let report = check(code, &contained);
        if !report.is_accepted() {
            let why = report
                .violations
                .iter()
                .map(|violation| violation.message.clone())
                .collect::<Vec<_>>()
                .join("; ");
            refused.entry("contained").or_default().push(format!(
                "{}: {why} {:?}",
                id(record),
                report.syntax.error_message
            ));
        }
        let report = check(code, &standard);
        let other: BTreeSet<_> = report
            .violations
            .iter()
            .filter(|violation| !matches!(violation.rule.as_ref(), "forbidden-import"))
            .map(|violation| violation.message.as_str())
            .collect();
        if !report.violations.is_empty() {
            refused.entry("standard").or_default().push(format!(
                "{}: {:?}",
                id(record),
                report
                    .violations
                    .iter()
                    .map(|v| v.message.as_str())
                    .collect::<BTreeSet<_>>()
            ));
        }
        if !other.is_empty()
            && other.len()
                == report
                    .violations
                    .iter()
                    .map(|v| v.message.as_str())
                    .collect::<BTreeSet<_>>()
                    .len()
        {
            refused
                .entry("standard, not for an import")
                .or_default()
                .push(format!("{}: {other:?}", id(record)));
        }
    }
    for (kind, programs) in &refused {
        println!("{kind}: {} of {counted} refused", programs.len());
        if shown("x") {
            println!("{programs:#?}");
        }
    }
}

#[test]
fn syntax_verdicts_equal_those_of_cpython() {
    let Some(records) = records("parser") else {
        return;
    };
    let (mut valid, mut accepted, mut invalid, mut refused, mut same_line, mut same_message) =
        (0, 0, 0, 0, 0, 0);
    let mut wrong = Vec::new();
    for record in &records {
        let Some(code) = code(record) else { continue };
        let validator = SyntaxValidator::new().target_version(14);
        let report = validator.validate(code);
        let verdict = &record["verdicts"]["3.13"];
        match record["expect"]["3.14"].as_str() {
            Some("accept") => {
                valid += 1;
                accepted += usize::from(report.is_valid);
                if !report.is_valid {
                    wrong.push(format!("VALID {}: {:?}\n{code}", id(record), report));
                }
            }
            Some("reject") => {
                invalid += 1;
                refused += usize::from(!report.is_valid);
                let Some(line) = verdict["line"].as_u64() else {
                    invalid -= 1;
                    refused -= usize::from(!report.is_valid);
                    continue;
                };
                let here = report.line_number.unwrap_or(0) as u64;
                same_line += usize::from(here == line);
                same_message +=
                    usize::from(report.error_message.as_deref() == verdict["msg"].as_str());
                if here != line {
                    wrong.push(format!(
                        "LINE {} {}: expected {line} {} found {here} {:?}\n{code}",
                        id(record),
                        record["category"],
                        verdict["msg"],
                        report.error_message
                    ));
                } else if report.error_message.as_deref() != verdict["msg"].as_str() {
                    wrong.push(format!(
                        "MESSAGE {}: expected {} {} found {:?} {:?}\n{}",
                        id(record),
                        verdict["offset"],
                        verdict["msg"],
                        report.offset,
                        report.error_message,
                        code.chars().take(200).collect::<String>()
                    ));
                }
            }
            _ => (),
        }
    }
    println!(
        "valid accepted: {accepted} of {valid}; invalid refused: {refused} of {invalid}, on CPython's line: {same_line}, with its message: {same_message}"
    );
    if shown("x") {
        for text in &wrong {
            println!("=== {text}");
        }
    }
}
