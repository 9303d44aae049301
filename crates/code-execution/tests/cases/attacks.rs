//! Attacks: each layer is tried alone.
#![cfg(test)]

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use libtest_mimic::{Failed, Trial};
use ringfence_code_execution::{
    CodeExecutor, ErrorKind, ExecutionResult,
    analysis::{self, Policy, Preset},
    sandbox::Limits,
};

use crate::{
    backends::{self, Backend},
    bounds,
    case::{self, Case},
    support,
};

/// What an attack prints when it reached something.
const ESCAPED: &str = "ESCAPED";
const TIMEOUT_SECONDS: f64 = 2.0;
/// On top of the time limit: two seconds in which a worker hands over what the program left, and a loaded machine.
const SLACK: Duration = Duration::from_secs(5);

/// `attack::TECHNIQUE/NAME::analysis`, and `attack::TECHNIQUE/NAME::BACKEND` for each sandbox.
pub(crate) fn trials() -> Vec<Trial> {
    let root = case::folder("attacks");
    let mut trials = Vec::new();
    for case in case::below(&root) {
        let name = case.name(&root);
        assert_eq!(
            Some(case.text("technique")),
            name.split('/').next(),
            "{}: the folder is the technique",
            case.path.display()
        );
        let case = Arc::new(case);
        let analysed = Arc::clone(&case);
        trials.push(Trial::test(
            format!("attack::{name}::analysis"),
            move || is_refused(&analysed),
        ));
        for backend in &backends::ALL {
            let contained = Arc::clone(&case);
            trials.push(Trial::test(
                format!("attack::{name}::{}", backend.name),
                move || is_contained(&contained, backend),
            ));
        }
    }
    trials
}

/// The rules of the header fire under `strict`, and something fires for every attack.
fn is_refused(case: &Case) -> Result<(), Failed> {
    let report = analysis::check(&case.code, &Policy::preset(Preset::Strict));
    for rule in case.list("analysis") {
        let fires = report
            .violations
            .iter()
            .any(|violation| violation.rule == rule)
            || (rule == "syntax-error" && !report.syntax.is_valid);
        if !fires {
            let found: Vec<_> = report
                .violations
                .iter()
                .map(|violation| violation.rule.as_ref())
                .collect();
            return Err(format!(
                "{}: `{rule}` does not fire; {found:?} do",
                case.path.display()
            )
            .into());
        }
    }
    if report.is_accepted() {
        return Err(format!("{}: nothing fires under `strict`", case.path.display()).into());
    }
    Ok(())
}

/// With analysis off nothing escapes, it ends in time, what it leaves is within its limits, and the next program works.
fn is_contained(case: &Case, backend: &Backend) -> Result<(), Failed> {
    let mut limits = Limits::default();
    limits.timeout_seconds = TIMEOUT_SECONDS;
    limits.max_memory_mb = 256;
    let executor = |limits| {
        CodeExecutor::builder(backend.sandbox())
            .policy(Policy::preset(Preset::None))
            .limits(limits)
            .build()
            .unwrap()
    };
    let next_executor = executor(Limits::default());
    let executor = executor(limits.clone());
    let started = Instant::now();
    let result = support::block_on(executor.execute(case.code.as_str())).unwrap();
    let elapsed = started.elapsed();
    let place = case.path.display();
    if result.to_dict().to_string().contains(ESCAPED) && !is_in_the_source_alone(&result) {
        return Err(format!("{place}: escaped: {}", result.stdout).into());
    }
    if elapsed > Duration::from_secs_f64(TIMEOUT_SECONDS) + SLACK {
        return Err(format!("{place}: ended after {elapsed:?}").into());
    }
    if let Some(exceeded) = bounds::exceeded(&result, &limits) {
        return Err(format!("{place}: {exceeded}").into());
    }
    let ended = ending(&result);
    let expected = case.text("without_analysis");
    // On a slow machine the time limit may come before the exception that a long computation ends with.
    let came_late = expected == "raised" && result.error_kind() == Some(ErrorKind::Timeout);
    if !expected.is_empty() && expected != "contained" && ended != expected && !came_late {
        return Err(format!(
            "{place}: expected `{expected}`, and it ended `{ended}`: {:?}",
            result.error_message
        )
        .into());
    }
    let next = support::block_on(next_executor.execute("print('alive')")).unwrap();
    if next.stdout != "alive\n" {
        return Err(format!("{place}: the next program fails: {:?}", next.error_message).into());
    }
    Ok(())
}

/// A traceback shows the attack's own lines, the marker in them included; what counts is what it printed or returned.
fn is_in_the_source_alone(result: &ExecutionResult) -> bool {
    let told = [
        Some(&result.stdout),
        Some(&result.stderr),
        result.return_value_repr.as_ref(),
    ];
    let files = result.artifacts.iter().any(|artifact| {
        artifact
            .bytes
            .windows(ESCAPED.len())
            .any(|part| part == ESCAPED.as_bytes())
    });
    !files
        && !told
            .into_iter()
            .flatten()
            .any(|text| text.contains(ESCAPED))
}

fn ending(result: &ExecutionResult) -> &'static str {
    match result.error_kind() {
        None => "contained",
        Some(ErrorKind::Timeout | ErrorKind::ResourceLimit) => "limit",
        Some(_) if result.error_type.as_deref() == Some("RecursionError") => "raised",
        Some(ErrorKind::Sandbox | ErrorKind::Validation) => "raised",
        Some(_) => "refused",
    }
}
