use std::{
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::Instant,
};

use ringfence_code_execution::{
    CodeExecutor, ExecutionRequest,
    host_functions::{HostCall, HostFunctionError, HostFunctions},
    recording::Recording,
    sandbox::{LimitOverrides, Limits},
};

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Test, executor, sandbox, settings, support};

pub(crate) const TESTS: &[Test] = &[
    ("programs_are_the_same_again", || {
        Box::pin(programs_are_the_same_again())
    }),
    ("a_sleep_is_not_waited_for", || {
        Box::pin(a_sleep_is_not_waited_for())
    }),
    ("what_cannot_be_replayed_is_refused", || {
        Box::pin(what_cannot_be_replayed_is_refused())
    }),
    ("a_changed_recording_is_noticed", || {
        Box::pin(a_changed_recording_is_noticed())
    }),
    ("deterministic_programs_give_the_same_everywhere", || {
        Box::pin(deterministic_programs_give_the_same_everywhere())
    }),
    ("functions_are_not_called_again", || {
        Box::pin(functions_are_not_called_again())
    }),
    ("sessions_are_neither", || Box::pin(sessions_are_neither())),
];

/// Programs whose output is another one each time.
const PROGRAMS: &[(&str, &str)] = &[
    (
        "time",
        "import time\nprint(time.time_ns(), time.monotonic_ns(), time.perf_counter_ns(), time.process_time_ns())",
    ),
    (
        "datetime",
        "from datetime import datetime, UTC\nprint(datetime.now(), datetime.now(UTC))",
    ),
    (
        "random",
        "import random\nprint([random.random() for _ in range(50)])",
    ),
    (
        "secrets",
        "import os, secrets\nprint(os.urandom(40).hex(), secrets.token_hex(20))",
    ),
    ("uuid", "import uuid\nprint(uuid.uuid4(), uuid.uuid1())"),
    (
        "tempfile",
        "import os, tempfile\nfile = tempfile.NamedTemporaryFile(delete=False)\nfile.write(b'x')\nfile.close()\nprint(file.name, os.stat(file.name).st_mtime_ns)",
    ),
    (
        "files",
        "import os\nopen('a.txt', 'w').write(str(os.urandom(4)))\nos.makedirs('d')\nos.symlink('a.txt', 'l')\nos.utime('a.txt')\nprint([os.lstat(name).st_mtime_ns for name in ('a.txt', 'd', 'l')], sorted(os.listdir()))",
    ),
    (
        "asyncio",
        "import asyncio, time\nasync def work(n):\n    await asyncio.sleep(0.01 * n)\n    return n, time.monotonic()\nasync def main():\n    return await asyncio.gather(*(work(n) for n in range(4)))\nprint(asyncio.run(main()))",
    ),
    (
        "numpy",
        "import numpy as np\nprint(np.random.default_rng().normal(size=5), np.random.rand(3))",
    ),
    (
        "figure",
        "import matplotlib.pyplot as plt, numpy as np\nplt.plot(np.random.rand(10))\nNone",
    ),
    (
        "sets",
        "print({'a', 'b', 'c', 'd', 'e'}, hash('x'), id(object()))",
    ),
    ("value", "import random\n{'a': random.random()}"),
    (
        "raises",
        "import random, sys\nprint(1, file=sys.stderr)\nraise ValueError(random.random())",
    ),
    (
        "exits",
        "import random, sys\nsys.exit(random.randrange(256))",
    ),
    (
        "memory",
        "import time\nx = [time.time()]\nwhile True: x.append(bytes(1 << 20))",
    ),
];

/// The arguments of a function that takes none.
#[derive(Deserialize, JsonSchema)]
struct Nothing {}

fn in_process() -> Arc<CodeExecutor> {
    executor(support::sandbox())
}

async fn record(executor: &CodeExecutor, code: &str) -> Arc<Recording> {
    let request = ExecutionRequest::new(code).record(true);
    let result = executor.execute(request).await.unwrap();
    result.recording.expect("a program that ran is recorded")
}

async fn programs_are_the_same_again() {
    let executors = [executor(sandbox(1)), in_process()];
    for (name, code) in PROGRAMS {
        for (recording_in, executor) in executors.iter().enumerate() {
            let recording = record(executor, code).await;
            let log = recording.log().unwrap();
            assert!(log.is_complete(), "{name}");
            // Through its bytes, in a worker and in this process, whichever it was recorded in.
            let read = Recording::from_bytes(&recording.to_bytes().unwrap()).unwrap();
            for executor in &executors {
                let report = executor.replay(&read).await.unwrap();
                assert!(report.same, "{name} of {recording_in}: {report:#?}");
            }
        }
    }
    // Without a recording, the outputs above are other ones each time.
    for (name, code) in &PROGRAMS[..6] {
        let first = executors[0].execute(*code).await.unwrap();
        let second = executors[0].execute(*code).await.unwrap();
        assert!(first.success && first.recording.is_none(), "{name}");
        assert_ne!(first.stdout, second.stdout, "{name}");
    }
}

