//! Ordinary programs.
#![cfg(test)]

use std::collections::BTreeMap;

use libtest_mimic::Failed;
use ringfence_code_execution::{
    CodeExecutor,
    analysis::{Policy, Preset},
};
use serde_json::Value;

use crate::{
    corpus::{code, id, records},
    support,
};

fn executor() -> CodeExecutor {
    // Several of these programs print keys and addresses on purpose.
    CodeExecutor::builder(support::workers())
        .policy(Policy::preset(Preset::None))
        .output_validation(false)
        .build()
        .unwrap()
}

/// Programs of the corpus that print something else here, and why: no more and no fewer.
const DIFFERENCES: &str = include_str!("legit_differences.json");

pub(crate) fn legit() -> Result<(), Failed> {
    let executor = executor();
    let differences: BTreeMap<String, String> = serde_json::from_str(DIFFERENCES).unwrap();
    let mut failures = Vec::new();
    let records = records("legit");
    for record in &records {
        let result = support::block_on(executor.execute(code(record))).unwrap();
        let is_equal = result.success && result.stdout == expected(record);
        let known = differences.get(&id(record));
        if !is_equal && known.is_none() {
            let why = result
                .traceback
                .or(result.error_message)
                .unwrap_or(result.stdout);
            failures.push(format!("{}: {}", id(record), tail(&why)));
        }
        if let (true, Some(reason)) = (is_equal, known) {
            failures.push(format!(
                "{}: prints what it must, though \"{reason}\"",
                id(record)
            ));
        }
    }
    println!(
        "{} differences are known, with their reasons",
        differences.len()
    );
    summary(records.len(), &failures)
}

pub(crate) fn legit_errors() -> Result<(), Failed> {
    let executor = executor();
    let mut failures = Vec::new();
    let records = records("legit_errors");
    for record in &records {
        let result = support::block_on(executor.execute(code(record))).unwrap();
        if result.error_type.as_deref() != record["error_type"].as_str() {
            failures.push(format!(
                "{}: {:?}, not {}",
                id(record),
                result.error_type,
                record["error_type"]
            ));
        }
    }
    summary(records.len(), &failures)
}

fn expected(record: &Value) -> &str {
    record["stdout"].as_str().unwrap_or_default()
}

fn tail(text: &str) -> String {
    let lines: Vec<_> = text.trim_end().lines().collect();
    lines
        .get(lines.len().saturating_sub(3)..)
        .unwrap_or_default()
        .join(" | ")
}

fn summary(all: usize, failures: &[String]) -> Result<(), Failed> {
    println!("{} of {all} as expected", all - failures.len());
    if failures.is_empty() {
        Ok(())
    } else {
        Err(failures.join("\n").into())
    }
}
