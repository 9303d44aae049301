use ringfence_code_execution::{
    ExecutionRequest,
    sandbox::{LimitOverrides, OutputStream},
};
use serde_json::json;
use std::sync::{Arc, Mutex};

use super::{Test, executor, sandbox};

pub(crate) const TESTS: &[Test] = &[
    ("what_goes_in_comes_out", || {
        Box::pin(what_goes_in_comes_out())
    }),
    ("limits_end_programs", || Box::pin(limits_end_programs())),
    ("output_is_shown_as_it_comes", || {
        Box::pin(output_is_shown_as_it_comes())
    }),
    ("errors_of_the_request_are_told", || {
        Box::pin(errors_of_the_request_are_told())
    }),
    ("results_name_the_walls", || {
        Box::pin(results_name_the_walls())
    }),
];

async fn what_goes_in_comes_out() {
    let executor = executor(sandbox(1));
    let request = ExecutionRequest::new(
        "import pandas as pd, sys\nprint('größe', file=sys.stderr)\nprint(context['n'] + 1)\nopen('out/a.bin', 'wb').write(open('in.bin', 'rb').read() * 2) if __import__('os').makedirs('out') is None else 0\npd.DataFrame({'a': [1]})",
    )
    .file("in.bin", vec![0_u8, 255, 10, 13])
    .context("n", 41);
    let result = executor.execute(request).await.unwrap();
    assert!(result.success, "{result:?}");
    assert_eq!(result.stdout, "42\n");
    assert_eq!(result.stderr, "größe\n");
    let names: Vec<_> = result
        .artifacts
        .iter()
        .map(|artifact| artifact.name.as_str())
        .collect();
    assert_eq!(names, ["table-1.html", "out/a.bin"]);
    assert_eq!(result.artifacts[1].bytes, [0, 255, 10, 13, 0, 255, 10, 13]);
    assert_eq!(result.sandbox_metadata["image"], "data");
}

async fn limits_end_programs() {
    let executor = executor(sandbox(1));
    for (code, error_type) in [
        (
            "while True:\n    try:\n        while True: pass\n    except BaseException: pass",
            "TimeoutError",
        ),
        ("import time\ntime.sleep(1000)", "TimeoutError"),
        ("x = bytearray(2**30)", "MemoryError"),
        ("raise KeyError('k')", "KeyError"),
    ] {
        let limits = LimitOverrides {
            timeout_seconds: Some(0.5),
            ..LimitOverrides::default()
        };
        let result = executor
            .execute(ExecutionRequest::new(code).limits(limits))
            .await
            .unwrap();
        assert_eq!(
            result.error_type.as_deref(),
            Some(error_type),
            "{code}: {result:?}"
        );
    }
    let deep = executor.execute("def f(): return f()\nf()").await.unwrap();
    assert_eq!(deep.error_type.as_deref(), Some("RecursionError"));
    let next = executor.execute("1 + 1").await.unwrap();
    assert_eq!(next.return_value, Some(json!(2)));
}

async fn output_is_shown_as_it_comes() {
    let executor = executor(sandbox(1));
    let seen = Arc::new(Mutex::new(Vec::new()));
    let shown = Arc::clone(&seen);
    let request = ExecutionRequest::new("for n in range(3):\n    print('line', n)")
        .on_output(move |stream, text| shown.lock().unwrap().push((stream, text.to_owned())));
    let result = executor.execute(request).await.unwrap();
    assert_eq!(result.stdout, "line 0\nline 1\nline 2\n");
    let seen = seen.lock().unwrap();
    assert!(
        seen.iter()
            .all(|(stream, _)| *stream == OutputStream::Stdout)
    );
    let all: String = seen.iter().map(|(_, text)| text.as_str()).collect();
    assert_eq!(all, result.stdout);
}

async fn errors_of_the_request_are_told() {
    let executor = executor(sandbox(1));
    let outside = ExecutionRequest::new("1").file("../x", b"".to_vec());
    let error = executor.execute(outside).await.unwrap_err();
    assert!(
        error.to_string().contains("`../x` cannot be given"),
        "{error}"
    );
    let limits = LimitOverrides {
        max_memory_mb: Some(10),
        ..LimitOverrides::default()
    };
    let error = executor
        .execute(ExecutionRequest::new("1").limits(limits))
        .await
        .unwrap_err();
    assert!(
        error
            .to_string()
            .contains("a memory limit of 10 MB is too low"),
        "{error}"
    );
    assert!(executor.execute("1").await.unwrap().success);
}

async fn results_name_the_walls() {
    let sandbox = sandbox(1);
    let report = sandbox.walls_report().unwrap().clone();
    let result = executor(sandbox).execute("1").await.unwrap();
    let walls: Vec<_> = result.sandbox_metadata["walls"]
        .as_array()
        .unwrap()
        .iter()
        .map(|wall| wall.as_str().unwrap())
        .collect();
    assert_eq!(walls[..2], ["wasm", "process"]);
    for (wall, reason) in report.missing() {
        println!("missing here: {wall}: {reason}");
        assert!(!walls.contains(&wall.name()));
    }
    assert!(walls.contains(&"seccomp"), "{walls:?}");
    assert!(walls.contains(&"no_new_privileges"), "{walls:?}");
}