async fn a_sleep_is_not_waited_for() {
    let executor = executor(sandbox(1));
    let limits = LimitOverrides {
        timeout_seconds: Some(3.0),
        ..LimitOverrides::default()
    };
    let sleeps = "import time\nprint(time.time())\ntime.sleep(2)\nprint(time.time())\ntime.sleep(60)\nprint('never')";
    let request = ExecutionRequest::new(sleeps).record(true).limits(limits);
    let result = executor.execute(request).await.unwrap();
    assert_eq!(result.error_type.as_deref(), Some("TimeoutError"));
    let recording = result.recording.unwrap();
    assert!(recording.log().unwrap().ends_in_wait());
    for executor in [executor, in_process()] {
        let started = Instant::now();
        let report = executor.replay(&recording).await.unwrap();
        assert!(report.same, "{report:#?}");
        assert!(started.elapsed().as_secs_f64() < 2.0, "it waited");
    }
}

async fn what_cannot_be_replayed_is_refused() {
    let executor = executor(sandbox(1));
    let limits = LimitOverrides {
        timeout_seconds: Some(0.3),
        ..LimitOverrides::default()
    };
    let request = ExecutionRequest::new("while True: pass")
        .record(true)
        .limits(limits);
    let endless = executor.execute(request).await.unwrap().recording.unwrap();
    let error = executor.replay(&endless).await.unwrap_err();
    assert_eq!(
        error.message(),
        "the recording cannot be replayed: the time limit ended the run while it worked, at a place that no replay finds again"
    );

    let mut limits = Limits::default();
    limits.max_recording_bytes = 1000;
    let small = settings(sandbox(1)).limits(limits).build().unwrap();
    let result = small
        .execute(ExecutionRequest::new("import os\nlen(os.urandom(2000))").record(true))
        .await
        .unwrap();
    assert_eq!(result.return_value, Some(2000.into()), "the run goes on");
    let recording = result.recording.unwrap();
    assert!(!recording.log().unwrap().is_complete());
    let error = small.replay(&recording).await.unwrap_err();
    assert_eq!(
        error.message(),
        "the recording cannot be replayed: it is incomplete: the run was given more than `max_recording_bytes`"
    );

    let recording = record(&executor, "1").await;
    let mut limits = Limits::default();
    limits.max_memory_mb = 256;
    let lower = settings(support::sandbox()).limits(limits).build().unwrap();
    let error = lower.replay(&recording).await.unwrap_err();
    assert_eq!(
        error.message(),
        "the limit `max_memory_mb` is 512, and must be at most 256"
    );
    let strict = CodeExecutor::builder(support::sandbox()).build().unwrap();
    let forbidden = record(&executor, "import ctypes").await;
    let error = strict.replay(&forbidden).await.unwrap_err();
    assert!(
        error
            .message()
            .starts_with("the policy refuses the recorded program: "),
        "{error}"
    );
}

/// The recording's bytes, with one text in its document replaced by another of the same length.
fn tampered(recording: &Recording, from: &str, to: &str) -> Recording {
    use sha2::{Digest, Sha256};
    assert_eq!(from.len(), to.len());
    let bytes = recording.to_bytes().unwrap();
    let magic = b"RINGFENCE-RECORDING\x01".len();
    let content_bytes = u64::from_le_bytes(bytes[magic..magic + 8].try_into().unwrap());
    let mut content = lz4_flex::block::decompress(
        &bytes[magic + 40..],
        usize::try_from(content_bytes).unwrap(),
    )
    .unwrap();
    let place = content
        .windows(from.len())
        .position(|window| window == from.as_bytes())
        .unwrap();
    content[place..place + from.len()].copy_from_slice(to.as_bytes());
    let compressed = lz4_flex::block::compress(&content);
    let digest = Sha256::digest([&bytes[magic..magic + 8], &compressed].concat());
    let again = [&bytes[..magic + 8], &digest[..], &compressed].concat();
    Recording::from_bytes(&again).unwrap()
}

