//! `ringfence check`.

use std::{
    fs,
    io::{self, Read},
    path::{Path, PathBuf},
};

use ringfence_code_execution::analysis::{
    self, Policy, Preset, Report,
    render::{self, CheckedFile},
};

use super::{
    Failure, Status,
    arguments::{CheckArguments, CheckFormat},
    printer::Printer,
};

/// What a program from standard input is called.
pub(super) const STDIN_NAME: &str = "<stdin>";
/// What a program from the command line is called.
pub(super) const COMMAND_NAME: &str = "<command>";
/// The longest program that is read; the policy's own bound is far below.
const MAX_PROGRAM_BYTES: u64 = 64 << 20;

struct Program {
    name: String,
    source: String,
    report: Report,
}

pub(super) fn check(arguments: &CheckArguments, printer: Printer) -> Result<Status, Failure> {
    let policy = read_policy(&arguments.policy)?;
    let mut programs = Vec::new();
    for (name, source) in sources(arguments)? {
        let report = analysis::check(&source, &policy);
        programs.push(Program {
            name,
            source,
            report,
        });
    }
    let format = if arguments.json {
        CheckFormat::Json
    } else {
        arguments.format
    };
    printer.data(&rendered(&programs, format, printer));
    let findings = programs
        .iter()
        .filter(|program| !program.report.is_accepted())
        .count();
    if findings == 0 {
        if format == CheckFormat::Human {
            printer.note(&format!("{} checked, no findings", count(programs.len())));
        }
        return Ok(Status::Success);
    }
    Ok(Status::CodeFailed)
}

fn rendered(programs: &[Program], format: CheckFormat, printer: Printer) -> String {
    let files: Vec<_> = programs
        .iter()
        .map(|program| CheckedFile {
            path: &program.name,
            source: &program.source,
            report: &program.report,
        })
        .collect();
    let each = |render: fn(&str, &str, &Report) -> String| -> String {
        programs
            .iter()
            .map(|program| render(&program.name, &program.source, &program.report))
            .collect()
    };
    match format {
        CheckFormat::Human => programs
            .iter()
            .map(|program| {
                render::human(
                    &program.name,
                    &program.source,
                    &program.report,
                    printer.stdout_colours(),
                )
            })
            .collect(),
        CheckFormat::Concise => each(render::concise),
        CheckFormat::Github => each(render::github),
        CheckFormat::Json => render::json_of_files(&files),
        CheckFormat::Sarif => render::sarif_of_files(&files),
    }
}

fn sources(arguments: &CheckArguments) -> Result<Vec<(String, String)>, Failure> {
    if let Some(code) = &arguments.code {
        return Ok(vec![(COMMAND_NAME.to_owned(), code.clone())]);
    }
    let mut sources = Vec::new();
    for path in &arguments.programs {
        if path.is_dir() {
            let mut found = Vec::new();
            find_programs(path, &mut found)?;
            if found.is_empty() {
                return Err(Failure::new(format!(
                    "there is no `.py` file in `{}`",
                    path.display()
                )));
            }
            found.sort();
            for path in found {
                sources.push(read_program(&path)?);
            }
        } else {
            sources.push(read_program(path)?);
        }
    }
    Ok(sources)
}

fn find_programs(folder: &Path, found: &mut Vec<PathBuf>) -> Result<(), Failure> {
    let failed = |error: &io::Error| {
        Failure::new(format!(
            "cannot read the folder `{}`: {error}",
            folder.display()
        ))
    };
    for entry in fs::read_dir(folder).map_err(|error| failed(&error))? {
        let entry = entry.map_err(|error| failed(&error))?;
        let (path, kind) = (
            entry.path(),
            entry.file_type().map_err(|error| failed(&error))?,
        );
        let hidden = entry.file_name().to_string_lossy().starts_with('.');
        if kind.is_dir() && !hidden {
            find_programs(&path, found)?;
        } else if kind.is_file() && path.extension().is_some_and(|extension| extension == "py") {
            found.push(path);
        }
    }
    Ok(())
}

/// Reads a program: its name, for findings, and its source.
pub(super) fn read_program(path: &Path) -> Result<(String, String), Failure> {
    let is_stdin = path == Path::new("-");
    let name = if is_stdin {
        STDIN_NAME.to_owned()
    } else {
        path.display().to_string()
    };
    let mut bytes = Vec::new();
    let read = if is_stdin {
        io::stdin()
            .lock()
            .take(MAX_PROGRAM_BYTES + 1)
            .read_to_end(&mut bytes)
    } else {
        fs::File::open(path)
            .and_then(|file| file.take(MAX_PROGRAM_BYTES + 1).read_to_end(&mut bytes))
    };
    read.map_err(|error| Failure::new(format!("cannot read the program `{name}`: {error}")))?;
    if bytes.len() as u64 > MAX_PROGRAM_BYTES {
        return Err(Failure::new(format!(
            "the program `{name}` is longer than {MAX_PROGRAM_BYTES} bytes"
        )));
    }
    let source = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        Failure::new(format!("the program `{name}` is not UTF-8: byte {at}"))
            .hint("save it as UTF-8")
    })?;
    Ok((
        name,
        source
            .strip_prefix('\u{feff}')
            .map(str::to_owned)
            .unwrap_or(source),
    ))
}

/// A policy by its preset's name, or from a JSON file.
pub(super) fn read_policy(name: &str) -> Result<Policy, Failure> {
    let mut policy = named_policy(name)?;
    // The command line offers no host functions.
    policy.host_functions = false;
    Ok(policy)
}

fn named_policy(name: &str) -> Result<Policy, Failure> {
    if let Ok(preset) = name.parse::<Preset>() {
        return Ok(Policy::preset(preset));
    }
    let hint = "the presets are strict, standard, contained and none; or give a JSON file";
    let text = fs::read_to_string(name).map_err(|error| {
        Failure::new(format!(
            "`{name}` is neither a preset nor a readable policy file: {error}"
        ))
        .hint(hint)
    })?;
    serde_json::from_str(&text).map_err(|error| {
        Failure::new(format!("the policy file `{name}` is not usable: {error}"))
            .hint("see docs/guides/policy.md")
    })
}

fn count(programs: usize) -> String {
    if programs == 1 {
        "1 program".to_owned()
    } else {
        format!("{programs} programs")
    }
}
