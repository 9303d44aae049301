//! A session's checkpoint in a file of the user.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Read, Write},
    path::Path,
};

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

/// Writes a checkpoint, for this user alone (mode 0600): all of it, or what was there stays.
pub(super) fn write(path: &Path, checkpoint: &[u8]) -> Result<(), Failure> {
    let unfinished = path.with_added_extension(format!("{}.unfinished", std::process::id()));
    let written = write_new(&unfinished, checkpoint).and_then(|()| fs::rename(&unfinished, path));
    written.map_err(|error| {
        // What is left of it is of no use.
        let _ = fs::remove_file(&unfinished);
        Failure::new(format!(
            "cannot write the session `{}`: {error}",
            path.display()
        ))
    })
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
