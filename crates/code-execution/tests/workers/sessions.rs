use std::{sync::Arc, time::Duration};

use ringfence_code_execution::{ExecutionRequest, Session, sandbox::LimitOverrides};
use serde_json::{Value, json};

use super::{Test, executor, sandbox};

pub(crate) const TESTS: &[Test] = &[
    ("state_stays_in_whichever_worker", || {
        Box::pin(state_stays_in_whichever_worker())
    }),
    ("state_outlives_a_worker_that_is_killed", || {
        Box::pin(state_outlives_a_worker_that_is_killed())
    }),
    ("a_checkpoint_goes_on_in_another_sandbox", || {
        Box::pin(a_checkpoint_goes_on_in_another_sandbox())
    }),
    ("forks_and_files_go_their_own_way", || {
        Box::pin(forks_and_files_go_their_own_way())
    }),
];

async fn a_checkpoint_goes_on_in_another_sandbox() {
    let one = executor(sandbox(1));
    let mut session = one.create_session().unwrap();
    let code = "import pandas as pd\nframe = pd.DataFrame({'a': [1, 2]})\nopen('f.txt', 'w').write('kept')";
    value(&mut session, code).await;
    let checkpoint = session.checkpoint().await.unwrap();
    println!("{} bytes in a checkpoint", checkpoint.len());
    drop((session, one));
    let other = executor(sandbox(1));
    let mut restored = other.restore_session(&checkpoint).unwrap();
    assert_eq!(
        value(&mut restored, "[int(frame.a.sum()), open('f.txt').read()]").await,
        Some(json!([3, "kept"]))
    );
    let mut changed = checkpoint.clone();
    changed[100] ^= 1;
    let error = other.restore_session(&changed).unwrap_err();
    assert!(error.to_string().contains("somebody changed it"), "{error}");
}

async fn value(session: &mut Session, code: &str) -> Option<Value> {
    let result = session.run(code).await.unwrap();
    assert!(result.success, "{code}: {result:?}");
    result.return_value
}

async fn state_stays_in_whichever_worker() {
    let executor = executor(sandbox(2));
    let tasks: Vec<_> = (0..8)
        .map(|start| {
            let executor = Arc::clone(&executor);
            tokio::spawn(async move {
                let mut session = executor.create_session().unwrap();
                value(
                    &mut session,
                    &format!(
                        "import pandas as pd\nn = {start}\nframe = pd.DataFrame({{'n': [n]}})"
                    ),
                )
                .await;
                for _ in 0..20 {
                    value(&mut session, "n += 1\nframe['n'] = n").await;
                }
                assert_eq!(
                    value(&mut session, "[n, int(frame.n[0])]").await,
                    Some(json!([start + 20, start + 20]))
                );
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
}

async fn state_outlives_a_worker_that_is_killed() {
    let executor = executor(sandbox(1));
    let mut session = executor.create_session().unwrap();
    value(&mut session, "n = 1").await;
    let limits = LimitOverrides {
        timeout_seconds: Some(0.3),
        ..LimitOverrides::default()
    };
    let late = session
        .run(ExecutionRequest::new("n = 2\nwhile True: pass").limits(limits))
        .await
        .unwrap();
    assert_eq!(late.error_type.as_deref(), Some("TimeoutError"));
    assert_eq!(value(&mut session, "n").await, Some(json!(1)));
    let dropped = tokio::time::timeout(
        Duration::from_millis(300),
        session.run("n = 3\nwhile True: pass"),
    )
    .await;
    assert!(dropped.is_err());
    assert_eq!(value(&mut session, "n += 1\nn").await, Some(json!(2)));
    assert_eq!(value(&mut session, "n").await, Some(json!(2)));
}

async fn forks_and_files_go_their_own_way() {
    let executor = executor(sandbox(2));
    let mut one = executor.create_session().unwrap();
    value(
        &mut one,
        "handle = open('log.txt', 'w+')\nhandle.write('one ')",
    )
    .await;
    let mut other = one.fork().await.unwrap();
    value(&mut one, "handle.write('two')").await;
    value(&mut other, "handle.write('three')").await;
    let read = "handle.seek(0)\nhandle.read()";
    assert_eq!(value(&mut one, read).await, Some(json!("one two")));
    assert_eq!(value(&mut other, read).await, Some(json!("one three")));
    assert!(one.held_bytes() < 8 << 20, "{}", one.held_bytes());
    println!("{} bytes at rest", one.held_bytes());
}
