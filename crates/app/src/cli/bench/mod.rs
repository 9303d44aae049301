//! `ringfence bench`: how fast programs run here, beside the installed `python3` in the same run.

mod limits;
mod process;
mod sessions;

use std::{sync::Arc, time::Instant};

use ringfence_code_execution::{
    CodeExecutor,
    runtime::{Pack, Source},
};
use serde::Serialize;

use super::{
    Failure, Status, arguments::BenchArguments, block_on, install, printer::Printer, sandbox,
};
use crate::config::Config;

const PRINT: &str = "print('hi')";
const GROUP_BY: &str = "import pandas as pd\n\
    frame = pd.DataFrame({'group': ['a', 'b', 'a', 'b'], 'value': [1.0, 2.0, 3.0, 4.0]})\n\
    print(frame.groupby('group')['value'].mean().to_dict())";
/// Runs of another program's process, each of which takes long.
const PROCESS_RUNS: u32 = 20;

/// What was measured.
#[derive(Debug, Serialize)]
struct Row {
    name: &'static str,
    runs: usize,
    p50_ms: f64,
    p95_ms: f64,
}

#[derive(Debug, Serialize)]
struct Measured {
    system: String,
    rows: Vec<Row>,
    executions_per_second: f64,
    threads: usize,
    memory_kb_of_an_instance: Option<u64>,
    memory_kb_of_a_resting_session: Option<u64>,
    /// What a program at its memory limit took over it, of private memory.
    memory_mb_over_the_limit: Option<i64>,
    growth: Option<Growth>,
}

/// What many executions in a row leave behind.
#[derive(Debug, Serialize)]
struct Growth {
    executions: u32,
    memory_kb: i64,
    descriptors: isize,
}

/// Executions after which growth is measured.
const GROWTH_RUNS: u32 = 10_000;
/// Executions before, until caches are as they stay.
const GROWTH_WARM_UP: u32 = 500;

pub(super) fn bench(
    arguments: &BenchArguments,
    config: &Config,
    printer: Printer,
) -> Result<Status, Failure> {
    let cache = config.cache_folder()?;
    let measured = block_on(async {
        let Some(pack) = install::ensure(&cache, Source::PackageIndex, printer).await? else {
            return Ok(None);
        };
        measure(&pack, arguments, printer).await.map(Some)
    })??;
    let Some(measured) = measured else {
        return Ok(Status::Interrupted);
    };
    if arguments.json {
        printer.data(&format!("{:#}\n", serde_json::to_value(&measured)?));
        return Ok(Status::Success);
    }
    printer.data(&format!(
        "{}\n\n{:52} {:>6} {:>10} {:>10}\n",
        measured.system, "", "runs", "p50 ms", "p95 ms"
    ));
    for row in &measured.rows {
        printer.data(&format!(
            "{:52} {:>6} {:>10.3} {:>10.3}\n",
            row.name, row.runs, row.p50_ms, row.p95_ms
        ));
    }
    printer.data(&format!(
        "\nfresh executions per second, {} threads: {:.0}\n",
        measured.threads, measured.executions_per_second
    ));
    if let Some(kilobytes) = measured.memory_kb_of_an_instance {
        printer.data(&format!(
            "private memory of an instance that ran `{PRINT}`: {kilobytes} kB\n"
        ));
    }
    if let Some(kilobytes) = measured.memory_kb_of_a_resting_session {
        printer.data(&format!(
            "private memory of a resting session, of 1000: {kilobytes} kB\n"
        ));
    }
    if let Some(megabytes) = measured.memory_mb_over_the_limit {
        printer.data(&format!(
            "private memory of a program at its memory limit, over that limit: {megabytes:+} MB\n"
        ));
    }
    if let Some(growth) = &measured.growth {
        printer.data(&format!(
            "after {} executions: {:+} kB of private memory, {:+} descriptors\n",
            growth.executions, growth.memory_kb, growth.descriptors
        ));
    }
    Ok(Status::Success)
}

