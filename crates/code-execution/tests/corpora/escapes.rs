//! Attacks and exhaustion, with analysis off; printed secrets.
#![cfg(test)]

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use libtest_mimic::Failed;
use ringfence_code_execution::{
    CodeExecutor, ExecutionResult,
    analysis::{Policy, Preset},
    sandbox::{Limits, wasm::WasmSandbox},
};

use crate::{
    bounds,
    canary::Canary,
    corpus::{code, id, records},
    support,
};

const TIMEOUT_SECONDS: f64 = 1.0;
/// On top of the time limit: two seconds that the corpus allows, and a loaded machine.
const SLACK: Duration = Duration::from_secs(5);

/// Executors over guests in worker processes, and over guests in this process: one for the programs, one to see whether
/// the next one works.
fn executors() -> [(CodeExecutor, CodeExecutor); 2] {
    [support::workers(), support::sandbox()]
        .map(|sandbox| (executor(Arc::clone(&sandbox)), patient(sandbox)))
}

/// An executor whose limits a loaded machine keeps.
fn patient(sandbox: Arc<WasmSandbox>) -> CodeExecutor {
    let policy = Policy::preset(Preset::None);
    CodeExecutor::builder(sandbox)
        .policy(policy)
        .build()
        .unwrap()
}

fn limits() -> Limits {
    let mut limits = Limits::default();
    limits.timeout_seconds = TIMEOUT_SECONDS;
    limits.max_memory_mb = 256;
    limits
}

fn executor(sandbox: Arc<WasmSandbox>) -> CodeExecutor {
    CodeExecutor::builder(sandbox)
        .policy(Policy::preset(Preset::None))
        .limits(limits())
        .build()
        .unwrap()
}

/// Records whose secret no detector can know, and why.
const UNKNOWABLE: &[(&str, &str)] = &[(
    "exfil_jwt-007",
    "ten letters from the middle of an encoded token, with no prefix and no keyword",
)];

/// The canaries of the corpus lie on the host; a guest that sees none of the host prints none of their contents and
/// leaves them untouched. That they would notice is tried at the end.
pub(crate) fn attacks() -> Result<(), Failed> {
    let canary = Canary::place()?;
    let marks = ["PWNED:n-", "PWNED:mem-overwrite", "root:x:0:0"];
    each("attacks", |record, result| {
        if let Some(reached) = canary.touched() {
            return Some(reached.to_owned());
        }
        let told = result.to_dict().to_string();
        let program = code(record);
        let found = marks
            .into_iter()
            .find(|mark| told.contains(mark) && !program.contains(mark));
        let found = found.or_else(|| Canary::told_in(&told));
        found.map(|mark| format!("`{mark}` got out"))
    })?;
    match canary.sleeping() {
        None => Ok(()),
        Some(canary) => Err(format!("{canary} notices nothing").into()),
    }
}

pub(crate) fn resource() -> Result<(), Failed> {
    each("resource", |_, _| None)
}

pub(crate) fn exfil_prints() -> Result<(), Failed> {
    let executor = executor(support::sandbox());
    let mut failures = Vec::new();
    for record in records("exfil_prints")
        .iter()
        .filter(|record| record["measured_only"] != true)
    {
        let result = support::block_on(executor.execute(code(record))).unwrap();
        let told = result.to_dict().to_string();
        let secrets = record["must_not_contain"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|secret| secret.as_str());
        for secret in secrets {
            let unknowable = UNKNOWABLE.iter().any(|(known, _)| *known == id(record));
            if told.contains(secret) != unknowable {
                failures.push(format!(
                    "{}: the secret is in the result: {}",
                    id(record),
                    told.contains(secret)
                ));
            }
        }
    }
    if failures.is_empty() {
        Ok(())
    } else {
        Err(failures.join("\n").into())
    }
}

/// Runs every program of a corpus; each ends in time and within its limits, and the next program works.
fn each(
    corpus: &str,
    judge: impl Fn(&serde_json::Value, &ExecutionResult) -> Option<String>,
) -> Result<(), Failed> {
    let mut failures = Vec::new();
    for (executor, patient) in executors() {
        failures.extend(failures_of(&executor, &patient, corpus, &judge));
    }
    if failures.is_empty() {
        Ok(())
    } else {
        Err(failures.join("\n").into())
    }
}

fn failures_of(
    executor: &CodeExecutor,
    patient: &CodeExecutor,
    corpus: &str,
    judge: &impl Fn(&serde_json::Value, &ExecutionResult) -> Option<String>,
) -> Vec<String> {
    let mut failures = Vec::new();
    for record in &records(corpus) {
        let started = Instant::now();
        let result = support::block_on(executor.execute(code(record))).unwrap();
        let elapsed = started.elapsed();
        if elapsed > Duration::from_secs_f64(TIMEOUT_SECONDS) + SLACK {
            failures.push(format!("{}: ended after {elapsed:?}", id(record)));
        }
        let exceeded = bounds::exceeded(&result, &limits());
        let problems = exceeded.into_iter().chain(judge(record, &result));
        failures.extend(problems.map(|why| format!("{}: {why}", id(record))));
        let next = support::block_on(patient.execute("print('alive')")).unwrap();
        if next.stdout != "alive\n" {
            failures.push(format!("{}: the next program fails", id(record)));
        }
    }
    failures
}
