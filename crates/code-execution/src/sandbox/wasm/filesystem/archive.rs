//! Files of an uncompressed archive as files of the shared tree.

use std::io;

use super::{super::memory::SharedBytes, BaseTree};

/// Adds every file of the archive `bytes` below `folder`, without copying: each is a part of the mapping.
///
/// Compressed files are left out: the archives are our own, and written without compression where that matters.
///
/// # Errors
/// When the bytes are no archive, a file lies outside of them, or a path is taken.
pub(crate) fn add_archive(
    tree: &mut BaseTree,
    folder: &str,
    bytes: &SharedBytes,
) -> io::Result<()> {
    let mut archive =
        zip::ZipArchive::new(io::Cursor::new(bytes.as_slice())).map_err(io::Error::other)?;
    for index in 0..archive.len() {
        let entry = archive.by_index_raw(index).map_err(io::Error::other)?;
        if entry.is_dir() || entry.compression() != zip::CompressionMethod::Stored {
            continue;
        }
        let name = entry.name().map_err(io::Error::other)?.into_owned();
        let start = entry
            .data_start()
            .and_then(|start| usize::try_from(start).ok());
        let part = start
            .zip(usize::try_from(entry.size()).ok())
            .and_then(|(start, len)| bytes.slice(start..start.checked_add(len)?))
            .ok_or_else(|| io::Error::other(format!("`{name}` lies outside its archive")))?;
        tree.add_file(&format!("{folder}/{name}"), part)
            .map_err(|errno| io::Error::other(format!("`{name}` cannot be served: {errno:?}")))?;
    }
    Ok(())
}
