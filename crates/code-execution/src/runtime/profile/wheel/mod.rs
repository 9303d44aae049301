//! Reading wheels, which are archives from strangers.
//!
//! Everything is bounded before it is allocated: the archive's bytes, its directory, its members, what they unpack to.
//! A wheel that breaks a rule of its format is refused as a whole; nothing of it is kept.

mod member;
mod name;
mod record;
#[cfg(test)]
mod tests;

use std::{
    fs::File,
    io::{Read, Seek, SeekFrom},
    path::Path,
};

use sha2::{Digest, Sha256};
use zip::ZipArchive;

use super::ProfileError;
use crate::hexadecimal::hexadecimal;
use member::{Place, Refusal, place};
pub(super) use name::WheelName;
use record::Record;

/// The most bytes of a wheel.
pub(super) const MAX_WHEEL_BYTES: u64 = 128 << 20;
/// The most bytes of an archive's directory.
const MAX_DIRECTORY_BYTES: u32 = 16 << 20;
/// The most bytes of one file of a wheel.
const MAX_FILE_BYTES: u64 = 64 << 20;
/// The file type in a Unix mode, and the values of it that a wheel may have: none, a file, a folder.
const FILE_TYPE_BITS: u32 = 0o170_000;
const PLAIN_FILE_TYPES: [u32; 3] = [0, 0o100_000, 0o040_000];

/// What all wheels of a profile together may still unpack to.
#[derive(Debug)]
pub(super) struct Budget {
    files: usize,
    bytes: u64,
}

impl Default for Budget {
    /// 50 000 files and 512 MiB.
    fn default() -> Self {
        Self {
            files: 50_000,
            bytes: 512 << 20,
        }
    }
}

/// Reads the wheel at `path`, checks all of it, and hands every file for `site-packages` to `each`.
///
/// Gives the wheel's name and its SHA-256. `each` may have been called when an error comes back.
pub(super) fn unpack(
    path: &Path,
    budget: &mut Budget,
    mut each: impl FnMut(&str, &[u8]) -> Result<(), ProfileError>,
) -> Result<(WheelName, String), ProfileError> {
    let file_name = path
        .file_name()
        .and_then(|name| name.to_str())
        .unwrap_or_default();
    let name = WheelName::read(file_name)?;
    let refused = |reason: String| ProfileError::Wheel {
        wheel: file_name.to_owned(),
        reason,
    };
    let mut file = File::open(path).map_err(|error| refused(error.to_string()))?;
    check_directory(&mut file).map_err(refused)?;
    let sha256 = digest(&mut file).map_err(|error| refused(error.to_string()))?;
    let mut archive = ZipArchive::new(file).map_err(|error| refused(error.to_string()))?;
    if archive.has_duplicate_names() {
        return Err(refused("two of its files have one name".to_owned()));
    }
    let metadata = metadata_folder(&archive, &name).map_err(refused)?;
    let mut record =
        Record::read(&text(&mut archive, &format!("{metadata}/RECORD")).map_err(refused)?)
            .map_err(refused)?;
    let wheel = text(&mut archive, &format!("{metadata}/WHEEL")).map_err(refused)?;
    if !wheel
        .lines()
        .any(|line| line.starts_with("Wheel-Version: 1."))
    {
        return Err(refused("it is not of the wheel format 1".to_owned()));
    }
    for index in 0..archive.len() {
        let mut member = archive
            .by_index(index)
            .map_err(|error| refused(error.to_string()))?;
        let member_name = String::from_utf8(member.name_raw().to_vec())
            .map_err(|_| refused("a file's name is not UTF-8".to_owned()))?;
        let mode = member.unix_mode().unwrap_or_default();
        if !PLAIN_FILE_TYPES.contains(&(mode & FILE_TYPE_BITS)) {
            return Err(refused(format!(
                "`{}` is a link or a device",
                member_name.escape_debug()
            )));
        }
        let (inner, is_folder) = match member_name.strip_suffix('/') {
            Some(folder) => (folder, true),
            None => (member_name.as_str(), false),
        };
        let place = place(inner).map_err(|refusal| match refusal {
            Refusal::Path => refused(format!("`{}` leads out of it", inner.escape_debug())),
            Refusal::Binary => ProfileError::BinaryWheel {
                wheel: file_name.to_owned(),
                reason: format!("it holds `{inner}`"),
            },
        })?;
        if is_folder {
            continue;
        }
        budget.files = budget
            .files
            .checked_sub(1)
            .ok_or_else(|| refused("there are too many files".to_owned()))?;
        let content = content(&mut member, budget.bytes.min(MAX_FILE_BYTES))
            .map_err(|reason| refused(format!("`{inner}`: {reason}")))?;
        budget.bytes -= content.len() as u64;
        if is_signature(inner, metadata.as_str()) {
            record.pass(inner);
        } else {
            record.check(inner, &content).map_err(refused)?;
        }
        if let Place::At(target) = place {
            each(&target, &content)?;
        }
    }
    if let Some(missing) = record.missing() {
        return Err(refused(format!(
            "its RECORD names `{missing}`, which is not there"
        )));
    }
    Ok((name, sha256))
}

