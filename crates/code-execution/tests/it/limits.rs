use std::time::{Duration, Instant};

use ringfence_code_execution::{
    CodeExecutor, ErrorKind, ExecutionRequest,
    analysis::{Policy, Preset},
    sandbox::{LimitOverrides, Limits},
};

use crate::support::executor;

fn unguarded(change: impl FnOnce(&mut Limits)) -> CodeExecutor {
    let mut limits = Limits::default();
    limits.timeout_seconds = 20.0;
    change(&mut limits);
    executor()
        .policy(Policy::preset(Preset::None))
        .limits(limits)
        .build()
        .unwrap()
}

/// However a program spends its time, it ends; the slack is for a loaded machine.
#[tokio::test]
async fn time_runs_out_for_every_kind_of_waiting() {
    let executor = unguarded(|limits| limits.timeout_seconds = 0.3);
    for code in [
        "while True: pass",
        "import time\ntime.sleep(100)",
        "while True:\n    try:\n        while True: pass\n    except BaseException:\n        pass",
        "import re\nre.match('(a+)+$', 'a' * 40 + 'b')",
        "9 ** 9 ** 9",
        "while True:\n    try:\n        input()\n    except EOFError:\n        pass",
        "import time\ntry:\n    time.sleep(100)\nfinally:\n    while True: pass",
        "sum(range(10 ** 12))",
        "import select\nselect.select([], [], [], 100)",
    ] {
        let started = Instant::now();
        let result = executor.execute(code).await.unwrap();
        assert_eq!(
            result.error_kind(),
            Some(ErrorKind::Timeout),
            "{code}: {result:?}"
        );
        assert!(
            started.elapsed() < Duration::from_secs(5),
            "{code}: {:?}",
            started.elapsed()
        );
    }
}

#[tokio::test]
async fn memory_runs_out_with_a_memory_error() {
    let executor = unguarded(|limits| limits.max_memory_mb = 128);
    for code in [
        "x = bytearray(2 ** 28)",
        "x = 'a' * 10 ** 10",
        "x = []\nwhile True:\n    x.append('a' * 1000000)",
        "x = 'a'\nwhile True:\n    x += x",
        "import numpy as np\nx = np.zeros(10 ** 8)",
    ] {
        let result = executor.execute(code).await.unwrap();
        assert_eq!(
            result.error_kind(),
            Some(ErrorKind::ResourceLimit),
            "{code}: {result:?}"
        );
        assert!(
            result.memory_used_mb <= 128.0,
            "{code}: {}",
            result.memory_used_mb
        );
    }
    let result = executor
        .execute("try:\n    x = bytearray(2 ** 28)\nexcept MemoryError:\n    print('caught')")
        .await
        .unwrap();
    assert_eq!(result.stdout, "caught\n");
}

#[tokio::test]
async fn files_count_as_memory_and_have_a_quota() {
    let executor = unguarded(|limits| limits.max_file_bytes = 1 << 20);
    let full = "try:\n    open('big', 'wb').write(bytes(2 ** 21))\nexcept OSError as error:\n    print(error.errno, error.strerror)";
    assert_eq!(
        executor.execute(full).await.unwrap().stdout,
        "51 No space left on device\n"
    );
    let sparse = "file = open('big', 'wb')\ntry:\n    file.truncate(10 ** 12)\nexcept OSError as error:\n    print(error.strerror)";
    assert_eq!(
        executor.execute(sparse).await.unwrap().stdout,
        "No space left on device\n"
    );
    let many = "count = 0\ntry:\n    while True:\n        open(f'f{count}', 'w').close()\n        count += 1\nexcept OSError:\n    print(count)";
    assert_eq!(executor.execute(many).await.unwrap().stdout, "1000\n");
    let links = "import os\ncount = 0\nopen('f', 'w').close()\ntry:\n    while True:\n        os.link('f', f'l{count}')\n        count += 1\nexcept OSError:\n    print(count)";
    assert_eq!(executor.execute(links).await.unwrap().stdout, "999\n");

    let executor =
        unguarded(|limits| (limits.max_memory_mb, limits.max_file_bytes) = (128, 1 << 30));
    let grow = "try:\n    with open('big', 'wb') as file:\n        for _ in range(1000):\n            file.write(bytes(2 ** 20))\nexcept OSError as error:\n    print(error.strerror)";
    let result = executor.execute(grow).await.unwrap();
    assert_eq!(result.stdout, "No space left on device\n");
    assert!(result.memory_used_mb <= 128.0);
}

