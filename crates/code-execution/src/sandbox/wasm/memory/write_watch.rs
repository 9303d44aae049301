//! How a process learns which pages of its guests' memories were written.
//!
//! Three ways, the first of which the system offers is taken. Which one it is changes how fast memories are reset and
//! sessions are saved, and nothing else.

use std::{
    collections::HashMap,
    ffi::c_void,
    io,
    ops::Range,
    sync::{Mutex, PoisonError},
};

use super::{
    write_faults::WriteFaults,
    written_pages::{PageTables, Wanted},
};

/// Tells which pages were written.
#[derive(Debug)]
pub(crate) enum WriteWatch {
    /// Memories are watched: the kernel tells what was written since it was last asked.
    Exact {
        page_tables: PageTables,
        faults: WriteFaults,
        set_aside: SetAside,
    },
    /// It tells which pages of a memory are no longer the file's. So containers see it whose filter refuses
    /// `userfaultfd`.
    Anonymous(PageTables),
    /// It tells nothing.
    Blind,
}

impl WriteWatch {
    /// The best way that this process has. To be opened before the walls rise.
    pub(super) fn open() -> Self {
        let Ok(page_tables) = PageTables::open() else {
            return Self::Blind;
        };
        match WriteFaults::open() {
            Ok(faults) => Self::Exact {
                page_tables,
                faults,
                set_aside: SetAside::default(),
            },
            Err(_) => Self::Anonymous(page_tables),
        }
    }

    /// Every way that this process has, for tests.
    #[cfg(test)]
    pub(super) fn every() -> Vec<Self> {
        let mut ways = vec![Self::Blind];
        ways.extend(PageTables::open().ok().map(Self::Anonymous));
        ways.extend(Some(Self::open()).filter(Self::is_exact));
        ways
    }

    /// Whether what is told are the writes since it was last asked.
    pub(crate) fn is_exact(&self) -> bool {
        matches!(self, Self::Exact { .. })
    }

    /// Watches a memory from now on; does nothing where the way is not exact. All of it counts as written until
    /// [`Self::forget`].
    ///
    /// # Errors
    /// When the kernel has no room to watch it.
    pub(super) fn start(&self, memory: *const c_void, reserved: usize) -> io::Result<()> {
        match self {
            Self::Exact { faults, .. } => faults.watch(memory, reserved),
            Self::Anonymous(_) | Self::Blind => Ok(()),
        }
    }

    /// Counts none of these bytes as written, which are as their image; does nothing where the way is not exact.
    ///
    /// # Errors
    /// When the memory is not watched.
    pub(super) fn forget(&self, memory: *const c_void, bytes: usize) -> io::Result<()> {
        match self {
            Self::Exact {
                page_tables,
                set_aside,
                ..
            } => {
                page_tables.protect(memory, bytes)?;
                set_aside.take(memory);
                Ok(())
            }
            Self::Anonymous(_) | Self::Blind => Ok(()),
        }
    }

    /// Counts none of these bytes as written for who asks [`Self::written`] next; [`Self::written_ever`] still tells them.
    /// Does nothing where the way is not exact.
    ///
    /// # Errors
    /// When the memory is not watched.
    pub(crate) fn set_aside(&self, memory: *const c_void, bytes: usize) -> io::Result<()> {
        let Self::Exact {
            page_tables,
            set_aside,
            ..
        } = self
        else {
            return Ok(());
        };
        let mut written = Vec::new();
        page_tables.scan(memory, bytes, Wanted::WrittenAndProtect, &mut written)?;
        set_aside.add(memory, written);
        Ok(())
    }

    /// The parts of a memory that were written, since [`Self::set_aside`] and [`Self::forget`] where the way is exact; `None`
    /// where the system does not tell.
    pub(crate) fn written(&self, memory: *const c_void, bytes: usize) -> Option<Vec<Range<usize>>> {
        match self {
            Self::Exact { page_tables, .. } => scanned(page_tables, memory, bytes, Wanted::Written),
            _ => self.anonymous(memory, bytes),
        }
    }

    /// Every part of a memory that may not be as its image; `None` where the system does not tell.
    pub(super) fn written_ever(
        &self,
        memory: *const c_void,
        bytes: usize,
    ) -> Option<Vec<Range<usize>>> {
        let mut written = self.written(memory, bytes)?;
        if let Self::Exact { set_aside, .. } = self {
            let earlier = set_aside.take(memory).into_iter();
            let inside = earlier.map(|range| range.start.min(bytes)..range.end.min(bytes));
            written.extend(inside.filter(|range| !range.is_empty()));
        }
        Some(written)
    }

    /// Takes note that a memory is gone.
    pub(super) fn end(&self, memory: *const c_void) {
        if let Self::Exact { set_aside, .. } = self {
            set_aside.take(memory);
        }
    }

