//! Calls of host functions from a guest in a worker.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::{Duration, Instant},
};

use ringfence_code_execution::{
    CodeExecutor, ExecutionRequest,
    host_functions::{HostCall, HostFunctionError, HostFunctions},
    sandbox::LimitOverrides,
};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;

use super::{Test, sandbox, settings};

pub(crate) const TESTS: &[Test] = &[
    ("functions_answer", || Box::pin(functions_answer())),
    ("limits_hold_while_a_function_runs", || {
        Box::pin(limits_hold_while_a_function_runs())
    }),
    ("sessions_call_functions", || {
        Box::pin(sessions_call_functions())
    }),
];

#[derive(Deserialize, JsonSchema)]
struct Number {
    n: i64,
}

static STARTED: AtomicU32 = AtomicU32::new(0);

fn executor() -> Arc<CodeExecutor> {
    let functions = HostFunctions::builder()
        .function(
            "double",
            "Twice the number",
            |number: Number, _: HostCall| async move { Ok::<_, HostFunctionError>(number.n * 2) },
        )
        .function(
            "slow",
            "Takes long",
            |number: Number, _: HostCall| async move {
                STARTED.fetch_add(1, Ordering::SeqCst);
                tokio::time::sleep(Duration::from_secs(60)).await;
                Ok::<_, HostFunctionError>(number.n)
            },
        )
        .build()
        .unwrap();
    Arc::new(
        settings(sandbox(1))
            .host_functions(Arc::new(functions))
            .build()
            .unwrap(),
    )
}

async fn functions_answer() {
    let executor = executor();
    let code = "from host import tools\nprint(tools.double.__doc__)\nn = 1\nfor _ in range(50):\n    n = tools.double(n=n) % 1000003\nn";
    let result = executor.execute(code).await.unwrap();
    assert!(result.success, "{result:?}");
    assert_eq!(result.return_value, Some(json!(2_u64.pow(50) % 1_000_003)));
    assert!(
        result.stdout.contains("Twice the number"),
        "{}",
        result.stdout
    );
    assert_eq!(result.host_calls.len(), 50);
    let wrong = executor
        .execute("from host import tools\ntools.double(n='x')")
        .await
        .unwrap();
    assert!(!wrong.success);
    assert!(wrong.error_message.unwrap().contains('n'));
}

async fn limits_hold_while_a_function_runs() {
    let executor = executor();
    let code = "from host import tools\ntools.slow(n=1)";
    let limits = LimitOverrides {
        timeout_seconds: Some(0.4),
        ..LimitOverrides::default()
    };
    let started = Instant::now();
    let late = executor
        .execute(ExecutionRequest::new(code).limits(limits))
        .await
        .unwrap();
    assert_eq!(late.error_type.as_deref(), Some("TimeoutError"), "{late:?}");
    assert_eq!(late.host_calls.len(), 1);
    let calls = STARTED.load(Ordering::SeqCst);
    let cancelled = tokio::time::timeout(Duration::from_millis(500), executor.execute(code)).await;
    assert!(cancelled.is_err());
    assert_eq!(STARTED.load(Ordering::SeqCst), calls + 1);
    let next = executor.execute("5").await.unwrap();
    assert_eq!(next.return_value, Some(json!(5)));
    assert!(started.elapsed() < Duration::from_secs(30));
}

async fn sessions_call_functions() {
    let mut session = executor().create_session().unwrap();
    assert!(
        session
            .run("from host import tools\nn = tools.double(n=4)")
            .await
            .unwrap()
            .success
    );
    let second = session.run("tools.double(n=n)").await.unwrap();
    assert_eq!(second.return_value, Some(json!(16)), "{second:?}");
}