#[tokio::test]
async fn output_is_cut_with_a_notice() {
    let executor = unguarded(|limits| limits.max_output_bytes = 1000);
    let result = executor
        .execute("print('x' * 5000)\nimport sys\nprint('y' * 10, file=sys.stderr)\n'z' * 5000")
        .await
        .unwrap();
    assert_eq!(
        result.stdout,
        format!(
            "{}\n[output truncated: 1000 of 5001 bytes shown]",
            "x".repeat(1000)
        )
    );
    assert_eq!(result.stderr, "yyyyyyyyyy\n");
    assert_eq!(result.truncated, ["stdout", "return_value"]);
    let endless = executor
        .execute("while True:\n    print('x' * 100)")
        .await
        .unwrap();
    assert_eq!(endless.error_kind(), Some(ErrorKind::Timeout));
    assert!(endless.stdout.len() < 1100);
}

#[tokio::test]
async fn a_stack_that_runs_out_ends_the_guest_alone() {
    let executor = unguarded(|limits| limits.timeout_seconds = 10.0);
    for code in [
        "x = []\nfor _ in range(100_000):\n    x = [x]\nrepr(x)",
        "import sys\nsys.setrecursionlimit(10 ** 9)\ndef f(): return f()\nf()",
        "import sys\nsys.setrecursionlimit(10 ** 9)\nclass A:\n    def __repr__(self): return repr(self)\nrepr(A())",
        "import json\njson.loads('[' * 1_000_000)",
        "x = ()\nfor _ in range(1_000_000):\n    x = (x,)\ndel x",
        "import itertools\nx = iter([])\nfor _ in range(100_000):\n    x = itertools.chain(x, [])\nlist(x)",
    ] {
        let result = executor.execute(code).await.unwrap();
        assert!(!result.to_dict().is_null(), "{code}");
        let next = executor.execute("print('alive')").await.unwrap();
        assert_eq!(next.stdout, "alive\n", "after {code}");
    }
}

#[tokio::test]
async fn a_request_may_lower_limits_and_not_raise_them() {
    let executor = unguarded(|_| ());
    let raised = LimitOverrides {
        timeout_seconds: Some(50.0),
        ..LimitOverrides::default()
    };
    let error = executor
        .execute(ExecutionRequest::new("1").limits(raised))
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Validation);
    assert_eq!(
        error.message(),
        "the limit `timeout_seconds` is 50, and must be at most 20"
    );

    let too_low = LimitOverrides {
        max_memory_mb: Some(8),
        ..LimitOverrides::default()
    };
    let error = executor
        .execute(ExecutionRequest::new("1").limits(too_low))
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ResourceLimit);
    assert!(
        error
            .message()
            .starts_with("a memory limit of 8 MB is too low"),
        "{}",
        error.message()
    );
}

#[test]
fn what_a_sandbox_cannot_give_is_refused_when_the_executor_is_built() {
    let error = executor().enable_network(true).build().unwrap_err();
    assert_eq!(
        error.to_string(),
        "`enable_network` is set, and the sandbox `wasm` cannot give its guests a network"
    );
}

#[tokio::test]
async fn given_files_count_before_the_first_line() {
    let executor = unguarded(|limits| limits.max_memory_mb = 64);
    let request = ExecutionRequest::new("1").file("big", vec![0; 60 << 20]);
    let error = executor.execute(request).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ResourceLimit);
    assert!(
        error
            .message()
            .starts_with("a memory limit of 64 MB is too low"),
        "{}",
        error.message()
    );
}
