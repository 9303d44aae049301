//! `ringfence run`.

use std::{
    fs,
    num::NonZeroUsize,
    path::{Component, Path, PathBuf},
    sync::Arc,
};

use ringfence_code_execution::{
    CodeExecutor, ErrorKind, ExecutionRequest, ExecutionResult,
    analysis::{Report, render},
    runtime::Source,
    sandbox::{Artifact, Limits, OutputStream},
};
use serde_json::{Map, Value};

use super::{
    Failure, Status,
    arguments::{RunArguments, SandboxName},
    block_on,
    check::{COMMAND_NAME, read_program},
    install,
    policy::policy_of_run,
    printer::Printer,
    profile, recordings, sandbox,
};
use crate::config::Config;

/// The most bytes of one `--file`.
const MAX_INPUT_BYTES: u64 = 1 << 30;

pub(super) fn run(
    arguments: &RunArguments,
    config: &Config,
    printer: Printer,
) -> Result<Status, Failure> {
    let policy = policy_of_run(arguments.policy.as_deref(), arguments.no_config)?;
    let limits = limits(arguments)?;
    let request = request(arguments)?;
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
        let mut profiles = Vec::new();
        if let Some(name) = &arguments.profile {
            let Some(profile) = profile::open(&cache, name, printer).await? else {
                return Ok(Status::Interrupted);
            };
            profiles.push(profile);
        }
        let sandbox = match arguments.sandbox {
            SandboxName::Wasm => Arc::new(sandbox::open(
                &pack,
                &profiles,
                arguments.walls,
                Some(NonZeroUsize::MIN),
            )?),
        };
        let executor = CodeExecutor::builder(sandbox)
            .limits(limits)
            .policy(policy)
            .type_checks(arguments.types)
            .build()?;
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
        let result = tokio::select! {
            result = executor.execute(request) => result?,
            _ = tokio::signal::ctrl_c() => {
                printer.note("stopped");
                return Ok(Status::Interrupted);
            }
        };
        if let Some(folder) = &arguments.artifacts {
            write_artifacts(folder, &result.artifacts)?;
        }
        let recorded = recordings
            .as_deref()
            .and_then(|folder| recordings::keep(folder, &result).transpose())
            .transpose()?;
        if arguments.json {
            let mut json = result.to_dict();
            if let (Some(id), Value::Object(fields)) = (&recorded, &mut json) {
                fields.insert("recording_id".to_owned(), Value::from(id.clone()));
            }
            printer.data(&format!("{json:#}\n"));
        } else {
            let report = executor.check_with_profile(&code, arguments.profile.as_deref())?;
            show(
                &result,
                &report,
                &file_name,
                &code,
                arguments.artifacts.as_deref(),
                printer,
            );
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

fn limits(arguments: &RunArguments) -> Result<Limits, Failure> {
    let mut limits = Limits::default();
    limits.timeout_seconds = arguments.timeout;
    limits.max_memory_mb = arguments.memory;
    limits.max_output_bytes = arguments.max_output;
    limits.max_fuel = arguments.repeating.max_fuel;
    limits.validate()?;
    Ok(limits)
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
        let failed = |error: &dyn std::fmt::Display| {
            Failure::new(format!(
                "cannot read the file `{}`: {error}",
                path.display()
            ))
        };
        let metadata = fs::metadata(&path).map_err(|error| failed(&error))?;
        if metadata.len() > MAX_INPUT_BYTES {
            return Err(failed(&format!(
                "it has {} bytes, and {MAX_INPUT_BYTES} are allowed",
                metadata.len()
            )));
        }
        request = request.file(name, fs::read(&path).map_err(|error| failed(&error))?);
    }
    for (name, value) in context(&arguments.context)? {
        request = request.context(name, value);
    }
    Ok(request)
}

/// `[NAME=]PATH`: without a name, the file's own.
fn input_file(argument: &str) -> Result<(String, PathBuf), Failure> {
    if let Some((name, path)) = argument.split_once('=')
        && !Path::new(argument).exists()
    {
        return Ok((name.to_owned(), PathBuf::from(path)));
    }
    let path = PathBuf::from(argument);
    let name = path
        .file_name()
        .and_then(|name| name.to_str())
        .map(str::to_owned);
    let name = name.ok_or_else(|| {
        Failure::new(format!(
            "the file `{argument}` has no name that can be used; give NAME=PATH"
        ))
    })?;
    Ok((name, path))
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

fn show(
    result: &ExecutionResult,
    report: &Report,
    name: &str,
    code: &str,
    artifacts: Option<&Path>,
    printer: Printer,
) {
    // What was printed was shown as it came.
    for (stream, name) in [("stdout", "standard output"), ("stderr", "standard error")] {
        if result.truncated.contains(&stream) {
            printer.note(&format!("{name} was cut: it is longer than `--max-output`"));
        }
    }
    let is_analysis = matches!(
        result.error_kind(),
        Some(ErrorKind::Validation | ErrorKind::SecurityViolation)
    );
    if is_analysis {
        printer.untrusted_note(&render::human(name, code, report, printer.stderr_colours()));
        printer.labelled("refused", "the program was not run");
        return;
    }
    if let Some(repr) = &result.return_value_repr {
        printer.untrusted_note(&format!("=> {repr}\n"));
    }
    if let Some(traceback) = &result.traceback {
        printer.untrusted_note(traceback);
    } else if let Some(message) = &result.error_message {
        let kind = result.error_type.as_deref().unwrap_or("error");
        printer.labelled(kind, message);
    }
    for violation in &result.output_violations {
        let verb = if result.was_output_redacted {
            "redacted"
        } else {
            "found"
        };
        printer.note(&format!(
            "{verb}: {} (line {} of the output)",
            violation.message, violation.line_number
        ));
    }
    show_artifacts(&result.artifacts, artifacts, printer);
    if result.truncated.contains(&"artifacts") {
        printer.note("artifacts over the limit were dropped");
    }
}

fn show_artifacts(artifacts: &[Artifact], folder: Option<&Path>, printer: Printer) {
    if artifacts.is_empty() {
        return;
    }
    for artifact in artifacts {
        let place = folder.map_or_else(String::new, |folder| format!(" in `{}`", folder.display()));
        printer.labelled(
            "artifact",
            &format!(
                "{} ({}, {} bytes){place}",
                artifact.name,
                artifact.media_type,
                artifact.bytes.len()
            ),
        );
    }
    if folder.is_none() {
        printer.note("hint: `--artifacts DIR` keeps them");
    }
}

/// Writes artifacts below `folder`. Their names are the guest's words: only plain relative paths are used.
fn write_artifacts(folder: &Path, artifacts: &[Artifact]) -> Result<(), Failure> {
    fs::create_dir_all(folder).map_err(|error| {
        Failure::new(format!(
            "cannot create the folder `{}`: {error}",
            folder.display()
        ))
    })?;
    for artifact in artifacts {
        let relative = Path::new(&artifact.name);
        let plain = !artifact.name.is_empty()
            && relative
                .components()
                .all(|component| matches!(component, Component::Normal(_)));
        if !plain {
            return Err(Failure::new(format!(
                "the artifact `{}` has no plain relative name",
                artifact.name.escape_debug()
            )));
        }
        let path = folder.join(relative);
        let written = path
            .parent()
            .map_or(Ok(()), fs::create_dir_all)
            .and_then(|()| fs::write(&path, &artifact.bytes));
        written.map_err(|error| {
            Failure::new(format!(
                "cannot write the artifact `{}`: {error}",
                path.display()
            ))
        })?;
    }
    Ok(())
}
