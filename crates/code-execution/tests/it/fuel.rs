//! Counting instructions. The only tests that compile the second module; it stays in the cache.

use std::sync::Arc;

use ringfence_code_execution::{
    CodeExecutor, ExecutionRequest, ExecutionResult,
    analysis::{Policy, Preset},
    sandbox::{Limits, wasm::WasmSandbox},
};

use crate::support;

const WORK: &str = "import random, time\nstarted = time.perf_counter()\ntotal = sum(n * n for n in range(20_000))\nprint(total, random.random(), time.perf_counter() - started)\n{'a', 'b', 'c'}";

fn executor(limits: Limits) -> CodeExecutor {
    let sandbox = Arc::new(WasmSandbox::open(&support::fuel_pack()).unwrap());
    CodeExecutor::builder(sandbox)
        .limits(limits)
        .policy(Policy::preset(Preset::None))
        .build()
        .unwrap()
}

async fn run(executor: &CodeExecutor, code: &str, seed: u64) -> ExecutionResult {
    let request = ExecutionRequest::new(code).deterministic(seed);
    executor.execute(request.record(true)).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deterministic_run_costs_and_prints_the_same_each_time() {
    let (one, other) = (executor(Limits::default()), executor(Limits::default()));
    let first = run(&one, WORK, 1).await;
    assert!(first.success, "{first:?}");
    let fuel = first.sandbox_metadata["fuel_used"].as_u64().unwrap();
    assert!(fuel > 1_000_000, "{fuel}");
    for executor in [&one, &other, &one] {
        let again = run(executor, WORK, 1).await;
        assert_eq!(again.sandbox_metadata["fuel_used"], fuel);
        assert_eq!(again.stdout, first.stdout);
        assert_eq!(again.return_value_repr, first.return_value_repr);
    }
    let longer = run(&one, &WORK.replace("20_000", "40_000"), 1).await;
    assert!(longer.sandbox_metadata["fuel_used"].as_u64().unwrap() > fuel);
    // The clock goes on with the work.
    let seconds: f64 = first
        .stdout
        .split_whitespace()
        .last()
        .unwrap()
        .parse()
        .unwrap();
    assert!(seconds > 0.001 && seconds < 10.0, "{seconds}");
    let report = other.replay(&first.recording.unwrap()).await.unwrap();
    assert!(report.same, "{report:#?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_without_an_end_ends_at_the_same_place() {
    let mut limits = Limits::default();
    limits.max_fuel = Some(300_000_000);
    let executor = executor(limits);
    let code = "n = 0\nwhile True:\n    n += 1\n    if n % 1000 == 0: print(n)";
    let first = run(&executor, code, 1).await;
    assert_eq!(first.error_type.as_deref(), Some("ResourceLimitError"));
    assert_eq!(
        first.error_message.as_deref(),
        Some("the code used up its fuel of 300000000 instructions")
    );
    assert!(first.stdout.starts_with("1000\n2000\n"), "{first:?}");
    assert_eq!(run(&executor, code, 1).await.stdout, first.stdout);
    let report = executor.replay(&first.recording.unwrap()).await.unwrap();
    assert!(report.same, "{report:#?}");
    assert!(run(&executor, "1", 1).await.success);
}

#[test]
fn a_sandbox_that_counts_nothing_limits_nothing() {
    let mut limits = Limits::default();
    limits.max_fuel = Some(1);
    let error = support::executor().limits(limits).build().unwrap_err();
    assert_eq!(
        error.to_string(),
        "`max_fuel` is set, and the sandbox `wasm` counts no fuel"
    );
}
