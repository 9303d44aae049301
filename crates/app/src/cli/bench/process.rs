//! Measuring processes: other programs from outside, and our own memory.

use std::{
    process::{Command, Stdio},
    sync::Arc,
    time::Instant,
};

use ringfence_code_execution::{
    CodeExecutor,
    runtime::Pack,
    sandbox::{LimitOverrides, wasm::WasmSandbox},
};

/// How many guests are held at once to see what one takes.
const HELD_GUESTS: u64 = 16;
/// Holds a guest at rest after it printed.
const HOLD: &str = "print('hi')\nimport time\ntime.sleep(60)";

/// The interpreter that `python3` names: asked once, so that a wrapper script before it is not measured.
pub(super) fn python() -> Option<String> {
    let print_path = ["-c", "import sys; print(sys.executable)"];
    let output = python_command("python3", &print_path)
        .stdout(Stdio::piped())
        .output()
        .ok()?;
    let path = String::from_utf8(output.stdout).ok()?.trim().to_owned();
    (output.status.success() && !path.is_empty()).then_some(path)
}

/// Milliseconds of each run of `python` with `arguments`; `None` where it does not run.
pub(super) fn time_python(python: &str, arguments: &[&str], runs: u32) -> Option<Vec<f64>> {
    let run = || -> Option<f64> {
        let started = Instant::now();
        let status = python_command(python, arguments)
            .stdout(Stdio::null())
            .status()
            .ok()?;
        status
            .success()
            .then(|| started.elapsed().as_secs_f64() * 1000.0)
    };
    run()?;
    (0..runs).map(|_| run()).collect()
}

fn python_command(python: &str, arguments: &[&str]) -> Command {
    #[expect(
        clippy::disallowed_methods,
        reason = "the program that we are measured beside"
    )]
    let mut command = Command::new(python);
    command
        .args(arguments)
        .stdin(Stdio::null())
        .stderr(Stdio::null());
    command
}

/// Kilobytes of private memory that one more resting guest takes; `None` where the system does not tell.
pub(super) async fn instance_memory_kb(pack: &Pack) -> Option<u64> {
    let threads = usize::try_from(HELD_GUESTS)
        .ok()
        .and_then(std::num::NonZeroUsize::new)?;
    let sandbox = Arc::new(WasmSandbox::builder(pack).slots(threads).open().ok()?);
    let executor = Arc::new(CodeExecutor::builder(sandbox).build().ok()?);
    executor.execute("print('hi')").await.ok()?;
    let before = private_kb("self")?;
    let guests: Vec<_> = (0..HELD_GUESTS)
        .map(|_| {
            let executor = Arc::clone(&executor);
            tokio::spawn(async move {
                let limits = LimitOverrides {
                    timeout_seconds: Some(1.5),
                    ..LimitOverrides::default()
                };
                let request = ringfence_code_execution::ExecutionRequest::new(HOLD).limits(limits);
                drop(executor.execute(request).await);
            })
        })
        .collect();
    tokio::time::sleep(std::time::Duration::from_millis(700)).await;
    let after = private_kb("self");
    for guest in guests {
        guest.await.ok()?;
    }
    Some(after?.saturating_sub(before) / HELD_GUESTS)
}

/// Kilobytes of private memory of this process and its workers; of this process alone where the system shows no others.
pub(super) fn memory_of_processes() -> Option<u64> {
    let own = private_kb("self")?;
    let workers = descendants(std::process::id()).into_iter();
    Some(
        own + workers
            .filter_map(|pid| private_kb(&pid.to_string()))
            .sum::<u64>(),
    )
}

/// Open descriptors of this process; `None` where the system does not tell.
pub(super) fn descriptors() -> Option<usize> {
    std::fs::read_dir("/proc/self/fd").ok().map(Iterator::count)
}

fn descendants(parent: u32) -> Vec<u32> {
    let is_child = |pid: &u32| {
        let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
        let after_name = stat.rsplit(')').next().unwrap_or_default();
        let of = after_name.split_whitespace().nth(1);
        of.and_then(|of| of.parse().ok()) == Some(parent)
    };
    let pids = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    let children: Vec<u32> = pids
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .filter(is_child)
        .collect();
    let below: Vec<u32> = children.iter().copied().flat_map(descendants).collect();
    [children, below].concat()
}

/// A process's private memory.
///
/// Source: proc(5), `smaps_rollup`.
fn private_kb(process: &str) -> Option<u64> {
    let text = std::fs::read_to_string(format!("/proc/{process}/smaps_rollup")).ok()?;
    let field = |name: &str| {
        let line = text.lines().find(|line| line.starts_with(name))?;
        line.split_whitespace().nth(1)?.parse::<u64>().ok()
    };
    Some(field("Private_Dirty:")? + field("Private_Clean:")?)
}
