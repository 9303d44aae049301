//! `ringfence repl`.

mod command;
mod history;
mod indent;
mod input;
mod reader;
mod sessions;
mod turn;

use std::{
    num::NonZeroUsize,
    path::{Path, PathBuf},
    sync::Arc,
};

use ringfence_code_execution::{CodeExecutor, runtime::Source};

use super::{
    Failure, Status,
    arguments::ReplArguments,
    artifacts::check_folder,
    block_on,
    inputs::{input_file, limits, read_input},
    install,
    policy::policy_of_run,
    printer::Printer,
    profile, sandbox, session_file,
};
use crate::config::Config;
use command::After;
use history::History;
use input::{Program, Typed, is_farewell};
use reader::Reader;
use sessions::Sessions;

/// What a prompt works with.
struct Repl {
    executor: Arc<CodeExecutor>,
    artifacts: PathBuf,
    sessions: Sessions,
    printer: Printer,
    /// Whether a program or a command failed.
    has_failed: bool,
}

pub(super) fn repl(
    arguments: &ReplArguments,
    config: &Config,
    printer: Printer,
) -> Result<Status, Failure> {
    let policy = policy_of_run(&arguments.policy)?;
    let limits = limits(arguments.limits)?;
    let files: Vec<_> = arguments
        .files
        .iter()
        .map(|file| input_file(file).and_then(|(name, path)| read_input(name, &path)))
        .collect::<Result<_, _>>()?;
    let profile = arguments.profile.as_deref();
    let checkpoint = arguments
        .restore
        .as_deref()
        .map(|path| Ok::<_, Failure>((path, checkpoint(path)?)));
    let checkpoint = checkpoint.transpose()?;
    check_folder(&arguments.artifacts)?;
    let history = (!arguments.no_history)
        .then(|| config.state_folder())
        .flatten()
        .map(|folder| History::new(&folder));
    let cache = config.cache_folder()?;
    block_on(async {
        let Some(pack) = install::ensure(&cache, Source::PackageIndex, printer).await? else {
            return Ok(Status::Interrupted);
        };
        let Some(profiles) =
            profile::open_named(&cache, arguments.profile.as_deref(), printer).await?
        else {
            return Ok(Status::Interrupted);
        };
        let sandbox = sandbox::open(&pack, &profiles, arguments.walls, Some(NonZeroUsize::MIN))?;
        let executor = CodeExecutor::builder(Arc::new(sandbox))
            .limits(limits)
            .policy(policy)
            .build()?;
        let executor = Arc::new(executor);
        let session = match checkpoint {
            Some((path, checkpoint)) => {
                session_file::restore(&executor, path, &checkpoint, profile)?
            }
            None => executor.create_session_with(profile)?,
        };
        let mut repl = Repl {
            executor,
            artifacts: arguments.artifacts.clone(),
            sessions: Sessions::new(session),
            printer,
            has_failed: false,
        };
        for (name, bytes) in files {
            repl.give(name, bytes).await;
        }
        let reader = Reader::open(history, printer)?;
        let status = repl.converse(reader).await;
        repl.executor.drain().await;
        status
    })?
}

impl Repl {
    async fn converse(&mut self, mut reader: Reader) -> Result<Status, Failure> {
        let is_terminal = reader.is_terminal();
        if is_terminal {
            self.printer.note(concat!(
                "ringfence ",
                env!("CARGO_PKG_VERSION"),
                ", CPython 3.15 in WebAssembly. `%help` tells what can be typed, Ctrl-D leaves."
            ));
        }
        let mut program = Program::default();
        loop {
            let typed = reader.read(self.sessions.current_name(), !program.is_empty());
            let ready = match typed.await? {
                Typed::Line(line) if program.is_empty() && line.trim_start().starts_with('%') => {
                    reader.remember(&line);
                    match self.command(line.trim()).await {
                        After::GoOn => continue,
                        After::Leave => break,
                    }
                }
                Typed::Line(line) if program.is_empty() && is_farewell(&line) => break,
                Typed::Line(line) => program.push(&line),
                Typed::Interrupted if is_terminal => {
                    program = Program::default();
                    continue;
                }
                Typed::Interrupted => return Ok(Status::Interrupted),
                Typed::End => {
                    let last = program.take();
                    self.run(&mut reader, last).await;
                    break;
                }
            };
            for source in ready {
                self.run(&mut reader, source).await;
            }
        }
        Ok(if self.has_failed && !is_terminal {
            Status::CodeFailed
        } else {
            Status::Success
        })
    }

    async fn run(&mut self, reader: &mut Reader, source: String) {
        if source.trim().is_empty() {
            return;
        }
        reader.remember(source.trim_end());
        self.turn(source, Vec::new()).await;
    }

    /// Says that something failed, and goes on.
    fn fail(&mut self, failure: &Failure) {
        self.has_failed = true;
        self.printer.error(&*failure.error, failure.hint.as_deref());
    }
}

/// The checkpoint in a file that has to be there.
fn checkpoint(path: &Path) -> Result<Vec<u8>, Failure> {
    session_file::read(path)?
        .ok_or_else(|| Failure::new(format!("there is no session file `{}`", path.display())))
}
