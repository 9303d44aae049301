//! Measures what the loop itself costs: time for each step, memory for each run that waits.
//!
//! Run it with `cargo run --release -p ringfence-agent --example overhead`. With `--check` it fails when a step takes
//! more than 50 us or a waiting run holds more than 20 KB.

use std::error::Error;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use futures::StreamExt;
use ringfence_agent::{
    Agent, AgentEvent, FunctionModel, Message, Reply, RunContext, ToolError, UsageLimits, tool,
};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;
use tokio::sync::Semaphore;

const STEPS: usize = 10;
const RUNS: u64 = 2000;
const WAITING: u64 = 10_000;

/// Adds two numbers.
#[derive(Deserialize, JsonSchema)]
struct AddArgs {
    left: i64,
    right: i64,
}

async fn add(_: RunContext, args: AddArgs) -> Result<i64, ToolError> {
    Ok(args.left + args.right)
}

/// Calls `add` nine times, then answers: ten steps.
fn adder() -> Agent {
    let model = FunctionModel::new(|messages, _| {
        let step = messages
            .iter()
            .filter(|message| matches!(message, Message::Response(_)))
            .count();
        if step + 1 < STEPS {
            Reply::tool_call("add", json!({"left": step, "right": 1}))
        } else {
            Reply::text("done")
        }
    });
    Agent::builder(model)
        .instructions("Add.")
        .tool(add)
        .usage_limits(UsageLimits::none())
        .build()
}

async fn awaited(agent: &Agent) -> Result<Duration, Box<dyn Error>> {
    let started = Instant::now();
    for _ in 0..RUNS {
        agent.run("add numbers", ()).await?;
    }
    Ok(started.elapsed())
}

async fn streamed(agent: &Agent) -> Result<Duration, Box<dyn Error>> {
    let started = Instant::now();
    for _ in 0..RUNS {
        let mut events = agent.run("add numbers", ()).stream();
        while let Some(event) = events.next().await {
            if let AgentEvent::Done(result) = event? {
                std::hint::black_box(result);
            }
        }
    }
    Ok(started.elapsed())
}

/// Bytes of memory that the process holds, from Linux' own count; 0 elsewhere.
fn resident_bytes() -> u64 {
    let statm = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    statm
        .split(' ')
        .nth(1)
        .and_then(|pages| pages.parse::<u64>().ok())
        .unwrap_or(0)
        * 4096
}

/// Bytes for each of many runs that all wait inside a tool at the same time, each with its stream.
async fn waiting() -> Result<u64, Box<dyn Error>> {
    let (inside, gate) = (Arc::new(AtomicU64::new(0)), Arc::new(Semaphore::new(0)));
    let (count, door) = (Arc::clone(&inside), Arc::clone(&gate));
    let wait = tool(move |_: RunContext, _: AddArgs| {
        let (count, door) = (Arc::clone(&count), Arc::clone(&door));
        async move {
            count.fetch_add(1, Ordering::SeqCst);
            door.acquire().await?.forget();
            Ok(())
        }
    });
    let model = FunctionModel::new(|messages, _| match messages.len() {
        1 => Reply::tool_call("wait", json!({"left": 1, "right": 1})),
        _ => Reply::text("done"),
    });
    let agent = Agent::builder(model)
        .instructions("Wait.")
        .tool(wait.named("wait"))
        .build();
    let before = resident_bytes();
    let runs: Vec<_> = (0..WAITING)
        .map(|_| {
            let run = agent.run("wait for it", ());
            tokio::spawn(run.stream().finish())
        })
        .collect();
    while inside.load(Ordering::SeqCst) < WAITING {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let held = resident_bytes().saturating_sub(before) / WAITING;
    gate.add_permits(usize::try_from(WAITING)?);
    for run in runs {
        run.await??;
    }
    Ok(held)
}

#[expect(
    clippy::print_stdout,
    clippy::cast_precision_loss,
    reason = "an example that prints a few figures"
)]
#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    // Memory first, before the allocator holds pages of other work.
    let held = waiting().await?;
    let agent = adder();
    awaited(&agent).await?;
    let steps = RUNS as f64 * STEPS as f64;
    let mut best = f64::INFINITY;
    let mut best_streamed = f64::INFINITY;
    for _ in 0..5 {
        best = best.min(awaited(&agent).await?.as_secs_f64() * 1e6 / steps);
        best_streamed = best_streamed.min(streamed(&agent).await?.as_secs_f64() * 1e6 / steps);
    }
    println!("one step with one tool call, awaited:  {best:.1} us");
    println!("one step with one tool call, streamed: {best_streamed:.1} us");
    println!("a run that waits in a tool, streamed:  {held} bytes ({WAITING} runs at once)");
    if std::env::args().any(|argument| argument == "--check")
        && (best_streamed > 50.0 || held > 20_000)
    {
        return Err("the loop costs more than it promises".into());
    }
    Ok(())
}
