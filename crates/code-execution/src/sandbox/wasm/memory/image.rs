//! Memory images.

use std::{
    fs::File,
    io,
    os::fd::{AsFd, BorrowedFd},
    path::Path,
};

use super::{
    WASM_PAGE_BYTES, hot_pages::HotPages, idle::IdleMappings, mapping::Mapping,
    shared_bytes::SharedBytes, write_watch::WriteWatch,
};

/// The linear memory of a guest at rest, in a file.
#[derive(Debug)]
pub(crate) struct Image {
    file: File,
    bytes: SharedBytes,
    mapped_bytes: usize,
    minimum_bytes: u64,
    hot_pages: HotPages,
    watch: WriteWatch,
    idle: IdleMappings,
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
            bytes: SharedBytes::map(&file)?,
            watch: WriteWatch::open(),
            file,
            mapped_bytes,
            minimum_bytes,
            hot_pages: HotPages::default(),
            idle: IdleMappings::default(),
        })
    }

    /// The same image, whose instances have the pages listed at `path` mapped and copied ahead.
    ///
    /// # Errors
    /// When the list cannot be read or is not this image's.
    pub(crate) fn with_hot_pages(mut self, path: &Path) -> io::Result<Self> {
        self.hot_pages = HotPages::from_file(path, self.mapped_bytes)?;
        Ok(self)
    }

    /// Makes the mappings of ended guests ready for the next ones. Worth calling when nobody waits.
    pub(crate) fn refresh_mappings(&self) {
        self.idle.refresh(self);
    }

    pub(super) fn idle_mapping(&self, reserved: usize, guard: usize) -> Option<Mapping> {
        self.idle.take(self, reserved, guard)
    }

    pub(super) fn keep_mapping(&self, mapping: Mapping) {
        self.idle.put(mapping, self);
    }

    pub(super) fn hot_pages(&self) -> &HotPages {
        &self.hot_pages
    }

    /// Tells which pages of the image's mappings were written.
    pub(crate) fn watch(&self) -> &WriteWatch {
        &self.watch
    }

    /// The same image, whose mappings are watched another way.
    #[cfg(test)]
    pub(crate) fn with_watch(self, watch: WriteWatch) -> Self {
        Self { watch, ..self }
    }

    /// The image's bytes.
    pub(crate) fn bytes(&self) -> &[u8] {
        self.bytes.as_slice()
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
