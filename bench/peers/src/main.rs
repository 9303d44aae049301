//! `peers`: measures eryx the way `ringfence bench` measures Ringfence.
//!
//! `peers prepare --runtime FILE` makes eryx's compiled runtime; `peers eryx --runtime FILE` measures with it and, with
//! `--json`, prints one JSON object on standard output, in the form that `measuring.py` describes for every part.

mod eryx_peer;
mod memory;
mod report;
mod timing;

use std::{path::PathBuf, process::ExitCode, time::Duration};

/// Whatever ends a measurement: it is printed, nothing looks inside.
type Failure = Box<dyn std::error::Error + Send + Sync>;

const USAGE: &str = "usage: peers prepare --runtime FILE [--import MODULE]...
       peers eryx --runtime FILE [--runs N] [--budget-seconds S] [--json]";

fn main() -> ExitCode {
    match start() {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("error: {failure}");
            ExitCode::from(2)
        }
    }
}

fn start() -> Result<(), Failure> {
    let mut words = std::env::args().skip(1);
    let command = words.next().ok_or(USAGE)?;
    let arguments = Arguments::parse(words)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    match command.as_str() {
        "prepare" => runtime.block_on(eryx_peer::prepare(&arguments)),
        "eryx" => {
            let report = runtime.block_on(eryx_peer::measure(&arguments))?;
            if arguments.json {
                println!("{:#}", report.json());
            } else {
                print!("{}", report.text());
            }
            Ok(())
        }
        other => Err(format!("unknown command `{other}`\n{USAGE}").into()),
    }
}

/// What a command is told.
struct Arguments {
    /// eryx's runtime, initialised and compiled: written by `prepare`, trusted by `eryx`.
    runtime: PathBuf,
    /// Modules that `prepare` imports before it keeps the memory.
    imports: Vec<String>,
    /// Runs of each program, at most.
    runs: usize,
    /// No run of a row starts later.
    budget: Duration,
    json: bool,
}

impl Arguments {
    fn parse(mut words: impl Iterator<Item = String>) -> Result<Self, Failure> {
        let mut runtime = None;
        let mut arguments = Self {
            runtime: PathBuf::new(),
            imports: Vec::new(),
            runs: 100,
            budget: Duration::from_secs(60),
            json: false,
        };
        while let Some(word) = words.next() {
            if word == "--json" {
                arguments.json = true;
                continue;
            }
            let value = words
                .next()
                .ok_or_else(|| format!("`{word}` needs a value\n{USAGE}"))?;
            match word.as_str() {
                "--runtime" => runtime = Some(PathBuf::from(value)),
                "--import" => arguments.imports.push(value),
                "--runs" => arguments.runs = value.parse::<usize>()?.max(1),
                "--budget-seconds" => {
                    arguments.budget = Duration::try_from_secs_f64(value.parse()?)?;
                }
                _ => return Err(format!("unknown option `{word}`\n{USAGE}").into()),
            }
        }
        arguments.runtime = runtime.ok_or(USAGE)?;
        Ok(arguments)
    }
}
