//! eryx: CPython as a WebAssembly component in this process, an instance for each execution.

mod sessions;

use std::{path::Path, sync::Arc, time::Instant};

use eryx::{PythonExecutor, Sandbox, embedded_stdlib::EmbeddedStdlib};

use crate::{
    Arguments, Failure,
    report::Report,
    timing::{Budget, expect, milliseconds_since},
};

/// The same text as in `ringfence bench`.
pub(super) const PRINT: &str = "print('hi')";
pub(super) const PRINT_OUTPUT: &str = "hi";
/// The version that `Cargo.toml` pins.
const VERSION: &str = "0.5.0 (wasmtime 44, runtime initialised and compiled ahead)";

/// Starts eryx's interpreter once, keeps its memory in the component, compiles that and writes it to the given file.
///
/// These are the two steps of eryx's own tool for its embedded runtime, which imports nothing.
pub(crate) async fn prepare(arguments: &Arguments) -> Result<(), Failure> {
    let runtime = &arguments.runtime;
    if runtime.is_file() {
        return Ok(());
    }
    let library = EmbeddedStdlib::get()?;
    let imports: Vec<&str> = arguments.imports.iter().map(String::as_str).collect();
    let component = eryx::preinit::pre_initialize(library.path(), None, &imports, &[]).await?;
    let compiled = PythonExecutor::precompile(&component)?;
    let unfinished = runtime.with_extension("unfinished");
    std::fs::write(&unfinished, compiled)?;
    std::fs::rename(&unfinished, runtime)?;
    Ok(())
}

/// Measures all rows, with eryx's own default limits (30 s, 128 MiB, line tracing on).
pub(crate) async fn measure(arguments: &Arguments) -> Result<Report, Failure> {
    let mut report = Report::new(
        "eryx",
        VERSION.to_owned(),
        "WebAssembly, in the caller's process",
    );
    eprintln!("measuring: eryx: load");
    let started = Instant::now();
    let sandbox = Arc::new(open(&arguments.runtime)?);
    report.times("load_ms", vec![milliseconds_since(started)]);

    eprintln!("measuring: eryx: fresh_print_ms");
    let budget = Budget::new(arguments.runs, arguments.budget);
    let mut times = Vec::with_capacity(arguments.runs);
    while budget.allows(times.len()) {
        let started = Instant::now();
        fresh(&sandbox).await?;
        times.push(milliseconds_since(started));
    }
    report.times("fresh_print_ms", times);
    report.leave_out(
        "fresh_group_by_ms",
        "its runtime has no pandas; native extensions have to be built for it and linked by the user",
    );

    eprintln!("measuring: eryx: executions per second");
    let (rate, made) = per_second(&sandbox, arguments).await?;
    report.value("fresh_executions_per_second", rate, made);

    sessions::measure(&sandbox, arguments, &mut report).await?;
    Ok(report)
}

#[expect(unsafe_code, reason = "loading compiled code")]
fn open(runtime: &Path) -> Result<Sandbox, Failure> {
    let library = EmbeddedStdlib::get()?;
    // SAFETY: the file was written by `prepare` of this program, in a folder of the person who measures.
    let builder = unsafe { Sandbox::builder().with_precompiled_file(runtime) };
    Ok(builder.with_python_stdlib(library.path()).build()?)
}

/// One program in an instance of its own.
async fn fresh(sandbox: &Sandbox) -> Result<(), Failure> {
    expect(&sandbox.execute(PRINT).await?.stdout, PRINT_OUTPUT)
}

/// Executions a second by two tasks for each core, as in `ringfence bench`; and how many were made.
async fn per_second(
    sandbox: &Arc<Sandbox>,
    arguments: &Arguments,
) -> Result<(f64, usize), Failure> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let (runs, budget) = (arguments.runs, arguments.budget);
    let started = Instant::now();
    let tasks: Vec<_> = (0..threads * 2)
        .map(|_| {
            let sandbox = Arc::clone(sandbox);
            tokio::spawn(async move {
                let budget = Budget::new(runs, budget);
                let mut made = 0;
                while budget.allows(made) {
                    fresh(&sandbox).await?;
                    made += 1;
                }
                Ok::<_, Failure>(made)
            })
        })
        .collect();
    let mut made = 0;
    for task in tasks {
        made += task.await??;
    }
    #[expect(clippy::cast_precision_loss, reason = "a count of runs")]
    let executions = made as f64;
    Ok((executions / started.elapsed().as_secs_f64(), made))
}
