//! Draining: what runs ends, and nothing begins.

use std::{
    num::NonZeroUsize,
    sync::{Arc, Mutex},
    time::Duration,
};

use ringfence_code_execution::{
    CodeExecutor, ExecutionRequest,
    analysis::{Policy, Preset},
    sandbox::wasm::WasmSandbox,
    sessions::Sessions,
};
use serde_json::json;

use crate::support;

/// An executor over a sandbox of its own, with one slot.
fn executor() -> Arc<CodeExecutor> {
    let sandbox = WasmSandbox::builder(&support::pack())
        .slots(NonZeroUsize::MIN)
        .open()
        .unwrap();
    let builder = CodeExecutor::builder(Arc::new(sandbox));
    let policy = Policy::preset(Preset::Contained);
    Arc::new(builder.policy(policy).build().unwrap())
}

#[tokio::test]
async fn what_was_taken_ends_and_nothing_more_is_taken() {
    let executor = executor();
    let mut session = executor.create_session().unwrap();
    session.run("n = 41").await.unwrap();
    let (started, told) = tokio::sync::oneshot::channel();
    let started = Mutex::new(Some(started));
    let code = "import time\nprint('started')\ntime.sleep(0.3)\n'ended'";
    let slow = ExecutionRequest::new(code).on_output(move |_, _| {
        if let Some(started) = started.lock().unwrap().take() {
            started.send(()).unwrap();
        }
    });
    let running = {
        let executor = Arc::clone(&executor);
        tokio::spawn(async move { executor.execute(slow).await })
    };
    told.await.unwrap();
    let drained = tokio::time::timeout(Duration::from_secs(20), executor.drain());
    assert!(drained.await.is_ok());
    let ran = running.await.unwrap().unwrap();
    assert_eq!(ran.return_value, Some(json!("ended")));

    let refused = executor.execute("1").await.unwrap_err();
    assert_eq!(refused.to_string(), "the sandbox is shutting down");
    assert!(!refused.can_retry());
    assert!(session.run("n").await.is_err());
    // What rests can be kept still.
    let checkpoint = session.checkpoint().await.unwrap();
    let mut restored = self::executor().restore_session(&checkpoint).unwrap();
    let result = restored.run("n + 1").await.unwrap();
    assert_eq!(result.return_value, Some(json!(42)));
    executor.drain().await;
}

#[tokio::test]
async fn sessions_that_shut_down_write_the_turn_that_runs_and_drain_the_executor() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sessions");
    let executor = executor();
    let sessions = Sessions::builder(Arc::clone(&executor)).folder(&path);
    let sessions = sessions.build().await.unwrap();
    let id = sessions.create(None).await.unwrap().id;
    let turn = {
        let sessions = Arc::clone(&sessions);
        tokio::spawn(async move {
            let code = "import time\ntime.sleep(0.2)\nn = 7";
            sessions.run(id, code).await
        })
    };
    while !sessions.info(id).unwrap().is_in_use {
        tokio::task::yield_now().await;
    }
    let report = sessions.shut_down().await;
    assert_eq!((report.hibernated, report.failures), (1, vec![]));
    assert!(turn.await.unwrap().unwrap().success);
    let refused = executor.execute("1").await.unwrap_err();
    assert_eq!(refused.to_string(), "the sandbox is shutting down");
    drop(sessions);
    let sessions = Sessions::builder(self::executor()).folder(&path);
    let sessions = sessions.build().await.unwrap();
    let result = sessions.run(id, "n").await.unwrap();
    assert_eq!(result.return_value, Some(json!(7)));
}
