//! What ends or refuses calls.

use std::{
    num::NonZeroUsize,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use ringfence_code_execution::{
    CodeExecutor, ErrorKind,
    host_functions::{HostCall, HostCallOutcome, HostFunctionLimits, HostFunctions},
    sandbox::{Limits, wasm::WasmSandbox},
};
use serde_json::json;

use super::{functions, run_with};
use crate::support::{executor, pack};

#[tokio::test]
async fn calls_over_the_limit_are_refused_and_counted_once() {
    let mut limits = HostFunctionLimits::default();
    limits.max_calls = 3;
    let code = "from host import tools, ToolBudgetExceeded\nmade = refused = 0\nfor n in range(50):\n    try:\n        \
                tools.echo(value=n)\n        made += 1\n    except ToolBudgetExceeded:\n        refused += 1\n[made, refused]";
    let result = run_with(functions().limits(limits), code).await;
    assert_eq!(
        result.return_value,
        Some(json!([3, 47])),
        "{:?}",
        result.error_message
    );
    let outcomes: Vec<_> = result.host_calls.iter().map(|call| call.outcome).collect();
    assert_eq!(outcomes[..3], [HostCallOutcome::Answered; 3]);
    assert_eq!(outcomes[3..], [HostCallOutcome::BudgetExceeded]);
}

#[tokio::test]
async fn requests_and_answers_have_a_size() {
    let mut limits = HostFunctionLimits::default();
    (limits.max_request_bytes, limits.max_answer_bytes) = (2000, 1000);
    let code = "from host import tools, ToolTooLarge\nsaid = []\nfor size in (500, 1500, 100_000_000):\n    try:\n        \
                said.append(len(tools.echo(value='x' * size)))\n    except ToolTooLarge as error:\n        \
                said.append(str(error))\nsaid";
    let result = run_with(functions().limits(limits), code).await;
    assert_eq!(
        result.return_value,
        Some(json!([
            500,
            "the answer of `echo` is longer than its limit of 1000 bytes",
            "the call is longer than its limit of 2000 bytes"
        ])),
        "{:?}",
        result.error_message
    );
    assert_eq!(result.host_calls[2].function, None);
}

#[tokio::test]
async fn a_function_has_a_time_limit_of_its_own() {
    let mut limits = HostFunctionLimits::default();
    limits.timeout_seconds = 0.1;
    let code = "from host import tools\ntry:\n    tools.hang()\nexcept TimeoutError as error:\n    print(error)\ntools.echo(value=1)";
    let result = run_with(functions().limits(limits), code).await;
    assert_eq!(result.stdout, "`hang` gave no answer within 0.1 s\n");
    assert_eq!(result.return_value, Some(json!(1)));
    assert_eq!(result.host_calls[0].outcome, HostCallOutcome::Timeout);
}

#[tokio::test]
async fn the_time_limit_of_the_execution_ends_a_waiting_guest() {
    let mut limits = Limits::default();
    limits.timeout_seconds = 0.3;
    let executor = executor()
        .limits(limits)
        .host_functions(Arc::new(functions().build().unwrap()))
        .build()
        .unwrap();
    let code = "from host import tools\nwhile True:\n    try:\n        tools.hang()\n    except BaseException:\n        pass";
    let result = executor.execute(code).await.unwrap();
    assert_eq!(result.error_kind(), Some(ErrorKind::Timeout));
    assert_eq!(result.host_calls.len(), 1);
    assert_eq!(result.host_calls[0].outcome, HostCallOutcome::Interrupted);
    // A waiting guest looks every 10 ms; the function's own limit is 10 s.
    assert!(
        result.execution_time_seconds < 2.0,
        "{}",
        result.execution_time_seconds
    );
}

/// Tells when the future it lives in is dropped.
struct OnDrop(Arc<AtomicBool>);

impl Drop for OnDrop {
    fn drop(&mut self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

/// One thread: the next execution only starts once the dropped one has ended.
#[tokio::test]
async fn cancelling_ends_the_guest_and_drops_the_function() {
    let dropped = Arc::new(AtomicBool::new(false));
    let in_function = Arc::clone(&dropped);
    let functions = HostFunctions::builder()
        .function("wait", "", move |(): (), _: HostCall| {
            let guard = OnDrop(Arc::clone(&in_function));
            async move {
                std::future::pending::<()>().await;
                drop(guard);
                Ok(())
            }
        })
        .build()
        .unwrap();
    let sandbox = Arc::new(
        WasmSandbox::builder(&pack())
            .slots(NonZeroUsize::MIN)
            .open()
            .unwrap(),
    );
    let executor = CodeExecutor::builder(sandbox)
        .host_functions(Arc::new(functions))
        .build()
        .unwrap();
    let code = "from host import tools\ntools.wait()";
    let running = tokio::time::timeout(Duration::from_millis(500), executor.execute(code));
    assert!(running.await.is_err());
    assert!(dropped.load(Ordering::SeqCst));
    let next = tokio::time::timeout(Duration::from_secs(5), executor.execute("1")).await;
    assert!(next.unwrap().unwrap().success);
}
