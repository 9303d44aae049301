use std::{sync::Arc, time::Duration};

use ringfence_code_execution::{ErrorKind, ExecutionRequest, sandbox::Sandbox};
use serde_json::json;

use super::{Test, builder, executor, sandbox};

pub(crate) const TESTS: &[Test] = &[
    ("many_at_once_all_answer", || {
        Box::pin(many_at_once_all_answer())
    }),
    ("a_dropped_future_stops_the_guest", || {
        Box::pin(a_dropped_future_stops_the_guest())
    }),
    ("a_full_queue_is_busy", || Box::pin(a_full_queue_is_busy())),
    ("draining_lets_what_was_taken_end", || {
        Box::pin(draining_lets_what_was_taken_end())
    }),
];

async fn many_at_once_all_answer() {
    let executor = executor(sandbox(2));
    let tasks: Vec<_> = (0..60)
        .map(|number| {
            let executor = Arc::clone(&executor);
            tokio::spawn(async move {
                let request = ExecutionRequest::new(format!("{number} * 2"))
                    .user_id(format!("user-{}", number % 3));
                executor.execute(request).await.unwrap().return_value
            })
        })
        .collect();
    for (number, task) in tasks.into_iter().enumerate() {
        assert_eq!(task.await.unwrap(), Some(json!(number * 2)));
    }
}

async fn a_dropped_future_stops_the_guest() {
    let executor = executor(sandbox(1));
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

async fn a_full_queue_is_busy() {
    let sandbox = Arc::new(builder(1).max_queued(2).open().unwrap());
    let executor = executor(sandbox);
    let running: Vec<_> = (0..12)
        .map(|_| {
            let executor = Arc::clone(&executor);
            tokio::spawn(async move { executor.execute("import time\ntime.sleep(0.3)").await })
        })
        .collect();
    let (mut done, mut busy) = (0, 0);
    for task in running {
        match task.await.unwrap() {
            Ok(result) => {
                assert!(result.success);
                done += 1;
            }
            Err(error) => {
                assert_eq!(error.kind(), ErrorKind::Sandbox);
                assert!(error.can_retry());
                assert!(
                    error
                        .message()
                        .contains("the sandbox is busy: 2 executions wait already"),
                    "{error}"
                );
                busy += 1;
            }
        }
    }
    // One may have been taken from the queue before the others came.
    assert!((2..=3).contains(&done), "{done} done, {busy} busy");
}

async fn draining_lets_what_was_taken_end() {
    let started = Arc::new(tokio::sync::Notify::new());
    let sandbox = sandbox(1);
    let executor = executor(Arc::clone(&sandbox));
    let taken = {
        let executor = Arc::clone(&executor);
        let started = Arc::clone(&started);
        let request = ExecutionRequest::new("import time\nprint('started')\ntime.sleep(0.3)\n7")
            .on_output(move |_, _| started.notify_one());
        tokio::spawn(async move { executor.execute(request).await })
    };
    started.notified().await;
    tokio::time::timeout(Duration::from_secs(20), sandbox.drain())
        .await
        .unwrap();
    assert_eq!(taken.await.unwrap().unwrap().return_value, Some(json!(7)));
    let late = executor.execute("1").await.unwrap_err();
    assert!(late.to_string().contains("shutting down"), "{late}");
}
