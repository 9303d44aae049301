use std::{num::NonZeroUsize, sync::Arc};

use ringfence_code_execution::sandbox::wasm::WasmSandbox;

use crate::{promises, support::pack};

/// Guests of this process, one at a time.
fn sandbox() -> Arc<WasmSandbox> {
    let builder = WasmSandbox::builder(&pack()).slots(NonZeroUsize::MIN);
    Arc::new(builder.open().unwrap())
}

#[tokio::test]
async fn a_dropped_future_frees_its_slot() {
    promises::a_dropped_future_frees_its_slot(sandbox()).await;
}

#[tokio::test]
async fn users_take_turns() {
    promises::users_take_turns(sandbox()).await;
}

#[tokio::test]
async fn output_arrives_while_the_program_runs() {
    promises::output_arrives_while_the_program_runs(sandbox()).await;
}

#[tokio::test]
async fn draining_lets_what_was_taken_end() {
    promises::draining_lets_what_was_taken_end(sandbox()).await;
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
