//! Files that are mapped: memory images, and read-only data that guests see as files.
#![expect(unsafe_code, reason = "maps files; every block states why it is sound")]

use std::{
    ffi::c_void,
    fs::File,
    io,
    ops::Range,
    os::fd::{AsFd, BorrowedFd},
    path::Path,
    ptr::{self, NonNull},
    slice,
    sync::Arc,
};

use rustix::mm::{MapFlags, ProtFlags, mmap, munmap};

use super::{WASM_PAGE_BYTES, hot_pages::HotPages};

/// The linear memory of a guest at rest, in a file.
#[derive(Debug)]
pub(crate) struct Image {
    file: File,
    mapped_bytes: usize,
    minimum_bytes: u64,
    hot_pages: HotPages,
}

impl Image {
    /// Opens an image for a module whose memory starts with `minimum_bytes`.
    ///
    /// # Errors
    /// When the file cannot be opened, or its length is not a whole number of WebAssembly pages.
    pub(crate) fn open(path: &Path, minimum_bytes: u64) -> io::Result<Self> {
        let file = File::open(path)?;
        let bytes = file.metadata()?.len();
        let whole_pages = bytes > 0 && bytes % WASM_PAGE_BYTES == 0;
        let mapped_bytes = usize::try_from(bytes)
            .ok()
            .filter(|_| whole_pages && bytes >= minimum_bytes);
        let Some(mapped_bytes) = mapped_bytes else {
            return Err(io::Error::new(
                io::ErrorKind::InvalidData,
                format!("{bytes} bytes are not a memory image"),
            ));
        };
        Ok(Self {
            file,
            mapped_bytes,
            minimum_bytes,
            hot_pages: HotPages::default(),
        })
    }

    /// The same image, whose instances have the pages listed at `path` copied ahead.
    ///
    /// # Errors
    /// When the list cannot be read or is not this image's.
    pub(crate) fn with_hot_pages(mut self, path: &Path) -> io::Result<Self> {
        self.hot_pages = HotPages::read(path, self.mapped_bytes)?;
        Ok(self)
    }

    pub(super) fn hot_pages(&self) -> &HotPages {
        &self.hot_pages
    }

    pub(super) fn file(&self) -> BorrowedFd<'_> {
        self.file.as_fd()
    }

    /// The image's length in bytes: what the memory of an instance starts with.
    pub(crate) fn mapped_bytes(&self) -> usize {
        self.mapped_bytes
    }

    pub(crate) fn minimum_bytes(&self) -> u64 {
        self.minimum_bytes
    }
}

/// A slice of a read-only file mapping, cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct SharedBytes {
    mapping: Arc<Mapping>,
    range: Range<usize>,
}

impl SharedBytes {
    /// Maps the whole of `file` read-only.
    ///
    /// # Errors
    /// When the file is empty or cannot be mapped.
    pub(crate) fn map(file: &File) -> io::Result<Self> {
        let bytes = usize::try_from(file.metadata()?.len()).map_err(io::Error::other)?;
        let mapping = Mapping::new(file, bytes)?;
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
struct Mapping {
    base: NonNull<c_void>,
    bytes: usize,
}

// SAFETY: the mapping is read-only and private to the process; reading it from several threads is sound.
unsafe impl Send for Mapping {}
// SAFETY: as above.
unsafe impl Sync for Mapping {}

impl Mapping {
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

impl Drop for Mapping {
    fn drop(&mut self) {
        // SAFETY: unmaps exactly what `new` mapped; every borrow of the bytes has ended.
        let result = unsafe { munmap(self.base.as_ptr(), self.bytes) };
        debug_assert!(result.is_ok(), "unmapping a file failed: {result:?}");
    }
}
