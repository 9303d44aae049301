//! What every pool of slots promises, whether its guests run in this process or in workers.

use std::{
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use ringfence_code_execution::{
    CodeExecutor, ExecutionRequest,
    analysis::{Policy, Preset},
    host_functions::{HostCall, HostFunctionError, HostFunctions},
    sandbox::{Sandbox, wasm::WasmSandbox},
};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;
use tokio::sync::{Notify, Semaphore};

/// Ten times what a promise takes on a machine that does nothing else.
const SOON: Duration = Duration::from_secs(10);

#[derive(Deserialize, JsonSchema)]
struct Nothing {}

/// An executor that lets everything through, with a function `wait` that answers when the test says so.
fn gated(sandbox: Arc<WasmSandbox>) -> (Arc<CodeExecutor>, Arc<Semaphore>) {
    let gate = Arc::new(Semaphore::new(0));
    let waiting = Arc::clone(&gate);
    let functions = HostFunctions::builder()
        .function(
            "wait",
            "Waits for the test",
            move |_: Nothing, _: HostCall| {
                let waiting = Arc::clone(&waiting);
                async move {
                    waiting.acquire().await?.forget();
                    Ok::<_, HostFunctionError>(())
                }
            },
        )
        .build()
        .unwrap();
    let executor = CodeExecutor::builder(sandbox)
        .policy(Policy::preset(Preset::None))
        .host_functions(Arc::new(functions))
        .build()
        .unwrap();
    (Arc::new(executor), gate)
}

const WAIT: &str = "from host import tools\ntools.wait()\n";

/// What a program prints is seen before it ends: here it does not end until it was seen.
pub(crate) async fn output_arrives_while_the_program_runs(sandbox: Arc<WasmSandbox>) {
    let (executor, gate) = gated(sandbox);
    let shown = Arc::new(Mutex::new(String::new()));
    let seen = Arc::clone(&shown);
    let request = ExecutionRequest::new(format!(
        "import sys\nprint('first', file=sys.stderr)\nprint('second')\n{WAIT}print('third')"
    ))
    .on_output(move |_, text| {
        let mut seen = seen.lock().unwrap();
        seen.push_str(text);
        if *seen == "first\nsecond\n" {
            gate.add_permits(1);
        }
    });
    let result = executor.execute(request).await.unwrap();
    assert!(result.success, "{result:?}");
    assert_eq!(*shown.lock().unwrap(), "first\nsecond\nthird\n");
}

/// One user's flood does not keep another one waiting: the sandbox has one slot, and programs say when it was theirs.
pub(crate) async fn users_take_turns(sandbox: Arc<WasmSandbox>) {
    let (executor, gate) = gated(sandbox);
    let order = Arc::new(Mutex::new(Vec::new()));
    let started = Arc::new(Notify::new());
    let submit = |user: &str, code: String| {
        let (executor, started) = (Arc::clone(&executor), Arc::clone(&started));
        let (order, name) = (Arc::clone(&order), user.to_owned());
        let request = ExecutionRequest::new(code)
            .user_id(user)
            .on_output(move |_, _| {
                order.lock().unwrap().push(name.clone());
                started.notify_one();
            });
        tokio::spawn(async move { executor.execute(request).await })
    };
    let mut running = vec![submit("greedy", format!("print(0)\n{WAIT}"))];
    started.notified().await;
    running.extend((1..20).map(|number| submit("greedy", format!("print({number})"))));
    running.push(submit("modest", "print('mine')".to_owned()));
    // All of them are queued before the first program may end.
    for _ in 0..10 {
        tokio::task::yield_now().await;
    }
    gate.add_permits(1);
    for task in running {
        let result = task.await.unwrap().unwrap();
        assert!(result.success, "{result:?}");
    }
    let order = order.lock().unwrap();
    assert_eq!(order.len(), 21);
    let turn = order.iter().position(|user| user == "modest").unwrap();
    assert!(turn <= 2, "it was the turn of `modest` after {turn} others");
}

/// What was taken runs to its end, and nothing is taken any more.
pub(crate) async fn draining_lets_what_was_taken_end(sandbox: Arc<WasmSandbox>) {
    let (executor, gate) = gated(Arc::clone(&sandbox));
    let started = Arc::new(Notify::new());
    let seen = Arc::clone(&started);
    let request = ExecutionRequest::new(format!("print('started')\n{WAIT}7"))
        .on_output(move |_, _| seen.notify_one());
    let submit = |request: ExecutionRequest| {
        let executor = Arc::clone(&executor);
        tokio::spawn(async move { executor.execute(request).await })
    };
    let taken = submit(request);
    started.notified().await;
    let queued = submit(ExecutionRequest::new("8"));
    tokio::task::yield_now().await;
    let drained = sandbox.drain();
    let late = executor.execute("1").await.unwrap_err();
    assert!(late.to_string().contains("shutting down"), "{late}");
    gate.add_permits(1);
    tokio::time::timeout(2 * SOON, drained).await.unwrap();
    for (task, value) in [(taken, 7), (queued, 8)] {
        let result = task.await.unwrap().unwrap();
        assert_eq!(result.return_value, Some(json!(value)), "{result:?}");
    }
}

/// Programs that would go on for ever, each in its own way.
const ENDLESS: &[(&str, &str)] = &[
    ("a loop", "n = 0\nwhile n >= 0: n += 1"),
    ("a big integer", "9 ** 9 ** 9"),
    (
        "a regular expression",
        "import re\nre.match('(a+)+$', 'a' * 60 + 'b')",
    ),
    ("a sleep", "import time\ntime.sleep(1000)"),
    ("a wait", "import select\nselect.select([], [], [], 1000)"),
    (
        "numpy",
        "import numpy as np\nwhile True: np.sort(np.arange(4_000_000)[::-1])",
    ),
    ("output", "while True: print('x' * 1000)"),
    (
        "exceptions swallowed",
        "while True:\n    try:\n        while True: pass\n    except BaseException: pass",
    ),
    ("a function of the host", WAIT),
];

/// Dropping the future ends the program, whatever it does: the only slot runs the next one.
pub(crate) async fn a_dropped_future_frees_its_slot(sandbox: Arc<WasmSandbox>) {
    let (executor, _closed) = gated(sandbox);
    for (name, endless) in ENDLESS {
        let started = Arc::new(Notify::new());
        let seen = Arc::clone(&started);
        let request = ExecutionRequest::new(format!("print('started')\n{endless}"))
            .on_output(move |_, _| seen.notify_one());
        tokio::select! {
            ended = executor.execute(request) => panic!("{name}: {ended:?}"),
            () = started.notified() => (),
        }
        let dropped = Instant::now();
        let next = tokio::time::timeout(SOON, executor.execute("1")).await;
        let next = next
            .unwrap_or_else(|_| panic!("{name} kept its slot"))
            .unwrap();
        assert!(next.success, "after {name}: {next:?}");
        println!(
            "{name}: the next program ended {:?} after",
            dropped.elapsed()
        );
    }
}
