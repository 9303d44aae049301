//! Workers that do not keep to the protocol, as one might that a guest has taken over.

use std::{
    io::{Read, Write},
    os::{fd::OwnedFd, unix::net::UnixStream},
    process::ExitCode,
    sync::Arc,
    time::{Duration, Instant},
};

use ringfence_code_execution::{
    ExecutionRequest,
    sandbox::{
        LimitOverrides,
        wasm::{WasmSandbox, WorkerProgram},
    },
};

use super::{Test, executor, support};

pub(crate) const HOSTILE: &str = "__hostile";

pub(crate) const TESTS: &[Test] = &[
    ("what_a_hostile_worker_says_is_an_error", || {
        Box::pin(what_a_hostile_worker_says_is_an_error())
    }),
    ("a_silent_worker_is_killed", || {
        Box::pin(a_silent_worker_is_killed())
    }),
    ("a_worker_that_is_not_ready_is_an_error", || {
        a_worker_that_is_not_ready_is_an_error();
        Box::pin(std::future::ready(()))
    }),
];

/// What a hostile worker does when it is given a program, and what the host makes of it.
const CONDUCTS: &[(&str, &str)] = &[
    ("endless_header", "longer than allowed"),
    ("not_json", "cannot be read"),
    ("unknown_kind", "cannot be read"),
    ("deep_json", "cannot be read"),
    ("short_payload", "cannot be read"),
    ("ready_again", "does not belong here"),
    ("state_unasked", "does not belong here"),
    ("asks_for_state_for_ever", "asks for a state it was given"),
    ("dies", "the worker ended with status 7"),
    ("closes", "the worker"),
];

fn frame(header: &str, payload: &[u8]) -> Vec<u8> {
    let lengths =
        [header.len(), payload.len()].map(|len| u32::try_from(len).unwrap().to_le_bytes());
    [&lengths.concat(), header.as_bytes(), payload].concat()
}

const OUTCOME: &str = r#"{"kind":"outcome","ending":"completed","stdout":{"text":"","total_bytes":0},"stderr":{"text":"","total_bytes":0},"value":null,"artifacts":[ARTIFACTS],"dropped_artifacts":0,"memory_used_bytes":0,"is_at_rest":false,"execution_time_ns":0,"metadata":{}}"#;

/// The hostile worker's `main`.
pub(crate) fn worker(conduct: &str) -> ExitCode {
    let channel = std::io::stdin();
    let descriptor: OwnedFd = std::os::fd::AsFd::as_fd(&channel)
        .try_clone_to_owned()
        .unwrap();
    let mut channel = UnixStream::from(descriptor);
    if conduct == "never_ready" {
        channel
            .write_all(&frame(r#"{"kind":"state"}"#, b""))
            .unwrap();
    } else {
        channel
            .write_all(&frame(r#"{"kind":"ready","walls":{}}"#, b""))
            .unwrap();
    }
    let mut asked = vec![0; 65_536];
    loop {
        if channel.read(&mut asked).unwrap_or(0) == 0 {
            return ExitCode::SUCCESS;
        }
        let answer = match conduct {
            "endless_header" => [u32::MAX.to_le_bytes(), [0; 4]].concat(),
            "not_json" => frame("{]", b""),
            "unknown_kind" => frame(r#"{"kind":"root_shell"}"#, b""),
            "deep_json" => frame(&format!("{}1", "[".repeat(100_000)), b""),
            "short_payload" => frame(
                &OUTCOME.replace(
                    "ARTIFACTS",
                    r#"{"name":"a","media_type":"text/plain","bytes":9999}"#,
                ),
                b"x",
            ),
            "ready_again" => frame(r#"{"kind":"ready","walls":{}}"#, b""),
            "state_unasked" => frame(r#"{"kind":"state"}"#, b"x"),
            "asks_for_state_for_ever" => frame(r#"{"kind":"state_missing"}"#, b""),
            "dies" => return ExitCode::from(7),
            "closes" => return ExitCode::SUCCESS,
            "silent" => continue,
            _ => unreachable!("{conduct}"),
        };
        let _ = channel.write_all(&answer);
    }
}

fn sandbox(conduct: &str) -> Result<Arc<WasmSandbox>, String> {
    let mut program = WorkerProgram::this_executable(HOSTILE).unwrap();
    program.arguments.push(conduct.into());
    WasmSandbox::builder(&support::pack())
        .slots(std::num::NonZeroUsize::MIN)
        .workers(program)
        .open()
        .map(Arc::new)
        .map_err(|error| error.to_string())
}

async fn what_a_hostile_worker_says_is_an_error() {
    for (conduct, expected) in CONDUCTS {
        let executor = executor(sandbox(conduct).unwrap());
        for _ in 0..2 {
            let error = executor.execute("1").await.unwrap_err();
            assert!(error.to_string().contains(expected), "{conduct}: {error}");
            assert!(error.can_retry(), "{conduct}");
        }
    }
}

async fn a_silent_worker_is_killed() {
    let executor = executor(sandbox("silent").unwrap());
    let limits = LimitOverrides {
        timeout_seconds: Some(0.1),
        ..LimitOverrides::default()
    };
    let result = executor
        .execute(ExecutionRequest::new("1").limits(limits))
        .await
        .unwrap();
    assert_eq!(result.error_type.as_deref(), Some("TimeoutError"));
    let started = Instant::now();
    let cancelled = tokio::time::timeout(Duration::from_millis(50), executor.execute("1")).await;
    assert!(cancelled.is_err());
    let next = tokio::time::timeout(Duration::from_millis(50), executor.execute("1")).await;
    assert!(next.is_err());
    assert!(started.elapsed() < Duration::from_secs(10));
}

fn a_worker_that_is_not_ready_is_an_error() {
    let error = sandbox("never_ready").unwrap_err();
    assert!(error.contains("began with another word"), "{error}");
    let missing = WorkerProgram {
        path: "/nonexistent/worker".into(),
        arguments: Vec::new(),
    };
    let opened = WasmSandbox::builder(&support::pack())
        .workers(missing)
        .open();
    assert!(
        opened
            .unwrap_err()
            .to_string()
            .contains("cannot be started")
    );
    let error = WasmSandbox::builder(&support::pack())
        .require_walls(true)
        .open()
        .unwrap_err();
    assert!(
        error.to_string().contains("behind WebAssembly alone"),
        "{error}"
    );
}
