//! Which policy file applies to a folder.

use std::{
    fs::File,
    io::{self, Read},
    path::{Path, PathBuf},
};

use ringfence_code_execution::analysis::Policy;

use super::{OWN_FILE, PROJECT_FILE, PolicyFileError, policy_of_toml};

/// The longest policy file that is read, in bytes.
const MAX_FILE_BYTES: u64 = 1 << 20;

/// The policy of the nearest file in `folder` or above it. The search ends at a folder with `.git`, and at the root.
///
/// # Errors
/// A file that cannot be read or is no policy: it is never passed over.
pub(crate) fn nearest(folder: &Path) -> Result<Option<Policy>, PolicyFileError> {
    for folder in folder.ancestors() {
        if let Some(policy) = in_folder(folder)? {
            return Ok(Some(policy));
        }
        if folder.join(".git").exists() {
            break;
        }
    }
    Ok(None)
}

/// The policy of a file in `folder` itself: `ringfence.toml`, or else `pyproject.toml` if it has `[tool.ringfence]`.
///
/// # Errors
/// As [`nearest`].
pub(crate) fn in_folder(folder: &Path) -> Result<Option<Policy>, PolicyFileError> {
    for name in [OWN_FILE, PROJECT_FILE] {
        let file = folder.join(name);
        if let Some(text) = read(&file)?
            && let Some(policy) = policy_of_toml(&file, &text)?
        {
            return Ok(Some(policy));
        }
    }
    Ok(None)
}

/// The text of `file`, or `None` when there is no such file.
fn read(file: &PathBuf) -> Result<Option<String>, PolicyFileError> {
    let failed = |reason: String| PolicyFileError::new(file, reason);
    let opened = match File::open(file) {
        Ok(opened) => opened,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(failed(error.to_string())),
    };
    let mut bytes = Vec::new();
    opened
        .take(MAX_FILE_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| failed(error.to_string()))?;
    if bytes.len() as u64 > MAX_FILE_BYTES {
        return Err(failed(format!("it is longer than {MAX_FILE_BYTES} bytes")));
    }
    String::from_utf8(bytes).map(Some).map_err(|error| {
        failed(format!(
            "byte {} is not UTF-8",
            error.utf8_error().valid_up_to()
        ))
    })
}
