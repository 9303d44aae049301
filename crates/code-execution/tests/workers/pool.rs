use std::sync::Arc;

use ringfence_code_execution::{ErrorKind, ExecutionRequest};
use serde_json::json;

use super::{Test, builder, executor, promises, sandbox};

pub(crate) const TESTS: &[Test] = &[
    ("many_at_once_all_answer", || {
        Box::pin(many_at_once_all_answer())
    }),
    ("a_dropped_future_frees_its_slot", || {
        Box::pin(promises::a_dropped_future_frees_its_slot(sandbox(1)))
    }),
    ("users_take_turns", || {
        Box::pin(promises::users_take_turns(sandbox(1)))
    }),
    ("output_arrives_while_the_program_runs", || {
        Box::pin(promises::output_arrives_while_the_program_runs(sandbox(1)))
    }),
    ("a_full_queue_is_busy", || Box::pin(a_full_queue_is_busy())),
    ("draining_lets_what_was_taken_end", || {
        Box::pin(promises::draining_lets_what_was_taken_end(sandbox(1)))
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
