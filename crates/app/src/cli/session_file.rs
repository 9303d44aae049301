//! A session's checkpoint in a file of the user.

use std::{
    error::Error as _,
    fs::{self, File, OpenOptions},
    io::{self, Read, Write},
    path::{Path, PathBuf},
    sync::Arc,
};

use ringfence_code_execution::{CodeExecutor, Session, sandbox::SandboxError};

use super::Failure;

/// The longest checkpoint that is read: more than any session may hold.
const MAX_BYTES: u64 = 5 << 30;

/// The checkpoint in the file, or `None` where there is no file.
pub(super) fn read(path: &Path) -> Result<Option<Vec<u8>>, Failure> {
    let failed = |error: &dyn std::fmt::Display| {
        Failure::new(format!(
            "cannot read the session `{}`: {error}",
            path.display()
        ))
    };
    let file = match File::open(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        opened => opened.map_err(|error| failed(&error))?,
    };
    let mut bytes = Vec::new();
    file.take(MAX_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| failed(&error))?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(failed(&format!("it is longer than {MAX_BYTES} bytes")));
    }
    Ok(Some(bytes))
}

/// The session of a checkpoint that was read from `path`, which must have the profile that is named, where one is.
pub(super) fn restore(
    executor: &Arc<CodeExecutor>,
    path: &Path,
    checkpoint: &[u8],
    profile: Option<&str>,
) -> Result<Session, Failure> {
    let file = path.display();
    let unusable = |reason: &str, hint: &str| {
        Failure::new(format!(
            "the session file `{file}` cannot be used: {reason}"
        ))
        .hint(hint)
    };
    if checkpoint.is_empty() {
        return Err(unusable("it is empty", BEGIN_HINT));
    }
    let session = executor.restore_session(checkpoint).map_err(|error| {
        let source = error.source().and_then(|source| source.downcast_ref());
        match source {
            Some(SandboxError::BadCheckpoint { reason }) if reason.contains("profile") => {
                unusable(reason, "give the `--profile` that it was made with")
            }
            Some(SandboxError::BadCheckpoint { reason }) => unusable(reason, BEGIN_HINT),
            _ => Failure::from(error),
        }
    })?;
    let Some(named) = profile.filter(|named| session.profile() != Some(named)) else {
        return Ok(session);
    };
    let own = match session.profile() {
        Some(own) => format!("was made with the profile `{own}`"),
        None => "was made without a profile".to_owned(),
    };
    Err(Failure::new(format!(
        "the session in `{file}` {own}, and `--profile` names `{named}`"
    ))
    .hint("a session keeps its profile: leave out `--profile`, or begin a session in another file"))
}

const BEGIN_HINT: &str = "`run --session` and `%save` write such files; to begin a session, give a name that is not taken";

/// Whether there is something at `path` that is no session: whoever overwrites it loses it. An empty file is nothing.
pub(super) fn is_something_else(path: &Path) -> bool {
    let mut beginning = Vec::new();
    let length = MARK.len() as u64 + 1;
    let read = File::open(path).and_then(|file| file.take(length).read_to_end(&mut beginning));
    match read {
        Ok(_) => match beginning.strip_prefix(MARK) {
            // A version follows; in recordings a hyphen does.
            Some(version) => version == b"-",
            None => !beginning.is_empty(),
        },
        Err(error) => error.kind() != io::ErrorKind::NotFound,
    }
}

/// What session files begin with.
const MARK: &[u8] = b"RINGFENCE";

/// Refuses a place where no session can be written, before a program runs for nothing.
pub(super) fn check_writable(path: &Path) -> Result<(), Failure> {
    let unfinished = unfinished(path);
    let tried = if path.is_dir() {
        Err(io::ErrorKind::IsADirectory.into())
    } else {
        write_new(&unfinished, b"").and_then(|()| fs::remove_file(&unfinished))
    };
    tried.map_err(|error| unwritable(path, &error))
}

/// Writes a checkpoint, for this user alone (mode 0600): all of it, or what was there stays.
pub(super) fn write(path: &Path, checkpoint: &[u8]) -> Result<(), Failure> {
    let unfinished = unfinished(path);
    let written = write_new(&unfinished, checkpoint).and_then(|()| fs::rename(&unfinished, path));
    written.map_err(|error| {
        // What is left of it is of no use.
        let _ = fs::remove_file(&unfinished);
        unwritable(path, &error)
    })
}

fn unfinished(path: &Path) -> PathBuf {
    path.with_added_extension(format!("{}.unfinished", std::process::id()))
}

fn unwritable(path: &Path, error: &io::Error) -> Failure {
    Failure::new(format!(
        "cannot write the session `{}`: {error}",
        path.display()
    ))
    .hint("give a file in a folder that you can write to")
}

fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}
