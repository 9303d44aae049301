//! The pack's files that are not code.

use std::{
    fs::File,
    io::{self, Cursor, Read, Seek, SeekFrom, Write},
    path::Path,
};

use super::super::memory::WASM_PAGE_BYTES;
use crate::runtime::RuntimeError;

/// The archive inside the standard library's archive that holds matplotlib's data.
const MATPLOTLIB_DATA_MEMBER: &str = "matplotlib/mpl-data.zip";
/// The longest matplotlib archive that is read into memory.
const MAX_MATPLOTLIB_DATA_BYTES: u64 = 256 << 20;

/// matplotlib reads its fonts as files: its archive is stored again without compression, so that they can be mapped.
pub(super) fn unpack_matplotlib_data(library: &Path, to: &Path) -> Result<(), RuntimeError> {
    let copy = || -> io::Result<()> {
        let mut outer = zip::ZipArchive::new(File::open(library)?)?;
        let mut inner = Vec::new();
        outer
            .by_name(MATPLOTLIB_DATA_MEMBER)?
            .take(MAX_MATPLOTLIB_DATA_BYTES)
            .read_to_end(&mut inner)?;
        let mut inner = zip::ZipArchive::new(Cursor::new(inner))?;
        let mut stored = zip::ZipWriter::new(File::create_new(to)?);
        let options = zip::write::SimpleFileOptions::default()
            .compression_method(zip::CompressionMethod::Stored);
        for index in 0..inner.len() {
            let mut member = inner.by_index(index)?;
            if member.is_dir() {
                continue;
            }
            let name = member.name()?.into_owned();
            stored.start_file(name, options)?;
            io::copy(
                &mut (&mut member).take(MAX_MATPLOTLIB_DATA_BYTES),
                &mut stored,
            )?;
        }
        stored.finish()?;
        Ok(())
    };
    copy().map_err(|error| RuntimeError::io("write", to, error))
}

/// Writes a memory as a file whose zero pages take no space.
pub(crate) fn write_sparse(path: &Path, memory: &[u8]) -> Result<(), RuntimeError> {
    const BLOCK_BYTES: usize = 4096;
    let write = || -> io::Result<()> {
        let mut file = File::create_new(path)?;
        let mut position = 0;
        for block in memory.chunks(BLOCK_BYTES) {
            if block.iter().any(|byte| *byte != 0) {
                file.seek(SeekFrom::Start(position))?;
                file.write_all(block)?;
            }
            position += block.len() as u64;
        }
        debug_assert_eq!(
            position % WASM_PAGE_BYTES,
            0,
            "a memory is a whole number of pages"
        );
        file.set_len(position)
    };
    write().map_err(|error| RuntimeError::io("write", path, error))
}
