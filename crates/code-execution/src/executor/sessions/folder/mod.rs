//! The folder where sessions rest: `<id>.state` (a checkpoint), `<id>.json` (a [`Record`]), `lock`.

mod private;
mod record;

use std::{
    fs::{self, File},
    io::{self, Read},
    path::{Path, PathBuf},
};

use super::{FolderProblem, SessionId, SessionsError};
use private::{create_folder, open_lock, write_file};
use record::MAX_RECORD_BYTES;
pub(super) use record::{MAX_USER_BYTES, Record};

const LOCK: &str = "lock";
const STATE: &str = "state";
const RECORD: &str = "json";
/// How unfinished files end; what is left of them after a crash is removed.
const UNFINISHED: &str = "unfinished";
/// The most names that are looked at when a folder is opened.
const MAX_NAMES: usize = 1_000_000;

/// A folder that this process alone keeps sessions in, until it is dropped.
#[derive(Debug)]
pub(super) struct Folder {
    path: PathBuf,
    _lock: File,
}

/// A session that rests in the folder.
#[derive(Debug)]
pub(super) struct Resting {
    pub(super) record: Record,
    pub(super) disk_bytes: u64,
}

impl Folder {
    /// Makes the folder where there is none (mode 0700), and locks it.
    ///
    /// # Errors
    /// Where others may read or write it, another process has it, or it cannot be made.
    pub(super) fn open(path: PathBuf) -> Result<Self, SessionsError> {
        create_folder(&path)?;
        let lock_path = path.join(LOCK);
        let lock = open_lock(&lock_path)?;
        match lock.try_lock() {
            Ok(()) => Ok(Self { path, _lock: lock }),
            Err(fs::TryLockError::WouldBlock) => Err(SessionsError::FolderInUse { path }),
            Err(fs::TryLockError::Error(error)) => Err(SessionsError::io("lock", lock_path, error)),
        }
    }

    /// The sessions that rest here, oldest first, and the files that are none. Unfinished files are removed.
    pub(super) fn scan(&self) -> Result<(Vec<Resting>, Vec<FolderProblem>), SessionsError> {
        let failed = |error| SessionsError::io("read the folder", &self.path, error);
        let (mut resting, mut problems) = (Vec::new(), Vec::new());
        for entry in fs::read_dir(&self.path).map_err(failed)?.take(MAX_NAMES) {
            let path = entry.map_err(failed)?.path();
            match self.look_at(&path) {
                Ok(found) => resting.extend(found),
                Err(reason) => problems.push(FolderProblem { path, reason }),
            }
        }
        resting.sort_by_key(|resting| resting.record.id);
        problems.sort_by(|one, other| one.path.cmp(&other.path));
        Ok((resting, problems))
    }

    /// Writes a session, or leaves what was there.
    pub(super) fn write(&self, record: &Record, state: &[u8]) -> Result<(), SessionsError> {
        let state_path = self.file(record.id, STATE);
        let record_path = self.file(record.id, RECORD);
        let record = record
            .to_bytes()
            .map_err(|error| SessionsError::io("write", &record_path, error.into()))?;
        for (path, bytes) in [(&state_path, state), (&record_path, &record)] {
            let unfinished = path.with_added_extension(UNFINISHED);
            let written =
                write_file(&unfinished, bytes).and_then(|()| fs::rename(&unfinished, path));
            if let Err(error) = written {
                // It is of no use, and removed at the next start if it cannot be now.
                let _ = fs::remove_file(&unfinished);
                return Err(SessionsError::io("write", path, error));
            }
        }
        File::open(&self.path)
            .and_then(|folder| folder.sync_all())
            .map_err(|error| SessionsError::io("write the folder", &self.path, error))
    }

    /// The checkpoint of a session, of at most `max_bytes`.
    pub(super) fn read(&self, id: SessionId, max_bytes: u64) -> Result<Vec<u8>, SessionsError> {
        let path = self.file(id, STATE);
        read_bounded(&path, max_bytes).map_err(|error| SessionsError::io("read", path, error))
    }

    /// Removes a session's files, as far as there are any.
    pub(super) fn remove(&self, id: SessionId) -> Result<(), SessionsError> {
        for extension in [RECORD, STATE] {
            let path = self.file(id, extension);
            match fs::remove_file(&path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    return Err(SessionsError::io("remove", path, error));
                }
                _ => (),
            }
        }
        Ok(())
    }

    fn file(&self, id: SessionId, extension: &str) -> PathBuf {
        self.path.join(format!("{id}.{extension}"))
    }

    /// The session that a file of the folder is the record of, if it is one; or what is wrong with it.
    fn look_at(&self, path: &Path) -> Result<Option<Resting>, String> {
        let name = path.file_name().and_then(|name| name.to_str());
        let name = name.ok_or("its name is no text")?;
        if name == LOCK {
            return Ok(None);
        }
        let (stem, extension) = name.split_once('.').ok_or("it is no file of a session")?;
        let id: SessionId = stem.parse().map_err(|_| "it is no file of a session")?;
        if extension.ends_with(&format!(".{UNFINISHED}")) {
            fs::remove_file(path).map_err(|error| format!("it cannot be removed: {error}"))?;
            return Ok(None);
        }
        match extension {
            STATE if self.file(id, RECORD).exists() => Ok(None),
            STATE => Err("it has no record beside it".to_owned()),
            RECORD => {
                let bytes =
                    read_bounded(path, MAX_RECORD_BYTES).map_err(|error| error.to_string())?;
                let record = Record::from_bytes(&bytes, id)?;
                let state = self.file(id, STATE).symlink_metadata();
                let state = state.map_err(|error| format!("its state cannot be read: {error}"))?;
                if !state.is_file() {
                    return Err("its state is no file".to_owned());
                }
                let disk_bytes = state.len();
                Ok(Some(Resting { record, disk_bytes }))
            }
            _ => Err("it is no file of a session".to_owned()),
        }
    }
}

/// Reads a plain file; a longer one than `max_bytes` is an error.
fn read_bounded(path: &Path, max_bytes: u64) -> io::Result<Vec<u8>> {
    if !path.symlink_metadata()?.is_file() {
        return Err(io::Error::other("it is no plain file"));
    }
    let file = File::open(path)?;
    let mut bytes = Vec::new();
    file.take(max_bytes.saturating_add(1))
        .read_to_end(&mut bytes)?;
    if bytes.len() as u64 > max_bytes {
        return Err(io::Error::other(format!(
            "it is longer than {max_bytes} bytes"
        )));
    }
    Ok(bytes)
}