async fn a_changed_recording_is_noticed() {
    let executor = executor(sandbox(1));
    let code = "import os, time\nprint(len(os.urandom(4)), 'bytes')";
    let recording = record(&executor, code).await;
    // Another program, which asks for other inputs.
    let other = tampered(&recording, "urandom(4)", "urandom(5)");
    let report = executor.replay(&other).await.unwrap();
    assert!(!report.same);
    assert_eq!(report.differences[0].part, "inputs");
    let place = &report.differences[0].replayed;
    assert!(
        place.ends_with(
            "the replay asked for 5 random bytes, and the recording has 4 random bytes there"
        ),
        "{place}"
    );
    // One that asks for less, and one that prints something else.
    let less = tampered(&recording, "len(os.urandom(4))", "4                 ");
    let report = executor.replay(&less).await.unwrap();
    let parts = report
        .differences
        .iter()
        .map(|difference| difference.part.as_str());
    assert_eq!(parts.collect::<Vec<_>>(), ["inputs"]);
    let printed = tampered(&recording, "'bytes'", "'bites'");
    let report = executor.replay(&printed).await.unwrap();
    assert_eq!(report.differences.len(), 1);
    let difference = &report.differences[0];
    assert_eq!(
        (difference.part.as_str(), difference.first_byte),
        ("stdout", 3)
    );
    assert_eq!(
        (difference.recorded.as_str(), difference.replayed.as_str()),
        ("4 bytes", "4 bites")
    );
}

async fn deterministic_programs_give_the_same_everywhere() {
    let workers = executor(sandbox(1));
    let here = in_process();
    for (name, code) in PROGRAMS {
        let request = || ExecutionRequest::new(*code).deterministic(7);
        let first = workers.execute(request()).await.unwrap();
        let second = here.execute(request()).await.unwrap();
        assert_eq!(first.stdout, second.stdout, "{name}");
        assert_eq!(first.stderr, second.stderr, "{name}");
        assert_eq!(first.return_value, second.return_value, "{name}");
        assert_eq!(first.exit_code, second.exit_code, "{name}");
        assert_eq!(first.artifacts, second.artifacts, "{name}");
    }
    let code =
        "import os, time\nprint(os.urandom(8).hex())\ntime.sleep(5)\nprint(time.gmtime()[:6])";
    let run = async |seed| {
        let request = ExecutionRequest::new(code).deterministic(seed);
        workers.execute(request).await.unwrap().stdout
    };
    let started = Instant::now();
    let (one, other) = (run(1).await, run(2).await);
    assert!(started.elapsed().as_secs_f64() < 5.0, "it waited");
    assert_ne!(one, other);
    assert!(one.ends_with("(2026, 1, 1, 0, 0, 5)\n"), "{one}");
    // A deterministic run is recorded as its seed, and sleeps count against its limit.
    let request = ExecutionRequest::new(code).deterministic(1).record(true);
    let recording = workers.execute(request).await.unwrap().recording.unwrap();
    assert_eq!((recording.seed(), recording.log()), (Some(1), None));
    assert!(here.replay(&recording).await.unwrap().same);
    let sleeps = ExecutionRequest::new("import time\nwhile True: time.sleep(7)").deterministic(1);
    let ended = workers.execute(sleeps).await.unwrap();
    assert_eq!(ended.error_type.as_deref(), Some("TimeoutError"));
    assert!(ended.execution_time_seconds < 5.0);
}

async fn functions_are_not_called_again() {
    static CALLS: AtomicU32 = AtomicU32::new(0);
    let functions = HostFunctions::builder()
        .function("ticket", "A new number", |_: Nothing, _: HostCall| async {
            Ok::<_, HostFunctionError>(CALLS.fetch_add(1, Ordering::SeqCst))
        })
        .build()
        .unwrap();
    let with_functions = settings(sandbox(1))
        .host_functions(Arc::new(functions))
        .build()
        .unwrap();
    let code = "from host import tools\nprint([tools.ticket() for _ in range(3)])";
    let recording = record(&with_functions, code).await;
    assert_eq!(CALLS.load(Ordering::SeqCst), 3);
    for executor in [
        with_functions,
        settings(support::sandbox()).build().unwrap(),
    ] {
        let report = executor.replay(&recording).await.unwrap();
        assert!(report.same, "{report:#?}");
    }
    assert_eq!(CALLS.load(Ordering::SeqCst), 3);
    // Where nobody answers, that is what is recorded.
    let code = "try:\n    from host import tools\n    tools.ticket()\nexcept Exception as error:\n    print(type(error).__name__)";
    let recording = record(&in_process(), code).await;
    let report = in_process().replay(&recording).await.unwrap();
    assert!(report.same, "{report:#?}");
}

async fn sessions_are_neither() {
    let executor = executor(sandbox(1));
    let mut session = executor.create_session().unwrap();
    for request in [
        ExecutionRequest::new("1").record(true),
        ExecutionRequest::new("1").deterministic(1),
    ] {
        let error = session.run(request).await.unwrap_err();
        assert_eq!(
            error.message(),
            "a session's turn can be neither recorded nor deterministic"
        );
    }
    assert!(session.run("1").await.unwrap().success);
}
