//! Analysis against programs written by others, where their collection lies beside the workspace.
//!
//! The collection is not part of this repository; where it is absent, each test is shown as ignored, with the reason. The
//! tests print their figures and what they differ in.
#![expect(clippy::print_stdout, reason = "figures")]
#![expect(clippy::unwrap_used, reason = "a malformed collection fails the test")]

use std::{
    fmt::Write,
    path::Path,
    process::{Command, ExitCode, Stdio},
};

use libtest_mimic::{Arguments, Completion, Trial};
use ringfence_code_execution::analysis::{
    Policy, Preset, Report, SyntaxValidator, TypeChecks, check, check_with_types,
};
use serde_json::Value;

/// A test of the records of one file.
type Test = fn(&[Value]);

fn main() -> ExitCode {
    let tests: [(&str, &str, Test); 4] = [
        (
            "attacks_are_refused_under_strict",
            "attacks",
            attacks_are_refused_under_strict,
        ),
        ("ordinary_programs_pass", "legit", ordinary_programs_pass),
        (
            "syntax_verdicts_equal_those_of_cpython",
            "parser",
            syntax_verdicts_equal_those_of_cpython,
        ),
        (
            "resource_programs_do_not_crash_the_analysis",
            "resource",
            resource_programs_do_not_crash_the_analysis,
        ),
    ];
    let of_collection = tests.map(|(name, file, test)| {
        Trial::ignorable_test(name, move || {
            Ok(match records(file) {
                Ok(records) => {
                    test(&records);
                    Completion::Completed
                }
                Err(reason) => Completion::ignored_with(reason),
            })
        })
    });
    let names = Trial::test("ordinary_programs_have_no_unknown_names", || {
        ordinary_programs_have_no_unknown_names();
        Ok(())
    });
    let trials = of_collection.into_iter().chain([names]).collect();
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

/// The records of one file of the collection, or why there are none.
fn records(name: &str) -> Result<Vec<Value>, &'static str> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/corpora");
    let path = Path::new(folder).join(format!("{name}.jsonl.xz"));
    if !path.exists() {
        return Err("there is no folder `../shared/corpora` beside the project");
    }
    #[expect(
        clippy::disallowed_methods,
        reason = "a test may start the decompressor"
    )]
    let output = Command::new("xz")
        .arg("-dc")
        .arg(&path)
        .stderr(Stdio::null())
        .output();
    let Ok(output) = output else {
        return Err("there is no `xz` to read the collection with");
    };
    let text = String::from_utf8(output.stdout).unwrap();
    Ok(text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect())
}

/// A text field of a record, or the empty text.
fn text<'a>(record: &'a Value, key: &str) -> &'a str {
    record.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// The program of a record. `None` when it is not UTF-8.
fn code(record: &Value) -> Option<String> {
    if let Some(code) = record.get("code").and_then(Value::as_str) {
        return Some(code.to_owned());
    }
    let encoded = record.get("code_b64").and_then(Value::as_str)?;
    String::from_utf8(base64(encoded)).ok()
}

fn base64(text: &str) -> Vec<u8> {
    let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let values = text.chars().filter_map(|symbol| alphabet.find(symbol));
    let bits: Vec<bool> = values
        .flat_map(|value| (0..6).rev().map(move |bit| value >> bit & 1 == 1))
        .collect();
    let byte = |bits: &[bool]| {
        bits.iter()
            .fold(0_u8, |byte, bit| byte << 1 | u8::from(*bit))
    };
    bits.chunks_exact(8).map(byte).collect()
}

fn reasons(report: &Report) -> String {
    let violations = report
        .violations
        .iter()
        .map(|violation| violation.message.as_str());
    violations
        .chain(report.syntax.error_message.as_deref())
        .collect::<Vec<_>>()
        .join("; ")
}

fn attacks_are_refused_under_strict(records: &[Value]) {
    let strict = Policy::preset(Preset::Strict);
    let mut missed = String::new();
    let mut refused = 0;
    for record in records {
        let code = code(record).unwrap();
        if check(&code, &strict).is_accepted() {
            writeln!(
                missed,
                "{}: {}\n{code}",
                text(record, "id"),
                text(record, "title")
            )
            .unwrap();
        } else {
            refused += 1;
        }
    }
    println!(
        "attacks refused under strict: {refused} of {}\n{missed}",
        records.len()
    );
    assert!(refused * 100 >= records.len() * 98, "{missed}");
}

