//! `ringfence check`.

use std::{
    fs,
    io::{self, Read},
    path::{Path, PathBuf},
};

use ringfence_code_execution::analysis::{
    self, Report, TypeChecks,
    render::{self, CheckedFile},
};

use super::{
    Failure, Status,
    arguments::{CheckArguments, CheckFormat},
    policy::Policies,
    printer::{Printer, counted},
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
    let mut policies = Policies::new(arguments.policy.as_deref(), arguments.no_config)?;
    let types = arguments.types.then(TypeChecks::default);
    let mut programs = Vec::new();
    for (name, source) in sources(arguments)? {
        let policy = policies.of_folder(&folder_of(&name))?;
        let report = match &types {
            Some(types) => analysis::check_with_types(&source, policy, types),
            None => analysis::check(&source, policy),
        };
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
            let programs = counted(programs.len() as u64, "program");
            printer.note(&format!("{programs} checked, no findings"));
        }
        return Ok(Status::Success);
    }
    Ok(Status::CodeFailed)
}

/// The folder whose policy file applies to the program called `name`: the current one for a program without a file.
fn folder_of(name: &str) -> PathBuf {
    let path = Path::new(name);
    let is_text = name == STDIN_NAME || name == COMMAND_NAME;
    match path.parent() {
        Some(folder) if !is_text && folder != Path::new("") => folder.to_owned(),
        _ => PathBuf::from("."),
    }
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