async fn measure(
    pack: &Pack,
    arguments: &BenchArguments,
    printer: Printer,
) -> Result<Measured, Failure> {
    let runs = arguments.runs as usize;
    let loading = Instant::now();
    let sandbox = Arc::new(sandbox::open(pack, &[], arguments.walls, None)?);
    let load_ms = loading.elapsed().as_secs_f64() * 1000.0;
    let executor = Arc::new(CodeExecutor::builder(Arc::clone(&sandbox) as Arc<_>).build()?);
    let mut rows = vec![Row {
        name: "load the runtime",
        runs: 1,
        p50_ms: load_ms,
        p95_ms: load_ms,
    }];
    for (name, code) in [
        ("fresh print('hi')", PRINT),
        ("fresh pandas group-by", GROUP_BY),
    ] {
        printer.note(&format!("measuring: {name}"));
        let mut times = Vec::with_capacity(runs);
        for _ in 0..runs {
            let started = Instant::now();
            let result = executor.execute(code).await?;
            times.push(started.elapsed().as_secs_f64() * 1000.0);
            if !result.success {
                return Err(Failure::new(format!(
                    "`{name}` failed: {}",
                    result.error_message.unwrap_or_default()
                )));
            }
        }
        rows.push(row(name, times));
    }
    let python = process::python();
    for (name, arguments) in [
        (
            "process: python3 -I -c \"print('hi')\"",
            &["-I", "-c", PRINT][..],
        ),
        (
            "process: python3 -c \"import pandas\"",
            &["-c", "import pandas"][..],
        ),
    ] {
        printer.note(&format!("measuring: {name}"));
        let times = python
            .as_deref()
            .and_then(|python| process::time_python(python, arguments, PROCESS_RUNS));
        match times {
            Some(times) => rows.push(row(name, times)),
            None => printer.note(&format!("left out, it does not run here: {name}")),
        }
    }
    printer.note("measuring: sessions");
    let sessions = sessions::sessions(&executor, runs).await?;
    rows.extend(sessions.rows);
    printer.note("measuring: host functions");
    rows.push(sessions::host_calls(Arc::clone(&sandbox) as Arc<_>, runs).await?);
    printer.note("measuring: limits");
    rows.push(limits::cancellations(pack, arguments.walls, runs.min(100)).await?);
    let memory_mb_over_the_limit = limits::memory_over_limit_mb(pack, arguments.walls).await?;
    printer.note("measuring: executions per second");
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let executions_per_second = throughput(&executor, threads, runs).await?;
    printer.note("measuring: growth");
    let growth = growth(&executor).await?;
    let memory_kb_of_an_instance = process::instance_memory_kb(pack).await;
    let system = format!(
        "{} {}, {threads} cores",
        std::env::consts::OS,
        std::env::consts::ARCH
    );
    Ok(Measured {
        system,
        rows,
        executions_per_second,
        threads,
        memory_kb_of_an_instance,
        memory_kb_of_a_resting_session: sessions.resting_kb,
        memory_mb_over_the_limit,
        growth,
    })
}

async fn growth(executor: &Arc<CodeExecutor>) -> Result<Option<Growth>, Failure> {
    for _ in 0..GROWTH_WARM_UP {
        executor.execute(PRINT).await?;
    }
    let before = process::memory_of_processes().zip(process::descriptors());
    for _ in 0..GROWTH_RUNS {
        executor.execute(PRINT).await?;
    }
    let after = process::memory_of_processes().zip(process::descriptors());
    Ok(before.zip(after).map(|(before, after)| Growth {
        executions: GROWTH_RUNS,
        memory_kb: after.0.cast_signed() - before.0.cast_signed(),
        descriptors: after.1.cast_signed() - before.1.cast_signed(),
    }))
}

async fn throughput(
    executor: &Arc<CodeExecutor>,
    threads: usize,
    runs: usize,
) -> Result<f64, Failure> {
    let started = Instant::now();
    let tasks: Vec<_> = (0..threads * 2)
        .map(|_| {
            let executor = Arc::clone(executor);
            tokio::spawn(async move {
                for _ in 0..runs {
                    executor.execute(PRINT).await?;
                }
                Ok::<_, ringfence_code_execution::CodeExecutionError>(())
            })
        })
        .collect();
    for task in tasks {
        task.await??;
    }
    #[expect(clippy::cast_precision_loss, reason = "a count of runs")]
    let executions = (threads * 2 * runs) as f64;
    Ok(executions / started.elapsed().as_secs_f64())
}

fn row(name: &'static str, mut times: Vec<f64>) -> Row {
    times.sort_by(f64::total_cmp);
    let at = |percent: usize| {
        times
            .get((times.len() * percent / 100).min(times.len().saturating_sub(1)))
            .copied()
            .unwrap_or_default()
    };
    Row {
        name,
        runs: times.len(),
        p50_ms: at(50),
        p95_ms: at(95),
    }
}
