//! What programs are given: limits and files.

use std::{
    fs,
    path::{Path, PathBuf},
};

use ringfence_code_execution::sandbox::Limits;

use super::{Failure, arguments::LimitArguments};

/// The most bytes of one `--file`.
const MAX_INPUT_BYTES: u64 = 1 << 30;

/// The limits that the arguments ask for.
pub(super) fn limits(arguments: LimitArguments) -> Result<Limits, Failure> {
    let mut limits = Limits::default();
    limits.timeout_seconds = arguments.timeout;
    limits.max_memory_mb = arguments.memory;
    limits.max_output_bytes = arguments.max_output;
    limits.validate()?;
    Ok(limits)
}

/// Reads a file for the working folder: its name there, and its bytes.
pub(super) fn read_input(name: String, path: &Path) -> Result<(String, Vec<u8>), Failure> {
    let failed = |error: &dyn std::fmt::Display| {
        Failure::new(format!(
            "cannot read the file `{}`: {error}",
            path.display()
        ))
    };
    let metadata = fs::metadata(path).map_err(|error| failed(&error))?;
    if metadata.len() > MAX_INPUT_BYTES {
        return Err(failed(&format!(
            "it has {} bytes, and {MAX_INPUT_BYTES} are allowed",
            metadata.len()
        )));
    }
    let bytes = fs::read(path).map_err(|error| failed(&error))?;
    Ok((name, bytes))
}

/// `[NAME=]PATH`: without a name, the file's own.
pub(super) fn input_file(argument: &str) -> Result<(String, PathBuf), Failure> {
    if let Some((name, path)) = argument.split_once('=')
        && !Path::new(argument).exists()
    {
        return Ok((name.to_owned(), PathBuf::from(path)));
    }
    let path = PathBuf::from(argument);
    Ok((own_name(&path)?, path))
}

/// The last part of a path.
pub(super) fn own_name(path: &Path) -> Result<String, Failure> {
    let name = path
        .file_name()
        .and_then(|name| name.to_str())
        .map(str::to_owned);
    name.ok_or_else(|| {
        Failure::new(format!(
            "the file `{}` has no name that can be used; give NAME=PATH",
            path.display()
        ))
    })
}
