//! Files that only this user reads and writes.

use std::{
    fs::{DirBuilder, File, OpenOptions},
    io::{self, Write},
    path::Path,
};

use super::super::SessionsError;

/// Makes a folder of mode 0700, or checks that others may not use the one that is there.
pub(super) fn create_folder(path: &Path) -> Result<(), SessionsError> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
        .create(path)
        .map_err(|error| SessionsError::io("create the folder", path, error))?;
    let metadata = path
        .symlink_metadata()
        .map_err(|error| SessionsError::io("read", path, error))?;
    let refused = |reason: &str| SessionsError::FolderNotPrivate {
        path: path.to_owned(),
        reason: reason.to_owned(),
    };
    if !metadata.is_dir() {
        return Err(refused("it is a link"));
    }
    #[cfg(unix)]
    if std::os::unix::fs::PermissionsExt::mode(&metadata.permissions()) & 0o077 != 0 {
        return Err(refused("others than its owner may use it"));
    }
    Ok(())
}

/// The lock's file, made where there is none.
pub(super) fn open_lock(path: &Path) -> Result<File, SessionsError> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    private(&mut options);
    options
        .open(path)
        .map_err(|error| SessionsError::io("open", path, error))
}

/// Writes a file of mode 0600 and waits until the disk has it.
pub(super) fn write_file(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    private(&mut options);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

fn private(options: &mut OpenOptions) {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    #[cfg(not(unix))]
    let _ = options;
}