/// Ordinary programs run under `contained` unless they need what the sandbox does not have, and under `standard` unless they
/// name what it forbids.
fn ordinary_programs_pass(records: &[Value]) {
    let (standard, contained) = (
        Policy::preset(Preset::Standard),
        Policy::preset(Preset::Contained),
    );
    let (mut unexplained, mut listed) = (String::new(), String::new());
    for record in records {
        let Some(code) = code(record) else { continue };
        for policy in [&contained, &standard] {
            let report = check(&code, policy);
            if report.is_accepted() {
                continue;
            }
            let line = format!(
                "{} under {}: {}",
                text(record, "id"),
                policy.preset,
                reasons(&report)
            );
            writeln!(listed, "{line}").unwrap();
            let is_explained = report.violations.iter().all(|violation| {
                matches!(
                    violation.rule.as_ref(),
                    "forbidden-import"
                        | "unavailable-module"
                        | "unavailable-function"
                        | "forbidden-function"
                        | "forbidden-attribute"
                )
            });
            if !is_explained || !report.syntax.is_valid {
                writeln!(unexplained, "{line}").unwrap();
            }
        }
    }
    let under = |preset: &str| listed.lines().filter(|line| line.contains(preset)).count();
    let (contained, standard) = (under("under contained"), under("under standard"));
    println!(
        "ordinary programs: {}; refused: {contained} contained, {standard} standard\n{listed}",
        records.len()
    );
    assert_eq!(unexplained, "");
    assert!(contained * 200 <= records.len(), "{listed}");
    assert!(standard * 20 <= records.len(), "{listed}");
}

fn syntax_verdicts_equal_those_of_cpython(records: &[Value]) {
    let validator = SyntaxValidator::new().target_version(14);
    let (mut valid, mut invalid, mut same_line, mut same_message) = (0, 0, 0, 0);
    let (mut wrongly_refused, mut differences) = (String::new(), String::new());
    for record in records {
        let Some(code) = code(record) else { continue };
        let report = validator.validate(&code);
        let id = text(record, "id");
        let (line, message) = (
            report.line_number.unwrap_or(0),
            report.error_message.unwrap_or_default(),
        );
        if record.pointer("/expect/3.14").and_then(Value::as_str) == Some("accept") {
            valid += 1;
            if !report.is_valid {
                writeln!(wrongly_refused, "{id}: {line}: {message}\n{code}").unwrap();
            }
            continue;
        }
        // the collection has CPython's line for 3.13, so for sources that 3.13 refuses too
        let verdict = record.pointer("/verdicts/3.13").unwrap();
        let Some(expected) = verdict.get("line").and_then(Value::as_u64) else {
            continue;
        };
        invalid += 1;
        let is_same_line = line as u64 == expected;
        same_line += usize::from(is_same_line);
        same_message += usize::from(message == text(verdict, "msg"));
        if !is_same_line {
            writeln!(
                differences,
                "{id}: {expected}: {} found {line}: {message}\n{code}",
                text(verdict, "msg")
            )
            .unwrap();
        }
    }
    println!(
        "valid: {valid}; invalid: {invalid}, refused on CPython's line {same_line}, with its message {same_message}"
    );
    println!("{differences}");
    assert_eq!(wrongly_refused, "");
    assert!(same_line * 1000 >= invalid * 995, "{differences}");
}

fn resource_programs_do_not_crash_the_analysis(records: &[Value]) {
    for policy in Preset::ALL.map(Policy::preset) {
        for record in records {
            if let Some(code) = code(record) {
                check(&code, &policy);
            }
        }
    }
}

/// A program that reads the module `string`, which it does not import, in a branch that its input does not take.
const NOT_IMPORTED: &str = "cruxeval-078";

/// Type checks refuse no program that runs.
fn ordinary_programs_have_no_unknown_names() {
    let mut programs: Vec<(String, String)> = Vec::new();
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/programs");
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "py") {
            let code = std::fs::read_to_string(&path).unwrap();
            programs.push((path.display().to_string(), code));
        }
    }
    assert!(
        programs.len() > 100,
        "the programs of `tests/programs` are there"
    );
    let legit = records("legit").unwrap_or_default();
    programs.extend(
        legit
            .iter()
            .filter_map(|record| Some((text(record, "id").to_owned(), code(record)?))),
    );
    let types = TypeChecks {
        host_functions: Some(Vec::new()),
        ..TypeChecks::default()
    };
    let mut wrong = String::new();
    for (name, code) in &programs {
        let report = check_with_types(code, &Policy::preset(Preset::None), &types);
        if !report.violations.is_empty() && name != NOT_IMPORTED {
            writeln!(wrong, "{name}: {}", reasons(&report)).unwrap();
        }
    }
    println!("programs looked at with type checks: {}", programs.len());
    assert_eq!(wrong, "");
}