/// Refuses an archive whose directory is too large to be read, or is not where its end says.
///
/// Source: APPNOTE.TXT, 4.3.16. Wheels have no comment at their end and need no zip64.
pub(crate) fn check_directory(file: &mut File) -> Result<(), String> {
    const END_BYTES: usize = 22;
    let said = |error: std::io::Error| error.to_string();
    let bytes = file.metadata().map_err(said)?.len();
    if bytes > MAX_WHEEL_BYTES {
        return Err(format!(
            "it has {bytes} bytes, and {MAX_WHEEL_BYTES} are taken"
        ));
    }
    let Some(end_at) = bytes.checked_sub(END_BYTES as u64) else {
        return Err("it is no archive".to_owned());
    };
    let mut end = [0; END_BYTES];
    file.seek(SeekFrom::Start(end_at)).map_err(said)?;
    file.read_exact(&mut end).map_err(said)?;
    let [b'P', b'K', 5, 6, _, _, _, _, _, _, entries @ .., _, _] = end else {
        return Err("it is no archive, or has more after its end".to_owned());
    };
    let [entries_low, entries_high, s0, s1, s2, s3, o0, o1, o2, o3] = entries;
    let entries = u16::from_le_bytes([entries_low, entries_high]);
    let directory_bytes = u32::from_le_bytes([s0, s1, s2, s3]);
    let directory_at = u32::from_le_bytes([o0, o1, o2, o3]);
    if entries == u16::MAX || directory_bytes > MAX_DIRECTORY_BYTES {
        return Err("its directory is too large".to_owned());
    }
    if u64::from(directory_at) + u64::from(directory_bytes) != end_at {
        return Err("its directory does not lie before its end".to_owned());
    }
    Ok(())
}

fn digest(file: &mut File) -> std::io::Result<String> {
    file.rewind()?;
    let mut hasher = Sha256::new();
    let mut chunk = vec![0; 1 << 20];
    let mut limited = file.by_ref().take(MAX_WHEEL_BYTES);
    while let read @ 1.. = limited.read(&mut chunk)? {
        hasher.update(chunk.get(..read).unwrap_or_default());
    }
    file.rewind()?;
    Ok(hexadecimal(&hasher.finalize()))
}

/// The one folder of metadata, which must be this wheel's.
fn metadata_folder(archive: &ZipArchive<File>, name: &WheelName) -> Result<String, String> {
    let mut found: Vec<_> = archive
        .file_names_raw()
        .filter_map(|name| std::str::from_utf8(name).ok())
        .filter_map(|name| name.split_once('/'))
        .map(|(folder, _)| folder)
        .filter(|folder| folder.ends_with(".dist-info"))
        .collect();
    found.sort_unstable();
    found.dedup();
    match found.as_slice() {
        [folder] if name.has_metadata_in(folder) => Ok((*folder).to_owned()),
        [folder] => Err(format!("its metadata `{folder}` is another package's")),
        [] => Err("it has no metadata".to_owned()),
        _ => Err("it has the metadata of several packages".to_owned()),
    }
}

fn text(archive: &mut ZipArchive<File>, name: &str) -> Result<String, String> {
    let mut member = archive
        .by_name(name)
        .map_err(|error| format!("`{name}`: {error}"))?;
    let content =
        content(&mut member, MAX_FILE_BYTES).map_err(|reason| format!("`{name}`: {reason}"))?;
    String::from_utf8(content).map_err(|_| format!("`{name}` is not UTF-8"))
}

/// Everything of `member`, at most `max_bytes`; the archive's own claim about its length is not believed.
fn content(member: &mut impl Read, max_bytes: u64) -> Result<Vec<u8>, String> {
    let mut content = Vec::new();
    let read = member.take(max_bytes + 1).read_to_end(&mut content);
    read.map_err(|error| error.to_string())?;
    if content.len() as u64 > max_bytes {
        return Err(format!("it unpacks to more than {max_bytes} bytes"));
    }
    Ok(content)
}

/// Whether `RECORD` cannot hold the file's digest: itself and its signatures.
fn is_signature(path: &str, metadata: &str) -> bool {
    let name = path
        .strip_prefix(metadata)
        .and_then(|rest| rest.strip_prefix('/'));
    matches!(name, Some("RECORD" | "RECORD.jws" | "RECORD.p7s"))
}
