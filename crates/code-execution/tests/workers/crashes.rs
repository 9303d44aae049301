//! Workers that are killed while their guests run.

use std::{fs, process::Command, sync::Arc, time::Duration};

use serde_json::json;

use super::{Test, executor, named_sandbox, sandbox};

pub(crate) const TESTS: &[Test] = &[
    ("a_killed_worker_fails_its_own_program_alone", || {
        Box::pin(a_killed_worker_fails_its_own_program_alone())
    }),
    ("a_worker_killed_at_rest_is_replaced", || {
        Box::pin(a_worker_killed_at_rest_is_replaced())
    }),
];

/// Descendants of this process that were started as workers and are process 1 of their namespace or guards.
fn workers_below(parent: u32) -> Vec<u32> {
    let mut found = Vec::new();
    for entry in fs::read_dir("/proc").unwrap().flatten() {
        let Ok(pid) = entry.file_name().to_string_lossy().parse::<u32>() else {
            continue;
        };
        let Ok(stat) = fs::read_to_string(entry.path().join("stat")) else {
            continue;
        };
        let after_name = stat.rsplit(')').next().unwrap_or_default();
        let is_child = after_name.split_whitespace().nth(1) == Some(&parent.to_string());
        if is_child {
            found.push(pid);
        }
    }
    found
}

/// The workers of this name themselves: the guards' children.
fn workers(name: &str) -> Vec<u32> {
    let has_name = |pid: &u32| {
        let words = fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
        words
            .split(|byte| *byte == 0)
            .any(|word| word == name.as_bytes())
    };
    workers_below(std::process::id())
        .into_iter()
        .flat_map(workers_below)
        .filter(has_name)
        .collect()
}

fn kill(pid: u32) {
    #[expect(clippy::disallowed_methods, reason = "the test ends its own worker")]
    let status = Command::new("kill")
        .args(["-KILL", &pid.to_string()])
        .status()
        .unwrap();
    assert!(status.success());
}

async fn a_killed_worker_fails_its_own_program_alone() {
    let one = executor(named_sandbox("killed at work"));
    let victims = workers("killed at work");
    assert_eq!(victims.len(), 1);
    let other = executor(sandbox(1));
    let long = "import time\ntime.sleep(1.5)\n1";
    let doomed = {
        let one = Arc::clone(&one);
        tokio::spawn(async move { one.execute(long).await })
    };
    let safe = {
        let other = Arc::clone(&other);
        tokio::spawn(async move { other.execute(long).await })
    };
    tokio::time::sleep(Duration::from_millis(400)).await;
    kill(victims[0]);
    let error = doomed.await.unwrap().unwrap_err();
    assert!(error.to_string().contains("ended by signal 9"), "{error}");
    assert!(error.can_retry());
    assert_eq!(one.execute("2").await.unwrap().return_value, Some(json!(2)));
    assert_eq!(safe.await.unwrap().unwrap().return_value, Some(json!(1)));
}

async fn a_worker_killed_at_rest_is_replaced() {
    let executor = executor(named_sandbox("killed at rest"));
    let victims = workers("killed at rest");
    assert!(executor.execute("1").await.unwrap().success);
    kill(victims[0]);
    // The slot may notice only when it speaks to the worker: one program may hear of it, and may be tried again.
    let first = executor.execute("2").await;
    assert!(
        first.as_ref().is_ok_and(|result| result.success)
            || first.is_err_and(|error| error.can_retry())
    );
    assert_eq!(
        executor.execute("3").await.unwrap().return_value,
        Some(json!(3))
    );
}
