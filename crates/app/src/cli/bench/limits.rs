//! Measuring how sharply limits hold: how soon a cancelled program is gone, how far one at its memory limit pushes the host.

use std::{
    num::NonZeroUsize,
    sync::Arc,
    time::{Duration, Instant},
};

use ringfence_code_execution::{
    CodeExecutor, ExecutionRequest, runtime::Pack, sandbox::LimitOverrides,
};

use super::{
    super::arguments::SandboxArguments, Failure, Row, process::memory_of_processes, row, sandbox,
};

/// Programs that run until they are stopped, each in another part of the interpreter.
const ENDLESS: [&str; 4] = [
    "while True: pass",
    "n = 3\nwhile True: n = n * n % (1 << 200_000)",
    "import re\nre.match('(a|aa)+$', 'a' * 60 + 'b')",
    "import time\nwhile True: time.sleep(1000)",
];
/// Time for such a program to be under way.
const UNDER_WAY: Duration = Duration::from_millis(30);
/// Takes all the memory that it can have, and holds it.
const TAKES_ALL: &str = "blocks = []\n\
    try:\n    while True: blocks.append(b'x' * (1 << 20))\n\
    except MemoryError: pass\n\
    import time\n\
    time.sleep(1)\n\
    len(blocks)";
const MEMORY_LIMIT_MB: u64 = 512;
/// How often memory is looked at.
const LOOK: Duration = Duration::from_millis(20);

/// From a program's cancellation until its only slot has run the next program.
pub(super) async fn cancellations(
    pack: &Pack,
    arguments: SandboxArguments,
    runs: usize,
) -> Result<Row, Failure> {
    let sandbox = sandbox::open(pack, &[], arguments, Some(NonZeroUsize::MIN))?;
    let executor = CodeExecutor::builder(Arc::new(sandbox))
        .ast_validation(false)
        .build()?;
    let mut times = Vec::with_capacity(runs);
    for code in ENDLESS.iter().cycle().take(runs) {
        let running = executor.execute(*code);
        if let Ok(ended) = tokio::time::timeout(UNDER_WAY, running).await {
            let error = ended?.error_message.unwrap_or_default();
            return Err(Failure::new(format!("`{code}` ended by itself: {error}")));
        }
        // The time-out has dropped the execution: from here on it is cancelled.
        let started = Instant::now();
        executor.execute("0").await?;
        times.push(started.elapsed().as_secs_f64() * 1000.0);
    }
    Ok(row("cancel a program, and run the next one", times))
}

/// Megabytes of private memory, of this process and its workers, that a program at its limit took over that limit; below
/// zero where it took less, and `None` where the system does not tell.
pub(super) async fn memory_over_limit_mb(
    pack: &Pack,
    arguments: SandboxArguments,
) -> Result<Option<i64>, Failure> {
    let sandbox = sandbox::open(pack, &[], arguments, Some(NonZeroUsize::MIN))?;
    let executor = CodeExecutor::builder(Arc::new(sandbox)).build()?;
    let limits = LimitOverrides {
        max_memory_mb: Some(MEMORY_LIMIT_MB),
        ..LimitOverrides::default()
    };
    executor.execute("0").await?;
    let Some(before) = memory_of_processes() else {
        return Ok(None);
    };
    let mut running = Box::pin(executor.execute(ExecutionRequest::new(TAKES_ALL).limits(limits)));
    let mut most = before;
    let result = loop {
        match tokio::time::timeout(LOOK, &mut running).await {
            Ok(result) => break result?,
            Err(_) => most = most.max(memory_of_processes().unwrap_or(before)),
        }
    };
    if !result.success {
        let error = result.error_message.unwrap_or_default();
        return Err(Failure::new(format!(
            "the memory limit was not met: {error}"
        )));
    }
    let taken_mb = (most - before) >> 10;
    Ok(Some(taken_mb.cast_signed() - MEMORY_LIMIT_MB.cast_signed()))
}