    /// The parts that are anonymous memory: written or filled with zeroes, whether watched or not.
    pub(crate) fn anonymous(
        &self,
        memory: *const c_void,
        bytes: usize,
    ) -> Option<Vec<Range<usize>>> {
        match self {
            Self::Exact { page_tables, .. } | Self::Anonymous(page_tables) => {
                scanned(page_tables, memory, bytes, Wanted::Anonymous)
            }
            Self::Blind => None,
        }
    }
}

/// For each memory, by its address, what was written before it was protected again.
#[derive(Debug, Default)]
pub(crate) struct SetAside(Mutex<HashMap<usize, Vec<Range<usize>>>>);

impl SetAside {
    fn add(&self, memory: *const c_void, mut written: Vec<Range<usize>>) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let earlier = all.entry(memory.addr()).or_default();
        written.append(earlier);
        written.sort_unstable_by_key(|range| range.start);
        // No more than there are pages, however often it is done.
        for range in written {
            match earlier.last_mut() {
                Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
                _ => earlier.push(range),
            }
        }
    }

    fn take(&self, memory: *const c_void) -> Vec<Range<usize>> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.remove(&memory.addr()).unwrap_or_default()
    }
}

fn scanned(
    page_tables: &PageTables,
    memory: *const c_void,
    bytes: usize,
    wanted: Wanted,
) -> Option<Vec<Range<usize>>> {
    let mut found = Vec::new();
    let scan = page_tables.scan(memory, bytes, wanted, &mut found);
    scan.ok().map(|()| found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sandbox::wasm::memory::{Image, WASM_PAGE_BYTES, mapping::Mapping};

    const PAGE: usize = 4096;
    const IMAGE_BYTES: usize = 2 << 16;

    fn image(watch: WriteWatch) -> (tempfile::TempDir, Image) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("test.img");
        std::fs::write(&path, vec![7; IMAGE_BYTES]).unwrap();
        let image = Image::open(&path, WASM_PAGE_BYTES).unwrap();
        (folder, image.with_watch(watch))
    }

    fn write(mapping: &Mapping, pages: &[usize]) {
        // SAFETY: the mapping is readable and writable for the length of the image, and nothing else uses it.
        let bytes =
            unsafe { std::slice::from_raw_parts_mut(mapping.base().cast::<u8>(), IMAGE_BYTES) };
        assert_eq!(bytes[9 * PAGE], 7);
        for page in pages {
            bytes[page * PAGE] = 1;
        }
    }

    #[test]
    fn finds_what_was_written_and_not_what_was_read() {
        let Ok(page_tables) = PageTables::open() else {
            eprintln!("skipped: this system does not show page tables");
            return;
        };
        let (_folder, image) = image(WriteWatch::Anonymous(page_tables));
        let mapping = Mapping::new(IMAGE_BYTES, 1 << 20, 1 << 16, Some(&image)).unwrap();
        write(&mapping, &[1, 2, 5]);
        let Some(found) = image.watch().written(mapping.base(), IMAGE_BYTES) else {
            eprintln!("skipped: this kernel does not tell which pages were written");
            return;
        };
        assert_eq!(found, [PAGE..3 * PAGE, 5 * PAGE..6 * PAGE]);
    }

    #[test]
    fn an_exact_watch_tells_what_was_written_since_it_forgot() {
        let watch = WriteWatch::open();
        if !watch.is_exact() {
            eprintln!("skipped: this system does not watch memory");
            return;
        }
        let (_folder, image) = image(watch);
        let mapping = Mapping::new(IMAGE_BYTES, 1 << 20, 1 << 16, Some(&image)).unwrap();
        let written = || image.watch().written(mapping.base(), IMAGE_BYTES).unwrap();
        assert!(written().is_empty());
        write(&mapping, &[1, 2, 5]);
        assert_eq!(written(), [PAGE..3 * PAGE, 5 * PAGE..6 * PAGE]);
        write(&mapping, &[2]);
        assert_eq!(written(), [PAGE..3 * PAGE, 5 * PAGE..6 * PAGE]);
        let set_aside = || {
            let watch = image.watch();
            watch.set_aside(mapping.base(), IMAGE_BYTES).unwrap();
        };
        set_aside();
        assert!(written().is_empty());
        write(&mapping, &[2, 4]);
        assert_eq!(written(), [2 * PAGE..3 * PAGE, 4 * PAGE..5 * PAGE]);
        set_aside();
        write(&mapping, &[9]);
        let mut ever = image
            .watch()
            .written_ever(mapping.base(), IMAGE_BYTES)
            .unwrap();
        ever.sort_by_key(|range| range.start);
        assert_eq!(
            ever,
            [PAGE..3 * PAGE, 4 * PAGE..6 * PAGE, 9 * PAGE..10 * PAGE]
        );
    }
}
