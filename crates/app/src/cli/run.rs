//! `ringfence run`.

use std::{fs, num::NonZeroUsize, path::Path, sync::Arc};

use ringfence_code_execution::{
    CodeExecutor, ExecutionRequest, ExecutionResult, Session, runtime::Source,
    sandbox::OutputStream,
};
use serde_json::{Map, Value};

use super::{
    Failure, Status,
    arguments::{RunArguments, SandboxName},
    artifacts::{prepare_folder, write_artifacts},
    block_on,
    check::{COMMAND_NAME, read_program},
    inputs::{input_file, limits, read_input},
    install,
    policy::policy_of_run,
    printer::Printer,
    profile, recordings,
    result::{changed_nothing, show_artifacts, show_ending, was_refused},
    sandbox, session_file,
};
use crate::config::Config;

pub(super) fn run(
    arguments: &RunArguments,
    config: &Config,
    printer: Printer,
) -> Result<Status, Failure> {
    let policy = policy_of_run(&arguments.policy)?;
    let mut limits = limits(arguments.limits)?;
    limits.max_fuel = arguments.repeating.max_fuel;
    limits.validate()?;
    let request = request(arguments)?;
    let session = arguments.session.as_deref();
    let checkpoint = session.map(session_file::read).transpose()?.flatten();
    session.map(session_file::check_writable).transpose()?;
    arguments
        .artifacts
        .as_deref()
        .map(prepare_folder)
        .transpose()?;
    let profile = arguments.profile.as_deref();
    let cache = config.cache_folder()?;
    let recordings = arguments
        .repeating
        .record
        .then(|| recordings::folder(arguments.repeating.recordings.as_deref(), config));
    let recordings = recordings.transpose()?;
    block_on(async {
        let repeating = &arguments.repeating;
        let pack = if repeating.deterministic || repeating.max_fuel.is_some() {
            install::ensure_with_fuel(&cache, printer).await?
        } else {
            install::ensure(&cache, Source::PackageIndex, printer).await?
        };
        let Some(pack) = pack else {
            return Ok(Status::Interrupted);
        };
        let Some(profiles) = profile::open_named(&cache, profile, printer).await? else {
            return Ok(Status::Interrupted);
        };
        let sandbox = match arguments.sandbox {
            SandboxName::Wasm => Arc::new(sandbox::open(
                &pack,
                &profiles,
                arguments.walls,
                Some(NonZeroUsize::MIN),
            )?),
        };
        let executor = Arc::new(
            CodeExecutor::builder(sandbox)
                .limits(limits)
                .policy(policy)
                .type_checks(arguments.types)
                .build()?,
        );
        let request = if arguments.json {
            request
        } else {
            request.on_output(move |stream, text| match stream {
                OutputStream::Stdout => printer.untrusted_data(text),
                OutputStream::Stderr => printer.untrusted_note(text),
            })
        };
        let code = request.code.clone();
        let file_name = request.file_name.clone();
        let kept = match (session, checkpoint) {
            (Some(path), Some(checkpoint)) => Some(Kept {
                session: session_file::restore(&executor, path, &checkpoint, profile)?,
                path,
            }),
            (Some(path), None) => Some(Kept {
                session: executor.create_session_with(profile)?,
                path,
            }),
            (None, _) => None,
        };
        let result = tokio::select! {
            result = execute(&executor, request, kept) => result?,
            _ = tokio::signal::ctrl_c() => {
                // The guest has ended when this is said.
                executor.drain().await;
                printer.note("stopped");
                return Ok(Status::Interrupted);
            }
        };
        if let Some(folder) = &arguments.artifacts {
            write_artifacts(folder, &result.artifacts)?;
        }
        let recorded = recordings
            .as_deref()
            .and_then(|folder| recordings::keep(folder, &result, profiles.first()).transpose())
            .transpose()?;
        if arguments.json {
            let mut json = result.to_dict();
            if let (Some(id), Value::Object(fields)) = (&recorded, &mut json) {
                fields.insert("recording_id".to_owned(), Value::from(id.clone()));
            }
            printer.data(&format!("{json:#}\n"));
        } else {
            if let Some(repr) = &result.return_value_repr {
                printer.untrusted_lines(&format!("=> {repr}\n"));
            }
            let refusal = was_refused(&result)
                .then(|| executor.check_with_profile(&code, profile))
                .transpose()?;
            show_ending(&result, refusal.as_ref(), &file_name, &code, printer);
            if changed_nothing(&result) {
                printer.note("the session is as it was before this program");
            }
            show_artifacts(&result, arguments.artifacts.as_deref(), printer);
        }
        if recordings.is_some() {
            match &recorded {
                Some(id) => printer.note(&format!("recording: {id}")),
                None => printer.note(
                    "nothing was recorded: the program did not run, or its worker ended first",
                ),
            }
        }
        Ok(if result.success {
            Status::Success
        } else {
            Status::CodeFailed
        })
    })?
}

/// A session, and the file that it goes back to.
struct Kept<'a> {
    session: Session,
    path: &'a Path,
}

/// Runs the program by itself, or as the next one of the session in the file.
async fn execute(
    executor: &Arc<CodeExecutor>,
    request: ExecutionRequest,
    kept: Option<Kept<'_>>,
) -> Result<ExecutionResult, Failure> {
    let Some(Kept { mut session, path }) = kept else {
        return Ok(executor.execute(request).await?);
    };
    let result = session.run(request).await?;
    // A program that was refused or stopped changed nothing.
    if result.sandbox_metadata.get("state_kept") == Some(&Value::Bool(true)) {
        session_file::write(path, &session.checkpoint().await?)?;
    }
    Ok(result)
}

fn request(arguments: &RunArguments) -> Result<ExecutionRequest, Failure> {
    let (name, code) = match (&arguments.code, &arguments.program) {
        (Some(code), _) => (COMMAND_NAME.to_owned(), code.clone()),
        (None, Some(program)) => read_program(program)?,
        (None, None) => {
            return Err(Failure::new("no program is given").hint("give a file, `-`, or `-c CODE`"));
        }
    };
    let mut request = ExecutionRequest::new(code)
        .file_name(name)
        .record(arguments.repeating.record);
    if arguments.repeating.deterministic {
        request = request.deterministic(arguments.repeating.seed);
    }
    request.profile.clone_from(&arguments.profile);
    for file in &arguments.files {
        let (name, path) = input_file(file)?;
        let (name, bytes) = read_input(name, &path)?;
        request = request.file(name, bytes);
    }
    for (name, value) in context(&arguments.context)? {
        request = request.context(name, value);
    }
    Ok(request)
}

fn context(arguments: &[String]) -> Result<Map<String, Value>, Failure> {
    let mut context = Map::new();
    for argument in arguments {
        if let Some(path) = argument.strip_prefix('@') {
            let text = fs::read_to_string(path).map_err(|error| {
                Failure::new(format!("cannot read the context file `{path}`: {error}"))
            })?;
            let values: Map<String, Value> = serde_json::from_str(&text).map_err(|error| {
                Failure::new(format!(
                    "the context file `{path}` is no JSON object: {error}"
                ))
            })?;
            context.extend(values);
        } else if let Some((name, value)) = argument.split_once('=') {
            let value = serde_json::from_str(value).unwrap_or_else(|_| Value::from(value));
            context.insert(name.to_owned(), value);
        } else {
            return Err(Failure::new(format!(
                "`--context {argument}` is neither KEY=VALUE nor @FILE"
            )));
        }
    }
    Ok(context)
}
