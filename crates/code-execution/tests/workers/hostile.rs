//! Workers that do not keep to the protocol, as one might that a guest has taken over.

use std::{
    io::{self, Read, Write},
    net::Shutdown,
    os::{fd::OwnedFd, unix::net::UnixStream},
    process::ExitCode,
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use ringfence_code_execution::{
    CodeExecutionError, CodeExecutor, ErrorKind, ExecutionRequest, ExecutionResult,
    process::worker::{Worker, WorkerLimits},
    sandbox::{
        LimitOverrides,
        wasm::{WasmSandbox, WorkerProgram},
    },
};
use serde_json::{Value, json};

use super::{Test, executor, sandbox as honest_sandbox, support};

pub(crate) const HOSTILE: &str = "__hostile";

pub(crate) const TESTS: &[Test] = &[
    ("what_a_hostile_worker_says_is_an_error", || {
        Box::pin(what_a_hostile_worker_says_is_an_error())
    }),
    ("what_keeps_to_the_protocol_is_a_result", || {
        Box::pin(what_keeps_to_the_protocol_is_a_result())
    }),
    ("metadata_replaces_nothing_of_the_hosts", || {
        Box::pin(metadata_replaces_nothing_of_the_hosts())
    }),
    ("a_silent_worker_is_given_up", || {
        Box::pin(is_given_up("silent"))
    }),
    ("a_worker_that_never_reads_is_given_up", || {
        Box::pin(is_given_up("never_reads"))
    }),
    ("a_worker_that_drips_is_given_up", || {
        Box::pin(is_given_up("drips"))
    }),
    ("a_worker_that_floods_is_given_up", || {
        Box::pin(is_given_up("floods"))
    }),
    ("a_state_that_never_comes_loses_its_turn_alone", || {
        Box::pin(a_state_that_never_comes_loses_its_turn_alone())
    }),
    ("a_state_that_drips_loses_its_turn_alone", || {
        Box::pin(a_state_that_drips_loses_its_turn_alone())
    }),
    (
        "a_state_of_nothing_without_end_loses_its_turn_alone",
        || Box::pin(a_state_of_nothing_without_end_loses_its_turn_alone()),
    ),
    ("a_state_of_many_nodes_is_refused", || {
        Box::pin(a_state_of_many_nodes_is_refused())
    }),
    ("a_worker_that_eats_memory_is_replaced", || {
        Box::pin(a_worker_that_eats_memory_is_replaced())
    }),
    ("a_worker_that_is_not_ready_is_an_error", || {
        a_worker_that_is_not_ready_is_an_error();
        Box::pin(std::future::ready(()))
    }),
];

/// What a hostile worker does when it is given a program, and what the host makes of it.
///
/// That `short_payload` differs from a good outcome in its payload alone, `what_keeps_to_the_protocol_is_a_result` shows.
const CONDUCTS: &[(&str, &str)] = &[
    ("endless_header", "bytes is longer than allowed"),
    ("endless_payload", "bytes is longer than allowed"),
    ("not_json", "a frame that cannot be read"),
    ("unknown_kind", "a frame that cannot be read"),
    ("deep_json", "a frame that cannot be read"),
    ("short_payload", "a frame that cannot be read"),
    ("ready_again", "the worker said what does not belong here"),
    ("state_unasked", "the worker said what does not belong here"),
    (
        "calls_nobody",
        "the worker calls a function, and there are none",
    ),
    (
        "asks_for_state_for_ever",
        "the worker asks for a state it was given",
    ),
    ("dies", "the worker ended with status 7"),
    ("closes", "the worker ended with status 0"),
    ("hangs_up", "the worker closed its channel"),
];

/// The time limit of programs that no worker answers.
const TIMEOUT_SECONDS: f64 = 0.5;
/// When such a program has its answer: two seconds after its time limit, two more to end a worker that has no guard, and a
/// loaded machine.
const GIVEN_UP: Duration = Duration::from_secs(12);
/// File nodes of a state that no guest could have: 1000 files are allowed.
const NODES: u32 = 3_000_000;
const READY: &str = r#"{"kind":"ready","walls":{}}"#;

fn frame(header: &str, payload: &[u8]) -> Vec<u8> {
    let lengths =
        [header.len(), payload.len()].map(|len| u32::try_from(len).unwrap().to_le_bytes());
    [&lengths.concat(), header.as_bytes(), payload].concat()
}

/// A good program's end, which says `text` and hands over an artifact of so many bytes.
fn outcome(artifact_bytes: u64, metadata: &Value) -> String {
    let header = json!({
        "kind": "outcome",
        "ending": "completed",
        "stdout": { "text": "said", "total_bytes": 4 },
        "stderr": { "text": "", "total_bytes": 0 },
        "value": null,
        "artifacts": [{ "name": "a", "media_type": "text/plain", "bytes": artifact_bytes }],
        "dropped_artifacts": 0,
        "memory_used_bytes": 0,
        "is_at_rest": true,
        "execution_time_ns": 0,
        "recorded": null,
        "unread_input_bytes": 0,
        "metadata": metadata,
    });
    header.to_string()
}

/// A change of a session's state: empty files, and nothing else.
///
/// Source of the form: <https://postcard.jamesmunns.com/wire-format>.
fn state_of_many_nodes() -> Vec<u8> {
    let number = |bytes: &mut Vec<u8>, mut number: u32| {
        while number > 0x7f {
            bytes.push(number.to_le_bytes()[0] | 0x80);
            number >>= 7;
        }
        bytes.push(number.to_le_bytes()[0]);
    };
    let mut bytes = Vec::new();
    number(&mut bytes, 65_536); // of memory
    bytes.extend([0, 0]); // no pages
    number(&mut bytes, NODES);
    for node in 0..NODES {
        number(&mut bytes, node);
        bytes.extend([1, 0]); // it is there, and has no bytes
    }
    bytes.extend([0, 0]); // no descriptors, no time
    bytes
}

/// The hostile worker's `main`.
pub(crate) fn worker(conduct: &str) -> ExitCode {
    if conduct == "eats_memory" {
        return eat_memory();
    }
    let channel = io::stdin();
    let descriptor: OwnedFd = std::os::fd::AsFd::as_fd(&channel)
        .try_clone_to_owned()
        .unwrap();
    let mut channel = UnixStream::from(descriptor);
    let state = match conduct {
        "many_nodes" => frame(r#"{"kind":"state"}"#, &state_of_many_nodes()),
        _ => Vec::new(),
    };
    let first = match conduct {
        "never_ready" => frame(r#"{"kind":"state"}"#, b""),
        _ => frame(READY, b""),
    };
    if channel.write_all(&first).is_err() {
        // The test ended while the host was starting another worker.
        return ExitCode::FAILURE;
    }
    if conduct == "never_reads" {
        sleep_for_ever();
    }
    let mut asked = vec![0; 65_536];
    loop {
        if channel.read(&mut asked).unwrap_or(0) == 0 {
            return ExitCode::SUCCESS;
        }
        let answer = match conduct {
            "endless_header" => [u32::MAX.to_le_bytes(), [0; 4]].concat(),
            "endless_payload" => [2_u32.to_le_bytes(), u32::MAX.to_le_bytes()].concat(),
            "not_json" => frame("{]", b""),
            "unknown_kind" => frame(r#"{"kind":"root_shell"}"#, b""),
            "deep_json" => frame(&format!("{}1", "[".repeat(100_000)), b""),
            "short_payload" => frame(&outcome(9999, &json!({})), b"x"),
            "keeps_to_the_protocol" | "silent_after_outcome" => {
                frame(&outcome(1, &json!({})), b"x")
            }
            "false_metadata" => {
                let claims = json!({
                    "sandbox_type": "docker",
                    "walls": ["wasm", "process", "seccomp", "moat"],
                    "session_id": "another",
                    "state_kept": "for ever",
                });
                frame(&outcome(1, &claims), b"x")
            }
            "ready_again" => frame(READY, b""),
            "state_unasked" => frame(r#"{"kind":"state"}"#, b"x"),
            "calls_nobody" => frame(r#"{"kind":"host_call"}"#, b"{}"),
            "asks_for_state_for_ever" => frame(r#"{"kind":"state_missing"}"#, b""),
            "drips_after_outcome" => {
                // Where the host is gone, the first drop says so too.
                let _ = channel.write_all(&frame(&outcome(1, &json!({})), b"x"));
                return drip(&mut channel);
            }
            "says_nothing_after_outcome" => {
                let _ = channel.write_all(&frame(&outcome(1, &json!({})), b"x"));
                let nothing = frame(r#"{"kind":"state"}"#, b"");
                while channel.write_all(&nothing).is_ok() {}
                return ExitCode::SUCCESS;
            }
            "many_nodes" => [frame(&outcome(1, &json!({})), b"x"), state.clone()].concat(),
            "drips" => return drip(&mut channel),
            "floods" => {
                let printed = frame(r#"{"kind":"output","stream":"stdout"}"#, &[b'x'; 1000]);
                while channel.write_all(&printed).is_ok() {}
                return ExitCode::SUCCESS;
            }
            "dies" => return ExitCode::from(7),
            "closes" => return ExitCode::SUCCESS,
            "hangs_up" => {
                channel.shutdown(Shutdown::Both).unwrap();
                sleep_for_ever()
            }
            "silent" => continue,
            _ => unreachable!("{conduct}"),
        };
        let _ = channel.write_all(&answer);
    }
}

/// A header that is on its way for days, a byte every few milliseconds.
fn drip(channel: &mut UnixStream) -> ExitCode {
    let start = [1_000_000_u32.to_le_bytes(), [0; 4]].concat();
    let bytes = start.into_iter().chain(std::iter::repeat(b' '));
    for byte in bytes {
        if channel.write_all(&[byte]).is_err() {
            return ExitCode::SUCCESS;
        }
        thread::sleep(Duration::from_millis(2));
    }
    unreachable!("there is always another byte")
}

/// Takes 2 GB and keeps them, from behind the walls of a real worker.
fn eat_memory() -> ExitCode {
    let worker = Worker::enter().unwrap();
    let (mut channel, walls) = worker.lock_down(&WorkerLimits::default()).unwrap();
    let ready = json!({ "kind": "ready", "walls": walls }).to_string();
    channel.write_all(&frame(&ready, b"")).unwrap();
    let mut asked = vec![0; 65_536];
    let mut eaten = Vec::new();
    while channel.read(&mut asked).unwrap_or(0) > 0 {
        while eaten.len() < 128 {
            eaten.push(vec![1_u8; 16 << 20]);
        }
        std::hint::black_box(&mut eaten);
    }
    ExitCode::SUCCESS
}

fn sleep_for_ever() -> ! {
    loop {
        thread::sleep(Duration::from_secs(1000));
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

async fn what_keeps_to_the_protocol_is_a_result() {
    let executor = executor(sandbox("keeps_to_the_protocol").unwrap());
    for _ in 0..2 {
        let result = executor.execute("1").await.unwrap();
        assert!(result.success, "{result:?}");
        assert_eq!(result.stdout, "said");
        assert_eq!(result.artifacts[0].bytes, b"x");
    }
}

/// What the host knows itself, no worker tells it otherwise.
async fn metadata_replaces_nothing_of_the_hosts() {
    let executor = executor(sandbox("false_metadata").unwrap());
    let result = executor.execute("1").await.unwrap();
    assert!(result.success, "{result:?}");
    let metadata = &result.sandbox_metadata;
    assert_eq!(metadata["sandbox_type"], "wasm");
    assert_eq!(metadata["walls"], json!(["wasm", "process"]));
    assert!(!metadata.contains_key("session_id"), "{metadata:?}");
    assert!(!metadata.contains_key("state_kept"), "{metadata:?}");
}

/// A request that the worker has to read, of a few hundred bytes or of 30 MB.
fn request(conduct: &str) -> ExecutionRequest {
    match conduct {
        "never_reads" => ExecutionRequest::new("1").file("large", vec![0; 30 << 20]),
        _ => ExecutionRequest::new("1"),
    }
}

/// The program has a timely end, and so has one whose caller gives up: its slot takes the next.
async fn is_given_up(conduct: &str) {
    let executor = executor(sandbox(conduct).unwrap());
    let short = || {
        request(conduct).limits(LimitOverrides {
            timeout_seconds: Some(TIMEOUT_SECONDS),
            ..LimitOverrides::default()
        })
    };
    let started = Instant::now();
    was_given_up(&executor.execute(short()).await, conduct);
    assert!(started.elapsed() < GIVEN_UP, "{:?}", started.elapsed());

    let started = Instant::now();
    let running = executor.execute(request(conduct));
    let dropped = tokio::time::timeout(Duration::from_millis(200), running).await;
    assert!(dropped.is_err(), "{conduct}: {dropped:?}");
    was_given_up(&executor.execute(short()).await, conduct);
    assert!(started.elapsed() < GIVEN_UP, "{:?}", started.elapsed());
}

/// The time limit passed; or the worker is said to be broken, and another may do better.
fn was_given_up(ended: &Result<ExecutionResult, CodeExecutionError>, conduct: &str) {
    let is_given_up = match ended {
        Ok(result) => result.error_kind() == Some(ErrorKind::Timeout),
        Err(error) => error.can_retry(),
    };
    assert!(is_given_up, "{conduct}: {ended:?}");
}

async fn a_state_that_never_comes_loses_its_turn_alone() {
    loses_its_turn_alone("silent_after_outcome").await;
}

async fn a_state_that_drips_loses_its_turn_alone() {
    loses_its_turn_alone("drips_after_outcome").await;
}

async fn a_state_of_nothing_without_end_loses_its_turn_alone() {
    loses_its_turn_alone("says_nothing_after_outcome").await;
}

/// The caller has the turn's result; that its state did not come is told once, soon, and the session goes on.
async fn loses_its_turn_alone(conduct: &str) {
    let executor = executor(sandbox(conduct).unwrap());
    let mut session = executor.create_session().unwrap();
    for _ in 0..2 {
        assert!(session.run("1").await.unwrap().success);
        let started = Instant::now();
        let lost = session.run("2").await.unwrap_err();
        assert!(started.elapsed() < GIVEN_UP, "{:?}", started.elapsed());
        assert!(
            lost.to_string().contains("before it told the new state"),
            "{lost}"
        );
        assert_eq!(session.held_bytes(), 0);
    }
    slot_is_free(&executor, conduct).await;
}

/// Another program gets its answer soon, though a state is awaited.
async fn slot_is_free(executor: &CodeExecutor, conduct: &str) {
    let started = Instant::now();
    let result = executor.execute("3").await.unwrap();
    assert!(result.success, "{conduct}: {result:?}");
    assert!(started.elapsed() < GIVEN_UP, "{:?}", started.elapsed());
}

async fn a_state_of_many_nodes_is_refused() {
    let executor = executor(sandbox("many_nodes").unwrap());
    let mut session = executor.create_session().unwrap();
    for _ in 0..2 {
        assert!(session.run("1").await.unwrap().success);
        let started = Instant::now();
        let refused = session.run("2").await.unwrap_err();
        assert!(started.elapsed() < GIVEN_UP, "{:?}", started.elapsed());
        // It did come, and was not believed.
        let reason = refused.to_string();
        assert!(!reason.contains("before it told the new state"), "{reason}");
        assert_eq!(session.held_bytes(), 0);
    }
}

/// The walls hold a guest that broke out; that it takes the machine's memory, the host sees and ends.
async fn a_worker_that_eats_memory_is_replaced() {
    let other = executor(honest_sandbox(1));
    let sleeping = {
        let other = Arc::clone(&other);
        let code = "import time\ntime.sleep(1)\n7";
        tokio::spawn(async move { other.execute(code).await })
    };
    let executor = executor(sandbox("eats_memory").unwrap());
    for _ in 0..2 {
        let limits = LimitOverrides {
            timeout_seconds: Some(20.0),
            max_memory_mb: Some(64),
            ..LimitOverrides::default()
        };
        let request = ExecutionRequest::new("1").limits(limits);
        let result = executor.execute(request).await.unwrap();
        assert_eq!(
            result.error_kind(),
            Some(ErrorKind::ResourceLimit),
            "{result:?}"
        );
        let message = result.error_message.unwrap_or_default();
        assert!(message.contains("memory limit of 64 MB"), "{message}");
    }
    let slept = sleeping.await.unwrap().unwrap();
    assert_eq!(slept.return_value, Some(json!(7)), "{slept:?}");
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
