//! Files that are mapped read-only, to be seen by guests as files.
#![expect(unsafe_code, reason = "maps files; every block states why it is sound")]

use std::{
    ffi::c_void,
    fs::File,
    io,
    ops::Range,
    ptr::{self, NonNull},
    slice,
    sync::Arc,
};

use rustix::mm::{MapFlags, ProtFlags, mmap, munmap};

/// A slice of a read-only file mapping, cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct SharedBytes {
    mapping: Arc<FileMapping>,
    range: Range<usize>,
}

impl SharedBytes {
    /// Maps the whole of `file` read-only.
    ///
    /// # Errors
    /// When the file is empty or cannot be mapped.
    pub(crate) fn map(file: &File) -> io::Result<Self> {
        let bytes = usize::try_from(file.metadata()?.len()).map_err(io::Error::other)?;
        let mapping = FileMapping::new(file, bytes)?;
        Ok(Self {
            mapping: Arc::new(mapping),
            range: 0..bytes,
        })
    }

    /// The part `range` of these bytes, or `None` where it does not lie inside them.
    pub(crate) fn slice(&self, range: Range<usize>) -> Option<Self> {
        self.as_slice().get(range.clone())?;
        let start = self.range.start + range.start;
        Some(Self {
            mapping: Arc::clone(&self.mapping),
            range: start..start + range.len(),
        })
    }

    /// The bytes.
    pub(crate) fn as_slice(&self) -> &[u8] {
        self.mapping
            .as_slice()
            .get(self.range.clone())
            .unwrap_or_default()
    }
}

#[derive(Debug)]
struct FileMapping {
    base: NonNull<c_void>,
    bytes: usize,
}

// SAFETY: the mapping is read-only and private to the process; reading it from several threads is sound.
unsafe impl Send for FileMapping {}
// SAFETY: as above.
unsafe impl Sync for FileMapping {}

impl FileMapping {
    fn new(file: &File, bytes: usize) -> io::Result<Self> {
        if bytes == 0 {
            return Err(io::Error::new(
                io::ErrorKind::InvalidData,
                "an empty file cannot be mapped",
            ));
        }
        // SAFETY: a new mapping at an address the kernel chooses aliases nothing; the file lies in the runtime cache,
        // which only this user can write and whose files are never changed in place.
        let base = unsafe {
            mmap(
                ptr::null_mut(),
                bytes,
                ProtFlags::READ,
                MapFlags::PRIVATE,
                file,
                0,
            )?
        };
        let base = NonNull::new(base)
            .ok_or_else(|| io::Error::other("the kernel mapped a file at address 0"))?;
        Ok(Self { base, bytes })
    }

    fn as_slice(&self) -> &[u8] {
        // SAFETY: `bytes` readable bytes are mapped at `base` until this value is dropped.
        unsafe { slice::from_raw_parts(self.base.as_ptr().cast(), self.bytes) }
    }
}

impl Drop for FileMapping {
    fn drop(&mut self) {
        // SAFETY: unmaps exactly what `new` mapped; every borrow of the bytes has ended.
        let result = unsafe { munmap(self.base.as_ptr(), self.bytes) };
        debug_assert!(result.is_ok(), "unmapping a file failed: {result:?}");
    }
}
