//! Measuring sessions, host functions and growth.

use std::{sync::Arc, time::Instant};

use ringfence_code_execution::{
    CodeExecutor, Session,
    host_functions::{HostCall, HostFunctionError, HostFunctions},
    sandbox::Sandbox,
};
use serde_json::{Value, json};

use super::{Failure, Row, process::memory_of_processes, row};

/// A session that has worked with pandas.
const WITH_PANDAS: &str = "import pandas as pd\nframe = pd.DataFrame({'group': ['a', 'b'] * 500, 'value': range(1000)})\nresult = frame.groupby('group')['value'].mean()";
/// Calls of a host function in one execution.
const HOST_CALLS: u32 = 1000;
/// Sessions that rest at once.
const RESTING: usize = 1000;

/// What was measured of sessions.
pub(super) struct Sessions {
    pub(super) rows: Vec<Row>,
    /// Kilobytes that one more resting session takes in this process.
    pub(super) resting_kb: Option<u64>,
}

/// Turns, forks, checkpoints and restores.
pub(super) async fn sessions(
    executor: &Arc<CodeExecutor>,
    runs: usize,
) -> Result<Sessions, Failure> {
    let mut session = executor.create_session()?;
    run(&mut session, "n = 0").await?;
    let mut turns = Vec::with_capacity(runs);
    for _ in 0..runs {
        let started = Instant::now();
        run(&mut session, "n += 1").await?;
        turns.push(milliseconds(started));
    }
    let mut session = executor.create_session()?;
    run(&mut session, WITH_PANDAS).await?;
    let few = runs.min(100);
    let (mut forks, mut first_turns) = (Vec::new(), Vec::new());
    let (mut checkpoints, mut restores) = (Vec::new(), Vec::new());
    let mut restored_turns = Vec::new();
    for _ in 0..few {
        let started = Instant::now();
        let mut fork = session.fork().await?;
        forks.push(milliseconds(started));
        run(&mut fork, "len(frame)").await?;
        first_turns.push(milliseconds(started));
    }
    for _ in 0..few {
        let started = Instant::now();
        let checkpoint = session.checkpoint().await?;
        checkpoints.push(milliseconds(started));
        let started = Instant::now();
        let mut restored = executor.restore_session(&checkpoint)?;
        restores.push(milliseconds(started));
        run(&mut restored, "len(frame)").await?;
        restored_turns.push(milliseconds(started));
    }
    Ok(Sessions {
        rows: vec![
            row("session turn `n += 1`", turns),
            row("fork of a session with pandas", forks),
            row("the same, and its first turn", first_turns),
            row("checkpoint of a session with pandas", checkpoints),
            row("restore of it", restores),
            row("restore of it, and its first turn", restored_turns),
        ],
        resting_kb: resting_kb(executor).await?,
    })
}

async fn resting_kb(executor: &Arc<CodeExecutor>) -> Result<Option<u64>, Failure> {
    let mut resting = Vec::with_capacity(RESTING);
    let before = memory_of_processes();
    for number in 0..RESTING {
        let mut session = executor.create_session()?;
        run(&mut session, &format!("n = {number}")).await?;
        // Settles the state of its turn.
        drop(session.fork().await?);
        resting.push(session);
    }
    let after = memory_of_processes();
    let last = resting.last_mut().map(|session| run(session, "n"));
    let value = match last {
        Some(value) => value.await?,
        None => None,
    };
    if value != Some(json!(RESTING - 1)) {
        return Err(Failure::new("a resting session forgot what it knew"));
    }
    let kilobytes = before
        .zip(after)
        .map(|(before, after)| after.saturating_sub(before));
    Ok(kilobytes.map(|kilobytes| kilobytes / RESTING as u64))
}

/// One call of a host function that answers at once.
pub(super) async fn host_calls(sandbox: Arc<dyn Sandbox>, runs: usize) -> Result<Row, Failure> {
    let mut limits = ringfence_code_execution::host_functions::HostFunctionLimits::default();
    limits.max_calls = HOST_CALLS;
    let functions = HostFunctions::builder()
        .dynamic_function(
            "echo",
            "Gives back what it is given",
            &json!({"type": "object", "properties": {"n": {"type": "integer"}}}),
            |arguments: Value, _: HostCall| async move { Ok::<_, HostFunctionError>(arguments) },
        )
        .limits(limits)
        .build()?;
    let executor = CodeExecutor::builder(sandbox)
        .host_functions(Arc::new(functions))
        .build()?;
    let code = format!(
        "from host import tools\nimport time\ntools.echo(n=0)\nstarted = time.perf_counter()\nfor n in range({}):\n    tools.echo(n=n)\n(time.perf_counter() - started) / {} * 1000",
        HOST_CALLS - 1,
        HOST_CALLS - 1
    );
    let mut times = Vec::new();
    for _ in 0..(runs / 10).clamp(3, 50) {
        let result = executor.execute(code.as_str()).await?;
        let value = result.return_value.as_ref().and_then(Value::as_f64);
        times.push(value.ok_or_else(|| Failure::new(result.error_message.unwrap_or_default()))?);
    }
    Ok(row("call of a host function, of 1000 in a run", times))
}

async fn run(session: &mut Session, code: &str) -> Result<Option<Value>, Failure> {
    let result = session.run(code).await?;
    if result.success {
        return Ok(result.return_value);
    }
    let message = result.error_message.unwrap_or_default();
    Err(Failure::new(format!("`{code}` failed: {message}")))
}

fn milliseconds(started: Instant) -> f64 {
    started.elapsed().as_secs_f64() * 1000.0
}
