use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use ringfence_code_execution::{
    CodeExecutor, ExecutionRequest, ExecutionResult, Session,
    analysis::{Policy, Preset},
};
use serde_json::json;

use crate::support;

fn executor() -> Arc<CodeExecutor> {
    let policy = Policy::preset(Preset::Contained);
    Arc::new(support::executor().policy(policy).build().unwrap())
}

async fn run(session: &mut Session, code: &str) -> ExecutionResult {
    session.run(code).await.unwrap()
}

#[tokio::test]
async fn names_imports_and_files_stay() {
    let mut session = executor().create_session().unwrap();
    let first = run(
        &mut session,
        "import math\nn = 41\ndef next_one():\n    global n\n    n += 1\n    return n\nopen('note.txt', 'w').write('kept')",
    )
    .await;
    assert!(first.success, "{first:?}");
    assert_eq!(first.artifacts.len(), 1);
    let second = run(
        &mut session,
        "next_one(), math.pi > 3, open('note.txt').read()",
    )
    .await;
    assert_eq!(second.return_value, Some(json!([42, true, "kept"])));
    assert!(second.artifacts.is_empty(), "{second:?}");
    assert_eq!(second.sandbox_metadata["session_id"], session.id());
    let third = run(&mut session, "1 / 0").await;
    assert!(
        third
            .traceback
            .unwrap()
            .contains("File \"turn-3.py\", line 1")
    );
    assert_eq!(run(&mut session, "n").await.return_value, Some(json!(42)));
}

#[tokio::test]
async fn an_exception_keeps_what_ran_before_it_and_an_interrupted_turn_nothing() {
    let mut session = executor().create_session().unwrap();
    run(&mut session, "n = 1").await;
    let raised = run(&mut session, "n = 2\nraise ValueError('no')").await;
    assert_eq!(raised.sandbox_metadata["state_kept"], true);
    let request = ExecutionRequest::new("n = 3\nwhile n: pass").limits(
        ringfence_code_execution::sandbox::LimitOverrides {
            timeout_seconds: Some(0.2),
            ..Default::default()
        },
    );
    let timed_out = session.run(request).await.unwrap();
    assert_eq!(timed_out.error_type.as_deref(), Some("TimeoutError"));
    assert_eq!(timed_out.sandbox_metadata["state_kept"], false);
    assert_eq!(run(&mut session, "n").await.return_value, Some(json!(2)));

    let cancelled = tokio::time::timeout(
        Duration::from_millis(200),
        session.run("n = 4\nimport time\ntime.sleep(1000)"),
    )
    .await;
    assert!(cancelled.is_err());
    assert_eq!(run(&mut session, "n").await.return_value, Some(json!(2)));

    let broke = run(&mut session, "n = 5\nimport os\nos._exit(3)").await;
    assert_eq!(broke.exit_code, 3, "{broke:?}");
    assert_eq!(run(&mut session, "n").await.return_value, Some(json!(2)));
}

#[tokio::test]
async fn a_fork_goes_its_own_way() {
    let mut one = executor().create_session().unwrap();
    run(
        &mut one,
        "import pandas as pd\nframe = pd.DataFrame({'a': [1, 2]})",
    )
    .await;
    let mut other = one.fork().await.unwrap();
    run(
        &mut one,
        "frame['b'] = frame.a * 2\nopen('f', 'w').write('one')",
    )
    .await;
    run(&mut other, "frame['c'] = frame.a * 3").await;
    assert_eq!(
        run(&mut one, "list(frame.columns)").await.return_value,
        Some(json!(["a", "b"]))
    );
    let seen = run(
        &mut other,
        "import os\n[list(frame.columns), frame.c.sum(), os.listdir()]",
    )
    .await;
    assert_eq!(seen.return_value, Some(json!([["a", "c"], 9, []])));
}

#[tokio::test]
async fn what_is_memory_survives_and_what_the_host_gives_is_new() {
    let executor = executor();
    let mut one = executor.create_session().unwrap();
    run(
        &mut one,
        "import random, secrets\nwords = (word for word in 'abc')\nnext(words)\nhandle = open('f', 'w+')\nhandle.write('12')",
    )
    .await;
    let checkpoint = one.checkpoint().await.unwrap();
    let mut fork = one.fork().await.unwrap();
    let mut restored = executor.restore_session(&checkpoint).unwrap();
    let code = "[next(words), handle.tell(), random.random(), secrets.token_hex()]";
    let mut seen = Vec::new();
    for session in [&mut one, &mut fork, &mut restored] {
        let value = run(session, code).await.return_value.unwrap();
        assert_eq!((&value[0], &value[1]), (&json!("b"), &json!(2)));
        seen.push((value[2].clone(), value[3].clone()));
    }
    assert!(seen.iter().all(|(random, _)| *random == seen[0].0));
    assert!(seen[0].1 != seen[1].1 && seen[1].1 != seen[2].1);
}

#[tokio::test]
async fn a_reset_session_knows_nothing() {
    let mut session = executor().create_session().unwrap();
    run(&mut session, "n = 1\nopen('f', 'w').write('x')").await;
    session.reset();
    let after = run(&mut session, "import os\n['n' in globals(), os.listdir()]").await;
    assert_eq!(after.return_value, Some(json!([false, []])));
}

#[tokio::test]
async fn output_is_shown_while_the_code_runs() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let shown = Arc::clone(&seen);
    let request = ExecutionRequest::new(
        "import sys, time\nprint('one')\nprint('warn', file=sys.stderr)\nfor _ in range(200):\n    time.sleep(0.01)\nprint('two')",
    )
    .on_output(move |stream, text| shown.lock().unwrap().push((stream, text.to_owned())));
    let executor = executor();
    let running = tokio::spawn(async move { executor.execute(request).await.unwrap() });
    let early = tokio::time::timeout(Duration::from_secs(20), async {
        while seen.lock().unwrap().len() < 2 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    });
    early.await.unwrap();
    assert!(!running.is_finished());
    assert!(running.await.unwrap().success);
    let seen: Vec<_> = seen
        .lock()
        .unwrap()
        .iter()
        .map(|(_, text)| text.clone())
        .collect();
    assert_eq!(seen, ["one\n", "warn\n", "two\n"]);
}

/// Its descriptor goes with the session, wherever that goes on.
#[tokio::test]
async fn a_folder_that_was_removed_while_it_was_open_harms_no_session() {
    let executor = CodeExecutor::builder(support::sandbox())
        .policy(Policy::preset(Preset::None))
        .build()
        .unwrap();
    let mut session = Arc::new(executor).create_session().unwrap();
    let code =
        "import os\nos.mkdir('gone')\nfolder = os.open('gone', os.O_RDONLY)\nos.rmdir('gone')";
    let first = run(&mut session, code).await;
    assert!(first.success, "{first:?}");
    let mut fork = session.fork().await.unwrap();
    let look = "os.mkdir('other')\nos.fstat(folder).st_nlink";
    let looked = run(&mut fork, look).await;
    assert_eq!(looked.return_value, Some(json!(0)), "{looked:?}");
    let mut fork = fork.fork().await.unwrap();
    let closed = run(&mut fork, "os.close(folder)\nsorted(os.listdir())").await;
    assert_eq!(closed.return_value, Some(json!(["other"])), "{closed:?}");
}
