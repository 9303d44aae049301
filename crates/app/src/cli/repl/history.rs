//! What was typed before, in a file of this user alone.

use std::{
    fs::{self, DirBuilder, File, OpenOptions},
    io::{self, Read, Write},
    path::{Path, PathBuf},
};

/// Programs that are kept.
pub(super) const MAX_ENTRIES: usize = 1000;
/// Bytes of the file, and of what one run reads of it.
const MAX_BYTES: usize = 1 << 20;

/// Programs that were typed before, oldest first: a JSON text a line, as they may have several lines themselves.
#[derive(Debug)]
pub(super) struct History {
    folder: PathBuf,
}

impl History {
    /// The history in the file `history` of `folder`.
    pub(super) fn new(folder: &Path) -> Self {
        Self {
            folder: folder.to_owned(),
        }
    }

    /// What is kept; lines that are no texts are left out.
    pub(super) fn load(&self) -> io::Result<Vec<String>> {
        let mut text = String::new();
        match File::open(self.path()) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            opened => opened?.take(MAX_BYTES as u64).read_to_string(&mut text)?,
        };
        Ok(text
            .lines()
            .filter_map(|line| serde_json::from_str(line).ok())
            .collect())
    }

    /// Keeps the last entries, as far as the bounds allow.
    pub(super) fn save(&self, entries: &[String]) -> io::Result<()> {
        let mut lines = Vec::new();
        let mut bytes = 0;
        for entry in entries.iter().rev().take(MAX_ENTRIES) {
            let line = serde_json::to_string(entry)? + "\n";
            bytes += line.len();
            if bytes > MAX_BYTES {
                break;
            }
            lines.push(line);
        }
        lines.reverse();
        let mut builder = DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(&self.folder)?;
        let unfinished = self
            .path()
            .with_added_extension(format!("{}.unfinished", std::process::id()));
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options
            .open(&unfinished)?
            .write_all(lines.concat().as_bytes())?;
        fs::rename(&unfinished, self.path())
    }

    fn path(&self) -> PathBuf {
        self.folder.join("history")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_entries_come_back_from_a_private_file() {
        let folder = tempfile::tempdir().unwrap();
        let history = History::new(&folder.path().join("ringfence"));
        assert!(history.load().unwrap().is_empty());
        let mut entries: Vec<_> = (0..1200).map(|n| format!("x = {n}")).collect();
        entries.push("def f():\n    return 'é'".to_owned());
        history.save(&entries).unwrap();
        assert_eq!(history.load().unwrap(), entries[201..]);
        let large = vec!["y".repeat(400_000); 4];
        history.save(&large).unwrap();
        assert_eq!(history.load().unwrap().len(), 2);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;

            let mode = fs::metadata(history.path()).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
        fs::write(history.path(), "garbage\n\"x = 1\"\n7\n").unwrap();
        assert_eq!(history.load().unwrap(), ["x = 1"]);
    }
}
