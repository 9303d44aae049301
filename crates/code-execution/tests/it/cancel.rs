use std::{num::NonZeroUsize, sync::Arc, time::Duration};

use ringfence_code_execution::{CodeExecutor, sandbox::wasm::WasmSandbox};

use crate::support::pack;

/// One thread: the next execution only starts once the dropped one has ended.
#[tokio::test]
async fn dropping_the_future_stops_the_guest() {
    let sandbox = Arc::new(
        WasmSandbox::builder(&pack())
            .slots(NonZeroUsize::MIN)
            .open()
            .unwrap(),
    );
    let executor = CodeExecutor::builder(sandbox).build().unwrap();
    for endless in [
        "n = 0\nwhile n >= 0: n += 1",
        "import time\ntime.sleep(1000)",
    ] {
        let dropped =
            tokio::time::timeout(Duration::from_millis(200), executor.execute(endless)).await;
        assert!(dropped.is_err(), "{endless}");
        let next = tokio::time::timeout(Duration::from_secs(20), executor.execute("1")).await;
        assert!(next.unwrap().unwrap().success, "after {endless}");
    }
}

#[tokio::test]
async fn many_executions_at_once_all_answer() {
    let executor = Arc::new(crate::support::executor().build().unwrap());
    let tasks: Vec<_> = (0..50)
        .map(|number| {
            let executor = Arc::clone(&executor);
            tokio::spawn(async move {
                executor
                    .execute(format!("{number} * 2"))
                    .await
                    .unwrap()
                    .return_value
            })
        })
        .collect();
    for (number, task) in tasks.into_iter().enumerate() {
        assert_eq!(task.await.unwrap(), Some((number * 2).into()));
    }
}
